"""The page's address: read and written here alone, and written once per act of a person.

Each writing is an entry in the browser's history, so what a run chooses is gathered and written at its end, by app.py
(`written_once`). What was gathered by a run that ended early is not lost: it stands before what the address still
says, until a link, the menu or Back brings another address.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import streamlit as st
from streamlit.runtime.scriptrunner_utils.exceptions import ScriptControlException

from zi_ui import folded

# Not written yet (name -> value, None = away with it); as it was written last; as it was when the last run began, or
# written since; whether app.py writes at the end.
_UNWRITTEN, _WRITTEN, _SEEN, _GATHERING = (f"_address_{what}" for what in ("unwritten", "written", "seen", "gathering"))


def asked(name: str) -> str | None:
    """What the address says under this name, or will say once it is written; None = nothing."""
    unwritten = _unwritten()
    return unwritten[name] if name in unwritten else st.query_params.get(name)


def said() -> dict[str, str]:
    """All that the address says, or will say once it is written."""
    everything = {**st.query_params.to_dict(), **_unwritten()}
    return {name: value for name, value in everything.items() if value is not None}


def is_link(name: str) -> bool:
    """Whether what the address says under this name came from outside (a link, Back), not from this app's writing."""
    given = st.query_params.get(name)
    return given is not None and name not in _unwritten() and st.session_state.get(_WRITTEN, {}).get(name) != given


def write(name: str, value: str | None) -> None:
    """Let the address say this under the name (None = nothing): at the run's end, or now where nobody writes then."""
    _unwritten()[name] = value
    if not st.session_state.get(_GATHERING):
        _write()


def choose(name: str, value: str | None) -> None:
    """The same for a widget's callback: the run that follows writes it."""
    _unwritten()[name] = value


@contextmanager
def written_once() -> Iterator[None]:
    """Around a whole run: gather what it writes, and write it at the end.

    A page that ends early does so with `stop`; a run that leads to another one leaves the writing to that.
    """
    now = st.query_params.to_dict()
    if now != st.session_state.get(_SEEN, now):
        _unwritten().clear()
    st.session_state[_SEEN] = now
    st.session_state[_GATHERING] = True
    try:
        yield
    except ScriptControlException:
        st.session_state[_GATHERING] = False
        raise
    except BaseException:
        _finish()
        raise
    _finish()


def stop() -> NoReturn:
    """End the page here. What it chose is written first: once Streamlit stops a run, nothing reaches the browser."""
    _finish()
    st.stop()


def _finish() -> None:
    folded.write()
    st.session_state[_GATHERING] = False
    _write()


def _write() -> None:
    unwritten, now, wanted = _unwritten(), st.query_params.to_dict(), said()
    # Every assignment is a message to the browser and an entry in its history, even of what stands there already.
    if wanted != now:
        st.query_params.from_dict(wanted)
    st.session_state[_SEEN] = wanted
    # Names that no page here asked about stand there still; they remain a link's.
    st.session_state[_WRITTEN] = {**st.session_state.get(_WRITTEN, {}), **unwritten}
    unwritten.clear()


def _unwritten() -> dict[str, str | None]:
    return st.session_state.setdefault(_UNWRITTEN, {})
