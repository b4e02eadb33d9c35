"""Whatever misses a minimum is seen to miss it, and whatever reaches it is seen to reach it, in every format."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zi_metrics.near_minimum import (
    format_beside,
    format_distance,
    format_minimum,
    format_percent_beside,
    format_percent_minimum,
    format_shortfall,
)

# Minima as regulations write them, and any with up to four decimals.
MINIMA = st.one_of(
    st.sampled_from([75.0, 85.0, 40.0, 18.25, 15.75, 2.5, 3.6, 3.2]),
    st.decimals(Decimal("0.5"), 200, places=4).map(float),
)
# From barely more than the tolerance to a whole point.
GAPS = st.floats(-8.5, 0).map(lambda power: 10**power)
DECIMALS = st.integers(0, 3)


def number(text):
    return float(text.strip("%").replace("−", "-").replace(".", "").replace(",", "."))


@given(MINIMA, GAPS, DECIMALS)
def test_a_figure_just_below_reads_below_and_one_just_above_does_not(minimum, gap, decimals):
    shown = format_minimum(minimum, decimals)
    assert number(shown) == minimum
    assert number(format_beside(minimum - gap, minimum, decimals)) < number(shown)
    assert number(format_beside(minimum + gap, minimum, decimals)) >= number(shown)
    assert format_beside(minimum, minimum, decimals) == shown


@given(MINIMA, GAPS, DECIMALS)
def test_a_share_just_below_reads_below(minimum, gap, decimals):
    share = minimum / 200
    shown = format_percent_minimum(share, decimals)
    assert number(format_percent_beside(share - gap, share, decimals)) < number(shown)
    assert number(format_percent_beside(share + gap, share, decimals)) >= number(shown)
    assert format_percent_beside(share, share, decimals) == shown


@given(MINIMA, GAPS, DECIMALS)
def test_what_is_missing_is_never_nothing(minimum, gap, decimals):
    assert number(format_shortfall(gap, decimals)) > 0
    missing = format_distance(minimum - gap, minimum, decimals)
    assert missing.startswith("−") and number(missing) < 0
    assert not format_distance(minimum + gap, minimum, decimals).startswith("−")
    assert number(format_shortfall(0.0, decimals)) == 0 == number(format_distance(minimum, minimum, decimals))


@given(MINIMA, MINIMA, GAPS)
def test_beside_several_minima_each_is_told(one, other, gap):
    for value in (one - gap, one + gap):
        read = number(format_beside(value, [one, other]))
        assert [read >= minimum for minimum in (one, other)] == [value >= m - 1e-9 for m in (one, other)]


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (format_beside(74.9996, 75), "74,9996"),
        (format_beside(74.2, 75), "74,20"),
        (format_beside(75, 75), "75,00"),
        # Sums of floats that miss by their rounding hold.
        (format_beside(75 - 1e-12, 75), "75,00"),
        (format_beside(None, 75), "–"),
        (format_beside(12.3, []), "12,30"),
        (format_beside(12.3, [float("nan")]), "12,30"),
        (format_percent_beside(0.59996, 0.6, 1), "59,996%"),
        (format_percent_beside(float("nan"), 0.6), "–"),
        (format_minimum(75, 0), "75"),
        (format_minimum(18.255), "18,255"),
        (format_shortfall(0.0004), "0,0004"),
        (format_shortfall(1.5), "1,50"),
        (format_distance(74.9996, 75), "−0,0004"),
        (format_distance(76.2, 75), "+1,20"),
        (format_distance(75, 75), "0,00"),
    ],
)
def test_formats(shown, expected):
    assert shown == expected
