"""Pages take turns at being drawn: only so many at once, however many people click in the same moment.

Python runs one thread at a time. Were all pages drawn at once, each would take as long as all of them together, and
what must be quick, answering the browsers and writing to the database, would wait behind every one of them.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from streamlit.runtime.scriptrunner import get_script_run_ctx

from zi_metrics.processors import processors
from zi_metrics.reading.fair_places import FairPlaces, acting_for

# One waits for the database while another computes; more than a few only take Python's one thread from each other.
_AT_ONCE = max(2, min(4, processors()))
# Of one browser window only the newest run counts; the one before ends at its next element.
_EACH = 2
# Seconds after which a page is drawn all the same: what has its turn may be stuck.
_PATIENCE = 60.0
# Seconds until work that nobody waits for looks again whether a page is being drawn.
_LOOK_AGAIN = 0.05
# Pages that wait for other processes, which read files in turns of their own.
_WITHOUT = frozenset({"unggah"})
_places = FairPlaces(_AT_ONCE, _EACH)


@contextmanager
def turn(page: str) -> Iterator[None]:
    """Around drawing a page (its file's name): wait for a turn, and give it back."""
    context = get_script_run_ctx()
    if page in _WITHOUT or context is None:
        yield
        return
    with acting_for(context.session_id), _places.place(_PATIENCE):
        yield


def until_nobody_draws(stopped: threading.Event) -> None:
    """Wait until no page is being drawn, or the event is set: for work that nobody waits for."""
    while _places.busy and not stopped.wait(_LOOK_AGAIN):
        pass
