"""Registers in spreadsheets: headings by meaning, rows understood, everything that is wrong told at once."""

from dataclasses import replace
from datetime import date

import pytest
from grids import grid

from zi_metrics.pembangunan.register import registers
from zi_metrics.pembangunan.register_headings import headings_of, template_headings
from zi_metrics.pembangunan.register_sheet import read_register

ACTIONS = registers()["rencana_aksi"]


@pytest.mark.parametrize("kode", list(registers()))
def test_a_template_is_read_as_its_own_register_and_no_field_means_two_things(kode):
    register = registers()[kode]
    (sheet,) = grid([template_headings(register)]).sheets
    found = headings_of(register, sheet)
    assert found is not None and found.row == 1
    assert set(found.columns) == {"unit", "tahun", "pokja", *(field.nama for field in register.shown)}
    assert [found.columns[field.nama] for field in register.shown] == list(range(4, 4 + len(register.shown)))


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


QUARTERS = ["TW I", "TW II", "TW III", "TW IV"]


@pytest.mark.parametrize("merged", [True, False])
def test_quarters_below_target_and_realisasi_are_theirs(merged):
    """The headings beside them stand in the upper row only; a target of the first quarter is none of the year."""
    top = ["NO", "RENCANA AKSI", "TARGET", None, None, None, "REALISASI", None, None, None, "PIC", "STATUS"]
    read = grid(
        [
            ["MATRIKS RENCANA AKSI"],
            top,
            [None, None, *QUARTERS, *QUARTERS],
            [1, "Satu", *range(1, 9), "Ketua", "Proses"],
        ]
    )
    if merged:
        spans = ((2, 3, 2, 6), (2, 7, 2, 10), (2, 2, 3, 2), (2, 11, 3, 11), (2, 12, 3, 12))
        read = replace(read, sheets=(replace(read.sheets[0], merged=spans),))
    reading = read_register(read, ACTIONS)
    (row,) = reading.rows
    assert reading.problems == () and reading.unread == ()
    figures = {f"{what}_tw{number}": 4 * place + number for place, what in enumerate(("target", "realisasi"))
               for number in range(1, 5)}  # fmt: skip
    assert row.isi == {"rencana": "Satu", "pic": "Ketua", "status": "berjalan", **figures}


def test_areas_totals_and_signatures_are_no_actions_and_are_named():
    head = ["No", "Rencana aksi", "Target", "Realisasi TW1", "PIC", "Status"]
    reading = read_register(
        grid(
            [
                head,
                ["A", "POKJA II PENATAAN TATALAKSANA"],
                [1, "Meninjau SOP", 2, 0, "Ketua", "Belum"],
                [],
                ["B", "Penguatan Pengawasan"],
                [1, "Jumlah laporan gratifikasi diumumkan", 4, 1, None, None],
                [None, "JUMLAH", 6, 1, None, None],
                ["Total", None, 6, 1, None, None],
                [],
                [None, "Mengetahui,", None, None, "Sekadau, 5 Januari 2026"],
                [None, "Inspektur", None, None, "Ketua"],
                [None, "NIP 0", None, None, None],
            ]
        ),
        ACTIONS,
    )
    assert reading.problems == ()
    said = {row.isi["rencana"]: row.pokja for row in reading.rows}
    assert said == {"Meninjau SOP": 2, "Jumlah laporan gratifikasi diumumkan": 5}
    assert [one.split(", ")[1] for one in reading.skipped] == [
        "baris 2: POKJA II PENATAAN TATALAKSANA", "baris 5: Penguatan Pengawasan", "baris 7: JUMLAH", "baris 8: Total",
        "baris 10 sampai 12: tanda tangan",
    ]  # fmt: skip


def test_a_table_that_goes_on_below_a_signature_is_read_on():
    head = ["No", "Rencana aksi", "Target", "PIC", "Status"]
    rows = [[1, "Satu", 1, "Ketua", "Belum"], [], [None, "Mengetahui,"], [], [2, "Dua", 2, "Ketua", "Belum"]]
    reading = read_register(grid([head, *rows]), ACTIONS)
    assert [row.isi["rencana"] for row in reading.rows][-1] == "Dua"


def test_figures_that_count_up_are_a_row_unless_they_number_the_columns():
    head = ["Bulan", "Masuk", "Selesai", "Diproses"]
    reading = read_register(grid([head, [1, 2, 3, 4], [2, 5, 3, 4]]), registers()["pengaduan"])
    assert [row.isi["bulan"] for row in reading.rows] == [2]


def test_texts_of_merged_cells_are_of_each_row_and_figures_of_the_first():
    head = ["Unit kerja", "Pokja", "Rencana aksi", "Kegiatan", "Target", "PIC"]
    read = grid([head, ["Kantor Uji", 3, "Menyusun LKj", "Rapat", 2, "Ketua"], [None, None, None, "Naskah"]])
    spans = tuple((2, column, 3, column) for column in (1, 2, 3, 5, 6))
    reading = read_register(replace(read, sheets=(replace(read.sheets[0], merged=spans),)), ACTIONS)
    assert reading.problems == () and [(row.unit, row.pokja) for row in reading.rows] == [("Kantor Uji", 3)] * 2
    assert [row.isi.get("target") for row in reading.rows] == [2, None]
    assert reading.rows[1].isi == {"rencana": "Menyusun LKj", "kegiatan": "Naskah", "pic": "Ketua"}


@pytest.mark.parametrize(
    ("said", "area"),
    [("Pokja 3 Penguatan Akuntabilitas Kinerja", 4), ("Pokja V", 5), ("IV. Penguatan Pengawasan", 5), ("6", 6)],
)
def test_an_areas_name_goes_before_an_agencys_number(said, area):
    head = ["Pokja", "Rencana aksi", "Target", "PIC"]
    (row,) = read_register(grid([head, [said, "Satu", 1, "Ketua"]]), ACTIONS).rows
    assert row.pokja == area


def test_what_may_be_a_share_or_a_percentage_is_asked_about():
    head = ["Rencana aksi", "PIC", "Persen"]
    rows = [["Satu", "Ketua", 1.0], ["Dua", "Ketua", 25.0], ["Tiga", "Ketua", "0,5"], ["Empat", "Ketua", "50%"]]
    said = read_register(grid([head, *rows]), ACTIONS).problems
    assert [one.split("sel ")[1][:2] for one in said] == ["C2", "C4"]
    shares = read_register(grid([head, ["Satu", "Ketua", 1.0], ["Dua", "Ketua", 0.25]]), ACTIONS)
    assert shares.problems == () and [row.isi["persen"] for row in shares.rows] == [100, 25]
