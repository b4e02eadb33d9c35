"""Filling with samples that is killed midway leaves nothing half done, and the next run completes it."""

import subprocess
import sys

import pytest
from places import ROOT
from sample_counts import UNITS, what_is_stored

from zi_metrics.samples import lke, surveys
from zi_metrics.store.tables import assessments

# Runs `sample` on a few units and is killed, as by the system, right before or after a named step.
KILLED = """
import importlib, os, sys
from zi_metrics.cli.main import main
from zi_metrics.samples import lke, surveys
from zi_metrics.store import connection

moment, database, count = sys.argv[1:]
all_units = lke.sample_units()
lke.sample_units = lambda: all_units[:int(count)]

def dying(function, after):
    def call(*arguments, **options):
        if not after:
            os.kill(os.getpid(), 9)
        result = function(*arguments, **options)
        os.kill(os.getpid(), 9)
        return result
    return call

when, _, step = moment.partition(" ")
place, name = {
    "assessments": (lke, "save_imports"),
    "surveys": (surveys, "save_surveys"),
    "everything": (lke, "fill_with_sample_surveys"),
    "filling": (importlib.import_module("zi_metrics.cli.sample"), "fill_with_samples"),
}[step]
setattr(place, name, dying(getattr(place, name), when == "after"))
main(["sample", "--if-empty", "--database", database])
raise SystemExit("was not killed")
"""
MOMENTS = ("before assessments", "after assessments", "before surveys", "after surveys", "after everything")


def killed(moment, database):
    """Run and be killed at a moment."""
    done = subprocess.run(
        [sys.executable, "-c", KILLED, moment, str(database), str(UNITS)], cwd=ROOT, capture_output=True
    )
    # Windows ends a process that is killed with this number, other systems tell the signal.
    assert done.returncode in (-9, 9), done.stderr.decode()


@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_before_the_end_nothing_is_there_and_the_next_run_completes_it(sample, tmp_path, moment):
    database = tmp_path / "terhenti.duckdb"
    killed(moment, database)
    # Before the first step there may be no database yet.
    assert what_is_stored(database) == (0, 0)
    complete = sample(tmp_path / "utuh.duckdb")
    assert min(complete) > 0 and sample(database) == complete


def test_killed_right_after_the_end_everything_is_there(sample, tmp_path):
    database = tmp_path / "selesai.duckdb"
    killed("after filling", database)
    assert what_is_stored(database) == sample(tmp_path / "utuh.duckdb") == sample(database)


def test_surveys_that_cannot_be_stored_take_the_assessments_along(few, store, monkeypatch):
    monkeypatch.setattr(surveys, "save_surveys", lambda *_: (_ for _ in ()).throw(OSError("penuh")))
    with pytest.raises(OSError, match="penuh"):
        lke.fill_with_samples(store)
    assert assessments(store).empty
