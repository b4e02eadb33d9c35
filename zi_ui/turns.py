"""Pages take turns at being drawn, one at a time, however many people click in the same moment.

Python runs one thread at a time. Were all pages drawn at once, each would take as long as all of them together, and
what must be quick, answering the browsers and writing to the database, would wait behind every one of them. Two at once
are dearer than one after the other, too: they take Python's one thread from each other hundreds of times a second. Only
what takes long does not keep the others waiting (docs/keputusan/0039-satu-halaman-sekaligus.md).
"""

from collections.abc import Iterator
from contextlib import contextmanager

from streamlit.runtime.scriptrunner import get_script_run_ctx

from zi_metrics.processors import processors
from zi_metrics.reading.fair_places import FairPlaces, acting_for

# Most pages are drawn in a fraction of a second. What has taken so many seconds goes on beside the next: a plan for a
# thousand units, figures of ten thousand that nobody asked for before; at least two of these, for each processor one.
_LONG_S = 1.0
_ASIDE = max(2, min(4, processors()))
# Of one browser window only the newest run counts; the one before ends at its next element.
_EACH = 2
# Seconds after which a page is drawn all the same: what has its turn may be stuck.
_PATIENCE = 60.0
# Pages that wait for other processes, which read files in turns of their own.
_WITHOUT = frozenset({"unggah"})
_places = FairPlaces(1, _EACH, _LONG_S, _ASIDE)


@contextmanager
def turn(page: str) -> Iterator[None]:
    """Around drawing a page (its file's name): wait for a turn, and give it back."""
    context = get_script_run_ctx()
    if page in _WITHOUT or context is None:
        yield
        return
    with acting_for(context.session_id), _places.place(_PATIENCE):
        yield


def others_wait() -> bool:
    """Whether anybody waits for a turn."""
    return _places.waiting > 0


@contextmanager
def aside() -> Iterator[None]:
    """Around what a page waits for and another process does: the next page has its turn meanwhile."""
    with _places.aside():
        yield


@contextmanager
def between() -> Iterator[None]:
    """Around short work that all who come need done: it has a turn after the page that is being drawn, every other
    one where many wait.
    """
    with _places.place(_PATIENCE, between=True):
        yield
