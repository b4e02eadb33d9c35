"""A file that is refused: one short message that says what it is, what was found, what lacks, and what would help."""

import io
import time
import zipfile

import openpyxl
import pytest
from places import READY
from survey_files import SPAK, one, responses

from zi_metrics import upload as upload_module
from zi_metrics.cli.main import main
from zi_metrics.instruments.library import load_instrument
from zi_metrics.lke.importing import ImportRefused, Label
from zi_metrics.store import tables
from zi_metrics.surveys.importing import SurveyLabel
from zi_metrics.upload import in_short, known_files, prepare_upload, store_upload

INSTRUMENT = load_instrument()
TITLE = ["DAFTAR HADIR RAPAT PEMBANGUNAN ZONA INTEGRITAS"]
TABLES = {
    "hadir": ([TITLE, ["No", "Nama", "Jabatan", "Tanda Tangan"]], ["1", "Orang", "Analis", ""], 2, "daftar orang"),
    "anggaran": ([["Uraian", "Volume", "Satuan", "Harga Satuan", "Pagu"]], ["Kertas", 2, "rim", 5, 10], 1, "anggaran"),
    "lebar": ([[f"Kolom yang judulnya panjang sekali {i}" for i in range(40)]], ["x"] * 40, 1, ""),
}  # fmt: skip


def workbook(rows, name="Data"):
    book = openpyxl.Workbook()
    book.active.title = name
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("kind", TABLES)
def test_one_message_says_what_was_found_and_what_would_help(kind):
    head, row, at, seems = TABLES[kind]
    upload = prepare_upload("rapat.xlsx", workbook([*head, *[row] * 20]))
    (problem,) = upload.problems
    assert len(problem) < 600 and problem.startswith("Berkas 'rapat.xlsx' tidak dikenali sebagai LKE maupun survei")
    assert f"lembar 'Data', {len(head) + 20} baris, judul di baris {at}: {head[-1][0][:20]}" in problem
    assert seems in problem.split(".")[1] and "Yang kurang" in problem and "…" not in problem[-1]
    # All that a file may hold is there for those who want to know it, but not in the message.
    assert any("Yang dicari" in text or "LKE:" in text for text in upload.rincian) and len(upload.rincian) == 2


def test_nothing_endless_makes_it_longer():
    head = [["K" * 70 + str(i) for i in range(30)]]
    (problem,) = prepare_upload("n" * 240 + ".xlsx", workbook([*head, *[["x"] * 30] * 9], "L" * 31)).problems
    assert len(problem) < 600


def test_the_questions_of_an_lke_without_a_column_of_answers_are_told_as_such():
    asked = INSTRUMENT.questions()
    rows = [["No", "Hal", "Keadaan"], *([i, q.teks, "sudah"] for i, q in enumerate(asked))]
    upload = prepare_upload("lke.xlsx", workbook(rows))
    (problem,) = upload.problems
    assert "walaupun memuat pertanyaan LKE" in problem and "'Jawaban'" in problem and "survei" not in problem
    assert len(upload.rincian) == 1


def test_an_empty_workbook_is_told_to_be_empty():
    (problem,) = prepare_upload("kosong.xlsx", workbook([])).problems
    assert "kosong" in problem and len(problem) < 600


def test_each_of_several_files_has_its_own_message(tmp_path, capsys):
    for name in ("satu", "dua"):
        rows = [*TABLES["hadir"][0], *[TABLES["hadir"][1]] * 5]
        (tmp_path / f"{name}.csv").write_text("\n".join(";".join(map(str, row)) for row in rows), encoding="utf-8")
    assert main(["import", str(tmp_path), "--database", str(tmp_path / "zi.duckdb")]) == 2
    told = capsys.readouterr().err.strip().splitlines()
    assert len(told) == 3 and all(len(line) < 600 for line in told)
    assert {line.split("'")[1] for line in told[:2]} == {"satu.csv", "dua.csv"}


@pytest.mark.parametrize("other", ["Kan\u200btor Uji – Utara", "\u202eKantor Uji – Utara", "Kantor\u00a0Uji  – Utara"])
def test_a_name_that_differs_by_what_nobody_sees_is_the_same_unit(store, other):
    (item,) = prepare_upload("a.xlsx", READY["setengah"].read_bytes()).items
    store_upload(store, [(item, Label("Kantor Uji – Utara", 2024, "unit"))], [])
    store_upload(store, [(item, Label(other, 2025, "unit"))], [])
    assert tables.unit_names(store) == ["Kantor Uji – Utara"]


@pytest.mark.parametrize(
    ("other", "word"), [("Kаntor Uji – Utara", "Kiril"), ("Kantor Uji - Utara", "tampak sama"), ("x" * 300, "panjang")]
)
def test_a_name_that_passes_for_another_units_is_refused_and_nothing_stored(store, other, word):
    (item,) = prepare_upload("a.xlsx", READY["setengah"].read_bytes()).items
    store_upload(store, [(item, Label("Kantor Uji – Utara", 2024, "unit"))], [])
    with pytest.raises(ImportRefused, match=word):
        store_upload(store, [(item, Label(other, 2025, "unit"))], [])
    with pytest.raises(ImportRefused, match=word):
        store_upload(store, [], [(one(responses(SPAK, lambda i, q: 3)), SurveyLabel(other, 2025))])
    assert tables.unit_names(store) == ["Kantor Uji – Utara"] and len(tables.assessments(store)) == 1


def test_an_upload_that_takes_too_long_stops_between_files_and_names_the_rest(monkeypatch):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(20):
            archive.writestr(f"LKE {number}.xlsx", READY["setengah"].read_bytes())
    monkeypatch.setattr(upload_module, "read_file", lambda *_: (time.sleep(0.2), refuse())[1])
    upload = prepare_upload("semua.zip", out.getvalue(), until=time.monotonic() + 1.5)
    (told,) = [problem for problem in upload.problems if "Belum dibaca" in problem]
    assert "LKE 19.xlsx" in told or "lainnya" in told
    assert 1 <= len(upload.problems) <= 20 and "unggah sisanya" in told
    assert "Belum dibaca" in prepare_upload("a.xlsx", b"x", until=time.monotonic() - 1).problems[0]


def refuse():
    raise ImportRefused(["ditolak"])


@pytest.mark.parametrize(
    ("problem", "first", "rest"),
    [
        ("Berkas 'v1. akhir.xlsx' rusak. Salin. Unggah.", "Berkas 'v1. akhir.xlsx' rusak.", "Salin. Unggah."),
        ("Satu kalimat.", "Satu kalimat.", ""),
        ("Tanpa titik", "Tanpa titik", ""),
        ("Nama 'aneh saja. Tetap utuh.", "Nama 'aneh saja. Tetap utuh.", ""),
        ("'" * 5000 + " x. y", "'" * 5000 + " x.", "y"),
    ],
)  # fmt: skip
def test_a_problem_is_told_in_short_and_its_mending_behind_it(problem, first, rest):
    assert in_short(problem) == (first, rest)


def archive_of(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_an_archives_files_come_in_their_order_while_the_next_is_read_ahead():
    names = ["LKE a.xlsx", "b rusak.xlsx", "c.xlsx"]
    contents = [READY["setengah"].read_bytes(), b"PK rusak", READY["lengkap"].read_bytes()]
    told = []
    upload = prepare_upload(
        "semua.zip", archive_of(dict(zip(names, contents, strict=True))), lambda *it: told.append(it)
    )
    assert [item.reading.recognised for item in upload.items] == [
        prepare_upload("a.xlsx", one).items[0].reading.recognised for one in (contents[0], contents[2])
    ]
    assert len(upload.problems) == 1 and "b rusak.xlsx" in upload.problems[0]
    # A line about each file, and the whole never goes backwards.
    assert all(any(text.startswith(name) for text, _ in told) for name in names)
    shares = [share for _, share in told]
    assert shares == sorted(shares)


def test_what_is_stored_already_is_passed_over_in_an_archive_and_read_by_itself(store):
    content = READY["setengah"].read_bytes()
    (item,) = prepare_upload("a.xlsx", content).items
    store_upload(store, [(item, Label("Kantor Uji", 2024, "tpi"))], [])
    known, packed = known_files(store), archive_of({"satu.xlsx": content, "dua.xlsx": READY["lengkap"].read_bytes()})
    upload = prepare_upload("semua.zip", packed, known=lambda: known)
    assert len(upload.items) == 1 and upload.dilewati == ("satu.xlsx: Kantor Uji, 2024, TPI",)
    assert not upload.problems
    for alone in (content, archive_of({"satu.xlsx": content})):
        again = prepare_upload("a.zip", alone, known=lambda: known)
        assert len(again.items) == 1 and not again.dilewati
