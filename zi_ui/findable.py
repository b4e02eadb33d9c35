"""Choosing among very many units: a list holds so many names, and a search leads to all others."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

import streamlit as st

from zi_metrics.bahasa import format_number
from zi_metrics.store.unit_names import folded_name

K = TypeVar("K", bound=Hashable)
# More options than this make a list slow to send and to open.
LISTED = 200
# Where a page has many lists, each has at least so many.
_FEWEST = 50


def findable(
    names: Sequence[str], key: str, present: Iterable[str | None] = (), lists: int = 1, width: int | None = None
) -> list[str]:
    """All names while a list can hold them; else those with the words that the reader seeks, and the present ones.

    key: of the field to search in, drawn only where it is needed; present: names that must stay listed; lists: how many
    lists of the page hold these names.
    """
    most = max(_FEWEST, LISTED // max(lists, 1))
    if len(names) <= most:
        return list(names)
    sought = st.text_input(
        "Cari unit kerja", key=key, placeholder="sebagian namanya", width="stretch" if width is None else width
    )
    words = (sought or "").casefold().split()
    fits = [name for name in names if all(word in name.casefold() for word in words)] if words else names
    kept = _present(names, {name for name in present if name})
    if len(fits) > most:
        st.caption(
            f"Tampak {format_number(most, 0)} dari {format_number(len(fits), 0)} unit; ketik sebagian namanya untuk "
            "mencari."
        )
    return list(dict.fromkeys([*fits[:most], *kept])) or list(names[:1])


def findable_of(named: Mapping[K, str], key: str, present: Iterable[K | None] = (), lists: int = 1) -> dict[K, str]:
    """The same for what is listed by name under other keys (ids): those that a list can hold, in their order.

    named: key -> name; present: keys that must stay listed
    """
    if len(named) <= max(_FEWEST, LISTED // max(lists, 1)):
        return dict(named)
    stay = {one for one in present if one is not None}
    names = list(dict.fromkeys(named.values()))
    listed = set(findable(names, key, [named[one] for one in stay if one in named], lists))
    return {one: name for one, name in named.items() if name in listed}


def _present(names: Sequence[str], wanted: set[str]) -> list[str]:
    """Those of the names that are wanted, in whatever capitals."""
    exact = [name for name in names if name in wanted]
    if len(exact) == len(wanted):
        return exact
    folded = {folded_name(name) for name in wanted}
    return [name for name in names if folded_name(name) in folded]
