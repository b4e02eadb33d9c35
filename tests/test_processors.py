"""The processors that this process may use, not those that the machine has."""

import os
import subprocess
import sys

import pytest

from zi_metrics.processors import processors


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="needs a system that pins processes")
def test_a_process_that_is_kept_to_one_processor_counts_one():
    asked = "import os; os.sched_setaffinity(0, {min(os.sched_getaffinity(0))}); "
    asked += "from zi_metrics.processors import processors; print(processors())"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "1" and processors() >= 1
