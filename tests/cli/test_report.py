"""`report` and `export data`: files that other programs open, what is wrong told at once, and no load at the start."""

import json
import subprocess
import sys
import zipfile

import openpyxl
import pytest
from docx import Document
from places import ROOT
from pypdf import PdfReader
from slides import titles

from zi_metrics.access.given import operators_store
from zi_metrics.access.trail import trail_table
from zi_metrics.care.listener import can_listen
from zi_metrics.papers.periodic_settings import FOLDER_VARIABLE, Periodic, PeriodicReport, set_periodic
from zi_metrics.papers.report_kinds import KINDS
from zi_metrics.reports.data_files import file_names
from zi_metrics.store.connection import close_store
from zi_metrics.store.tables import read

UNIT = "Contoh 03 – Balai Pelatihan"
WHOSE = ("--unit", UNIT, "--tahun", 2026)
OPENED = {
    "pdf": lambda path: PdfReader(path).pages[0].extract_text(),
    "docx": lambda path: "\n".join(part.text for part in Document(path).paragraphs),
    "pptx": lambda path: titles(path.read_bytes())[0],
    "xlsx": lambda path: openpyxl.load_workbook(path).worksheets[0]["A1"].value,
}


@pytest.mark.parametrize(
    ("jenis", "form"),
    [(jenis, form) for jenis in ("unit", "lhe", "rapat", "tugas") for form in KINDS[jenis].format],
)
def test_a_report_about_a_unit_is_a_file_that_names_it(run_on_samples, tmp_path, jenis, form):
    path = tmp_path / f"laporan.{form}"
    status, out, err = run_on_samples("report", "--jenis", jenis, *WHOSE, "--format", form, "-o", path)
    assert (status, err) == (0, "") and str(path) in out
    assert "Balai" in OPENED[form](path)


def test_the_format_may_be_left_out_and_json_tells_what_was_written(run_on_samples, tmp_path):
    path = tmp_path / "bahan.pptx"
    status, out, _ = run_on_samples("report", "--jenis", "rapat", *WHOSE, "-o", path, "--json")
    said = json.loads(out)
    assert status == 0 and said["format"] == "pptx" and said["bita"] == path.stat().st_size


def test_that_a_report_was_taken_stands_in_the_trail(run_on_samples, sample_path, tmp_path):
    run_on_samples("report", "--jenis", "tugas", *WHOSE, "-o", tmp_path / "tugas.xlsx")
    trail = read(
        operators_store(sample_path), "SELECT objek, nama_berkas FROM catatan_audit ORDER BY nomor DESC LIMIT 1"
    )
    close_store(sample_path)
    assert trail.iloc[0].tolist() == ["daftar tugas pokja", "tugas.xlsx"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), ["--jenis", "--tahun", "-o"]),
        (("--jenis", "unit", "--tahun", 2026, "-o", "x.pdf"), ["sebutkan unitnya"]),
        (("--jenis", "portofolio", *WHOSE, "-o", "x.pdf"), ["jangan sebutkan unit"]),
        (("--jenis", "rapat", "--tahun", 2026, "--format", "pdf", "-o", "x.pdf"), ["pptx"]),
        (("--jenis", "tugas", "--tahun", 26, "-o", "x.pdf"), ["empat angka", ".xlsx"]),
        (("--jenis", "unit", "--unit", "Kantor Tiada", "--tahun", 2026, "-o", "x.pdf"), ["tidak ada", UNIT]),
        (("--jenis", "unit", "--unit", UNIT, "--tahun", 2019, "-o", "x.pdf"), ["Yang ada", "2025"]),
        (("--jenis", "monev", *WHOSE, "--periode", "Triwulan IX", "-o", "x.pdf"), ["Triwulan IX"]),
        (("--jenis", "rapat", "--tahun", 2019, "-o", "x.pptx"), ["Tahun yang ada"]),
        (("--jenis", "rapat", *WHOSE, "--predikat", "emas", "-o", "x.pptx"), ["wbk, wbbm"]),
        (("berkala", "--jenis", "unit"), ["Perawatan"]),
        (("berkala",), ["Belum ada laporan berkala"]),
    ],
)
def test_what_is_wrong_is_told_all_at_once_and_nothing_written(run_on_samples, monkeypatch, tmp_path, arguments, said):
    monkeypatch.chdir(tmp_path)
    status, out, err = run_on_samples("report", *arguments)
    assert (status, out) == (2, "") and "Traceback" not in err
    assert all(words in err for words in said), err
    assert not list(tmp_path.glob("x.*"))


def test_the_whole_data_as_a_folder_a_zip_and_a_workbook(run_on_samples, tmp_path):
    folder, packed, book = tmp_path / "data", tmp_path / "data.zip", tmp_path / "data.xlsx"
    for form, path in (("parquet", folder), ("parquet", packed), ("xlsx", book)):
        status, out, err = run_on_samples("export", "data", "--format", form, "-o", path, "--json")
        assert (status, err) == (0, "") and json.loads(out)["baris"] > 1000
    assert (
        sorted(path.name for path in folder.iterdir())
        == sorted(file_names())
        == sorted(zipfile.ZipFile(packed).namelist())
    )
    assert openpyxl.load_workbook(book, read_only=True).sheetnames[0] == "Keterangan"
    assert run_on_samples("export", "data", "--format", "parquet", "-o", folder)[0] == 0, "an earlier one is replaced"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--format", "csv", "-o", "x"), "parquet atau xlsx"),
        (("--format", "xlsx", "-o", "x"), ".xlsx"),
        (("--tahun", "2026", "-o", "x.xlsx"), "tidak untuk seluruh data"),
        (("--format", "parquet", "-o", "ada"), "berisi yang lain"),
        (("--format", "parquet", "-o", "tidak/ada"), "foldernya tidak ada"),
    ],
)
def test_what_is_wrong_with_an_export_is_told(run_on_samples, monkeypatch, tmp_path, arguments, said):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ada").mkdir()
    (tmp_path / "ada" / "penting.txt").write_text("x")
    status, _, err = run_on_samples("export", "data", *arguments)
    assert status == 2 and said in err and (tmp_path / "ada" / "penting.txt").exists()


def test_parquet_is_for_the_whole_data_only(run_on_samples, tmp_path):
    status, _, err = run_on_samples("export", "unit", "--format", "parquet", "-o", tmp_path / "x")
    assert status == 2 and "export data" in err


def test_the_timetable_is_followed_once_and_again_says_so(run_on_samples, sample_path, monkeypatch, tmp_path):
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "laporan"))
    set_periodic(
        operators_store(sample_path), Periodic(laporan=(PeriodicReport(jenis="tugas", format="xlsx", unit=UNIT),))
    )
    close_store(sample_path)
    status, out, err = run_on_samples("report", "berkala")
    (written,) = (tmp_path / "laporan").rglob("*.xlsx")
    assert (status, err) == (0, "") and str(written) in out
    status, out, _ = run_on_samples("report", "berkala")
    assert status == 0 and "sudah lengkap" in out
    (told,) = sent_by_the_trail(operators_store(sample_path))
    assert told.startswith("laporan berkala 20") and f"1 berkas ditulis ke folder {written.parent}" in told


@pytest.mark.skipif(not can_listen(), reason="this system has no such sockets")
def test_the_timetable_is_followed_while_the_dashboard_has_the_database(listened, monkeypatch, tmp_path):
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "laporan"))
    report = PeriodicReport(jenis="tugas", format="xlsx", unit=UNIT)
    set_periodic(operators_store(listened), Periodic(laporan=(report,)))
    code = "import sys; from zi_metrics.cli.main import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", code, "report", "berkala", "--database", str(listened)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "") and list((tmp_path / "laporan").rglob("*.xlsx"))
    (told,) = sent_by_the_trail(operators_store(listened))
    assert "1 berkas ditulis ke folder" in told, "the running dashboard records it"
    # The copy that it was made of is gone, and what was sent is noted beside the database itself.
    assert not list(tmp_path.glob(".laporan-*")) and listened.with_name(f"{listened.name}.laporan.json").exists()


def sent_by_the_trail(store):
    """What the trail says of periodic runs, as its page shows it."""
    return [row for row in trail_table(store)["Apa"] if str(row).startswith("laporan berkala")]


def test_other_commands_begin_without_what_writes_reports():
    code = (
        "import sys; from zi_metrics.cli.main import command_parser; command_parser(); "
        "print([m for m in ('pptx', 'typst', 'pyarrow.parquet') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
