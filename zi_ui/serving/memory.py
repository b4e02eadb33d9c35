"""Memory that nobody uses any more is looked for now and then, beside the visits and not after each of them.

Streamlit would look through everything after every run of a page (`runner.postScriptGC`; `.streamlit/config.toml` says
no): with the libraries loaded that takes several times as long as drawing the page, and Python does nothing else
meanwhile.
"""

import gc
import threading

# Seconds between two looks. Python itself looks as well, when many objects have come.
_EVERY = 20.0


def set_aside() -> None:
    """Let what is loaded by now, which stays as long as the server runs, never be looked through again."""
    gc.collect()
    gc.freeze()


def look(until: threading.Event, every: float = _EVERY) -> None:
    """Look again and again, where anything came since, until the event is set. In a thread of its own."""
    while not until.wait(every):
        young, *older = gc.get_count()
        if any(older) or young > gc.get_threshold()[0]:
            gc.collect()
