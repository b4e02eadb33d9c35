"""A chance from another process is the one that is computed here, and where there is no process it is computed here."""

import os
import signal
from collections import OrderedDict

import numpy as np
import pytest
from assessments import INSTRUMENT, past_pairs, real_values

from zi_metrics.plan import chance_elsewhere, workers
from zi_metrics.plan.chance import SurveyErrors, chances
from zi_metrics.plan.chance_elsewhere import chances_elsewhere
from zi_metrics.plan.corrections import corrections_from
from zi_metrics.plan.foresight import foresight
from zi_metrics.plan.settings import SettingsProblem
from zi_metrics.scoring.gates import gate_system

SYSTEMS = [gate_system(INSTRUMENT, predikat) for predikat in INSTRUMENT.predikat]
ERRORS = SurveyErrors({"B.I.a.1": 0.05}, {})


def past(seed, tahun=2025):
    return foresight(corrections_from(INSTRUMENT, past_pairs(np.random.default_rng(seed), 8)), tahun)


def test_it_is_the_same_to_the_last_digit_for_whatever_is_asked(other):
    known = [past(1), past(2), past(1, 2026)]
    for number in range(6):
        values = real_values(np.random.default_rng([3, number]), 0.85)
        # Each was sent once, and is asked again.
        for one in (*known, *known):
            asked = SYSTEMS, values, one, ERRORS, f"Unit {number}"
            assert chances_elsewhere(*asked) == chances(*asked)
    values = real_values(np.random.default_rng(3), 0.85)
    assert chances_elsewhere(SYSTEMS, values, None, ERRORS) == chances(SYSTEMS, values, None, ERRORS)
    assert other != os.getpid()


def test_what_a_process_was_sent_it_keeps_only_so_much_of(monkeypatch):
    # As in the other process.
    monkeypatch.setattr(chance_elsewhere, "_sent", OrderedDict())
    monkeypatch.setattr(chance_elsewhere, "_MOST", 16)
    values = real_values(np.random.default_rng(3), 0.85)
    asked = INSTRUMENT.kode, INSTRUMENT.versi, ("wbk",), values, ERRORS, ""
    first, second, third = (past(1, tahun) for tahun in (2023, 2024, 2025))
    for one in (first, second, first, third):
        mark = one.corrections.digest, one.tahun
        assert chance_elsewhere._chances(*asked, mark, one) == chances(SYSTEMS[:1], values, one, ERRORS)
    kept = [chance_elsewhere._chances(*asked, (one.corrections.digest, one.tahun)) for one in (first, second)]
    assert kept == [chances(SYSTEMS[:1], values, first, ERRORS), {}]


def test_what_is_wrong_is_told_as_it_is_here(other):
    with pytest.raises(SettingsProblem, match="belum ada cukup pasangan penilaian"):
        chances_elsewhere(SYSTEMS, real_values(np.random.default_rng(3), 0.85))


def test_the_first_to_ask_is_not_kept_waiting_and_one_processor_asks_nobody(own_processes, monkeypatch):
    monkeypatch.setattr(workers, "processors", lambda: 2)
    assert workers.elsewhere(os.getpid) is None
    monkeypatch.setattr(workers, "processors", lambda: 1)
    assert workers.elsewhere(os.getpid) is None


def test_a_process_that_was_killed_is_none_and_then_there_is_another(other):
    os.kill(other, signal.SIGKILL)
    found = []
    while not (found and found[-1]):
        found.append(workers.elsewhere(os.getpid))
    assert None in found and found[-1] not in (other, os.getpid())
