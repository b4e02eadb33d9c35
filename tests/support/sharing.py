"""What is dear to make and then only read: made once in a run, by whichever worker needs it first."""

import sqlite3
import tempfile
from contextlib import contextmanager
from pathlib import Path

# How long, in seconds, one worker waits for another that is making what both need: only so that a hang ends at all.
PATIENCE = 3600


@contextmanager
def alone(lock):
    """Be the only process inside for this lock, a path; waits for the others.

    An exclusive transaction of SQLite is a lock between processes on every system, and the system frees it when its
    holder dies.
    """
    connection = sqlite3.connect(lock, timeout=PATIENCE, isolation_level=None)
    try:
        connection.execute("BEGIN EXCLUSIVE")
        yield
    finally:
        connection.close()


def made_once(folder, name, make):
    """The path of a file in a folder that all workers of a run share; where it is missing, make(path) writes it.

    It comes to its place whole or not at all: what a worker that died left half made is never taken for it.
    """
    made = Path(folder) / name
    with alone(made.with_name(f"{name}.lock")):
        if not made.exists():
            with tempfile.TemporaryDirectory(dir=folder) as place:
                half = Path(place) / name
                make(half)
                half.replace(made)
    return made
