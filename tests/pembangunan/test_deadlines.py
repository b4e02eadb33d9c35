"""Deadlines given as a month, quarter or half year: their last day, and said so; any other date has to be a day."""

from datetime import date

import pytest
from grids import grid

from zi_metrics.pembangunan.deadlines import last_day, names_period
from zi_metrics.pembangunan.importing import plan_import
from zi_metrics.pembangunan.register import registers
from zi_metrics.pembangunan.register_sheet import read_register

ACTIONS, PAKTA = registers()["rencana_aksi"], registers()["pakta"]
HEAD = ["Unit kerja", "Tahun", "Kode LKE", "Rencana aksi", "PIC", "Tenggat", "Status"]


@pytest.mark.parametrize(
    ("text", "day"),
    [("Juni 2026", date(2026, 6, 30)), ("Pebruari 2028", date(2028, 2, 29)), ("Feb", date(2025, 2, 28)),
     ("TW II", date(2025, 6, 30)), ("Triwulan 4 2026", date(2026, 12, 31)), ("B09", date(2025, 9, 30)),
     ("akhir Bulan Mei 2026", date(2026, 5, 31)), ("Semester I 2026", date(2026, 6, 30)), ("Q3", date(2025, 9, 30))],
)  # fmt: skip
def test_a_period_means_its_last_day(text, day):
    assert names_period(text) and last_day(text, 2025) == day


@pytest.mark.parametrize("text", ["II", "2", "2026", "TW I s.d. IV", "TW 5", "Juni-Juli 2026", "segera", "1 Juni"])
def test_what_names_several_periods_or_none_has_no_last_day(text):
    assert not names_period(text) and last_day(text, 2025) is None


def test_a_deadline_by_month_or_quarter_is_taken_and_told_once_for_all_its_cells(kept):
    rows = [["Kantor Uji", 2026, "P.2.i.a", f"Tindakan {n}", None, said, None]
            for n, said in enumerate(("Juni 2026", "TW II", "TW II", "21 Mei 2026"))]  # fmt: skip
    reading = read_register(grid([HEAD, *rows]), ACTIONS)
    assert reading.problems == ()
    assert [row.isi["selesai"] for row in reading.rows] == [date(2026, 6, 30)] * 3 + [date(2026, 5, 21)]
    assert plan_import(kept, reading).dibaca == (
        "Tenggat 'Juni 2026' dibaca sebagai hari terakhirnya, 30 Juni 2026 (lembar 'Lembar1', sel F2)",
        "Tenggat 'TW II' dibaca sebagai hari terakhirnya, 30 Juni 2026 (lembar 'Lembar1', sel F3, dan 1 lainnya)",
    )


def test_without_a_year_it_is_asked_for_and_a_day_that_happened_must_be_a_day():
    (problem,) = read_register(
        grid([HEAD, ["Kantor Uji", None, "P.2.i.a", "A", None, "TW II", None]]), ACTIONS
    ).problems
    assert "sel F2: Tenggat 'TW II' tidak menyebut tahun; tulis misalnya TW II 2026" in problem
    signed = [
        ["Unit kerja", "Tahun", "Tanggal", "Pegawai", "Menandatangani"],
        ["Kantor Uji", 2026, "Januari 2026", 4, 4],
    ]
    (problem,) = read_register(grid(signed), PAKTA).problems
    assert "sel C2: Tanggal 'Januari 2026' bukan tanggal" in problem
