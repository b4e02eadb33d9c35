"""What the figures of a page are about: the choices and sources behind them, as paper and downloaded files state them.

A page collects them from its top to its bottom, so that a table is told with what stands above it.
"""

import streamlit as st

from zi_metrics.as_of import today
from zi_metrics.bahasa import format_date
from zi_ui import paper

_STATED = "_stated"


def begin(page: str) -> None:
    """Start anew, for the page of this title."""
    st.session_state[_STATED] = {"Layar": page}


def say(label: str, text: str) -> None:
    """State a source, or something else that figures rest on. Plain text, not Markdown."""
    st.session_state.setdefault(_STATED, {})[label] = " ".join(text.split())


def as_recorded(what: str) -> None:
    """State that figures rest on what is recorded here, as it is today."""
    say("Sumber", f"{what}, keadaan {format_date(today())}")


def choose(label: str, text: str) -> None:
    """State what was chosen with a widget; on paper the words stand where the widget was."""
    say(label, text)
    paper.show_line(f"{label}: {text}")


def stated() -> dict[str, str]:
    """All that has been stated so far: label -> text, the page first."""
    return dict(st.session_state.get(_STATED, {}))
