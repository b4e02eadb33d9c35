"""Rows of several columns of numbers that are alike: what holds for one of them holds for all.

A million questionnaires of nine questions are some ten thousand different ones; what depends on a row's answers only is
found out for each of these once.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

# Numbers up to this many, or this many times the rows, are counted in a table of all of them; others are looked up.
_DENSE, _DENSE_EACH = 1 << 22, 8
# The highest of the small whole numbers.
_SMALL = np.iinfo(np.int32).max


class DistinctRows(NamedTuple):
    """The different rows among many, numbered from 0.

    of_row: row -> the number of its kind
    first: kind -> a row of that kind
    """

    of_row: np.ndarray
    first: np.ndarray


def distinct_rows(columns: Sequence[np.ndarray]) -> DistinctRows:
    """The different rows of some columns of numbers, all of the same length."""
    codes = row_codes(*columns)
    first = np.zeros(int(codes.max(initial=-1)) + 1, dtype=np.int32)
    first[codes] = np.arange(len(codes), dtype=np.int32)
    return DistinctRows(codes, first)


def row_codes(*columns: np.ndarray) -> np.ndarray:
    """A number for each distinct row of several columns of numbers, without gaps from 0."""
    rows = len(columns[0])
    dense = min(_DENSE, max(1_000, _DENSE_EACH * rows))
    codes, size = np.zeros(rows, dtype=np.int32), 1
    for column in columns:
        number, span = _from_zero(column, dense)
        if size > 1 and size * span > dense:
            codes, size = _without_gaps(codes, size, dense)
        if size * span > _SMALL:
            codes = codes.astype(np.int64)
        codes *= span
        codes += number
        size *= span
    return _without_gaps(codes, size, dense)[0]


def _from_zero(column: np.ndarray, dense: int) -> tuple[np.ndarray, int]:
    """The same column in whole numbers from 0, and one more than the highest of these."""
    if not len(column):
        return column, 1
    if column.dtype.kind in "iu":
        low, span = int(column.min()), int(column.max()) - int(column.min()) + 1
        if span <= dense:
            wide = np.int32 if column.dtype.itemsize <= 2 else np.int64
            return (column if low == 0 else np.subtract(column, low, dtype=wide)), span
    number = pd.factorize(column, use_na_sentinel=False)[0]
    return number.astype(np.int32), int(number.max()) + 1


def _without_gaps(codes: np.ndarray, size: int, dense: int) -> tuple[np.ndarray, int]:
    """Codes below a size as codes that are all there, and how many of these there are."""
    if size > dense:
        codes = pd.factorize(codes)[0]
        return codes.astype(np.int32), int(codes.max(initial=-1)) + 1
    there = np.bincount(codes, minlength=size) > 0
    return np.take(np.cumsum(there, dtype=np.int32) - np.int32(1), codes), int(np.count_nonzero(there))
