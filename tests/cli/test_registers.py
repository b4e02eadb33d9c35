"""Registers of work on the command line: blank sheets, files in and out, told as JSON; nothing stored half."""

import json
from pathlib import Path

import pytest

from zi_metrics.cli.registers import NAMES, named
from zi_metrics.pembangunan.register_headings import template_headings
from zi_metrics.reading.files import read_spreadsheet


def sheet(tmp_path, *rows, head="Unit kerja,Tahun,Kode LKE,Rencana aksi,PIC,Status"):
    path = tmp_path / "aksi.csv"
    path.write_text("\n".join([head, *rows]), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", list(NAMES))
def test_a_blank_sheet_has_every_heading_choices_and_a_page_that_explains(run, tmp_path, name):
    path = tmp_path / "kosong.xlsx"
    status, out, err = run("template", name, "-o", path, "--json")
    assert (status, json.loads(out), err) == (0, {"berkas": str(path), "baris": 0}, "")
    first, second = read_spreadsheet(path.name, path.read_bytes()).sheets
    register = named(name)
    headings = template_headings(register)
    assert [first.value(1, column) for column in range(1, len(headings) + 1)] == headings
    assert second.name == "Cara mengisi"
    explained = {second.value(row, 1) for row in range(1, second.last_row + 1)}
    assert {field.judul for field in register.shown} <= explained
    status, _, err = run("import", path, "--unit", "Kantor Uji", "--tahun", 2026)
    assert status == 2 and "tidak ada baris" in err


def test_import_tells_what_is_new_changed_and_the_same(run_on_samples, tmp_path):
    unit = "Contoh 01 – Kantor Pelayanan"
    file = sheet(tmp_path, f"{unit},2027,P.1.i.a,Menyusun SOP,Kepala,Proses", f"{unit},2027,,Sosialisasi,,")
    status, out, err = run_on_samples("import", file, "--json")
    assert (status, err) == (0, "")
    assert json.loads(out) == {
        "register": "rencana_aksi",
        "baru": 2,
        "berubah": 0,
        "sama": 0,
        "tidak_dibaca": [],
        "dibaca": [],
    }
    sheet(tmp_path, f"{unit},2027,P.1.i.a,Menyusun SOP,Ketua,", f"{unit},2027,,Sosialisasi,,")
    status, out, err = run_on_samples("import", file)
    assert (status, out) == (0, "Rencana aksi: 0 baris baru, 1 berubah, 1 sudah sama.\n")
    taken = tmp_path / "keluar.json"
    status, out, _ = run_on_samples(
        "export", "rencana-aksi", "--unit", unit.upper(), "--tahun", 2027, "--format", "json", "-o", taken
    )
    assert status == 0 and out == f"2 baris tersimpan di {taken}.\n"
    rows = json.loads(taken.read_text(encoding="utf-8"))
    assert {(row["rencana"], row["pic"], row["status"], row["pokja"]) for row in rows} == {
        ("Menyusun SOP", "Ketua", "berjalan", 1),
        ("Sosialisasi", "", "belum", None),
    }


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_all_that_is_taken_out_changes_nothing_when_it_comes_in_again(run_on_samples, tmp_path, form):
    path = tmp_path / f"semua.{form}"
    assert run_on_samples("export", "rencana-aksi", "--format", form, "-o", path)[0] == 0
    status, out, err = run_on_samples("import", path, "--json")
    assert (status, err) == (0, "")
    result = json.loads(out)
    assert (result["baru"], result["berubah"]) == (0, 0) and result["sama"] > 100


def test_unit_and_year_are_options_where_the_file_does_not_say_them(run_on_samples, tmp_path):
    file = sheet(tmp_path, "Satu,Kepala,2026-05-31", head="Rencana aksi,PIC,Tenggat")
    status, out, err = run_on_samples("import", file)
    assert (status, out) == (2, "") and "--unit NAMA" in err and "--tahun TAHUN" in err
    status, out, _ = run_on_samples("import", file, "--unit", "Contoh 02 – Rumah Sakit", "--tahun", 2027, "--json")
    assert status == 0 and json.loads(out)["baru"] == 1


@pytest.mark.parametrize(("options", "stored"), [((), 1), (("--semua-atau-tidak",), 0)])
def test_a_wrong_file_of_a_folder_keeps_the_others_out_only_where_that_is_asked(
    run_on_samples, tmp_path, options, stored
):
    folder = tmp_path / "map"
    folder.mkdir()
    sheet(folder, "Contoh 01 – Kantor Pelayanan,2027,P.1.i.a,Satu,,")
    (folder / "salah.csv").write_text("Unit kerja,Tahun,Kode LKE,Rencana aksi,PIC\nEntah,2027,X.9,Dua,\n")
    status, out, err = run_on_samples("import", folder, *options)
    assert status == 2 and ("1 baris baru" in out) == bool(stored)
    assert "'X.9' bukan kode LKE" in err and "sel C2" in err
    path = tmp_path / "keluar.json"
    run_on_samples("export", "rencana-aksi", "--tahun", 2027, "--format", "json", "-o", path)
    assert [one["rencana"] for one in json.loads(Path(path).read_text())] == ["Satu"] * stored


def test_what_does_not_fit_together_is_said(run_on_samples, tmp_path):
    path = tmp_path / "x.xlsx"
    status, _, err = run_on_samples("export", "unit", "--tahun", 2026, "-o", path)
    assert status == 2 and "rencana-aksi" in err
    status, _, err = run_on_samples("export", "rapat", "--unit", "Contoh 99", "-o", path)
    assert status == 2 and "Contoh 99" in err and not path.exists()


@pytest.mark.parametrize(
    "name", ["pakta", "program", "risiko", "pengaduan", "survei", "inovasi", "layanan-online", "tim"]
)
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_the_samples_registers_come_in_again_unchanged(run_on_samples, tmp_path, name, form):
    path = tmp_path / f"semua.{form}"
    assert run_on_samples("export", name, "--format", form, "-o", path)[0] == 0
    status, out, err = run_on_samples("import", path, "--json")
    assert (status, err) == (0, "")
    result = json.loads(out)
    assert result["register"] == named(name).kode
    assert (result["baru"], result["berubah"]) == (0, 0) and result["sama"] >= 20


def test_what_looks_like_a_name_is_stored_and_told(run_on_samples, tmp_path):
    path = tmp_path / "pengaduan.csv"
    path.write_text("Unit kerja,Tahun,Bulan,Kanal,Masuk\nContoh 02 – Rumah Sakit,2025,Maret,Pak Budi Santoso,2\n")
    status, out, _ = run_on_samples("import", path)
    assert status == 0 and "1 baris baru" in out and "seperti memuat nama" in out and "baris 2" in out
