"""Whatever is killed at whatever moment: the database opens, and holds exactly what was confirmed.

Here a few kills of each operation; `make kills` does more of them and writes docs/ketahanan.md.
"""

import os

import pytest
from kill_operations import OPERATIONS

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no forks to kill")
EACH = 8


@pytest.mark.parametrize("name", OPERATIONS)
def test_what_was_confirmed_is_there_after_a_kill(killer, name):
    before = killer.kills[name]
    while killer.kills[name] - before < EACH:
        killer.kill(name)


def test_a_loss_is_noticed(killer):
    """The harness itself: an operation that loses what it confirmed fails its check."""
    operation = OPERATIONS["impor"]
    folder = killer.place("hilang")
    with pytest.raises(AssertionError, match="a confirmed import is gone"):
        # An id that nobody stored stands for an import that was confirmed and then lost.
        operation.check(folder, ["0" * 32])
