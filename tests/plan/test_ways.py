"""The lightest ways of many units: whose are looked for, and that they are the plans that Rencana finds."""

from zi_metrics.lke import portfolio
from zi_metrics.lke.values import answer_values, counts_by_question
from zi_metrics.plan.plan import plan
from zi_metrics.plan.settings import PlanSettings
from zi_metrics.plan.ways import nearest, ways
from zi_metrics.scoring.gates import gate_system
from zi_metrics.scoring.score import MISSED


def test_the_nearest_miss_the_least_of_the_total(sample_store):
    table = portfolio.overview(sample_store, 2026)
    near = nearest(table, "wbk", 5)
    rest = table[(table["putusan_wbk"] == MISSED) & ~table["unit_id"].isin(near["unit_id"])]
    assert len(near) == 5 and set(near["putusan_wbk"]) == {MISSED}
    assert near["kurang_wbk"].max() <= rest["kurang_wbk"].min()


def test_a_way_is_the_plan_of_the_unit(sample_store):
    table = portfolio.overview(sample_store, 2026)
    near = nearest(table, "wbk", 2)
    found = ways(sample_store, near, "wbk")
    for row in near.to_dict("records"):
        gates = gate_system(portfolio.instruments_of(near)[0], "wbk")
        values, counts = (read(sample_store, row["penilaian_id"]) for read in (answer_values, counts_by_question))
        best = plan(gates, values, PlanSettings(hitungan=counts))
        way = found[row["unit_id"]]
        assert way.upaya == best.upaya_total
        assert [fix.kode for fix in way.perbaikan] == [step.kode for step in best.langkah]
