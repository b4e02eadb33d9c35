"""What reading promises of bad files: refused soon, with a sentence a person can act on, and nothing left behind."""

import bz2
import contextlib
import io
import random
import sys
import time
import zipfile

import hostile_files as hostile
import psutil
import pytest

from zi_metrics.reading import Grid, UnreadableFile, bounds, process, read_spreadsheet

GOOD = hostile.xls({(1, 1): 1.0})
SMALL = hostile.xlsx(hostile.sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>'))
LAUGH_CELL = '<row r="1"><c r="A1" t="inlineStr"><is><t>&h;</t></is></c></row>'
ODS_FLOOD = (
    '<table:table-row table:number-rows-repeated="1048576">'
    '<table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>'
    "</table:table-row>"
)


def one_row(cells: str) -> str:
    return hostile.sheet_xml(f'<row r="1">{cells}</row>')


def workbook_of_many_sheets() -> bytes:
    sheets = "".join(f'<sheet name="S{number}" sheetId="{number}" r:id="rId1"/>' for number in range(1, 400))
    with zipfile.ZipFile(io.BytesIO(SMALL)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"</sheets>", sheets.encode() + b"</sheets>")
    return hostile.zip_of(parts)


# What is uploaded, and words its refusal must hold.
HOSTILE = {
    "empty": (lambda: b"", "kosong"),
    "too large": (lambda: bytes(bounds.MAX_FILE_BYTES + 1), "terlalu besar"),
    "a photograph": (lambda: b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(500), "gambar JPEG"),
    "a pdf": (lambda: b"%PDF-1.7\n", "dokumen PDF"),
    "a web page": (lambda: b"\xef\xbb\xbf <html><table>", "halaman web"),
    "plain text": (lambda: b"No;Pertanyaan;Jawaban\n1;Apakah;Ya\n", "teks biasa"),
    "noise": (lambda: bytes(range(1, 256)) + bytes(50), "bukan buku kerja Excel"),
    "cut short": (lambda: SMALL[: len(SMALL) // 2], "terpotong atau rusak"),
    "only a zip's first bytes": (lambda: b"PK\x03\x04", "terpotong atau rusak"),
    "a zip without workbook": (lambda: hostile.zip_of({"catatan.txt": "halo"}), "arsip ZIP"),
    "an empty zip": (lambda: hostile.zip_of({}), "arsip ZIP"),
    "a word document": (lambda: hostile.zip_of({"word/document.xml": "<w/>"}), "dokumen Word"),
    "a binary workbook": (lambda: hostile.zip_of({"xl/workbook.bin": b"\x83\x01"}), ".xlsb"),
    "a zip bomb": (lambda: hostile.xlsx(b" " * (25 * bounds.MIB)), "mengembang"),
    "a zip bomb that lies": (lambda: hostile.lying_about_size(hostile.xlsx(b" " * (25 * bounds.MIB))), "rusak"),
    "a great inflated size": (
        lambda: hostile.xlsx("", {f"xl/media/{n}": bytes(21 * bounds.MIB) for n in range(10)}),
        "mengembang",
    ),
    "names that climb out": (lambda: hostile.xlsx("", {"xl/../../etc/passwd": "x"}), "nama bagian janggal"),
    "names that climb out, Windows": (lambda: hostile.xlsx("", {"C:\\Windows\\x": "x"}), "nama bagian janggal"),
    "one name twice": (lambda: hostile.xlsx("", {"XL/workbook.xml": "x"}), "nama bagian janggal"),
    "thousands of parts": (lambda: hostile.xlsx("", {f"xl/{n}": "" for n in range(3_000)}), "terlalu banyak bagian"),
    "an unusual compression": (lambda: hostile.xlsx("", method=zipfile.ZIP_BZIP2), "dimampatkan"),
    "an encrypted zip": (lambda: hostile.encrypted_zip(SMALL), "kata sandi"),
    "hundreds of sheets": (workbook_of_many_sheets, "terlalu banyak sheet"),
    "a cell at the far corner": (lambda: hostile.xlsx(one_row('<c r="XFD1048576"><v>1</v></c>')), "terlalu jauh"),
    "a cell beyond any corner": (lambda: hostile.xlsx(one_row('<c r="ZZZZZZZ99999999999"><v>1</v></c>')), "jauh"),
    "not a cell address": (lambda: hostile.xlsx(one_row('<c r="Halo"><v>1</v></c>')), "rusak"),
    "a million empty rows": (lambda: hostile.xlsx(hostile.sheet_xml("<row/>" * 1_000_000)), "terlalu banyak baris"),
    "a million formatted empty rows": (
        lambda: hostile.xlsx(hostile.sheet_xml("<row><c/></row>" * 1_000_000)),
        "terlalu banyak baris",
    ),
    "millions of empty cells": (lambda: hostile.xlsx(one_row("<c/>" * 2_500_000)), "terlalu banyak sel"),
    "a hundred thousand merged ranges": (
        lambda: hostile.xlsx(hostile.sheet_xml("", tail='<mergeCell ref="A1:B1"/>' * 100_000)),
        "sel gabungan",
    ),
    "everything merged": (
        lambda: hostile.xlsx(
            hostile.sheet_xml("", tail='<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>')
        ),
        "sel gabungan",
    ),
    "entity expansion in the texts": (
        lambda: hostile.xlsx(one_row(""), hostile.shared_strings("&h;", hostile.billion_laughs("sst"))),
        "definisi XML",
    ),
    "entity expansion in a sheet": (
        lambda: hostile.xlsx(hostile.billion_laughs("worksheet") + hostile.sheet_xml(LAUGH_CELL)),
        "definisi XML",
    ),
    "an outside entity": (
        lambda: hostile.xlsx('<!DOCTYPE x [<!ENTITY h SYSTEM "file:///etc/passwd">]>' + hostile.sheet_xml(LAUGH_CELL)),
        "definisi XML",
    ),
    "one long text in very many cells": (
        lambda: hostile.xlsx(one_row('<c t="s"><v>0</v></c>' * 200_000), hostile.shared_strings("x" * 30_000)),
        "",
    ),
    "XML nested very deeply": (lambda: hostile.xlsx(one_row("<c><is>" + "<r>" * 1_000_000)), "rusak"),
    "XML that stops midway": (lambda: hostile.xlsx("<worksheet><sheetData><row>"), "rusak"),
    "a damaged number": (lambda: hostile.xlsx(one_row('<c t="s"><v>99999</v></c>')), "rusak"),
    "password-protected": (lambda: hostile.ole2("EncryptedPackage", bytes(100)), "kata sandi"),
    "a password-protected xls": (lambda: hostile.xls({(1, 1): 1.0}, password=True), "kata sandi"),
    "a password-protected ods": (lambda: hostile.ods("", "<encryption-data/>"), "kata sandi"),
    "an old word document": (lambda: hostile.ole2("WordDocument", bytes(100)), "Office lama"),
    "a damaged xls": (lambda: hostile.ole2("Workbook", b"\x09\x08" + b"\xff" * 300), "rusak"),
    "only an xls's first bytes": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(8), "Office lama"),
    "an ods that floods": (lambda: hostile.ods(ODS_FLOOD), ""),
}


@pytest.fixture(autouse=True)
def nothing_left_behind(tmp_path, monkeypatch):
    monkeypatch.setattr(process.tempfile, "tempdir", str(tmp_path))
    yield
    assert psutil.Process().children() == []
    assert list(tmp_path.iterdir()) == []


def refusal_of(content: bytes) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as caught:
        read_spreadsheet("LKE satker.xlsx", content)
    error = caught.value
    assert error.problem.startswith("Berkas 'LKE satker.xlsx' ") and error.problem.endswith(".")
    assert error.advice.endswith(".")
    assert str(error) == f"{error.problem} {error.advice}"
    assert "Traceback" not in str(error)
    assert "rror" not in str(error)
    return error


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_soon_and_the_next_good_one_is_read(name):
    build, words = HOSTILE[name]
    content = build()
    started = time.perf_counter()
    error = refusal_of(content)
    assert time.perf_counter() - started < 10
    assert words in error.problem
    assert read_spreadsheet("baik.xls", GOOD).sheets[0].value(1, 1) == 1.0


def test_a_password_protected_file_is_told_how_to_mend_it():
    error = refusal_of(hostile.ole2("EncryptedPackage", bytes(100)))
    assert error.problem == "Berkas 'LKE satker.xlsx' dilindungi kata sandi."
    assert "hapus kata sandinya" in error.advice


def test_any_damage_to_a_good_file_is_either_read_or_refused():
    chance = random.Random(2021)
    for original in (SMALL, GOOD) * 8:
        damaged = bytearray(original)
        for _ in range(chance.choice((1, 5, 50))):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        with contextlib.suppress(UnreadableFile):
            assert isinstance(read_spreadsheet("LKE satker.xlsx", bytes(damaged)), Grid)


def test_a_name_full_of_control_characters_or_endless_is_shown_tamely():
    with pytest.raises(UnreadableFile) as caught:
        read_spreadsheet("a\n\x1b[31m" + "b" * 5_000, b"")
    assert caught.value.problem.isprintable()
    assert len(caught.value.problem) < 200


@pytest.mark.parametrize(
    "program",
    [
        "import os; os.abort()",
        "raise RuntimeError('rahasia')",
        "pass",
        "print('bukan JSON')",
        "print('{}')",
        "print('[]')",
        'print(\'{"name":"a","hidden":false,"rows":[[1,[1,{}]]],"formulas":[],"merged":[],"dates":[]}\')',
        "print('[' * 100_000)",
        "import sys; sys.stdout.write('tanpa akhir')",
    ],
)
def test_a_child_that_dies_or_babbles_is_a_refusal_and_its_words_stay_inside(program, monkeypatch):
    monkeypatch.setattr(process, "_START_CHILD", program)
    error = refusal_of(GOOD)
    assert "rahasia" not in str(error)
    assert "rusak atau tidak wajar" in error.problem


def test_a_child_that_hangs_is_ended_on_time(monkeypatch):
    monkeypatch.setattr(process, "_START_CHILD", "import time; time.sleep(60)")
    monkeypatch.setattr(bounds, "MAX_SECONDS", 0.4)
    started = time.perf_counter()
    assert "terlalu lama" in refusal_of(GOOD).problem
    assert time.perf_counter() - started < 3


def test_a_child_that_eats_memory_is_ended_even_where_the_system_sets_no_limit(monkeypatch):
    monkeypatch.setattr(process, "_START_CHILD", "import time; x = b'x' * 300_000_000; time.sleep(60)")
    monkeypatch.setattr(bounds, "MAX_CHILD_BYTES", 200 * bounds.MIB)
    assert "memori" in refusal_of(GOOD).problem


def test_a_child_that_never_stops_writing_is_ended(monkeypatch):
    monkeypatch.setattr(process, "_START_CHILD", "while True: print('x' * 1000)")
    monkeypatch.setattr(bounds, "MAX_ANSWER_BYTES", bounds.MIB)
    refusal_of(GOOD)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits; the watch above bounds it there")
@pytest.mark.parametrize(
    ("demand", "words"),
    [
        (f"b'x' * {bounds.MAX_CHILD_BYTES}", "rusak"),
        (f"open(1, 'wb').write(b'x' * {bounds.MAX_ANSWER_BYTES + 1})", "rusak"),
        ("[open('/dev/null') for _ in range(100)]", "rusak"),
    ],
)
def test_the_child_limits_itself(demand, words, monkeypatch):
    start = process._START_CHILD.replace("import main; main()", f"import _bound_this_process as b; b(); x = {demand}")
    monkeypatch.setattr(process, "_START_CHILD", start)
    assert words in refusal_of(GOOD).problem


def test_an_answer_that_would_be_too_long_is_refused():
    # Incompressible text within every other bound.
    words = bz2.compress(random.Random(1).randbytes(300_000)).hex()
    strings = hostile.shared_strings(words[:30_000])
    content = hostile.xlsx(one_row('<c t="s"><v>0</v></c>' * 3_000), strings)
    assert "terlalu banyak teks" in refusal_of(content).problem


def test_when_too_many_wait_the_last_is_asked_to_come_back(monkeypatch):
    monkeypatch.setattr(bounds, "MAX_SECONDS_IN_QUEUE", 0.1)
    for _ in range(bounds.MAX_CHILDREN):
        process._places.acquire()
    try:
        error = refusal_of(GOOD)
    finally:
        for _ in range(bounds.MAX_CHILDREN):
            process._places.release()
    assert "banyak berkas lain" in error.problem
    assert "unggah lagi" in error.advice
    assert read_spreadsheet("baik.xls", GOOD).sheets


def test_a_server_that_cannot_start_a_child_says_so_without_blaming_the_file(monkeypatch):
    monkeypatch.setattr(process, "_python", lambda: "/tidak/ada/python")
    assert "kekurangan sumber daya" in refusal_of(GOOD).problem
