"""No matrix is worked on by several threads, however the program is started: they would spin while they wait."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from places import ROOT

_WORKED = "import numpy; numpy.ones((900, 900)) @ numpy.ones((900, 900))"
_COUNTED = "import os; print(len(os.listdir('/proc/self/task')))"
_SETTING = "OPENBLAS_NUM_THREADS"


def threads(first, **settings):
    """How many threads a process has after it worked on a matrix."""
    environment = {name: value for name, value in os.environ.items() if name != _SETTING}
    program = [sys.executable, "-c", f"{first}; {_WORKED}; {_COUNTED}"]
    ran = subprocess.run(program, cwd=ROOT, env=environment | settings, capture_output=True, text=True, check=True)
    return int(ran.stdout.split()[-1])


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="only Linux lists a process's threads here")
@pytest.mark.parametrize("first", ["import streamlit; from zi_ui import given", "from zi_metrics.plan import chance"])
def test_no_matrix_is_worked_on_by_several_threads(first):
    assert threads(first) == threads(first, **{_SETTING: "1"})
