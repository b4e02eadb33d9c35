"""Reports of 40 units, and pictures of charts, are made in a network without a way out, and nothing asks for one."""

import json
import os
import shutil
import subprocess
import sys

import pytest
from many_units import many_units
from places import ROOT

from zi_metrics.papers.report_kinds import KINDS

SCRIPT = ROOT / "tests" / "support" / "papers_offline.py"
NAMESPACE = ["unshare", "--map-root-user", "--net"]


def can_unshare():
    """Whether this machine gives a process a network of its own."""
    return bool(shutil.which("unshare")) and subprocess.run([*NAMESPACE, "true"], capture_output=True).returncode == 0


@pytest.mark.skipif(not can_unshare(), reason="this machine lets nobody have a network of their own")
def test_every_report_of_forty_units_is_made_without_a_way_out(sample_file, tmp_path):
    database = many_units(sample_file, tmp_path / "banyak.duckdb", 40)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [*NAMESPACE, sys.executable, str(SCRIPT), str(database)]
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=500)
    assert ended.returncode == 0, ended.stderr
    told = json.loads(ended.stdout.splitlines()[-1])
    assert told["units"] == 40 and told["asked"] == []
    wanted = {f"{kind}.{form}" for kind, own in KINDS.items() for form in own.format} | {"bagan.png", "bagan.svg"}
    assert set(told["made"]) == wanted and min(told["made"].values()) > 3000
