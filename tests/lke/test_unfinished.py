"""A form that is not finished is no fall, and units of two instruments or judges are not thrown together."""

import pytest
from assessments import save_values

from zi_metrics.figures import bars as bullets
from zi_metrics.figures import units as unit_figures
from zi_metrics.instruments.library import load_instrument
from zi_metrics.lke import area, judges, portfolio
from zi_metrics.lke import unit as unit_report
from zi_metrics.lke.portfolio_summary import count_status, summary, towards
from zi_metrics.store import tables

INSTRUMENT, OLD = load_instrument(), load_instrument("permenpanrb-52-2014")
CODES = [question.kode for question in INSTRUMENT.questions()]


def alike(value, blanks=0, instrument=INSTRUMENT):
    """Every question answered alike, but for the first so many."""
    codes = [question.kode for question in instrument.questions()]
    return {kode: None if place < blanks else value for place, kode in enumerate(codes)}


def report_of(store, unit, tahun):
    return unit_report.unit_report(store, unit_report.find_assessment(store, unit, tahun))


def test_an_unfinished_form_is_not_compared_with_the_year_before(store):
    save_values(store, "Naik", 2025, "unit", alike(0.5))
    save_values(store, "Naik", 2026, "unit", alike(0.6))
    save_values(store, "Belum selesai", 2025, "unit", alike(0.9))
    save_values(store, "Belum selesai", 2026, "unit", alike(0.9, blanks=60))
    save_values(store, "Dahulu belum", 2025, "unit", alike(0.9, blanks=60))
    save_values(store, "Dahulu belum", 2026, "unit", alike(0.9))
    overview = portfolio.overview(store, 2026)
    change = overview.set_index("unit")["perubahan"]
    assert change["Naik"] == pytest.approx(10) and change[["Belum selesai", "Dahulu belum"]].isna().all()
    words = summary(overview, 2026, "wbk", "WBK").perubahan
    assert "1 unit naik, rata-rata +10,00 poin; yang memenuhi WBK tetap 0; 2 unit tidak dibandingkan" in words


def test_the_summary_tells_who_passes_and_bars_what_holds_back(store):
    save_values(store, "Sempurna", 2026, "unit", alike(1.0))
    nearly = alike(1.0) | dict.fromkeys([q.kode for n in INSTRUMENT.area_nodes(3) for q in n.questions()], 0.4)
    save_values(store, "Hampir", 2026, "unit", nearly)
    save_values(store, "Jauh", 2026, "unit", alike(0.1))
    save_values(store, "Terbuka", 2026, "unit", alike(1.0, blanks=100))
    overview = portfolio.overview(store, 2026)
    said = summary(overview, 2026, "wbk", "WBK")
    assert said.jawaban == "1 dari 4 unit memenuhi semua syarat nilai WBK menurut unit sendiri."
    assert said.syarat == "Syarat pengusulan belum semua tercatat pada 1 unit."
    assert said.perubahan == said.kepastian == "", "there is no year before, and no minimum is inferred"
    standings = towards(overview, "wbk")
    assert standings.tolist() == overview["status"].tolist(), "the lowest predicate's are the units' own"
    assert count_status(standings, "wbk") == {"wbbm": 1, "wbk": 0, "hampir": 1, "belum": 1, "belum_dinilai": 1}
    rows = bullets.unit_bars(overview, "wbk").set_index(overview["unit"])
    assert rows["label"].str[0].to_dict() == {"Sempurna": "✔", "Hampir": "▲", "Jauh": "✘", "Terbuka": "○"}
    assert rows.loc["Hampir", "note"] == "Belum: Penataan Sistem Manajemen SDM Aparatur"
    assert (
        rows.loc["Terbuka", "note"] == "13 dari 113 dijawab; bisa sampai 100,00" and rows.loc["Sempurna", "note"] == ""
    )


def test_a_bar_follows_the_predicate_that_was_chosen(store):
    # Pengungkit 49,5 and hasil 38 are enough for WBBM; one area at 70 % is so only for WBK.
    areas = {kode: 0.7 for kode in CODES if kode.startswith(("P.3", "R.3"))}
    enough = alike(0.85) | {kode: 0.95 for kode in CODES if kode.startswith("B.")} | areas
    save_values(store, "Cukup untuk WBK", 2026, "unit", enough)
    overview = portfolio.overview(store, 2026)
    assert bullets.unit_bars(overview, "wbk")["status"].tolist() == ["memenuhi"]
    assert bullets.unit_bars(overview, "wbbm")["status"].tolist() == ["hampir"]
    # Its tile says the same: it holds WBK, and is called by what it lacks for WBBM.
    assert towards(overview, "wbk").tolist() == ["wbk"] and towards(overview, "wbbm").tolist() == ["hampir"]
    assert "wbk" not in count_status(towards(overview, "wbbm"), "wbbm")


def test_an_area_that_open_questions_can_still_lift_is_not_called_missed(store):
    save_values(store, "Terbuka", 2026, "unit", alike(0.5, blanks=8))
    save_values(store, "Gagal", 2026, "unit", alike(0.5))
    bars = bullets.area_bars(report_of(store, "Terbuka", 2026))
    assert bars["status"].tolist() == ["belum_dinilai", *["belum"] * 5] and bars["figure"][0].endswith("○")
    found = area.area(store, 1, 2026)
    assert bullets.pokja_bars(found).set_index("label")["status"].to_dict() == {
        "Terbuka": "belum_dinilai",
        "Gagal": "belum",
    }
    assert "1 unit belum dapat dinilai" in found.sentences()[0]


def test_the_history_draws_an_unfinished_form_as_a_range_and_leaves_out_an_empty_one(store):
    save_values(store, "Kantor A", 2024, "unit", alike(0.6))
    save_values(store, "Kantor A", 2025, "unit", alike(0.6, blanks=50))
    save_values(store, "Kantor A", 2026, "unit", alike(None))
    history = unit_report.unit_history(store, tables.assessments(store)["unit_id"][0])
    assert history["tahun"].tolist() == [2024, 2025]
    line, ring = unit_figures.unit_history(history, {"WBK": 75}).data
    assert list(line.x) == ["2024-12-31"] and list(ring.x) == ["2025-12-31"] and ring.mode == "markers"
    reach = history["total_tertinggi"] - history["total"]
    assert ring.error_y.array.tolist() == pytest.approx(reach.tolist()[1:])
    assert "bisa sampai" in ring.hovertext[0]


def test_lines_over_the_years_end_where_the_instrument_or_the_judge_changes(store):
    save_values(store, "Kantor A", 2020, "unit", alike(0.6, instrument=OLD), OLD)
    for year in (2021, 2022):
        save_values(store, "Kantor A", year, "unit", alike(0.7))
    save_values(store, "Kantor A", 2022, "tpi", alike(0.5))
    history = unit_report.unit_history(store, tables.assessments(store)["unit_id"][0])
    drawn = unit_figures.unit_history(history, {}).data
    assert [list(trace.x) for trace in drawn] == [["2020-12-31"], ["2021-12-31", "2022-12-31"], ["2022-12-31"]]
    assert [trace.showlegend for trace in drawn] == [True, False, True]
    trend = area.area(store, 1, 2022).trend
    assert [list(trace.x) for trace in unit_figures.area_trend(trend, {}).data] == [
        ["2020"],
        ["2021", "2022"],
        ["2022"],
    ]
    assert trend.set_index(["tahun", "penilai"])["rata_rata"][2022].to_dict() == pytest.approx(
        {"unit": 0.7, "tpi": 0.5}
    )


def test_the_trend_leaves_out_an_area_with_open_questions(store):
    save_values(store, "Kantor A", 2026, "unit", alike(0.6))
    save_values(store, "Kantor B", 2026, "unit", alike(0.9, blanks=5))
    (row,) = area.area(store, 1, 2026).trend.to_dict("records")
    assert row["unit"] == 1 and row["rata_rata"] == pytest.approx(0.6)


def test_a_unit_of_an_older_instrument_does_not_take_the_minima_from_the_others(store):
    save_values(store, "Kantor Baru", 2026, "unit", alike(0.65))
    save_values(store, "Kantor Lama", 2026, "unit", alike(0.65, instrument=OLD), OLD)
    found = area.area(store, 2, 2026)
    first = found.sentences()[0]
    assert first.startswith("1 dari 1 unit mencapai minimum WBK (60%); 0 dari 1 unit mencapai minimum WBBM (75%)")
    assert "1 unit dinilai dengan instrumen tanpa minimum area" in first
    assert bullets.pokja_bars(found).set_index("label")["status"].to_dict() == {
        "Kantor Baru": "memenuhi",
        "Kantor Lama": "tanpa_syarat",
    }


def test_a_judge_tells_how_much_is_answered(store):
    save_values(store, "Kantor A", 2026, "unit", alike(0.6))
    save_values(store, "Kantor A", 2026, "tpi", alike(0.6, blanks=13))
    seen = judges.sides(store, tables.assessments(store)["unit_id"][0], 2026)
    assert seen.answered("unit") == (113, 113) and seen.answered("tpi") == (100, 113)


def test_where_nothing_is_answered_nothing_is_claimed(store):
    for judge in ("unit", "tpi"):
        save_values(store, "Kantor Kosong", 2026, judge, alike(None))
    assert report_of(store, "Kantor Kosong", 2026).sentence().startswith("Belum ada pertanyaan yang dijawab")
    assert area.area(store, 1, 2026).sentences()[1] == "Belum ada pertanyaan area ini yang dijawab."
    seen = judges.sides(store, tables.assessments(store)["unit_id"][0], 2026)
    assert seen.sentences() == ["Belum ada pertanyaan yang dijawab Unit dan TPI bersama."]
    assert seen.common("unit", "tpi") == 0


def test_judges_have_in_common_what_both_have_answered(store):
    save_values(store, "Kantor A", 2026, "unit", alike(0.6, blanks=20))
    save_values(store, "Kantor A", 2026, "tpi", alike(0.6, blanks=13))
    seen = judges.sides(store, tables.assessments(store)["unit_id"][0], 2026)
    assert seen.common("unit", "tpi") == 93
    assert seen.sentences() == ["Terhadap jawaban Unit, TPI menjawab sama di semua pertanyaan bersama."]
