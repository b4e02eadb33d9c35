"""Many units at once: the last judge counts, figures add up, and what is missing is missing."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from assessments import save_values
from places import READY

from zi_metrics.instruments.library import load_instrument
from zi_metrics.lke import area, portfolio
from zi_metrics.lke import unit as unit_report
from zi_metrics.lke.chosen import choose_judge
from zi_metrics.lke.importing import Label, prepare, store_prepared
from zi_metrics.lke.portfolio_summary import summary
from zi_metrics.lke.portfolio_view import DOWN, ORDERS, UP, sort_overview
from zi_metrics.store import tables

INSTRUMENT = load_instrument()
CODES = [question.kode for question in INSTRUMENT.questions()]


def test_the_last_judge_stands_for_a_unit(sample_store):
    everything = tables.assessments(sample_store)
    chosen = choose_judge(everything)
    rank = {"unit": 0, "tpi": 1, "tpn": 2}
    best = everything.assign(r=everything["penilai"].map(rank)).groupby(["unit_id", "tahun"])["r"].max()
    ours = chosen.assign(r=chosen["penilai"].map(rank)).set_index(["unit_id", "tahun"])["r"]
    assert len(chosen) == 72 and (ours.sort_index() == best.sort_index()).all()


def test_a_units_row_equals_its_own_report(sample_store):
    overview = portfolio.overview(sample_store, 2025)
    for row in overview.head(5).itertuples():
        assessment = unit_report.find_assessment(sample_store, row.unit, 2025)
        report = unit_report.unit_report(sample_store, assessment)
        tops = report.nodes[report.nodes["tingkat"] == 0]
        assert row.total == pytest.approx(tops["nilai"].sum())
        assert row.gagal_wbk == report.gates.query("predikat == 'wbk' and not terpenuhi")["nama"].tolist()
        assert row.status == report.verdict.status


def test_change_compares_the_same_judge_only(sample_store):
    now, before = portfolio.overview(sample_store, 2026, "tpi"), portfolio.overview(sample_store, 2025, "tpi")
    assert now["perubahan"].notna().any()
    joined = now.merge(before[["unit_id", "total"]], on="unit_id", suffixes=("", "_lalu"))
    assert joined["perubahan"].to_numpy() == pytest.approx((joined["total"] - joined["total_lalu"]).to_numpy())
    assert portfolio.overview(sample_store, 2024)["perubahan"].isna().all()


def test_change_is_since_the_same_judges_point_before_also_within_a_year(store):
    for year, day, value in ((2025, None, 0.5), (2026, date(2026, 3, 31), 0.6), (2026, date(2026, 6, 30), 0.55)):
        save_values(store, "Kantor A", year, "unit", dict.fromkeys(CODES, value), day=day)
    save_values(store, "Kantor A", 2025, "tpi", dict.fromkeys(CODES, 0.4))
    (row,) = portfolio.overview(store, 2026, "unit").to_dict("records")
    assert row["perubahan"] == pytest.approx(-5) and row["tanggal_sebelumnya"].date() == date(2026, 3, 31)
    sentence = summary(portfolio.overview(store, 2026, "unit"), 2026, "wbk", "WBK").perubahan
    assert sentence.startswith("Dibanding titik waktu sebelumnya") and "1 unit turun" in sentence
    assert portfolio.overview(store, 2025, "unit")["perubahan"].isna().all()


def test_orders(sample_store):
    overview = portfolio.overview(sample_store, 2026)
    assert sort_overview(overview, "total", "wbk")["total"].is_monotonic_decreasing
    assert sort_overview(overview, "total", "wbk", UP)["total"].is_monotonic_increasing
    assert sort_overview(overview, "nama", "wbk")["unit"].is_monotonic_increasing
    assert sort_overview(overview, "perubahan", "wbk")["perubahan"].dropna().is_monotonic_increasing
    assert sort_overview(overview, "kurang", "wbk")["gagal_wbk"].str.len().is_monotonic_decreasing
    chances = {unit: place / 100 for place, unit in enumerate(overview["unit_id"][:5])}
    by_chance = sort_overview(overview, "peluang", "wbk", peluang=chances)["unit_id"].tolist()
    assert by_chance[:5] == overview["unit_id"][:5].tolist()[::-1], "who has none comes last"
    for order in ORDERS:
        for way in (UP, DOWN):
            assert sorted(sort_overview(overview, order, "wbk", way)["unit"]) == sorted(overview["unit"])


def test_failed_gates_count_units(sample_store):
    overview = portfolio.overview(sample_store, 2026)
    failed = portfolio.failed_gates(overview, "wbk").set_index("syarat")["unit"]
    assert failed["Nilai total"] == (overview["total"] < 75).sum()
    assert portfolio.count_passed(overview, "wbk") == (overview["gagal_wbk"].str.len() == 0).sum()


def test_an_empty_year_gives_an_empty_overview(sample_store):
    assert portfolio.overview(sample_store, 2001).empty
    assert area.area(sample_store, 1, 2001) is None


def test_an_area_is_pemenuhan_and_reform_together(sample_store):
    found = area.area(sample_store, 5, 2025)
    assert (found.units["bobot"] == 15).all()
    chosen = choose_judge(tables.assessments(sample_store))
    scores = tables.node_scores(sample_store, chosen["penilaian_id"], ["P.5", "R.5"])
    sums = scores.groupby("penilaian_id")["nilai"].sum()
    ours = found.units.set_index("penilaian_id")["nilai"]
    assert ours.to_numpy() == pytest.approx(sums[ours.index].to_numpy())


def test_the_heat_map_has_every_unit_and_sub_indicator_and_missing_is_missing(sample_store):
    found = area.area(sample_store, 5, 2026)
    assert found.shares.shape == (24, 9)
    assert list(found.shares.columns)[:5] == ["P.5.i", "P.5.ii", "P.5.iii", "P.5.iv", "P.5.v"]
    chosen = choose_judge(tables.assessments(sample_store).query("tahun == 2026"))
    full = area.subindicator_scores(area.area_nodes(sample_store, 5, chosen, chosen["penilaian_id"]))
    blank = full[full["terjawab"] == 0]
    known = int(found.shares.notna().sum().sum())
    assert known == len(full) - len(blank)
    assert np.nanmax(found.shares.to_numpy(dtype=float)) <= 1


def test_weakest_puts_the_most_points_lost_first(sample_store):
    found = area.area(sample_store, 2, 2025)
    assert found.subindicators["kurang"].is_monotonic_decreasing and found.questions["kurang"].is_monotonic_decreasing
    assert found.subindicators["kurang"].sum() == pytest.approx(found.questions["kurang"].sum())


def test_trend_covers_the_years(sample_store):
    trend = area.area(sample_store, 1, 2026, "unit").trend
    assert trend["tahun"].tolist() == [2024, 2025, 2026]
    assert (trend["terendah"] <= trend["rata_rata"]).all() and (trend["rata_rata"] <= trend["tertinggi"]).all()


def test_a_unit_report_leads_down_to_the_answer_and_its_cell(sample_store):
    report = unit_report.unit_report(
        sample_store, unit_report.find_assessment(sample_store, "Contoh 01 – Kantor Pelayanan", 2026)
    )
    row = report.nodes.set_index("kode").loc["P.1.i.a"]
    assert row["sel"] == "K7" and row["lembar"] == "LKE ZI" and row["induk"] == "P.1.i"
    assert row["arti"] == INSTRUMENT.question("P.1.i.a").kriteria[row["tertulis"]]
    weakest = report.weakest_subindicators()
    assert weakest["kurang"].is_monotonic_decreasing
    lost = report.instrument.total - report.verdict.total
    assert weakest["kurang"].sum() == pytest.approx(lost)


def test_history_has_every_year_and_judge(sample_store):
    everything = tables.assessments(sample_store)
    unit_id = everything.loc[everything["unit"] == "Contoh 17 – Sekolah", "unit_id"].iloc[0]
    history = unit_report.unit_history(sample_store, unit_id)
    points = tables.points_in_time(sample_store, [unit_id])
    own = everything[everything["unit_id"] == unit_id]
    assert len(history) == len(points) > len(own)
    assert set(own["penilaian_id"]) <= set(points["penilaian_id"])
    assert history["per_tanggal"].is_monotonic_increasing


def test_ten_thousand_assessments_are_judged_at_once():
    gates = pd.DataFrame(
        {
            "penilaian_id": np.repeat([f"p{i}" for i in range(10_000)], 2),
            "predikat": ["wbk", "wbbm"] * 10_000,
            "kode": "total",
            "nama": "Nilai total",
            "menyeluruh": True,
            "nilai": np.repeat(np.linspace(0, 100, 10_000), 2),
            "nilai_rumus_lke": 1.0,
            "terjawab": 113,
            "pertanyaan": 113,
            "kepastian": "pasti",
        }
    )
    minimum = np.where(gates["predikat"] == "wbk", 75, 85)
    gates["kurang"] = np.maximum(0, minimum - gates["nilai"])
    gates["terpenuhi"] = gates["kurang"] == 0
    gates["nilai_tertinggi"] = gates["nilai"]
    gates["putusan"] = np.where(gates["terpenuhi"], "memenuhi", "belum")
    status = portfolio.standing(gates)["status"].value_counts()
    assert status.to_dict() == {"belum": 7500, "wbk": 1000, "wbbm": 1500}


def test_samples_step_back_once_there_are_real_units(sample_store):
    item = prepare("uji.xlsx", READY["lengkap"].read_bytes())
    before = portfolio.overview(sample_store, 2025)
    store_prepared(sample_store, [(item, Label("Kantor Uji", 2025, "unit"))])
    assert portfolio.overview(sample_store, 2025)["unit"].tolist() == ["Kantor Uji"]
    assert len(portfolio.overview(sample_store, 2025, samples=True)) == len(before) + 1
    assert area.area(sample_store, 1, 2025).units["unit"].tolist() == ["Kantor Uji"]


def test_an_area_and_an_overview_ask_for_scores_as_often_however_many_instruments(sample_store, asked):
    old = load_instrument("permenpanrb-52-2014")
    for year in (2025, 2026):
        codes = [question.kode for question in old.questions()]
        save_values(sample_store, "Contoh 03 – Balai Pelatihan", year, "tpn", dict.fromkeys(codes, 0.5), old)
    assert len(portfolio.instruments_of(tables.assessments(sample_store))) == 2
    asked.clear()
    found = area.area(sample_store, 5, 2026, samples=True)
    # The areas' sums, the means of nodes, and what each unit reaches.
    assert len(asked) == 3 and len(found.units) == 24 and found.trend["instrumen"].nunique() == 2
    asked.clear()
    assert len(portfolio.overview(sample_store, 2026, samples=True)) == 24 and len(asked) == 1


def test_an_area_that_no_instrument_has_is_none(sample_store):
    assert area.area(sample_store, 99, 2026) is None


def test_a_pokjas_page_asks_for_scores_once_for_each_of_its_parts(app, sample_path, asked):
    # Whatever a screen has kept of this database, it keeps by its path, which is this test's own. The area's figures
    # by three questions, and what it mends first.
    test = app(sample_path, "pokja")
    assert not test.exception and test.title[0].value == "Pokja" and len(asked) == 4
