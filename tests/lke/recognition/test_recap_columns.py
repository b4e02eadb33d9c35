"""Recaps as offices make them: what they compute beside the units is no unit; a draft gives way to what replaced it."""

from io import BytesIO

import pytest
from openpyxl import Workbook

from zi_metrics.instruments.library import load_instrument
from zi_metrics.scoring.values import parse_count, parse_number
from zi_metrics.upload import prepare_upload

QUESTIONS = load_instrument().questions()


def read(header, *values, file_name="Kantor Contoh 2025 TPI.xlsx"):
    """(unit, judge) -> values by question, of a recap whose columns hold one value each in all rows."""
    book = Workbook()
    rows = header if isinstance(header[0], list) else [header]
    for row in rows:
        book.active.append(["No", "Pertanyaan", *row] if row is rows[0] else [None, None, *row])
    for number, question in enumerate(QUESTIONS, 1):
        book.active.append([number, question.teks, *values])
    stream = BytesIO()
    book.save(stream)
    items = prepare_upload(file_name, stream.getvalue()).items
    return {
        (i.reading.identity.unit, i.reading.identity.penilai): {a.kode: a.nilai for a in i.reading.answers}
        for i in items
    }


@pytest.mark.parametrize(
    "computed",
    ["Rata-rata", "Rata2 semua unit", "Nilai Rata-rata", "Rerata", "Tertinggi", "Terendah", "Maks", "Selisih", "Gap"],
)
def test_what_is_computed_over_all_units_is_no_unit(computed):
    found = read(["Kantor Contoh A", "Kantor Contoh B", computed], 1, 0, 0)
    assert set(found) == {("Kantor Contoh A", "tpi"), ("Kantor Contoh B", "tpi")}


def test_the_difference_of_two_judges_is_no_third_assessment():
    names = ["Kantor Contoh A", None, None, "Kantor Contoh B", None, None]
    found = read([names, ["Unit", "TPI", "Selisih"] * 2], 1, 0, 1, 0, 0, 0, file_name="rekap 2025.xlsx")
    assert set(found) == {(f"Kantor Contoh {name}", judge) for name in "AB" for judge in ("unit", "tpi")}


def test_a_judge_beside_the_word_unit_is_not_the_units_name():
    found = read([["Kantor Contoh A", None, None], ["Unit", "TPI", "Selisih"]], 1, 0, 1, file_name="rekap 2025.xlsx")
    assert set(found) == {(None, "unit"), (None, "tpi")}


def test_a_unit_whose_name_merely_holds_such_a_word_is_a_unit():
    found = read(["Kantor Total Contoh", "Balai Delta Contoh", "Dinas Jumlah Contoh"], 1, 0, 1)
    assert {unit for unit, _ in found} == {"Kantor Total Contoh", "Balai Delta Contoh", "Dinas Jumlah Contoh"}


def test_the_word_jawaban_below_a_name_is_no_part_of_it():
    found = read([["Kantor Contoh A", None, "Kantor Contoh B", None], ["Jawaban", "Nilai"] * 2], 1, 1, 0, 0)
    assert {unit for unit, _ in found} == {"Kantor Contoh A", "Kantor Contoh B"}


def test_a_first_draft_gives_way_to_what_was_cleared_up():
    (identity, values), *others = read(["Jawaban Awal", "Hasil Klarifikasi"], 0, 1).items()
    assert (identity, others) == (("Kantor Contoh", "tpi"), [])
    assert values["P.1.i.a"] == 1


def test_two_numbers_in_one_cell_are_not_read_as_one():
    assert parse_count("1 5") is None and parse_number("3 6") is None
    assert parse_count("1 250") == 1250 and parse_count("12 orang") == 12 and parse_number("3, 6") == 3.6
