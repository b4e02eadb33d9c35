"""What is saved is what was shown: the fields on screen, compared with those about to be saved.

A widget whose identity changes under a person (its options come from the store, and somebody else saves meanwhile)
falls back to its default on the server while the browser still shows the person's choice. Keys prevent that; this
check makes sure that no other road leads there: a field that differs from what was last shown, without the person's
having changed it, is not saved.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import streamlit as st

_SHOWN, _TOUCHED = "_shown_fields", "_touched_fields"
_EMPTY = "kosong"


@dataclass(frozen=True)
class Field:
    """One field of the form.

    key: of its widget; name: as people call it (Indonesian); value: what it says now
    """

    key: str
    name: str
    value: object


def kept(key: str) -> dict[str, Any]:
    """The arguments of a widget that stays the same whatever its options, and tells when a person changes it."""
    return {"key": key, "on_change": _touched, "args": (key,)}


def _touched(key: str) -> None:
    st.session_state[_TOUCHED] = st.session_state.get(_TOUCHED, frozenset()) | {key}


def changed_unseen(fields: Iterable[Field]) -> list[str]:
    """A sentence (Indonesian) for each field that says something else than was last shown, though nobody changed it."""
    shown: dict[str, object] | None = st.session_state.get(_SHOWN)
    if shown is None:
        return []
    meant = st.session_state.get(_TOUCHED, frozenset())
    return [
        f"{field.name}: yang terakhir tampil '{_text(shown.get(field.key))}', sekarang '{_text(field.value)}'."
        for field in fields
        if field.key not in meant and shown.get(field.key) != field.value
    ]


def remember_shown(fields: Iterable[Field]) -> None:
    """Keep what the page shows now, once all of it has been drawn."""
    st.session_state[_SHOWN] = {field.key: field.value for field in fields}
    st.session_state[_TOUCHED] = frozenset()


def forget_shown() -> None:
    """For a fresh upload: nothing has been shown yet."""
    st.session_state.pop(_SHOWN, None)
    st.session_state.pop(_TOUCHED, None)


def _text(value: object) -> str:
    return _EMPTY if value in (None, "") else str(value)
