"""Registers of many units through the whole road of an upload: from a file's bytes to what is stored."""

import io

import openpyxl
import pytest
from registers import add_unit

from zi_metrics.pembangunan.importing import plan_import, store_register
from zi_metrics.pembangunan.pakta import coverage
from zi_metrics.pembangunan.register import registers
from zi_metrics.reports.register_workbook import register_csv, write_register
from zi_metrics.store.registers import register_rows
from zi_metrics.upload import prepare_upload

UNITS = [f"Kantor {number:02d}" for number in range(1, 13)]


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def uploaded(store, content, name="daftar.xlsx", **whose):
    """The one register in a file, planned."""
    found = prepare_upload(name, content)
    assert found.problems == () and found.items == () and found.surveys == ()
    (reading,) = found.registers
    return reading, plan_import(store, reading, **whose)


def test_januarys_pakta_of_a_whole_agency_comes_from_one_sheet(store):
    for name in UNITS:
        add_unit(store, name)
    head = ["No", "Unit Kerja", "Tanggal Penandatanganan", "Jumlah Pegawai", "Jumlah Menandatangani", "Keterangan"]
    rows = [[n, name, "9 Januari 2026", 20 + n, 20 + n - (n == 3), None] for n, name in enumerate(UNITS, 1)]
    reading, plan = uploaded(store, workbook(["Pakta Integritas 2026"], [], head, *rows), tahun=2026)
    assert reading.register.kode == "pakta" and reading.problems == ()
    assert (plan.problems, plan.baru) == ((), 12)
    store_register(store, plan)
    stored = register_rows(store, registers()["pakta"].table)
    assert set(stored["sebab"]) == {"januari"} and set(stored["pokja"]) == {1}
    table = coverage(stored).set_index("unit")
    assert table.loc["Kantor 03", "menandatangani"] == 22 and table.loc["Kantor 03", "pegawai"] == 23
    assert (table.drop("Kantor 03")["bagian"] == 1).all() and len(table) == 12
    # The same file once more changes nothing.
    _, again = uploaded(store, workbook(["Pakta Integritas 2026"], [], head, *rows), tahun=2026)
    assert (again.changes, again.sama) == ((), 12)


def test_an_impossible_figure_of_one_unit_stops_the_whole_sheet_and_names_its_cell(store):
    for name in UNITS:
        add_unit(store, name)
    head = ["Unit Kerja", "Tahun", "Tanggal", "Pegawai", "Menandatangani"]
    rows = [[name, 2026, "09/01/2026", 20, 21 if name == "Kantor 05" else 20] for name in UNITS]
    found = prepare_upload("pakta.xlsx", workbook(head, *rows))
    (reading,) = found.registers
    (problem,) = reading.problems
    assert "sel E6: Menandatangani 21 lebih dari Pegawai (20)" in problem


def test_a_month_of_complaints_comes_from_one_sheet(store):
    for name in UNITS:
        add_unit(store, name)
    head = ["Unit Kerja", "Bulan", "Jenis", "Saluran", "Jumlah Masuk", "Sedang diproses", "Selesai", "Tepat Waktu"]
    rows = [
        [name, "Maret", kind, channel, 3, 1, 2, 2]
        for name in UNITS
        for kind, channel in (("Dumas", "SP4N-LAPOR"), ("Gratifikasi", "UPG"), ("WBS", "WBS"))
    ]
    reading, plan = uploaded(store, workbook(head, *rows), tahun=2026)
    assert reading.register.kode == "pengaduan" and (plan.problems, plan.doubts, plan.baru) == ((), (), 36)
    store_register(store, plan)
    stored = register_rows(store, registers()["pengaduan"].table)
    assert set(stored["bulan"]) == {3} and set(stored["jenis"]) == {"pengaduan", "gratifikasi", "wbs"}
    assert set(stored["pokja"]) == {5} and stored["masuk"].sum() == 108


@pytest.mark.parametrize("kode", list(registers()))
@pytest.mark.parametrize(("suffix", "write"), [("xlsx", write_register), ("csv", register_csv)])
def test_what_samples_hold_goes_out_and_is_known_again_for_what_it_is(sample_store, kode, suffix, write):
    register = registers()[kode]
    rows = register_rows(sample_store, register.table)
    if rows.empty:
        pytest.skip("the samples have none of it")
    found = prepare_upload(f"daftar.{suffix}", write(register, rows))
    assert found.problems == () and found.items == () and found.surveys == ()
    (reading,) = found.registers
    assert reading.register.kode == kode and reading.problems == () and len(reading.rows) == len(rows)
    plan = plan_import(sample_store, reading)
    assert (plan.problems, plan.changes, plan.sama) == ((), (), len(rows))
