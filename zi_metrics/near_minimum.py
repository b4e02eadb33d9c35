"""A figure beside the minimum that it is held against: with enough digits to be seen where it stands.

Two digits are enough nearly always. A total of 74,9996 is not shown as '75,00 dari 75: belum', nor its distance as
'kurang 0,00': whatever is shown beside a minimum is written by these functions, on screens, in files and in sentences.
"""

from collections.abc import Iterable

import pandas as pd

from zi_metrics.bahasa import MISSING, format_number, round_half_up
from zi_metrics.tolerance import SUM_TOLERANCE

# Beyond these a difference is the rounding of floats.
_MOST_DECIMALS = 12


def format_beside(value: float | None, minima: float | Iterable[float], decimals: int = 2) -> str:
    """A figure beside one or several minima: as read, it reaches those that it reaches and misses those that it misses.

    (74.9996, 75) -> '74,9996'; (74.2, 75) -> '74,20'; None or NaN -> '–'. A minimum that is NaN is none.
    """
    return _beside(value, minima, decimals, SUM_TOLERANCE)


def format_percent_beside(share: float | None, minima: float | Iterable[float], decimals: int = 0) -> str:
    """A share beside one or several minimum shares: (0.59996, 0.6) -> '59,996%'."""
    if share is None or pd.isna(share):
        return MISSING
    hundreds = [100 * minimum for minimum in _several(minima)]
    return _beside(100 * share, hundreds, decimals, 100 * SUM_TOLERANCE) + "%"


def format_minimum(minimum: float, decimals: int = 2) -> str:
    """A minimum with all of its own digits: 75 -> '75,00'; 18.255 -> '18,255', as '18,26' would ask for more."""
    return format_number(minimum, _exact(minimum, decimals, SUM_TOLERANCE))


def format_percent_minimum(share: float, decimals: int = 0) -> str:
    """A minimum share with all of its own digits: 0.6 -> '60%', 0.625 -> '62,5%'."""
    return format_number(100 * share, _exact(100 * share, decimals, 100 * SUM_TOLERANCE)) + "%"


def format_shortfall(missing: float | None, decimals: int = 2) -> str:
    """What is missing to a minimum: 0.0004 -> '0,0004', never '0,00' while something is; 0 -> '0,00'."""
    if missing is None or pd.isna(missing):
        return MISSING
    return format_number(missing, _visible(missing, decimals))


def format_distance(value: float | None, minimum: float, decimals: int = 2) -> str:
    """A figure's distance from a minimum with its sign: '+1,25', '−0,0004', '0,00' at the minimum."""
    if value is None or pd.isna(value) or pd.isna(minimum):
        return MISSING
    distance = value - minimum
    if distance < -SUM_TOLERANCE:
        return "−" + format_shortfall(-distance, decimals)
    shown = format_number(max(0.0, distance), decimals)
    return ("" if round_half_up(max(0.0, distance), decimals) == 0 else "+") + shown


def _several(minima: float | Iterable[float]) -> list[float]:
    every = minima if isinstance(minima, Iterable) else [minima]
    return [float(minimum) for minimum in every if not pd.isna(minimum)]


def _beside(value: float | None, minima: float | Iterable[float], decimals: int, tolerance: float) -> str:
    if value is None or pd.isna(value):
        return MISSING
    # Against the minimum as it is shown, which has all of its own digits; whoever has just that much shows the same.
    written = {float(round_half_up(m, d)): d for m in _several(minima) for d in [_exact(m, decimals, tolerance)]}
    shown = list(written)
    held = [value >= minimum - tolerance for minimum in shown]
    fewest = max([decimals, *(d for minimum, d in written.items() if abs(value - minimum) <= tolerance)])
    for digits in range(fewest, _MOST_DECIMALS):
        read = float(round_half_up(value, digits))
        if held == [read >= minimum for minimum in shown]:
            return format_number(value, digits)
    # At a minimum but for the rounding of floats.
    return format_number(value, fewest)


def _exact(minimum: float, decimals: int, tolerance: float) -> int:
    """The fewest decimals, from these on, with which a minimum is written as it is."""
    for digits in range(decimals, _MOST_DECIMALS):
        if abs(float(round_half_up(minimum, digits)) - minimum) <= tolerance:
            return digits
    return decimals


def _visible(missing: float, decimals: int) -> int:
    """The fewest decimals, from these on, with which something missing is seen to be: the last one counts it."""
    if missing <= SUM_TOLERANCE:
        return decimals
    for digits in range(decimals, _MOST_DECIMALS):
        if missing >= 10.0**-digits - SUM_TOLERANCE / 2:
            return digits
    return _MOST_DECIMALS
