"""What a plan promises is what its counts score once they are filled in, also where one count is asked for twice."""

from itertools import product

import numpy as np
import pytest
import small_instruments as small
from assessments import INSTRUMENT
from counted_answers import MADE, RATIOS, USED, counted_answers, counts_of, filled_in, value, values

import zi_metrics.plan.plan as planning
from zi_metrics.plan.plan import Impossible, Plan, alternatives, plan
from zi_metrics.plan.scenario import apply_changes, changes_of
from zi_metrics.plan.settings import PlanSettings, SettingsProblem, without_limits
from zi_metrics.scoring.gates import gate_system

CASES = [(seed, predikat) for seed in range(40) for predikat in ("wbk", "wbbm")]


def made_and_used(written):
    """(agents, changes made, changes told again, changes integrated)"""
    made, used = written[MADE], written[USED]
    return made["jumlah_agen"], made["jumlah_perubahan"], used["jumlah_perubahan"], used["jumlah_terintegrasi"]


def planned(written, predikat, **settings):
    gates = gate_system(INSTRUMENT, predikat)
    return plan(gates, values(written), PlanSettings(hitungan=counts_of(written), **settings))


@pytest.mark.parametrize(("seed", "predikat"), CASES)
def test_the_counts_of_a_plan_score_what_it_promises(seed, predikat):
    rng = np.random.default_rng(seed)
    written = counted_answers(rng, rng.uniform(0.3, 0.8), blanks=0.1 * (seed % 3))
    if seed % 4 == 3:
        # Nobody has counted yet what was integrated.
        written[USED] |= {"jumlah_terintegrasi": None}
    before = values(written)
    # Something of the shared count has to rise in every other case.
    duty = frozenset(kode for kode in (MADE, USED)[: seed % 3] if (before[kode] or 0) < 1)
    try:
        found = planned(written, predikat, wajib=duty)
    except SettingsProblem:
        assert duty and any(written[kode]["jumlah_perubahan"] == 0 for kode in duty)
        return
    after = filled_in(written, found.langkah)
    assert values(after) == {kode: number and pytest.approx(number) for kode, number in found.nilai.items()}
    assert found.semua_syarat_terpenuhi and found.gap <= 1e-6
    assert duty <= {step.kode for step in found.langkah}
    for step in found.langkah:
        assert step.kode not in RATIOS or step.arti_ke, "a step on a ratio says which counts to reach"
    _, made, told_again, used = made_and_used(after)
    assert None in (made, told_again) or made == told_again
    assert None in (used, told_again) or used <= told_again
    assert all((number or 0) >= (before[kode] or 0) - 1e-9 for kode, number in found.nilai.items()), "no answer falls"
    # What-if gives the same, from the same counts.
    tried = apply_changes(INSTRUMENT, before, changes_of(found), counts_of(written))
    assert tried == {kode: number and pytest.approx(number) for kode, number in found.nilai.items()}


def test_making_more_changes_says_how_many_of_them_to_integrate():
    written = counted_answers(np.random.default_rng(1), 0.9)
    written[MADE] = {"jumlah_agen": 10, "jumlah_perubahan": 5}
    written[USED] = {"jumlah_perubahan": 5, "jumlah_terintegrasi": 4}
    # All the rest is full, and what is asked is one step on the changes made.
    full = dict.fromkeys(values(written), 1.0) | {MADE: 0.5, USED: 0.8}
    settings = PlanSettings(hitungan=counts_of(written), wajib=frozenset({MADE}))
    steps = plan(gate_system(INSTRUMENT, "wbk"), full, settings).langkah
    assert [step.kode for step in steps] == [MADE, USED], "5 of 6 are more than 4 of 5"
    assert steps[0].arti_ke == (
        "Jumlah perubahan yang dibuat: 6 dari 10; bersama R.1.i.b 83,3% (Jumlah perubahan yang telah diintegrasikan "
        "dalam sistem manajemen: 5 dari 6)"
    )
    assert steps[0].hitungan == steps[1].hitungan == (
        (MADE, "jumlah_perubahan", 6), (USED, "jumlah_perubahan", 6), (USED, "jumlah_terintegrasi", 5),
    )  # fmt: skip
    # With all of them integrated, the share cannot rise: its work is part of the one step.
    written[USED]["jumlah_terintegrasi"] = 5
    settings = PlanSettings(hitungan=counts_of(written), wajib=frozenset({MADE}))
    [step] = plan(gate_system(INSTRUMENT, "wbk"), full | {USED: 1.0}, settings).langkah
    assert "bersama R.1.i.b 100%" in step.arti_ke and step.hitungan[-1] == (USED, "jumlah_terintegrasi", 6)
    assert step.upaya > 8 * 0.1 + 1


def test_a_lock_on_either_question_keeps_the_count():
    written = counted_answers(np.random.default_rng(5), 0.5)
    written[MADE] = {"jumlah_agen": 10, "jumlah_perubahan": 4}
    written[USED] = {"jumlah_perubahan": 4, "jumlah_terintegrasi": 1}
    for locked, steps in ((MADE, {USED}), (USED, set())):
        for predikat in ("wbk", "wbbm"):
            found = planned(written, predikat, kunci=frozenset({locked}))
            assert isinstance(found, Plan) and {s.kode for s in found.langkah} & {MADE, USED} <= steps
            assert made_and_used(filled_in(written, found.langkah))[:3] == (10, 4, 4)
    with pytest.raises(SettingsProblem, match=r"R\.1\.i\.a wajib dinaikkan"):
        planned(written, "wbk", kunci=frozenset({USED}), wajib=frozenset({MADE}))


def test_the_fewest_questions_to_free_are_told_also_where_a_count_is_shared():
    written = counted_answers(np.random.default_rng(5), 0.5)
    written[MADE] = {"jumlah_agen": 10, "jumlah_perubahan": 4}
    written[USED] = {"jumlah_perubahan": 4, "jumlah_terintegrasi": 1}
    settings = PlanSettings(kunci=frozenset({"P.1", "R.1.ii", "R.1.iii", USED}), hitungan=counts_of(written))
    gates = gate_system(INSTRUMENT, "wbbm")
    start = values(written) | {q.kode: 0.0 for n in INSTRUMENT.area_nodes(1) for q in n.questions()}
    start |= {MADE: 0.4, USED: 0.25}
    found = plan(gates, start, settings)
    assert isinstance(found, Impossible) and MADE not in found.buka
    assert isinstance(plan(gates, start, without_limits(INSTRUMENT, settings, found.buka)), Plan)


def test_alternatives_count_the_questions_that_share_a_count_one_by_one():
    written = counted_answers(np.random.default_rng(9), 0.5)
    gates, settings = gate_system(INSTRUMENT, "wbk"), PlanSettings(hitungan=counts_of(written))
    best = plan(gates, values(written), settings)
    codes = {step.kode for step in best.langkah}
    others = alternatives(gates, values(written), best, settings, tolerance=0.5)
    assert others
    for other in others:
        assert len(codes - {step.kode for step in other.langkah}) >= 0.25 * len(codes)
        after = values(filled_in(written, other.langkah))
        assert after == {kode: number and pytest.approx(number) for kode, number in other.nilai.items()}


def shared_case(seed):
    """A small instrument with two ratios around one count, its answers and the counts."""
    rng = np.random.default_rng(seed)
    raw = small.raw_instrument(rng, ((2,), (1,)), ())
    same = {"pertanyaan": "a", "kunci": "n"}
    asked = [
        {"kode": "a", "teks": "A", "jawaban": "rasio", "rasio": {"pembilang": {"n": 1}, "penyebut": {"d": 1}},
         "masukan": [{"kunci": "d", "label": "D"}, {"kunci": "n", "label": "N"}]},
        {"kode": "b", "teks": "B", "jawaban": "rasio", "rasio": {"pembilang": {"m": 1}, "penyebut": {"n": 1}},
         "masukan": [{"kunci": "n", "label": "N", "sama_dengan": same}, {"kunci": "m", "label": "M"}]},
    ]  # fmt: skip
    area, component = raw["komponen"][0]["anak"][0], raw["komponen"][0]
    # In one sub-indicator as in the real form, or in two of different weight.
    parts = [[asked[0], asked[1]]] if seed % 2 else [[asked[0]], [asked[1]]]
    for number, questions in enumerate(parts):
        bobot = float(rng.integers(1, 9))
        area["anak"].append({"kode": f"S.{number}", "nama": "S", "bobot": bobot, "pertanyaan": questions})
        for node in (area, component):
            node["bobot"] += bobot
    raw["total"] = component["bobot"]
    raw["syarat"][0]["minimum"] = {"p": round(raw["total"] * rng.uniform(0.5, 0.95), 2)}
    cases = int(rng.integers(1, 9))
    made = int(rng.integers(0, cases + 2))
    counts = {"d": cases, "n": made, "m": int(rng.integers(0, made + 1))}
    efforts = {q["kode"]: float(rng.uniform(0.3, 5)) for q in small.questions_of(raw)}
    return raw, small.random_values(rng, raw), counts, efforts


@pytest.mark.parametrize("first", range(0, 120, 40))
def test_no_plan_is_cheaper_by_trying_every_pair_of_counts(first):
    moved = 0
    for seed in range(first, first + 40):
        raw, start, counts, efforts = shared_case(seed)
        cases, made, used = counts["d"], counts["n"], counts["m"]
        start |= {"a": min(made / cases, 1), "b": used / made if made else 1.0}
        hitungan = {"a": {"d": cases, "n": made}, "b": {"n": made, "m": used}}
        settings = PlanSettings(upaya=small.effort_for(efforts), hitungan=hitungan)
        found = plan(small.compiled(raw), start, settings)
        cheapest = np.inf
        lone = [kode for kode in start if kode not in "ab"]
        choices = dict(zip(start, small.choices(raw, start, efforts), strict=True))
        for n in range(made, max(made, cases) + 1):
            for m in range(used, n + 1):
                share = m / n if n else 1.0
                if share < start["b"] - 1e-9:
                    continue
                # Work on a count is a part of all there is to do of it.
                effort = efforts["a"] * (min(n / cases, 1) - start["a"]) + (efforts["b"] * (m - used) / n if n else 0)
                for rest in product(*(choices[kode] for kode in lone)):
                    after = {"a": min(n / cases, 1), "b": share} | {k: v for k, (v, _) in zip(lone, rest, strict=True)}
                    if small.all_hold(raw, after):
                        cheapest = min(cheapest, effort + sum(cost for _, cost in rest))
        assert isinstance(found, Plan) == (cheapest < np.inf)
        if isinstance(found, Plan):
            assert found.upaya_total == pytest.approx(cheapest, abs=1e-6) and found.gap <= 1e-6
            assert small.all_hold(raw, found.nilai)
            moved += any(step.kode == "a" for step in found.langkah)
    assert moved > 5


def test_counts_that_contradict_each_other_stay_unless_the_plan_works_on_them():
    written = counted_answers(np.random.default_rng(3), 0.5)
    written[MADE] = {"jumlah_agen": 10, "jumlah_perubahan": 6}
    written[USED] = {"jumlah_perubahan": 8, "jumlah_terintegrasi": 4}
    assert value(MADE, written[MADE]) == 0.6 and value(USED, written[USED]) == 0.5
    found = planned(written, "wbbm", wajib=frozenset({MADE}))
    after = filled_in(written, found.langkah)
    _, made, told_again, _ = made_and_used(after)
    assert made == told_again >= 8
    assert values(after) == {kode: number and pytest.approx(number) for kode, number in found.nilai.items()}
    assert planning.DEFAULTS.hitungan == {}
