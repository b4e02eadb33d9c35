"""What a person looks at mostly, so that nobody starts at Pokja 1 and the first unit: the account says it, else this
browser, which keeps the unit and the Pokja chosen last in a cookie of its own (assets/keep.js).
"""

from collections.abc import Mapping
from urllib.parse import unquote

import streamlit as st

from zi_metrics.scope import Act
from zi_ui import given

# Names in the address -> names of the cookies that keep them.
_KEPT = {"unit": "zi_unit", "pokja": "zi_pokja"}
_LONGEST = 300


def remembered(name: str) -> str | None:
    """What to begin with under a name of the address, where nothing was chosen in this visit; None = nothing known."""
    if name == "pokja" and (own := _own_areas()):
        return str(min(own))
    cookie = _KEPT.get(name)
    kept = None if cookie is None else _cookies().get(cookie)
    return unquote(kept)[:_LONGEST] if kept else None


def _cookies() -> Mapping[str, str]:
    return st.context.cookies


def _own_areas() -> frozenset[int]:
    """The areas that somebody's roles are about; empty where they are about all of them."""
    store = given.current()
    if store is None or store.scope.grants is None:
        return frozenset()
    extents = store.scope.grants.get(Act.RENCANA_AKSI, ())
    if any(extent.pokja is None for extent in extents):
        return frozenset()
    return frozenset().union(*(extent.pokja or () for extent in extents))
