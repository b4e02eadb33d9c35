"""Days and periods in survey files: time stamps of several habits, 'Triwulan I', 'Semester 2', months."""

import re
from collections.abc import Sequence
from functools import cache

import numpy as np
import pandas as pd
import pyarrow as pa

from zi_metrics.lke.recognition.identity import without_regulations
from zi_metrics.surveys.recognition.replies import words_of
from zi_metrics.written_dates import ENGLISH_MONTH_NAMES, MONTH_NAMES, MONTHS

# Forms in the internet write English dates.
_MONTH_OF = MONTHS | {name.casefold(): number for number, name in enumerate(ENGLISH_MONTH_NAMES, 1)}
_ISO = re.compile(r"^\s*(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_NUMBERS = re.compile(r"^\s*(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?!\d)")
_NAMED = re.compile(r"(?:^|\D)(\d{1,2})[\s\-/.]+([a-z]{3,9})\.?[\s\-/.,]+(\d{4})", re.I)
_TIME = re.compile(r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?\s*(am|pm)?(?!\d)", re.I)
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
_PERIOD = re.compile(r"\b(triwulan|tw|kuartal|semester|smt|sm|caturwulan)\s*[-.]?\s*(iv|iii|ii|i|[1-4])\b", re.I)
_PERIOD_NAME = {"triwulan": "Triwulan", "tw": "Triwulan", "kuartal": "Triwulan", "caturwulan": "Caturwulan"}
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_MONTH = re.compile(r"\b(" + "|".join(MONTH_NAMES) + r"|pebruari|nopember)\b", re.I)


def is_date(text: str) -> bool:
    """Whether a text begins with a date."""
    return bool(_ISO.match(text) or _NUMBERS.match(text) or _NAMED.search(text[:40]))


def moments(texts: pa.StringArray, numbers: np.ndarray) -> tuple[np.ndarray, bool]:
    """The moment of each row (datetime64[s], NaT = none), and whether day and month could not be told apart.

    texts, numbers: as of `reading.columns.Column`, -1 = empty. Where numbers leave open which is the day, the order
    decides in which fewer rows step back in time; when that does not tell either, the day comes first.
    """
    if not len(texts):
        return np.full(len(numbers), np.datetime64("NaT"), "datetime64[s]"), False
    series = pd.Series(texts.to_pandas(), dtype="str")
    parts, ambiguous = _parts(series)
    if ambiguous:
        day_first, month_first = (_rows(_assembled(parts, swap), numbers) for swap in (False, True))
        back = [int((np.diff(rows[~np.isnat(rows)]) < np.timedelta64(0)).sum()) for rows in (day_first, month_first)]
        return (month_first, False) if back[1] < back[0] else (day_first, back[0] == back[1])
    return _rows(_assembled(parts, False), numbers), False


def periode_in(text: str) -> str:
    """A period that a text names: 'Triwulan 1', 'Semester 2', 'Januari'; '' when it names none."""
    if found := _PERIOD.search(text):
        name, number = found[1].casefold(), found[2].casefold()
        return f"{_PERIOD_NAME.get(name, 'Semester')} {_ROMAN.get(number, number)}"
    months = {m.casefold() for m in _MONTH.findall(text)}
    return months.pop().capitalize() if len(months) == 1 else ""


def year_in_period(text: str) -> int | None:
    """The one year that a text names ('2024', 'Semester I 2024', 'SKM TAHUN 2024'); None for none, or for several."""
    years = set(_YEAR.findall(without_regulations(text)))
    return int(years.pop()) if len(years) == 1 else None


def time_told(texts: Sequence[str]) -> tuple[int | None, str]:
    """The year and the period that titles name, the last ones where they name several; dates are no titles."""
    titles = [text for text in texts if not is_date(text)]
    years = [year for text in titles if (year := year_in_period(text))]
    periods = [period for text in titles if (period := periode_in(text))]
    return (years[-1] if years else None), (periods[-1] if periods else "")


def is_bare_number(text: str) -> bool:
    """Whether a text is the number of a period and nothing else ('II', '3')."""
    return bool(re.fullmatch(r"\s*(?:iv|iii|ii|i|[1-4])\s*", text, re.I))


def periode_label(text: str) -> str:
    """What stands in a column of periods, as it is kept: a known period by its usual name, else the text itself."""
    known = periode_in(text)
    if known:
        year = re.search(r"\b20\d\d\b", text)
        return f"{known} {year[0]}" if year else known
    return " ".join(text.split())[:40]


def _parts(series: pd.Series) -> tuple[pd.DataFrame, bool]:
    """year, first, second (month and day, or day and month), hour, minute, second of each text."""
    iso = series.str.extract(_ISO).astype(float)
    numeric = series.str.extract(_NUMBERS).astype(float)
    frame = pd.DataFrame({"year": iso[0], "month": iso[1], "day": iso[2]})
    missing = frame["year"].isna()
    years = numeric[2].where(numeric[2] > 99, numeric[2] + 2000)
    ambiguous = False
    both = numeric[missing]
    if both[0].notna().any():
        day_first, month_first = bool((both[0] > 12).any()), bool((both[1] > 12).any())
        ambiguous = not day_first and not month_first
        # Where both occur, the file is mixed: each row then reads the only way it can, else day first.
        swapped = (both[1] > 12) if day_first else pd.Series(month_first, index=both.index)
        frame.loc[missing, "year"] = years[missing]
        frame.loc[missing, "day"] = both[0].where(~swapped, both[1])
        frame.loc[missing, "month"] = both[1].where(~swapped, both[0])
    if (left := frame["year"].isna()).any():
        named = series[left].str.extract(_NAMED)
        month = named[1].str.casefold().map(_MONTH_OF)
        frame.loc[left, "year"] = named[2].astype(float).where(month.notna())
        frame.loc[left, "month"], frame.loc[left, "day"] = month, named[0].astype(float)
    rest = series.str.replace(_ISO, "", regex=True).str.replace(_NUMBERS, "", regex=True)
    clock = rest.str.extract(_TIME)
    hour = clock[0].astype(float)
    half = clock[3].str.casefold()
    hour = hour.where(half != "am", hour % 12).where(half != "pm", hour % 12 + 12)
    frame["hour"], frame["minute"] = hour.fillna(0), clock[1].astype(float).fillna(0)
    frame["second"] = clock[2].astype(float).fillna(0)
    return frame, ambiguous


def _assembled(parts: pd.DataFrame, swap: bool) -> np.ndarray:
    if swap:
        parts = parts.assign(day=parts["month"], month=parts["day"])
    usable = parts["year"].between(2000, 2100)
    found = pd.to_datetime(parts.where(usable), errors="coerce")
    return found.to_numpy().astype("datetime64[s]")


def _rows(values: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    return np.take(np.append(values, np.datetime64("NaT")).astype("datetime64[s]"), numbers)


@cache
def is_periode(text: str) -> bool:
    """Whether a text names nothing but a period, as a sheet's name does ('TW 1', 'Maret 2026')."""
    rest = re.sub(r"\b20\d\d\b|\btahun\b", " ", _MONTH.sub(" ", _PERIOD.sub(" ", text)))
    return bool(periode_in(text)) and not words_of(rest)
