"""Streamlit with the database's write lock watched: `python watched_server.py run app.py ...`, in place of Streamlit.

Writes to the file that ZI_WATCHED names how long the lock was waited for and held, a line each time it is given back.
"""

import os
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from streamlit.web.cli import main

from zi_metrics.store.database import Database


class WatchedLock:
    """A lock that writes down, in seconds, how long each holder waited for it and had it."""

    def __init__(self, told):
        self._lock, self._told, self._times = threading.Lock(), told, (0.0, 0.0)

    def acquire(self, *args, **kwargs):
        """As a lock's own."""
        begun = time.monotonic()
        got = self._lock.acquire(*args, **kwargs)
        if got:
            now = time.monotonic()
            self._times = (now - begun, now)
        return got

    def release(self):
        """As a lock's own."""
        waited, since = self._times
        with self._told.open("a", encoding="utf-8") as file:
            file.write(f"{waited:.4f} {time.monotonic() - since:.4f}\n")
        self._lock.release()

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *why):
        self.release()


def times_in(told):
    """(seconds waited, seconds held) of every use."""
    return [tuple(map(float, line.split())) for line in Path(told).read_text(encoding="utf-8").splitlines()]


def _watch(told):
    opened = Database.__init__

    def opening(self, path):
        opened(self, path)
        self.write_lock = WatchedLock(told)

    Database.__init__ = opening


if __name__ == "__main__":
    _watch(Path(os.environ["ZI_WATCHED"]))
    sys.argv[0] = "streamlit"
    main(prog_name="streamlit")
