"""A page of an overview: narrowed and sorted over all units first; and the past of those on it."""

from datetime import date

import pytest
from assessments import INSTRUMENT, save_values

from zi_metrics.lke import portfolio, portfolio_view
from zi_metrics.lke.portfolio_summary import summary
from zi_metrics.lke.portfolio_view import UP, Wanted, past_totals, view

CODES = [question.kode for question in INSTRUMENT.questions()]


def alike(value, blanks=0):
    return {kode: None if place < blanks else value for place, kode in enumerate(CODES)}


def test_a_page_is_cut_after_sorting_over_all(sample_store, monkeypatch):
    monkeypatch.setattr(portfolio_view, "ROWS", 10)
    table = portfolio.overview(sample_store, 2026)
    totals = sorted(table["total"])
    asked = [Wanted(2026, "wbk", "WBK", arah=UP, halaman=page) for page in (1, 2, 3, 99)]
    pages = [view(table, one) for one in asked]
    assert [total for page in pages[:3] for total in page.baris["total"]] == pytest.approx(totals)
    assert pages[0].terakhir == 3 and pages[3].halaman == 3, "a page that is not there is the last one"


def test_what_is_said_of_all_stays_while_rows_are_narrowed(sample_store):
    table = portfolio.overview(sample_store, 2026)
    whole = view(table, Wanted(2026, "wbk", "WBK"))
    assert sum(whole.keadaan.values()) == whole.semua == len(table) == whole.cocok
    for standing, count in whole.keadaan.items():
        some = view(table, Wanted(2026, "wbk", "WBK", keadaan=standing))
        assert len(some.baris) == some.cocok == count and some.ringkasan == whole.ringkasan
        assert some.keadaan == whole.keadaan
    found = view(table, Wanted(2026, "wbk", "WBK", cari="  SEKOLAH contoh "))
    assert found.cocok == table["unit"].str.contains("Sekolah").sum() > 0


def test_the_past_is_of_the_same_judge_and_leaves_out_what_was_open(store):
    for day, value, blanks in ((31, 0.5, 0), (30, 0.7, 40), (29, 0.8, 0)):
        month = {31: 3, 30: 6, 29: 9}[day]
        save_values(store, "Kantor", 2026, "unit", alike(value, blanks), day=date(2026, month, day))
    save_values(store, "Kantor", 2025, "tpi", alike(0.3))
    save_values(store, "Baru mulai", 2025, "unit", alike(0.9))
    save_values(store, "Baru mulai", 2026, "unit", alike(0.9, blanks=9))
    table = portfolio.overview(store, 2026, "unit")
    names = dict(zip(table["unit_id"], table["unit"], strict=True))
    found = {names[unit]: past for unit, past in past_totals(store, table).items()}
    assert found == {"Kantor": pytest.approx((50, 80))}, "of a form that is open now nothing is drawn"


def test_how_many_held_it_before_is_of_those_that_can_be_compared(store):
    for unit, before, now in (("Naik", 0.5, 1.0), ("Tetap", 1.0, 1.0), ("Turun", 1.0, 0.5)):
        save_values(store, unit, 2025, "tpi", alike(before))
        save_values(store, unit, 2026, "tpi", alike(now))
    save_values(store, "Baru", 2026, "tpi", alike(1.0))
    said = summary(portfolio.overview(store, 2026), 2026, "wbk", "WBK")
    assert said.jawaban.startswith("3 dari 4 unit") and "yang memenuhi WBK tetap 2" in said.perubahan
    save_values(store, "Turun", 2026, "tpi", alike(1.0))
    assert (
        "yang memenuhi WBK dari 2 menjadi 3" in summary(portfolio.overview(store, 2026), 2026, "wbk", "WBK").perubahan
    )
