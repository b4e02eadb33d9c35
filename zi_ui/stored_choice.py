"""Choosing among what is stored, while others store and take away: what is chosen stays, or is gone and said to be.

A widget by itself falls back to its first option when the chosen one has gone, and tells options apart by their words
only; a button beside it would then act on another thing than the person chose.
"""

import hashlib
from collections.abc import Iterable, Mapping

import streamlit as st

from zi_ui.naming import named

_SETTLED = "_settled_"
_GONE = "Yang dipilih pada “{label}” tidak ada lagi; orang lain mengubahnya sementara itu. Pilih lagi."


def choose_one(label: str, names: Mapping[str, str], key: str) -> str | None:
    """One of some stored things (id -> words), the first one at first; None when what was chosen has gone.

    key: with whose things these are in it; the choice is not carried over to another unit's.
    """
    if key in st.session_state:
        kept, settled_now = st.session_state[key], st.session_state.pop(_SETTLED + key, False)
        if kept is not None and kept not in names and settled_now:
            kept = next(iter(names), None)
        elif kept is not None and kept not in names:
            st.warning(_GONE.format(label=label), icon=":material/sync_problem:")
            kept = None
        # Written anew, so that the browser has the words of today for it.
        st.session_state[key] = kept
    return st.selectbox(label, list(names), format_func=named(names), key=key, placeholder="Pilih")


def settled(key: str) -> None:
    """The person has just done what takes the chosen thing away from this choice: nobody has to be told that."""
    st.session_state[_SETTLED + key] = True


def choose_several(label: str, names: Mapping[str, str], key: str, at_first: Iterable[str], placeholder: str) -> list:
    """Several of some stored things (id -> words): those of `at_first` until a person chooses; what has gone is left
    out.
    """
    touched = f"_touched_{key}"
    kept = st.session_state.get(key, []) if st.session_state.get(touched) else at_first
    st.session_state[key] = [one for one in kept if one in names]
    return st.multiselect(
        label,
        list(names),
        format_func=named(names),
        key=key,
        placeholder=placeholder,
        select_all=False,
        on_change=_touched,
        args=(touched,),
    )


def _touched(name: str) -> None:
    st.session_state[name] = True


def key_of(name: str, *identities: object) -> str:
    """A key for a widget about just these things, in this order: with others it is another widget."""
    return f"{name}_{hashlib.sha256(repr(identities).encode()).hexdigest()[:16]}"
