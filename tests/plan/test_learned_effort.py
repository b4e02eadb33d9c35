"""Efforts learned from a history: who rises, by whom, from how much; the default stays where less is known."""

import numpy as np
import pytest
from assessments import ALL_HALF, INSTRUMENT, save_values

from zi_metrics.plan.effort import load_effort
from zi_metrics.plan.learned_effort import FEWEST_CHANCES, Transitions, learned_effort, transitions

CODES = [question.kode for question in INSTRUMENT.questions()]
OPTIONS = [q.kode for q in INSTRUMENT.questions() if INSTRUMENT.scale_of(q).jenis == "pilihan"]
EASY, HARD = "P.1.i.a", "P.2.i.a"


def answers(rng, before=None):
    """Answers of a year: the easy question rises nine times in ten, the hard one once, others half of the time."""
    if before is None:
        return {**ALL_HALF, **dict.fromkeys(OPTIONS, 0.0)}
    chance = {EASY: 0.9, HARD: 0.1}
    return {
        kode: 1.0 if kode in OPTIONS and (value == 1 or rng.random() < chance.get(kode, 0.5)) else value
        for kode, value in before.items()
    }


def filled(store, units, years, judge="tpi"):
    rng = np.random.default_rng(1)
    for number in range(units):
        values = None
        for year in range(2023, 2023 + years):
            values = answers(rng, values)
            save_values(store, f"Kantor {number}", year, judge, values)


def test_what_rises_often_is_light_and_what_rises_seldom_is_heavy(store):
    filled(store, 26, 3)
    seen = transitions(store, INSTRUMENT, samples=False)
    assert (seen.count, seen.units) == (52, 26) and seen.enough()
    found = learned_effort(INSTRUMENT, seen)
    # Half of the time in the middle: about 1; the easy one about half as heavy, the hard one several times.
    others = [effort for kode, effort in found.upaya.items() if kode not in (EASY, HARD)]
    assert np.median(others) == pytest.approx(1, abs=0.1)
    assert found.upaya[EASY] < 0.8 < 1.6 < found.upaya[HARD] <= 4
    assert found.naik[EASY] <= found.kesempatan[EASY] and min(found.kesempatan.values()) >= FEWEST_CHANCES
    assert set(found.upaya) <= set(OPTIONS), "indices and shares keep the default"


def test_the_default_stays_where_nothing_was_learned_and_where_a_person_said_otherwise(store):
    filled(store, 26, 3)
    found = learned_effort(INSTRUMENT, transitions(store, INSTRUMENT, samples=False))
    default = load_effort(INSTRUMENT.kode)
    own = default.model_copy(update={"pertanyaan": {HARD: 0.5}})
    taken = found.beside(own).per_question(INSTRUMENT)
    usual = default.per_question(INSTRUMENT)
    for kode, effort, before in zip(CODES, taken, usual, strict=True):
        assert effort == (0.5 if kode == HARD else found.upaya.get(kode, before))
    assert default.pertanyaan == {}, "the default itself is left alone"


@pytest.mark.parametrize(("units", "years"), [(26, 2), (23, 4)])
def test_little_is_not_enough_and_it_says_how_much_is_missing(store, units, years):
    filled(store, units, years)
    seen = transitions(store, INSTRUMENT, samples=False)
    assert learned_effort(INSTRUMENT, seen) is None
    assert (
        f"{seen.count} peralihan tahun dari {units} unit" in seen.sentence() and "paling sedikit 48" in seen.sentence()
    )


def test_neither_self_assessments_nor_another_judge_nor_a_missing_year_count(store):
    rng = np.random.default_rng(0)
    for unit, years, judges in (("A", (2023, 2024), ("unit", "unit")), ("B", (2023, 2024), ("tpi", "tpn"))):
        for year, judge in zip(years, judges, strict=True):
            save_values(store, unit, year, judge, answers(rng))
    save_values(store, "C", 2022, "tpi", answers(rng))
    save_values(store, "C", 2024, "tpi", answers(rng))
    assert transitions(store, INSTRUMENT, samples=False) is None
    save_values(store, "C", 2023, "tpi", answers(rng))
    seen = transitions(store, INSTRUMENT, samples=False)
    assert isinstance(seen, Transitions) and seen.count == 2
    assert transitions(store, INSTRUMENT, samples=True) is None
