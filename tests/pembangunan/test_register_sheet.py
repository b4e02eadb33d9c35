"""Registers in spreadsheets: headings by meaning, rows understood, everything that is wrong told at once."""

from datetime import date

import pytest
from grids import grid

from zi_metrics.pembangunan.register import registers
from zi_metrics.pembangunan.register_sheet import headings_of, read_register, template_headings

ACTIONS = registers()["rencana_aksi"]


@pytest.mark.parametrize("kode", list(registers()))
def test_a_template_is_read_as_its_own_register_and_no_field_means_two_things(kode):
    register = registers()[kode]
    (sheet,) = grid([template_headings(register)]).sheets
    found = headings_of(register, sheet)
    assert found is not None and found[0] == 1
    assert set(found[1]) == {"unit", "tahun", "pokja", *(field.nama for field in register.shown)}
    assert [found[1][field.nama] for field in register.shown] == list(range(4, 4 + len(register.shown)))


def test_headings_in_other_words_below_a_title():
    reading = read_register(
        grid(
            [
                ["RENCANA AKSI PEMBANGUNAN ZI"],
                [],
                [
                    "No",
                    "Unit Kerja",
                    "Pokja",
                    "Uraian rencana aksi",
                    "Penanggung Jawab",
                    "Batas waktu",
                    "Target TW II",
                    "%",
                ],
                ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)"],
                [1, "Kantor Uji", "Pokja III", "Menyusun SOP", "Sekretaris", "31 Mei 2026", 2, 0.5],
                [2, "Kantor Uji", "Penguatan Pengawasan", "Sosialisasi", None, "2026-06-30", "1,5", None],
                [],
            ]
        ),
        ACTIONS,
    )
    assert reading.problems == () and [row.pokja for row in reading.rows] == [3, 5]
    first = reading.rows[0]
    assert first.unit == "Kantor Uji" and first.tahun is None
    assert first.isi["selesai"] == date(2026, 5, 31) and first.isi["persen"] == 50 and first.isi["target_tw2"] == 2
    assert reading.rows[1].isi["target_tw2"] == 1.5


def test_every_sheet_is_read_and_the_area_follows_from_the_codes():
    head = ["Kode LKE", "Rencana aksi", "Tenggat"]
    reading = read_register(
        grid([head, ["P.2.i.a, R.2.i", "Satu", None]], [["catatan"]], [head, ["P.1.i.a; P.2.i.a", "Dua", None]]),
        ACTIONS,
    )
    assert [(row.pokja, row.isi["rencana"]) for row in reading.rows] == [(2, "Satu"), (None, "Dua")]


def test_all_that_is_wrong_is_told_with_its_cell():
    reading = read_register(
        grid(
            [
                ["Tahun", "Pokja", "Kode LKE", "Rencana aksi", "Tenggat", "Target"],
                [26, 9, "Z.1", "Satu", "31 Februari 2026", "banyak"],
                [2026, None, None, None, "2026-05-31", None],
            ]
        ),
        ACTIONS,
    )
    said = "\n".join(reading.problems)
    for part in ("sel C2", "sel E2", "sel F2", "tahun '26'", "Pokja '9'", "baris 3: Rencana aksi belum diisi"):
        assert part in said, part


def test_a_file_that_is_none_says_what_it_must_have():
    (problem,) = read_register(grid([["Nama", "NIP"], ["x", "y"]]), ACTIONS).problems
    assert "'Rencana aksi'" in problem and "daftar.xlsx" in problem


def test_what_no_field_means_is_named():
    reading = read_register(grid([["Rencana aksi", "Tenggat", "PIC", "Anggaran"], ["Satu", None, None, 5]]), ACTIONS)
    assert reading.unread == ("lembar Lembar1: Anggaran",)
