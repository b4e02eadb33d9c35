"""The quick road to a plan is the general program's, and of equally light plans it takes the one that it says."""

import numpy as np
import pytest
import small_instruments as small
from assessments import INSTRUMENT, real_values
from counted_answers import counted_answers, counts_of, values

from zi_metrics.plan import choices, nested, program
from zi_metrics.plan.effort import load_effort
from zi_metrics.plan.plan import Impossible, Outcome, outcome, plan
from zi_metrics.plan.possible_rises import possible_rises
from zi_metrics.plan.room import with_room
from zi_metrics.plan.settings import PlanSettings
from zi_metrics.scoring.gates import gate_system
from zi_metrics.scoring.score import answer_row

GATES = {predikat: gate_system(INSTRUMENT, predikat) for predikat in INSTRUMENT.predikat}


def asked(gates, answers, settings):
    """What both roads are asked: points per value, points missing, the open rises."""
    start = answer_row(gates.matrix, answers)
    missing = with_room(gates, settings.ruang).minima - gates.nilai(start)[0]
    return gates.coefficients, missing, possible_rises(gates, start, settings)


def effort(targets):
    return sum(target.upaya for target in targets.values())


@pytest.mark.parametrize("level", [0.3, 0.5, 0.65, 0.8])
def test_no_plan_of_the_general_program_is_lighter(level):
    rng = np.random.default_rng(int(1000 * level))
    efforts = load_effort(INSTRUMENT.kode)
    for number in range(24):
        gates = GATES[("wbk", "wbbm")[number % 2]]
        if number % 3:
            written = counted_answers(rng, level, blanks=0.1 * (number % 2))
            answers, counts = values(written), counts_of(written)
        else:
            answers, counts = real_values(rng, level), {}
        own = {kode: float(rng.uniform(0.2, 9)) for kode in rng.choice(list(answers), 12, replace=False)}
        settings = PlanSettings(
            kunci=frozenset(rng.choice(list(answers), 3)),
            batas={"B.II.a.1": 3.8, "R.4.i.a": 0.9},
            hitungan=counts,
            upaya=efforts.model_copy(update={"pertanyaan": own}) if number % 4 == 1 else None,
            ruang=(0.0, 0.5)[number % 2],
        )
        question = asked(gates, answers, settings)
        found, general = nested.least_effort(*question), program.least_effort(*question)
        if general is None:
            assert found is None
            continue
        assert effort(found) == pytest.approx(general.upaya, abs=1e-6)
        assert len(found) <= len(general.targets), "of equal efforts the fewest improvements"


@pytest.mark.parametrize("first", range(0, 200, 50))
def test_of_equally_light_plans_it_is_the_shortest_and_of_these_the_one_with_most_points(first):
    ties = 0
    for seed in range(first, first + 50):
        rng = np.random.default_rng(seed)
        raw = small.raw_instrument(rng, (((2, 1), (2,)), ((3,), (2, 1)))[seed % 2], ("rasio",))
        answers = small.random_values(rng, raw)
        efforts = {q["kode"]: float(rng.integers(1, 4)) for q in small.questions_of(raw)}
        found = plan(small.compiled(raw), answers, PlanSettings(upaya=small.effort_for(efforts)))
        after, raised, costs, good = small.all_plans(raw, answers, efforts)
        light = good & (costs <= costs[good].min() + 1e-9)
        counts = raised.sum(axis=1)
        short = light & (counts == counts[light].min())
        totals = after @ small.linear(raw)[:, 0]
        assert len(found.langkah) == counts[light].min()
        assert found.total_sesudah == pytest.approx(totals[short].max(), abs=1e-8)
        ties += light.sum() > 1
    assert ties >= 10


def test_equal_questions_rise_in_the_forms_order():
    raw = small.raw_instrument(np.random.default_rng(0), ((4,),), (), ("abc",))
    raw["syarat"] = raw["syarat"][:1]
    raw["syarat"][0]["minimum"] = {"p": raw["total"] * 0.6}
    found = plan(
        small.compiled(raw), {}, PlanSettings(upaya=small.effort_for(dict.fromkeys(("q1", "q2", "q3", "q4"), 1.0)))
    )
    assert [(step.kode, step.ke) for step in found.langkah] == [("q1", "A"), ("q2", "A"), ("q3", "B")]


def test_gates_that_cross_are_left_to_the_general_program():
    for seed in range(40):
        rng = np.random.default_rng(seed)
        raw = small.raw_instrument(rng, ((2, 1), (2, 1)), ())
        crossing = {"kode": "x", "nama": "X", "simpul": ["A.1.1", "A.2.1"], "bagian": {"p": 0.5}, "sumber": "uji"}
        raw["syarat"].append(crossing)
        answers, gates = small.random_values(rng, raw), small.compiled(raw)
        efforts = {q["kode"]: float(rng.uniform(0.5, 3)) for q in small.questions_of(raw)}
        settings = PlanSettings(upaya=small.effort_for(efforts))
        question = asked(gates, answers, settings)
        assert (nested.least_effort(*question) is None) == (question[1] > 1e-9).any()
        assert plan(gates, answers, settings).upaya_total == pytest.approx(small.cheapest(raw, answers, efforts))


@pytest.mark.parametrize(("module", "bound"), [(nested, "_MOST_PAIRS"), (choices, "_MOST_CHOICES")])
def test_far_too_many_choices_are_left_to_the_general_program(monkeypatch, module, bound):
    written = counted_answers(np.random.default_rng(4), 0.4)
    question = asked(GATES["wbbm"], values(written), PlanSettings(hitungan=counts_of(written)))
    monkeypatch.setattr(nested, "_FEW_PAIRS", 0)
    assert nested.least_effort(*question)
    monkeypatch.setattr(module, bound, 1)
    assert nested.least_effort(*question) is None


def test_how_ways_are_paired_and_sorted_changes_no_plan(monkeypatch):
    rng = np.random.default_rng(6)
    questions = [asked(GATES["wbk"], real_values(rng, 0.4), PlanSettings()) for _ in range(20)]
    before = [nested.least_effort(*question) for question in questions]
    monkeypatch.setattr(nested, "_FEW_PAIRS", 0)
    monkeypatch.setattr(nested, "_FEW_TO_SORT", 1)
    assert [nested.least_effort(*question) for question in questions] == before


@pytest.mark.parametrize("factor", [0.001, 1000.0])
def test_the_measure_of_effort_does_not_matter(factor):
    efforts = load_effort(INSTRUMENT.kode)
    scaled = efforts.model_copy(update={"skala": {name: factor * own for name, own in efforts.skala.items()}})
    answers = real_values(np.random.default_rng(12), 0.5)
    own, other = (plan(GATES["wbk"], answers, PlanSettings(upaya=one)) for one in (efforts, scaled))
    assert other.upaya_total == pytest.approx(factor * own.upaya_total, rel=1e-5)


def test_a_plan_in_figures_is_the_plans():
    for number in range(10):
        answers = real_values(np.random.default_rng(number), 0.6)
        settings = PlanSettings(kunci=frozenset({"A.R"} if number % 2 else ()), ruang=1.0)
        found, figures = plan(GATES["wbk"], answers, settings), outcome(GATES["wbk"], answers, settings)
        if isinstance(found, Impossible):
            assert figures is None
            continue
        assert figures == Outcome(found.upaya_total, len(found.langkah), pytest.approx(found.total_sesudah))
