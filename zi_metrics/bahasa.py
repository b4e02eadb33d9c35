"""Numbers and dates as Indonesians write them (3,60; 21 November 2026), for every text meant for people."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

import pandas as pd
from babel.dates import format_date as _babel_date

LOCALE = "id_ID"
# Shown where there is no figure: missing is never shown as zero.
MISSING = "–"
# Chances beyond these would be rounded to 0% and 100%, which reads as certain.
_RARE, _NEARLY = 0.005, 0.995
# Thousands and decimals as Python writes them, and as Indonesians do.
_SIGNS = str.maketrans(",.", ".,")
# A number as the functions below write it, with or without sign and percent, or one that is only bounded.
_WRITTEN = re.compile(r"[<>]?([+−-]?)([0-9]{1,3}(?:\.[0-9]{3})*)(?:,([0-9]+))?(%?)")


def round_half_up(value: float, decimals: int) -> Decimal:
    """0.125 -> 0.13, as spreadsheets show it: half away from zero, by the first 15 digits of the number."""
    exact = Decimal(f"{float(value):.15g}")
    # Adding 0 turns -0 into 0: nobody wants to read '-0,00'.
    return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) + 0


def format_number(value: float | None, decimals: int = 2) -> str:
    """3.6 -> '3,60'; 1250 with 0 decimals -> '1.250'; None or NaN -> '–'."""
    if value is None or pd.isna(value):
        return MISSING
    return _with_decimals(round_half_up(value, decimals), decimals)


def format_plain(value: float, decimals: int = 2) -> str:
    """A number as it is, with at most so many decimals and none forced: 12 -> '12', 0.5 -> '0,5'."""
    written = _with_decimals(round_half_up(value, decimals), decimals)
    return written.rstrip("0").rstrip(",") if decimals else written


def format_percent(share: float | None, decimals: int = 0) -> str:
    """0.675 -> '68%' (or with decimals: '67,5%')."""
    if share is None or pd.isna(share):
        return MISSING
    return format_number(100 * share, decimals) + "%"


def format_chance(share: float | None) -> str:
    """A chance as it is read in a table: '62%', but '>99%' and '<1%': simulations show nothing to be certain."""
    if share is None or pd.isna(share):
        return MISSING
    return "<1%" if share < _RARE else ">99%" if share > _NEARLY else format_percent(share)


def chance_words(share: float) -> str:
    """As `format_chance`, in a sentence: '62%', 'lebih dari 99%', 'kurang dari 1%'."""
    return format_chance(share).replace("<", "kurang dari ").replace(">", "lebih dari ")


def format_chances(low: float, high: float) -> str:
    """The range of a chance: '41%–80%'; one bound where both are all but certain: '>99%', '<1%'."""
    return format_chance(low) if high < _RARE or low > _NEARLY else f"{format_percent(low)}–{format_percent(high)}"


def format_change(value: float | None, decimals: int = 2) -> str:
    """A difference with its sign: '+2,10', '−0,40', '0,00'."""
    if value is None or pd.isna(value):
        return MISSING
    rounded = round_half_up(value, decimals)
    sign = "+" if rounded > 0 else "−" if rounded < 0 else ""
    return sign + _with_decimals(abs(rounded), decimals)


def _with_decimals(rounded: Decimal, decimals: int) -> str:
    # A page writes hundreds of them: looking the pattern up in Babel takes ten times as long.
    return f"{rounded:,.{decimals}f}".translate(_SIGNS)


def read_number(text: str) -> float | None:
    """The number that one of these functions wrote: '1.250,50' -> 1250.5, '−0,40' -> -0.4, '68%' -> 68; else None."""
    found = _WRITTEN.fullmatch(text)
    if found is None:
        return None
    sign, whole, part, _ = found.groups()
    return float(f"{'-' if sign in ('−', '-') else ''}{whole.replace('.', '')}.{part or 0}")


def decimals_of(text: str) -> int | None:
    """With how many decimals one of these functions wrote a number: '74,9996' -> 4, '68%' -> 0; no number: None."""
    found = _WRITTEN.fullmatch(text)
    return None if found is None else len(found[3] or "")


def format_list(words: Sequence[str]) -> str:
    """['a', 'b', 'c'] -> 'a, b, dan c'; two words without a comma."""
    if len(words) < 3:
        return " dan ".join(words)
    return f"{', '.join(words[:-1])}, dan {words[-1]}"


def capitalised(text: str) -> str:
    """A text with its first letter large, all else as it is: what begins a sentence."""
    return text[:1].upper() + text[1:]


def format_date(day: date | datetime | None) -> str:
    """'21 November 2026'."""
    return MISSING if day is None or pd.isna(day) else _date_words(day.year, day.month, day.day)


@lru_cache(maxsize=2000)
def _date_words(year: int, month: int, day: int) -> str:
    # Of tens of thousands of units few days differ, and writing one takes longer than most else that is said of them.
    return _babel_date(date(year, month, day), "d MMMM y", locale=LOCALE)


def format_time(moment: datetime | None) -> str:
    """A stored moment (UTC) in the machine's own time zone: '21 November 2026 14.05'."""
    if moment is None or pd.isna(moment):
        return MISSING
    local = pd.Timestamp(moment).to_pydatetime().replace(tzinfo=UTC).astimezone()
    return f"{format_date(local)} {local:%H.%M}"
