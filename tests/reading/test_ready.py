"""What the ready process promises: a child of its own for each file, nothing kept, and none left when we are gone."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import hostile_files
import psutil
import pytest

from zi_metrics.reading import UnreadableFile, parent, read_spreadsheet

pytestmark = pytest.mark.skipif(parent._ready is None, reason="this system does not fork; each child starts anew")

ROOT = Path(__file__).resolve().parents[2]
GOOD = hostile_files.xls({(1, 1): 1.0})
READS = """
import sys, time
from zi_metrics.reading import parent, read_spreadsheet
read_spreadsheet("a.xls", bytes.fromhex(sys.argv[1]))
print(parent._ready.pid, flush=True)
time.sleep(600)
"""
# A process that forks children which do nothing, in the ready one's place.
IDLE = parent._START_TEMPLATE.replace(
    "import main;",
    "import main; from zi_metrics.reading import child; child.main = lambda: __import__('time').sleep(9);",
)


def value() -> object:
    return read_spreadsheet("a.xls", GOOD).sheets[0].value(1, 1)


def gone(pid: int) -> bool:
    for _ in range(1_000):
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.01)
    return False


def test_one_process_serves_all_files_and_leaves_no_child(ready):
    assert value() == 1.0
    first = ready.pid
    assert [value() for _ in range(20)] == [1.0] * 20
    assert ready.pid == first
    assert psutil.Process(first).children() == []


def test_when_it_was_ended_the_next_file_is_read_by_a_new_one(ready):
    assert value() == 1.0
    first = ready.pid
    os.kill(first, signal.SIGKILL)
    assert gone(first)
    assert value() == 1.0
    assert ready.pid != first


def test_when_it_is_ended_at_work_the_file_is_not_blamed_and_the_next_is_read(ready, monkeypatch):
    monkeypatch.setattr(parent, "_START_TEMPLATE", IDLE)
    end_it = parent._watch

    def watch(*arguments):
        os.kill(ready.pid, signal.SIGKILL)
        end_it(*arguments)

    monkeypatch.setattr(parent, "_watch", watch)
    with pytest.raises(UnreadableFile, match="kekurangan sumber daya"):
        value()
    monkeypatch.setattr(parent, "_watch", end_it)
    monkeypatch.undo()
    assert value() == 1.0


def test_a_child_that_is_given_up_is_ended(ready, monkeypatch):
    monkeypatch.setattr(parent, "_START_TEMPLATE", IDLE)
    children = []

    def watch(child, *_):
        children.append(child.pid)
        raise parent.bounds.Refusal("diakhiri", "Ulangi.")

    monkeypatch.setattr(parent, "_watch", watch)
    with pytest.raises(UnreadableFile, match="diakhiri"):
        value()
    assert gone(children[0])


def test_it_ends_when_its_server_was_killed():
    process = subprocess.Popen([sys.executable, "-c", READS, GOOD.hex()], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    own = int(process.stdout.readline())
    process.kill()
    process.wait()
    process.stdout.close()
    assert gone(own)
