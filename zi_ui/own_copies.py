"""An answer that is kept for many, handed out so that whoever gets it may change it: the others never see that.

Tables are not copied cell by cell, which costs what grows with them: pandas copies what of a table is written to at the
moment when it is written to. What cannot change is handed out as it is.
"""

import copy
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from typing import TypeVar

import numpy as np
import pandas as pd

R = TypeVar("R")
_UNCHANGING = frozenset({str, int, float, bool, bytes, type(None), date, datetime, time, pd.Timestamp})


def own(answer: R) -> R:
    """The same answer, for somebody alone."""
    return _own(answer)  # type: ignore[return-value]


def handed_out(answer: R) -> Callable[[], R]:
    """What gives the same answer for somebody alone, as often as it is asked, to threads at once; found out once."""
    _settle(answer)
    if _own(answer) is answer:
        return lambda: answer
    members = answer.values() if isinstance(answer, dict) else answer if isinstance(answer, list) else [answer]
    if all(_own(one) is one for one in members):
        return lambda: copy.copy(answer)
    return lambda: own(answer)


def _own(answer: object) -> object:
    kind = type(answer)
    if kind in _UNCHANGING:
        return answer
    if isinstance(answer, pd.DataFrame | pd.Series):
        return answer.copy(deep=False)
    if isinstance(answer, np.ndarray):
        return answer.copy()
    if kind in (list, dict, set):
        return _own_members(answer)
    if isinstance(answer, tuple):
        return _own_tuple(answer)
    if is_dataclass(answer):
        return _own_fields(answer)
    return answer


def _own_members(answer: object) -> object:
    if isinstance(answer, dict):
        plain = _UNCHANGING.issuperset(map(type, answer.values()))
        return dict(answer) if plain else {key: _own(one) for key, one in answer.items()}
    if isinstance(answer, list):
        return list(answer) if _UNCHANGING.issuperset(map(type, answer)) else [_own(one) for one in answer]
    # What lies in a set cannot change.
    return copy.copy(answer)


def _own_tuple(answer: tuple) -> tuple:
    if _UNCHANGING.issuperset(map(type, answer)):
        return answer
    parts = [_own(one) for one in answer]
    if all(mine is theirs for mine, theirs in zip(parts, answer, strict=True)):
        return answer
    make = getattr(type(answer), "_make", tuple)
    return make(parts)


def _own_fields(answer: object) -> object:
    held = {field.name: getattr(answer, field.name) for field in fields(answer)}  # type: ignore[arg-type]
    parts = {name: _own(one) for name, one in held.items()}
    changed = {name: one for name, one in parts.items() if one is not held[name]}
    frozen = answer.__dataclass_params__.frozen  # type: ignore[attr-defined]
    if not changed and frozen:
        return answer
    mine = copy.copy(answer)
    for name, one in changed.items():
        object.__setattr__(mine, name, one)
    return mine


def _settle(answer: object) -> None:
    # The look-up of labels is built at the first question, and two threads that ask at once could see half of it.
    if isinstance(answer, pd.DataFrame):
        _ = answer.columns.is_unique, answer.index.is_unique
    elif isinstance(answer, pd.Series):
        _ = answer.index.is_unique
    elif isinstance(answer, dict):
        for one in answer.values():
            _settle(one)
    elif isinstance(answer, list | tuple):
        for one in answer:
            _settle(one)
    elif is_dataclass(answer) and not isinstance(answer, type):
        for field in fields(answer):
            _settle(getattr(answer, field.name))
