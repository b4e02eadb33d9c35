"""Plans by other processes: the same as made here, in their order, also when those processes are gone."""

import os
import signal

import numpy as np
import pandas as pd
import pytest
from assessments import INSTRUMENT, real_values
from pandas.testing import assert_frame_equal

from zi_metrics.plan import workers
from zi_metrics.plan.portfolio import effort_table
from zi_metrics.plan.settings import PlanSettings, SettingsProblem
from zi_metrics.scoring.gates import gate_system

GATES = gate_system(INSTRUMENT, "wbk")
CODES = [question.kode for question in INSTRUMENT.questions()]
ENOUGH = workers._FEWEST


def units(count):
    rows = [real_values(np.random.default_rng([7, number]), 0.5 + 0.4 * number / count) for number in range(count)]
    return pd.DataFrame(rows, index=[f"Unit {number}" for number in range(count)]).reindex(columns=CODES).astype(float)


def where(common, each):
    return [(common, one, os.getpid()) for one in each]


def test_many_are_asked_of_other_processes_and_come_back_in_order(own_processes):
    found = [one for part in workers.in_parts(where, "sama", range(ENOUGH)) for one in part]
    assert [(common, one) for common, one, _ in found] == [("sama", one) for one in range(ENOUGH)]
    assert os.getpid() not in {process for *_, process in found}
    (few,) = workers.in_parts(where, "sama", range(ENOUGH - 1))
    assert {process for *_, process in few} == {os.getpid()}


def test_efforts_are_those_that_are_computed_here(own_processes, monkeypatch):
    many = units(ENOUGH)
    elsewhere = effort_table(GATES, many)
    monkeypatch.setattr(workers, "_FEWEST", 1000)
    assert_frame_equal(elsewhere, effort_table(GATES, many))


def test_when_the_processes_are_killed_the_plans_are_made_all_the_same(own_processes):
    found = workers.in_parts(where, "", range(ENOUGH))
    for process in {process for part in found for *_, process in part}:
        os.kill(process, signal.SIGKILL)
    again = [one for part in workers.in_parts(where, "", range(ENOUGH)) for one in part]
    assert [one for _, one, _ in again] == list(range(ENOUGH))


def test_what_is_wrong_with_settings_is_told_as_it_is_here(own_processes):
    wrong = PlanSettings(kunci=frozenset({"tidak ada"}))
    with pytest.raises(SettingsProblem) as here:
        effort_table(GATES, units(2), wrong)
    with pytest.raises(SettingsProblem) as there:
        effort_table(GATES, units(ENOUGH), wrong)
    assert str(there.value) == str(here.value)
