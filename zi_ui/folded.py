"""On a phone a page's filters fold to one line that says what is chosen; a tap opens them. Wider screens show them.

The line is written once, with the address, when the run that chose has ended.
"""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from zi_ui.drawn.markup import show, tag

_LINE, _SAID = "_folded_line", "_folded_said"


def forget() -> None:
    """What a run that ended early left unwritten is nothing that this one may write; called at a run's beginning."""
    st.session_state.pop(_LINE, None)


def begin(line: DeltaGenerator) -> None:
    """From now on what is chosen stands in the fold of this row of filters."""
    with line:
        st.session_state[_LINE] = st.empty()
    st.session_state[_SAID] = []


def say(choice: str) -> None:
    """One choice's words."""
    st.session_state.setdefault(_SAID, []).append(str(choice))


def write() -> None:
    """Draw the line, where the page has filters; called at the run's end."""
    line, said = st.session_state.pop(_LINE, None), st.session_state.pop(_SAID, [])
    if line is None or not said:
        return
    with line:
        show(tag("details", tag("summary", " · ".join(said)), class_="zi-fold"))
