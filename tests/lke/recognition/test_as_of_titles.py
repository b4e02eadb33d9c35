"""As of when a workbook speaks: told by titles and names behind words that make a number a date, by nothing else."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from places import READY

from zi_metrics.answers import Identity
from zi_metrics.instruments.library import load_instrument
from zi_metrics.lke.importing import as_of, confirmed, labels_for, prepare_file
from zi_metrics.lke.recognition.as_of_titles import Told, believed, told_by_sheet, told_in, without_as_of
from zi_metrics.reading import Sheet
from zi_metrics.reports.official_workbook import write_official
from zi_metrics.samples.lke import sample_answers

INSTRUMENT = load_instrument()
JUNE = date(2026, 6, 30)


@pytest.mark.parametrize(
    "text",
    [
        "LKE Zona Integritas per 30 Juni 2026",
        "per tanggal 30-06-2026",
        "Posisi 30 Juni 2026",
        "Keadaan per 30/06/2026",
        "KONDISI TANGGAL 30 JUNI 2026",
        "Tanggal penilaian: 30 Juni 2026",
        "Tanggal monev : Selasa, 30 Juni 2026",
        "per tgl. 2026-06-30",
        "LKE Kantor Uji per 30 06 2026",
    ],
)
def test_a_date_behind_a_word_that_makes_it_one(text):
    assert told_in([text]) == Told(JUNE)
    assert "2026" not in without_as_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "Jakarta, 30 Juni 2026",
        "SK Nomor 30-06-2026",
        "super 30 Juni 2026",
        "LKE 30062026",
        "per 31 Februari 2026",
        "per 30 Juni",
        "per 6 unit 30 Juni 2026",
        "PermenPANRB 90 Tahun 2021",
        "Triwulan",
        "Gedung B06",
    ],
)
def test_a_number_that_is_something_else_tells_nothing(text):
    assert told_in([text]) == Told()


@pytest.mark.parametrize(
    ("text", "monev"),
    [("TRIWULAN II TAHUN 2026", "Triwulan II"), ("Monev Juni 2026", "Juni"), ("Monev ZI bulan Mei", "Mei"),
     ("Semester I", "Semester I"), ("Capaian B09", "Triwulan III")],
)  # fmt: skip
def test_a_period(text, monev):
    assert told_in([text]) == Told(None, monev)


def test_two_dates_or_periods_tell_none():
    assert told_in(["per 31 Maret 2026", "per 30 Juni 2026"]) == Told()
    assert told_in(["Triwulan I", "Triwulan II"]) == Told()


def test_only_what_stands_above_the_table_counts():
    cells = {
        (1, 1): "LKE",
        (2, 1): "Tanggal penilaian",
        (2, 2): "2026-06-30",
        **{(4, c): f"Kolom {c}" for c in range(1, 8)},
    }
    assert told_by_sheet(Sheet("LKE", False, cells)) == Told(JUNE)
    below = {
        (1, 1): "LKE",
        **{(4, c): f"Kolom {c}" for c in range(1, 8)},
        (5, 2): "Laporan Triwulan II per 30 Juni 2026",
    }
    assert told_by_sheet(Sheet("LKE", False, below)) == Told()


def test_a_sheets_name_outweighs_the_title_that_was_copied_along():
    cells = {(1, 1): "Keadaan per 31 Maret 2026"}
    assert told_by_sheet(Sheet("TW II", False, cells)) == Told(None, "Triwulan II")
    assert told_by_sheet(Sheet("TW I", False, cells)) == Told(date(2026, 3, 31), "Triwulan I")


def test_what_is_far_from_the_judged_year_or_to_come_is_not_believed():
    assert believed(Told(JUNE), 2026) == Told(JUNE)
    assert believed(Told(JUNE, "Triwulan II"), 2023) == Told(None, "Triwulan II")
    assert believed(Told(date(2999, 1, 1)), 2999) == Told()


# In whole files


@pytest.fixture(scope="module")
def plain():
    """A filled workbook without any date."""
    answers = {a.kode: a for a in sample_answers(INSTRUMENT, 2, 2025, "unit")}
    return write_official(INSTRUMENT, "lampiran-iii", {"unit": answers}, Identity("Kantor Uji", 2025, "unit"))


def with_title(content, title, sheet_name=None):
    workbook = openpyxl.load_workbook(BytesIO(content))
    sheet = workbook["LKE ZI"]
    sheet.insert_rows(1)
    sheet["B1"] = title
    sheet.title = sheet_name or sheet.title
    out = BytesIO()
    workbook.save(out)
    return out.getvalue()


def test_a_workbook_without_a_date_tells_none(plain):
    (item,) = prepare_file("LKE Kantor Uji 2025.xlsx", plain)
    assert item.reading.identity == Identity("Kantor Uji", 2025, "unit")
    for file in READY.values():
        identity = prepare_file(file.name, file.read_bytes())[0].reading.identity
        assert (identity.per_tanggal, identity.monev) == (None, None)


def test_a_files_name_tells_the_period_and_no_part_of_it_is_the_units_name(plain):
    (item,) = prepare_file("LKE_Balai Contoh_TW II_2025_unit.xlsx", plain)
    identity = item.reading.identity
    assert (identity.monev, identity.per_tanggal, identity.tahun) == ("Triwulan II", None, 2025)
    ((_, whose),) = labels_for([item], None, None, None)
    assert whose.per_tanggal == date(2025, 6, 30)
    assert as_of(item, confirmed(whose)) == (date(2025, 6, 30), "berkas", "Triwulan II")


def test_a_title_tells_the_date_whose_year_is_not_the_judged_one(plain):
    content = with_title(plain, "Keadaan per 31 Januari 2026")
    (item,) = prepare_file("LKE Kantor Uji 2025.xlsx", content)
    assert (item.reading.identity.tahun, item.reading.identity.per_tanggal) == (2025, date(2026, 1, 31))


def test_what_a_person_says_outweighs_the_file(plain):
    (item,) = prepare_file("LKE Kantor Uji TW II 2025.xlsx", plain)
    said = {
        (date(2025, 7, 3), None): (date(2025, 7, 3), "disebut", "Triwulan II"),
        (None, "Triwulan III"): (date(2025, 9, 30), "disebut", "Triwulan III"),
        (None, ""): (date(2025, 12, 31), "perkiraan", ""),
    }
    for (day, monev), expected in said.items():
        ((_, whose),) = labels_for([item], None, None, None, day, monev)
        assert as_of(item, confirmed(whose)) == expected


def test_sheets_of_several_quarters_are_several_states(plain):
    workbook = openpyxl.load_workbook(BytesIO(plain))
    second = workbook.copy_worksheet(workbook["LKE ZI"])
    workbook["LKE ZI"].title, second.title = "TW I", "TW II"
    out = BytesIO()
    workbook.save(out)
    items = prepare_file("LKE Kantor Uji 2025.xlsx", out.getvalue())
    assert sorted(item.reading.identity.monev for item in items) == ["Triwulan I", "Triwulan II"]
    whose = [whose for _, whose in labels_for(items, None, None, "unit")]
    assert sorted(one.per_tanggal for one in whose) == [date(2025, 3, 31), date(2025, 6, 30)]
