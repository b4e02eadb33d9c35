"""Room above the minima: by hand what each gate is raised to, and that a plan with it reaches it and costs no less."""

import numpy as np
import pytest
from assessments import INSTRUMENT, all_gates_hold, real_values

from zi_metrics.plan.plan import Impossible, alternatives, plan
from zi_metrics.plan.room import with_room
from zi_metrics.plan.settings import PlanSettings, SettingsProblem
from zi_metrics.scoring.gates import gate_system

GATES = gate_system(INSTRUMENT, "wbk")
# 2 of the total's 100 points are 2 % of every gate's full marks: 60, 8, 7, 10, 10, 15, 10, 22.5, 17.5, 5, 17.5.
BY_HAND = {
    "total": 77, "pengungkit": 41.2, "pokja_1": 4.96, "pokja_2": 4.34, "pokja_3": 6.2, "pokja_4": 6.2, "pokja_5": 9.3,
    "pokja_6": 6.2, "bersih": 18.7, "ipak": 16.1, "capaian": 2.6, "ipkp": 14.35,
}  # fmt: skip


def test_two_points_of_room_raise_every_gate_by_two_percent_of_its_full_marks():
    raised = with_room(GATES, 2)
    assert raised.minima.tolist() == pytest.approx(list(BY_HAND.values()))
    assert with_room(GATES, 0) is GATES


def test_no_gate_is_raised_above_its_full_marks():
    full = GATES.coefficients.sum(axis=0)
    assert with_room(GATES, 90).minima.tolist() == pytest.approx(full.tolist())


def test_a_plan_with_room_reaches_it_and_says_so():
    answers = real_values(np.random.default_rng(3), 0.55)
    least, roomy = (plan(GATES, answers, PlanSettings(ruang=points)) for points in (0.0, 2.0))
    assert roomy.upaya_total > least.upaya_total and all_gates_hold(roomy.nilai, "wbk")
    assert (roomy.syarat["sesudah"] >= np.array(list(BY_HAND.values())) - 1e-9).all()
    assert roomy.syarat["minimum"].tolist() == GATES.minima.tolist(), "the minima stay what they are"
    assert "semua syarat nilai WBK dengan ruang 2 poin: total" in roomy.sentence("WBK")
    assert "ruang" not in least.sentence("WBK")
    for other in alternatives(GATES, answers, roomy, PlanSettings(ruang=2.0)):
        assert (other.syarat["sesudah"] >= other.syarat["sasaran"] - 1e-9).all()


def test_room_that_cannot_be_had_is_impossible_not_less():
    found = plan(GATES, {}, PlanSettings(ruang=5.0, kunci=frozenset({"B.I.a", "B.II"})))
    assert isinstance(found, Impossible) and "WBK dengan ruang 5 poin tidak dapat dicapai" in found.sentences("WBK")[0]


@pytest.mark.parametrize("points", [-1.0, float("nan"), float("inf")])
def test_what_is_no_room_is_refused(points):
    with pytest.raises(SettingsProblem, match="Ruang di atas minimum"):
        plan(GATES, {}, PlanSettings(ruang=points))
