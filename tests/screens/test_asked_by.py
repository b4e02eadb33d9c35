"""Questions are told apart by all that they are asked with, and found again when they are asked once more."""

import copy
from dataclasses import dataclass
from datetime import date
from enum import Enum
from types import MappingProxyType

import numpy as np
import pandas as pd
import pytest
from assessments import INSTRUMENT
from hypothesis import given
from hypothesis import strategies as st

from zi_metrics.scoring.gates import gate_system
from zi_ui.asked_by import mark


class Side(Enum):
    KIRI = 1
    KANAN = 2


@dataclass(frozen=True)
class Held:
    name: str
    figures: np.ndarray


@dataclass(frozen=True)
class Kept:
    name: str
    figures: np.ndarray


def marked(*args, **kwargs):
    return mark(args, kwargs, lambda store: ())


PLAIN = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.sampled_from([0.0, 1.0, -0.5, 2.0]),
    st.text("ab'1.,[]() ", max_size=4),
)
ASKED = st.recursive(
    PLAIN,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(st.text("ab", max_size=2), inner, max_size=3),
    ),
    max_leaves=6,
)


def exactly(value):
    """A value with the kinds of all that is in it, to compare by."""
    if isinstance(value, dict):
        return dict, tuple((exactly(key), exactly(one)) for key, one in value.items())
    if isinstance(value, list | tuple):
        return type(value), tuple(map(exactly, value))
    return type(value), value


@given(ASKED, ASKED)
def test_equal_questions_alone_have_the_same_mark(one, other):
    assert marked(copy.deepcopy(one)) == marked(one)
    assert (marked(one) == marked(other)) == (exactly(one) == exactly(other))


DIFFERENT = [
    (1, True),
    (1, 1.0),
    ("a", b"a"),
    (("a", "b"), ("a, b",)),
    (["ab"], ["a", "b"]),
    ({"a": 1}, {"a": 2}),
    ({"a": None}, {}),
    (Side.KIRI, Side.KANAN),
    (date(2026, 1, 1), date(2026, 1, 2)),
    (frozenset({"a"}), frozenset({"a", "b"})),
    (Held("x", np.array([1.0])), Held("x", np.array([2.0]))),
    (Held("x", np.array([1.0])), Kept("x", np.array([1.0]))),
    (np.array([1, 2]), np.array([[1], [2]])),
    (np.array([1], "int32"), np.array([1], "int64")),
    (pd.DataFrame({"a": [1.0]}), pd.DataFrame({"a": [2.0]})),
    (pd.DataFrame({"a": [1.0]}), pd.DataFrame({"b": [1.0]})),
    (pd.DataFrame({"a": [1.0]}), pd.DataFrame({"a": [1.0]}, index=["x"])),
    (pd.DataFrame({"a": ["x"], "b": ["y"]}), pd.DataFrame({"a": ["y"], "b": ["x"]})),
    (INSTRUMENT, "INSTRUMENT"),
    (gate_system(INSTRUMENT, "wbk"), gate_system(INSTRUMENT, "wbbm")),
]


@pytest.mark.parametrize(("one", "other"), DIFFERENT, ids=[str(number) for number in range(len(DIFFERENT))])
def test_what_differs_has_another_mark(one, other):
    assert marked(one) != marked(other)
    assert marked(one) == marked(one)


def test_what_is_the_same_however_it_is_written_has_the_same_mark():
    assert marked(frozenset("abc")) == marked(frozenset("cba"))
    assert marked(MappingProxyType({"a": 1})) != marked({"a": 2})
    assert marked(np.float64(0.5)) == marked(0.5)
    assert marked(a=1, b=2) == marked(b=2, a=1)
    assert marked(1, 2) != marked([1, 2])


@pytest.mark.parametrize(
    "strange", [pd.Series([1]), np.array(["a", None], dtype=object), object()], ids=["series", "array", "object"]
)
def test_what_nothing_tells_apart_is_refused(strange):
    with pytest.raises(TypeError, match="nothing tells one"):
        marked([strange])
