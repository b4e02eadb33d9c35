"""What taking an upload apart promises: tables out of archives in order, each omission explained, nothing unbounded."""

import io
import random
import stat
import zipfile

import hostile_files as hostile
import pytest

from zi_metrics.reading import UploadedFile, bounds, expand_upload, read_spreadsheet

pytestmark = pytest.mark.usefixtures("nothing_left_behind")

WORKBOOK = hostile.xlsx(hostile.one_row('<c r="A1"><v>1</v></c>'))
TABLE = b"No;Isi\n1;Ya\n"


def expanded(parts: dict) -> tuple[list[str], dict[str, str]]:
    """The shown names of the files found, and the problems of the others by name."""
    found = expand_upload("kiriman.zip", hostile.zip_of(parts))
    return [file.shown for file in found.files], {entry.shown: str(entry) for entry in found.skipped}


@pytest.mark.parametrize("content", [WORKBOOK, hostile.xls({(1, 1): 1.0}), hostile.ods(""), TABLE, b"", b"PK\3\4"])
def test_any_file_that_is_no_archive_gives_itself(content):
    found = expand_upload("LKE.xlsx", content)
    assert (found.files, found.skipped) == ((UploadedFile("LKE.xlsx", content),), ())


def test_another_office_document_gives_itself_so_that_the_reader_can_name_it():
    document = hostile.zip_of({"word/document.xml": "<w/>", "[Content_Types].xml": "<x/>"})
    assert expand_upload("surat.docx", document).files[0].content == document


def test_an_archive_gives_its_tables_in_order_with_name_and_folder():
    parts = {"b/LKE 2.xlsx": WORKBOOK, "a/2026/LKE 1.xls": hostile.xls({(1, 1): 1.0}), "survei.csv": TABLE}
    found = expand_upload("kiriman.zip", hostile.zip_of(parts))
    assert [(file.name, file.folder) for file in found.files] == [
        ("LKE 2.xlsx", "b"),
        ("LKE 1.xls", "a/2026"),
        ("survei.csv", ""),
    ]
    assert [file.content for file in found.files] == list(parts.values())
    assert found.skipped == ()
    assert [read_spreadsheet(file.shown, file.content).file_name for file in found.files] == list(parts)


def test_tables_are_known_by_their_content_where_the_name_does_not_tell():
    files, skipped = expanded({"LKE": WORKBOOK, "tabel.txt": TABLE, "BACA.txt": "Halo.\n", "foto.jpg": b"\xff\xd8\xff"})
    assert files == ["LKE", "tabel.txt"]
    assert "teks biasa" in skipped["BACA.txt"]
    assert "bukan lembar kerja" in skipped["foto.jpg"]


def test_a_damaged_workbook_comes_along_and_the_reader_says_what_is_wrong():
    assert expanded({"rusak.xlsx": WORKBOOK[:100]})[0] == ["rusak.xlsx"]


@pytest.mark.parametrize("name", ["__MACOSX/._LKE.xlsx", "~$LKE.xlsx", ".LKE.xlsx", ".git/LKE.xlsx", "a/Thumbs.db"])
def test_what_computers_put_into_archives_is_left_out_quietly(name):
    found = expand_upload("kiriman.zip", hostile.zip_of({name: WORKBOOK, "LKE.xlsx": WORKBOOK}))
    assert [file.name for file in found.files] == ["LKE.xlsx"]
    assert [entry.is_system_file for entry in found.skipped] == [True]


@pytest.mark.parametrize("name", ["../LKE.xlsx", "a/../../LKE.xlsx", "/etc/LKE.xlsx", "C:\\LKE.xlsx", "..\\LKE.xlsx"])
def test_paths_that_lead_out_are_refused(name):
    files, skipped = expanded({name: WORKBOOK, "LKE.xlsx": WORKBOOK})
    assert files == ["LKE.xlsx"]
    assert "ke luar arsip" in next(iter(skipped.values()))


def test_links_encrypted_twice_named_and_oddly_compressed_members_are_each_explained():
    link = zipfile.ZipInfo("pintasan.xlsx")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("LKE.xlsx", WORKBOOK)
        archive.writestr(link, "/etc/passwd")
        archive.writestr("lke.XLSX", WORKBOOK)
        archive.writestr("bz.xlsx", WORKBOOK, zipfile.ZIP_BZIP2)
        archive.writestr("dalam.zip", hostile.zip_of({"LKE.xlsx": WORKBOOK}))
        archive.writestr("tersamar", hostile.zip_of({"LKE.xlsx": WORKBOOK}))
        archive.writestr("rahasia.xlsx", WORKBOOK)
    found = expand_upload("kiriman.zip", hostile.encrypted_zip(buffer.getvalue()))
    assert [file.name for file in found.files] == ["LKE.xlsx"]
    words = {
        "pintasan.xlsx": "pintasan",
        "lke.XLSX": "namanya sama",
        "bz.xlsx": "dimampatkan",
        "dalam.zip": "arsip di dalam arsip",
        "tersamar": "arsip ZIP",
        "rahasia.xlsx": "kata sandi",
    }
    assert [entry.shown for entry in found.skipped] == list(words)
    for entry in found.skipped:
        assert words[entry.shown] in entry.problem
        assert entry.problem.startswith(f"Berkas '{entry.shown}' dilewati: ") and entry.problem.endswith(".")
        assert entry.advice.endswith(".")
        assert not entry.is_system_file


def test_a_damaged_member_does_not_take_the_others_along():
    content = hostile.zip_of({"rusak.csv": "No;Isi\n" + "1;Ya\n" * 99, "baik.csv": TABLE})
    start = content.index(b"rusak.csv") + len(b"rusak.csv") + 4
    found = expand_upload("kiriman.zip", content[:start] + b"\xff\xff" + content[start + 2 :])
    assert [file.name for file in found.files] == ["baik.csv"]
    assert "rusak" in found.skipped[0].problem


def test_a_member_that_lies_about_its_size_is_left_out():
    parts = {"xl/worksheets/sheet1.xml": b" " * (25 * bounds.MIB)}
    content = hostile.lying_about_size(hostile.zip_of(parts)).replace(b"sheet1.xml", b"sheet1.csv")
    found = expand_upload("kiriman.zip", content)
    assert found.files == ()
    assert "rusak" in found.skipped[0].problem


def test_a_member_larger_than_a_file_may_be_is_left_out():
    # Noise, so that the archive as a whole inflates as a good one does.
    content = random.Random(1).randbytes(bounds.MIB // 2) + bytes(31 * bounds.MIB)
    files, skipped = expanded({"besar.csv": content, "kecil.csv": TABLE})
    assert files == ["kecil.csv"]
    assert "terlalu besar" in skipped["besar.csv"]


@pytest.mark.parametrize("name", hostile.HOSTILE_ARCHIVES)
def test_a_hostile_archive_is_refused_as_a_whole(name):
    build, words = hostile.HOSTILE_ARCHIVES[name]
    found = expand_upload("bom.zip", build())
    assert found.files == ()
    problem = [entry for entry in found.skipped if not entry.is_system_file][-1]
    assert problem.shown == "bom.zip"
    assert problem.problem.startswith("Berkas 'bom.zip' ")
    assert words in problem.problem


def test_the_answer_of_a_broken_child_is_refused(child_program):
    for program in ('print(\'{"member": ["a", "", 99]}\')', "pass", "print('{}')", "import os; os.abort()"):
        child_program(program)
        found = expand_upload("kiriman.zip", hostile.zip_of({"a.csv": TABLE}))
        assert found.files == ()
        assert "rusak atau tidak wajar" in found.skipped[0].problem


def test_names_are_shown_tamely():
    files, _ = expanded({"\x1b[31m/" + "b" * 5_000 + ".csv": TABLE})
    assert files[0].isprintable()
    assert len(files[0]) < 300
