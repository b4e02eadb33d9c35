"""Who is at work: asked wherever something is saved, told once. Typed into any field, it stands in all others.

The name is kept for the session under a key of its own, as Streamlit forgets what was typed into a field that a page
does not draw.
"""

import streamlit as st

_NAME = "_person"
_EXAMPLE = "Nama atau jabatan Anda"


def name() -> str:
    """The name told last, '' when nobody has told one."""
    return st.session_state.get(_NAME, "").strip()


def ask(label: str, key: str) -> str:
    """A field for the name, filled with what was told before; gives the name, '' when there is none.

    key: of the field, another one for each that a page draws.
    """
    _fill(key)
    return (
        st.text_input(label, key=key, placeholder=_EXAMPLE, on_change=remember, args=(key,), persist_state="session")
        or ""
    ).strip()


def ask_in_form(label: str, key: str) -> str:
    """The same inside a form, whose button has to say `on_click=person.remember, args=(key,)`: fields there tell
    nothing themselves.
    """
    _fill(key)
    return (st.text_input(label, key=key, placeholder=_EXAMPLE, persist_state="session") or "").strip()


def remember(key: str) -> None:
    """For a widget's callback: the name is what the field with this key says now."""
    if key in st.session_state:
        st.session_state[_NAME] = st.session_state[key]


def _fill(key: str) -> None:
    # Only where another name was told elsewhere: a field that is set anew loses what is being typed into it.
    told = st.session_state.get(_NAME, "")
    if st.session_state.get(key, "") != told:
        st.session_state[key] = told
