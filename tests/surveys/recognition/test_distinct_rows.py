"""Rows that are alike get one number, whatever the columns hold and however many there are of them."""

import numpy as np
import pytest

from zi_metrics.surveys.recognition.distinct_rows import distinct_rows, row_codes

RNG = np.random.default_rng(7)
TABLES = {
    "few of a few": [RNG.integers(-1, 4, 500).astype(np.int8) for _ in range(9)],
    "many columns": [RNG.integers(-1, 6, 3_000).astype(np.int16) for _ in range(40)],
    "numbers far apart": [RNG.choice([-(2**62), 0, 2**62], 400), RNG.integers(0, 3, 400)],
    "all of them different": [np.arange(2_000), np.arange(2_000)[::-1]],
    "fractions and none": [RNG.choice([0.5, np.nan, 1.0], 300), RNG.integers(0, 2, 300)],
    "the highest numbers of their kind": [RNG.choice([0, 65_535], 200).astype(np.uint16) for _ in range(3)],
    "one row": [np.array([3]), np.array([-1])],
    "none": [np.array([], dtype=np.int32)],
}


@pytest.mark.parametrize("columns", TABLES.values(), ids=list(TABLES))
def test_two_rows_have_the_same_number_exactly_when_they_are_alike(columns):
    codes = row_codes(*columns)
    rows = [tuple("-" if value != value else value for value in row) for row in zip(*columns, strict=True)]
    pairs = set(zip(rows, codes.tolist(), strict=True))
    assert len(pairs) == len(set(rows)) == len({code for _, code in pairs})
    assert sorted({code for _, code in pairs}) == list(range(len(set(rows)))), "without gaps"


def test_each_kind_of_row_is_told_by_one_of_them():
    columns = TABLES["few of a few"]
    kinds = distinct_rows(columns)
    for column in columns:
        assert (column[kinds.first][kinds.of_row] == column).all()
