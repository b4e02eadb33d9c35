"""How many units are to be expected to make it: the range by another road than the code's."""

from itertools import product

import numpy as np
import pytest

from zi_metrics.outlook.units import likely_count


def test_the_range_is_that_of_all_outcomes_counted_one_by_one():
    first, second = [(0.2, 0.9), (0.5, 0.5), (0.1, 0.8)], [(0.3,)]
    counts = np.zeros(5)
    for group in range(2):
        for outcome in product((0, 1), repeat=4):
            chances = [*(unit[group] for unit in first), second[0][0]]
            share = np.prod([p if met else 1 - p for p, met in zip(chances, outcome, strict=True)])
            counts[sum(outcome)] += share / 2
    below = np.cumsum(counts)
    low, high = likely_count([first, second])
    assert below[low] >= 0.1 and (low == 0 or below[low - 1] < 0.1)
    assert below[high] >= 0.9 and below[high - 1] < 0.9


def test_what_units_share_makes_the_range_wider():
    together = [tuple([0.0] * 50 + [1.0] * 50)] * 10
    apart = [tuple([0.5] * 100)] * 10
    assert likely_count([together]) == (0, 10)
    low, high = likely_count([apart])
    assert 0 < low < 5 < high < 10


@pytest.mark.parametrize(("chances", "sure"), [([(1.0,)] * 3, 3), ([(0.0,)] * 3, 0), ([], 0)])
def test_what_is_certain_has_no_range(chances, sure):
    assert likely_count([chances] if chances else []) == (sure, sure)
