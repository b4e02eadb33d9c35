"""As of when an assessment speaks: what people call a period, which dates can be meant, and how both are written."""

from datetime import date

import pytest

from zi_metrics.as_of import (
    GUESSED,
    MONEV,
    as_of_words,
    date_problem,
    default_date,
    monev_in,
    monev_named,
    monev_problem,
    period_end,
    proposed,
)
from zi_metrics.written_dates import read_date

NOW = date(2026, 7, 10)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Triwulan II", "Triwulan II"),
        ("triwulan 2 tahun 2026", "Triwulan II"),
        ("TW II", "Triwulan II"),
        ("TW2", "Triwulan II"),
        ("tw-iv", "Triwulan IV"),
        ("B03", "Triwulan I"),
        ("B12", "Triwulan IV"),
        ("Semester 1", "Semester I"),
        ("semester ke-2", "Semester II"),
        ("Juni", "Juni"),
        ("Monev Juni 2026", "Juni"),
        ("bulan agt", "Agustus"),
        ("Triwulan V", None),
        ("Semester III", None),
        ("TW I dan TW II", None),
        ("B07", None),
        ("apa saja", None),
        ("", None),
    ],
)
def test_what_people_call_a_period(said, meant):
    assert monev_named(said) == meant


def test_a_short_code_in_a_title_counts_only_beside_a_word_that_makes_it_a_period():
    assert monev_in("Gedung B12 lantai 3") is None and monev_in("Target B12") == "Triwulan IV"
    assert monev_in("B12", in_name=True) == "Triwulan IV" and monev_in("LKE_B06_2026", in_name=True) == "Triwulan II"
    assert monev_in("STW II") is None and monev_in("TW IIb") is None


def test_every_period_ends_on_a_last_day():
    assert period_end("Triwulan I", 2026) == date(2026, 3, 31) and period_end("Februari", 2024) == date(2024, 2, 29)
    assert period_end("Semester I", 2026) == date(2026, 6, 30) and len(MONEV) == 18
    for monev in MONEV:
        assert monev_named(monev) == monev and monev_problem(monev) is None
    assert "Triwulan I sampai IV" in monev_problem("TW II")


def test_nobody_said_a_date():
    assert default_date(2026, NOW) == NOW and default_date(2025, NOW) == date(2025, 12, 31)
    assert default_date(2027, NOW) == NOW


def test_a_period_implies_its_end_or_today_while_that_is_to_come():
    assert proposed(None, "Triwulan II", 2026, NOW) == date(2026, 6, 30)
    assert proposed(None, "Triwulan III", 2026, NOW) == NOW
    assert proposed(date(2026, 4, 2), "Triwulan II", 2026, NOW) == date(2026, 4, 2)
    assert proposed(None, None, 2026, NOW) is None and proposed(date(2020, 1, 1), None, 2026, NOW) is None


@pytest.mark.parametrize(
    ("day", "tahun", "word"),
    [
        (date(2026, 7, 11), 2026, "belum terjadi"),
        (date(2024, 12, 31), 2026, "terlalu jauh"),
        (date(2026, 1, 1), 2024, "terlalu jauh"),
        (date(2025, 1, 1), 2026, None),
        (date(2026, 7, 10), 2025, None),
        (date(2026, 7, 10), 2027, None),
    ],
)
def test_a_date_is_never_to_come_and_at_most_a_year_from_the_judged_one(day, tahun, word):
    problem = date_problem(day, tahun, NOW)
    assert problem is None if word is None else word in problem


def test_words():
    assert as_of_words(date(2026, 6, 30)) == "per 30 Juni 2026"
    assert as_of_words(date(2026, 6, 30), GUESSED, "Triwulan II") == "per 30 Juni 2026 (Triwulan II, perkiraan)"


@pytest.mark.parametrize("text", ["30 Juni 2026", "Selasa, 30 Juni 2026", "30/06/2026", "30-6-26", "2026-06-30"])
def test_dates_as_people_write_them(text):
    assert read_date(text) == date(2026, 6, 30)


@pytest.mark.parametrize("text", ["31/02/2026", "Juni 2026", "", "30.06.1926", "besok"])
def test_what_is_no_date_is_said(text):
    with pytest.raises(ValueError, match="tanggal"):
        read_date(text)
