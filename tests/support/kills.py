"""Kills operations at random moments, and looks at what is left."""

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import psutil
from kill_operations import DATABASE, OPERATIONS, sample_database
from places import ROOT

from zi_metrics.store.connection import Store

_HERE = Path(__file__).parent
_PATIENCE = 60


def words(path):
    """What a fork has confirmed so far, whole words only."""
    return path.read_text().split("\n")[:-1] if path.exists() else []


class Killer:
    """A child to fork from, and the forks that it kills."""

    def __init__(self, folder, seed=0):
        self._folder, self._random = Path(folder), random.Random(seed)
        self._sample = self._folder / "contoh.duckdb"
        sample_database(self._sample)
        paths = os.pathsep.join([str(_HERE), str(ROOT)])
        self._child = subprocess.Popen(
            [sys.executable, str(_HERE / "kill_operations.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": paths},
        )
        assert self._child.stdout.readline() == "siap\n"
        # Per operation: how many kills, and how many things had been confirmed before them.
        self.kills, self.confirmed = Counter(), Counter()
        # Seconds that a step of an operation took last, on this machine as busy as it is.
        self._pace = {}

    def kill(self, name):
        """Prepare an operation, kill it at a random moment, and check what is left. Raises AssertionError."""
        operation = OPERATIONS[name]
        place = self._folder / f"{name}-{self.kills[name]}"
        place.mkdir()
        operation.prepare(place, self._sample)
        # Sometimes once more: what finishes an operation that was killed may be killed as well.
        for _ in range(self._random.choice((1, 1, 2))):
            self._run_and_kill(name, place)
            self.kills[name] += 1
        confirmed = [word for word in words(place / "dikonfirmasi") if word != "mulai"]
        failed = [word for word in confirmed if word.startswith("galat")]
        assert not failed, failed
        self.confirmed[name] += len(confirmed)
        operation.check(place, confirmed)
        shutil.rmtree(place)

    def place(self, name):
        """A database of this name's own folder, empty, for a check without a kill; gives the folder."""
        folder = self._folder / name
        folder.mkdir()
        Store(folder / DATABASE).close()
        return folder

    def _run_and_kill(self, name, place):
        """Wait for some confirmations, then kill at a random moment of the next step, however busy the machine is."""
        out = place / "dikonfirmasi"
        words_before = len(words(out))
        self._child.stdin.write(f"{name} {place}\n")
        self._child.stdin.flush()
        fork = int(self._child.stdout.readline())
        # The first word is that it has begun.
        wanted = words_before + 1 + self._random.randrange(OPERATIONS[name].steps + 1)
        begun, end = time.monotonic(), time.monotonic() + _PATIENCE
        # An operation that is killed twice may have little left to do, and be over before.
        while len(words(out)) < wanted and psutil.pid_exists(fork):
            assert time.monotonic() < end, "the operation does not go on"
            time.sleep(0.001)
        confirmed = len(words(out)) - words_before - 1
        if confirmed > 0:
            self._pace[name] = (time.monotonic() - begun) / confirmed
        time.sleep(self._random.uniform(0, self._pace.get(name, OPERATIONS[name].seconds)))
        with contextlib.suppress(ProcessLookupError):
            os.kill(fork, signal.SIGKILL)
        self._child.stdout.readline()

    def close(self):
        self._child.stdin.close()
        self._child.wait()
