"""How answers are kept until what they rest on changes: what of a store they are found by (what else: `asked_by`).

Whoever gets an answer gets one of his own (`own_copies`). The store counts as its file and version (or its file alone,
for what never changes once stored).
"""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

import streamlit as st

from zi_metrics.lke.assessment import Assessment
from zi_metrics.store import tables
from zi_metrics.store.connection import Store
from zi_metrics.store.seen_versions import (
    names_version,
    seen_registers_version,
    seen_surveys_version,
    seen_version,
    unit_state,
    work_version,
)
from zi_ui.asked_by import mark
from zi_ui.own_copies import handed_out

# Loaded with app.py, before the server runs: that no runtime is found then is no news to anybody, and no line of JSON.
logging.getLogger("streamlit.runtime.caching.cache_data_api").setLevel(logging.ERROR)

P = ParamSpec("P")
R = TypeVar("R")
About = TypeVar("About", str, Assessment)
Key = Callable[[Store], tuple[str, ...]]


def key_of_store(store: Store) -> tuple[str, ...]:
    """What may be seen: of one database what is in scope, the same for all whose scopes are alike."""
    return (str(store.path), store.scope.key)


def key_of_version(store: Store) -> tuple[str, ...]:
    """What may be seen, and what is imported and recorded of it: what others import makes nothing stale."""
    return (*key_of_store(store), seen_version(store))


def key_of_names(store: Store) -> tuple[str, ...]:
    """What may be seen, for what rests on nothing but the units' names and places in the tree."""
    return (*key_of_store(store), names_version(store))


def key_of_surveys(store: Store) -> tuple[str, ...]:
    """What may be seen, for what rests on nothing but surveys, names, dates and settings: an LKE leaves it as it is."""
    return (*key_of_store(store), seen_surveys_version(store))


def key_of_learned(store: Store) -> tuple[str, ...]:
    """For what is learned from all units, and is the same whoever asks."""
    return (str(store.path), tables.version(store))


def key_of_anybody(store: Store) -> tuple[str, ...]:
    """Only for what is the same whoever asks about an assessment; whoever has one in hand, found it in their scope.

    What of the store an answer rests on is asked with it.
    """
    return (str(store.path),)


def key_of_registers(store: Store) -> tuple[str, ...]:
    """What may be seen, with what the registers of work hold of it."""
    return (*key_of_version(store), seen_registers_version(store))


def key_of_work(store: Store) -> tuple[str, ...]:
    """What may be seen, for what rests on nothing but the registers of work, names and settings."""
    return (*key_of_store(store), work_version(store))


def cached(
    function: Callable[P, R],
    key: Key = key_of_version,
    spinner: str | bool = False,
    most: int = 200,
    unchanging: bool = False,
) -> Callable[P, R]:
    """The function with its answers kept: one for each set of arguments and state of the store, `most` at a time.

    key: what of the store an answer rests on; spinner: what people read while it is computed (False = nothing)
    unchanging: nothing in an answer can be changed by whoever gets it, which is not looked for in all of it.
    """

    # What begins with a line Streamlit does not look at: its own look at each argument took a fifth of a page's time.
    def answer(asked: str, _find: Callable[[], R]) -> Callable[[], R]:
        del asked  # Only in the key.
        found = _find()
        return (lambda: found) if unchanging else handed_out(found)

    # By these it tells whose answers they are.
    answer.__module__, answer.__qualname__ = function.__module__, function.__qualname__
    # Kept as it is, not in bytes: of very many units, reading these anew at every click took longer than all else.
    kept = st.cache_resource(show_spinner=spinner, max_entries=most)(answer)

    @wraps(function)
    def asked(*args: P.args, **kwargs: P.kwargs) -> R:
        return kept(mark(args, kwargs, key), lambda: function(*args, **kwargs))()

    return asked


def cached_of_unit(
    function: Callable[Concatenate[Store, About, P], R],
    spinner: str | bool = False,
    most: int = 500,
    state_of: Callable[[Store, str], str] = unit_state,
) -> Callable[Concatenate[Store, About, P], R]:
    """The function about one unit, by its id or an assessment of it, with its answers kept: the same for all who see
    the unit, until anything of this very unit is stored or written. Whoever does not see it is answered as ever.

    state_of: what of the unit an answer rests on, where that is less than all
    """

    def answer(store: Store, state: str, about: About, *args: P.args, **kwargs: P.kwargs) -> R:
        del state  # Only in the key.
        return function(store, about, *args, **kwargs)

    kept = cached(wraps(function)(answer), key_of_anybody, spinner, most)

    @wraps(function)
    def asked(store: Store, about: About, *args: P.args, **kwargs: P.kwargs) -> R:
        unit_id, seen = about if isinstance(about, str) else about.unit_id, store.scope.units()
        if seen is not None and unit_id not in seen:
            return function(store, about, *args, **kwargs)
        return kept(store, state_of(store, unit_id), about, *args, **kwargs)

    return asked
