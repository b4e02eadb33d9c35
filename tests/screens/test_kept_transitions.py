"""What rose from year to year is read again only where there are other pairs of years, and told apart by what it is."""

from dataclasses import replace

import numpy as np
from asked_questions import asked_of
from assessments import INSTRUMENT, real_values, save_values

from zi_metrics.plan.learned_effort import Transitions, transitions
from zi_ui import cached
from zi_ui.asked_by import mark


def judged(store, unit, tahun, penilai, seed):
    save_values(store, unit, tahun, penilai, real_values(np.random.default_rng(seed), 0.7))


def test_only_other_pairs_of_years_are_read_again(store, monkeypatch):
    for tahun in (2024, 2025):
        judged(store, "Kantor satu", tahun, "tpi", tahun)
    first = cached.transitions(store, INSTRUMENT, False)
    assert first.count == 1
    # Neither a judge of one year alone nor the unit itself tells what rose.
    judged(store, "Kantor dua", 2025, "tpi", 1)
    judged(store, "Kantor satu", 2026, "unit", 2)
    with asked_of(monkeypatch, "jawaban") as questions:
        again = cached.transitions(store, INSTRUMENT, False)
    assert questions == []
    np.testing.assert_array_equal(again.rose.happened, first.rose.happened)
    judged(store, "Kantor dua", 2026, "tpi", 3)
    with asked_of(monkeypatch, "jawaban") as questions:
        found = cached.transitions(store, INSTRUMENT, False)
    assert len(questions) == 1 and found.count == 2
    np.testing.assert_array_equal(found.rose.happened, transitions(store, INSTRUMENT, False).rose.happened)


def test_what_is_learned_from_them_is_found_again_by_what_they_are(store):
    for unit, seed in (("Kantor satu", 1), ("Kantor dua", 2)):
        for tahun in (2024, 2025):
            judged(store, unit, tahun, "tpi", seed + tahun)
    seen, same = (transitions(store, INSTRUMENT, False) for _ in range(2))
    rose = seen.rose.happened.copy()
    place = tuple(np.argwhere(rose == 0)[0])
    rose[place] = 1
    others = [replace(seen.rose, happened=rose), replace(seen.rose, tahun=seen.rose.tahun + 1)]
    marks = [mark([one], {}, str) for one in (seen, same, *map(Transitions, others))]
    assert marks[0] == marks[1] and len(set(marks)) == 3
