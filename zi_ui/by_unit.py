"""What is told of each unit, kept by unit: what anybody stores of one makes anew what is told of this one, not of all.

Found of the whole database and the same for everybody, so that those who see different units share what they both see.
Of units that are not in the asking person's scope what is told is found anew, as narrowly as ever.
"""

import threading
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Concatenate, ParamSpec, TypeVar

import pandas as pd
import streamlit as st

from zi_metrics.store.connection import Store
from zi_metrics.store.seen_versions import UnitStates, unit_states
from zi_ui.asked_by import mark
from zi_ui.caching import key_of_anybody

P = ParamSpec("P")
R = TypeVar("R")
# What of a unit an answer rests on: a method of UnitStates.
StateOf = Callable[[UnitStates, str], tuple]


class _Known:
    """The units of which something is known, each with what was stored of it then."""

    def __init__(self) -> None:
        self.turn = threading.Lock()
        self.shared: tuple | None = None
        self.states: dict[str, tuple] = {}

    def to_ask(self, shared: tuple, state_of: Callable[[str], tuple], wanted: Sequence[str]) -> list[str]:
        """Of some units those that are not known, or of which something was stored since."""
        if self.shared != shared:
            self.shared = shared
            self.states.clear()
        return [one for one in dict.fromkeys(wanted) if self.states.get(one) != state_of(one)]

    def take(self, found: Any, asked: Sequence[str]) -> None:
        """What was found of some units, in place of what was known of them."""
        raise NotImplementedError

    def noted(self, state_of: Callable[[str], tuple], units: Sequence[str]) -> None:
        self.states.update((one, state_of(one)) for one in units)


class _KnownRows(_Known):
    def __init__(self) -> None:
        super().__init__()
        self.rows = pd.DataFrame()

    def take(self, found: pd.DataFrame, asked: Sequence[str]) -> None:
        left = self.rows if self.rows.columns.empty else self.rows[~_is_of(self.rows, asked)]
        if left.empty:
            self.rows = found.reset_index(drop=True)
        else:
            self.rows = pd.concat([left, found] if len(found) else [left], ignore_index=True)
        # Columns of one kind beside each other: some rows of a wide table are found in half the time.
        self.rows = self.rows.copy()


class _KnownValues(_Known):
    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, Any] = {}

    def take(self, found: Mapping[str, Any], asked: Sequence[str]) -> None:
        for one in asked:
            self.values.pop(one, None)
        self.values.update(found)


@st.cache_resource(show_spinner=False, max_entries=60)
def _rows_known(asked: str) -> _KnownRows:
    del asked  # Only in the key.
    return _KnownRows()


@st.cache_resource(show_spinner=False, max_entries=60)
def _values_known(asked: str) -> _KnownValues:
    del asked  # Only in the key.
    return _KnownValues()


def rows_by_unit(
    function: Callable[Concatenate[Store, Sequence[str], P], pd.DataFrame], of: StateOf = UnitStates.of
) -> Callable[Concatenate[Store, Sequence[str], P], pd.DataFrame]:
    """The function of a store and some units (unit_id), whose table has rows of these units alone, each row resting on
    nothing but what is stored of its unit (column unit_id). Kept by unit; given in no order, but for each unit's own.

    of: what of a unit it rests on, where that is less than all
    """

    def asked(store: Store, units: Sequence[str], *args: P.args, **kwargs: P.kwargs) -> pd.DataFrame:
        mine, others = _parted(store, units)
        known = _rows_known(_mark(store, function, args, kwargs))
        with known.turn:
            _complete(known, store, mine, of, lambda whole, some: function(whole, some, *args, **kwargs))
            rows = known.rows
        if rows.columns.empty:
            # Nothing was ever asked: its columns, without a row.
            rows = function(store, [], *args, **kwargs)
        found = rows[_is_of(rows, mine)]
        if not others:
            return found
        more = function(store, others, *args, **kwargs)
        return pd.concat([found, more], ignore_index=True) if len(found) and len(more) else more if len(more) else found

    return asked


def values_by_unit(
    function: Callable[Concatenate[Store, Sequence[str], P], Mapping[str, R]], of: StateOf = UnitStates.of
) -> Callable[Concatenate[Store, Sequence[str], P], dict[str, R]]:
    """The function of a store and some units (unit_id) that tells a value of each of these, or nothing of it, resting
    on nothing but what is stored of the unit. Kept by unit. The values cannot change.

    of: what of a unit it rests on, where that is less than all
    """

    def asked(store: Store, units: Sequence[str], *args: P.args, **kwargs: P.kwargs) -> dict[str, R]:
        mine, others = _parted(store, units)
        known = _values_known(_mark(store, function, args, kwargs))
        with known.turn:
            _complete(known, store, mine, of, lambda whole, some: function(whole, some, *args, **kwargs))
            found = {one: known.values[one] for one in mine if one in known.values}
        return {**found, **function(store, others, *args, **kwargs)} if others else found

    return asked


def _is_of(rows: pd.DataFrame, units: Sequence[str]) -> pd.Series:
    # Among pandas' own strings it looks ten times as long.
    return rows["unit_id"].astype(object).isin(units)


def _parted(store: Store, units: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """Those in the asking person's scope, and the others: merged into one of theirs, or not theirs to see."""
    seen = store.scope.units()
    if seen is None:
        return units, ()
    return [one for one in units if one in seen], [one for one in units if one not in seen]


def _mark(store: Store, function: Callable, args: tuple, kwargs: Mapping[str, Any]) -> str:
    return mark((store, function.__module__, function.__qualname__, *args), kwargs, key_of_anybody)


def _complete(known: _Known, store: Store, units: Sequence[str], of: StateOf, found_of: Callable) -> None:
    """Let all of some units be known as they are now."""
    # Before anything is found: what is stored meanwhile makes it an old one.
    now = unit_states(store)
    state_of = partial(of, now)
    if to_ask := known.to_ask(now.shared, state_of, units):
        known.take(found_of(store.whole(), to_ask), to_ask)
        known.noted(state_of, to_ask)
