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

from kill_operations import DATABASE, OPERATIONS
from places import ROOT

from zi_metrics.store.connection import Store

_HERE = Path(__file__).parent
_PATIENCE = 60


class Killer:
    """A child to fork from, and the forks that it kills."""

    def __init__(self, sample, folder, seed=0):
        self._sample, self._folder, self._random = sample, Path(folder), random.Random(seed)
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

    def kill(self, name):
        """Prepare an operation, kill it at a random moment, and check what is left. Raises AssertionError."""
        operation = OPERATIONS[name]
        place = self._folder / f"{name}-{self.kills[name]}"
        place.mkdir()
        operation.prepare(place, self._sample)
        # Sometimes once more: what finishes an operation that was killed may be killed as well.
        for _ in range(self._random.choice((1, 1, 2))):
            self._run_and_kill(name, place, self._random.uniform(0, operation.seconds))
            self.kills[name] += 1
        words = [word for word in (place / "dikonfirmasi").read_text().splitlines() if word != "mulai"]
        failed = [word for word in words if word.startswith("galat")]
        assert not failed, failed
        self.confirmed[name] += len(words)
        operation.check(place, words)
        shutil.rmtree(place)

    def place(self, name):
        """A database of this name's own folder, empty, for a check without a kill; gives the folder."""
        folder = self._folder / name
        folder.mkdir()
        Store(folder / DATABASE).close()
        return folder

    def _run_and_kill(self, name, place, after):
        out = place / "dikonfirmasi"
        begun = out.read_text().count("mulai\n") if out.exists() else 0
        self._child.stdin.write(f"{name} {place}\n")
        self._child.stdin.flush()
        fork = int(self._child.stdout.readline())
        end = time.monotonic() + _PATIENCE
        while not out.exists() or out.read_text().count("mulai\n") == begun:
            assert time.monotonic() < end, "the operation does not begin"
            time.sleep(0.001)
        time.sleep(after)
        with contextlib.suppress(ProcessLookupError):
            os.kill(fork, signal.SIGKILL)
        self._child.stdout.readline()

    def close(self):
        self._child.stdin.close()
        self._child.wait()
