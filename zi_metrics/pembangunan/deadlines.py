"""A deadline that people give as a month, quarter or half year: its last day."""

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from zi_metrics.bahasa import format_date
from zi_metrics.pembangunan.register_headings import folded
from zi_metrics.written_dates import MONTHS

# The whole of what is said: of 'TW I s.d. IV', 'Semester 1' and 'Bulan 3' nobody knows which quarter is meant.
_QUARTER = re.compile(
    r"(?:target |realisasi )?(?:tw|tri ?wulan|quarter|q|kuartal)?\s*(?:ke )?(iv|i{1,3}|[1-4])(?: 20\d\d)?"
)
_BY_MONTH = {"b03": 1, "b06": 2, "b09": 3, "b12": 4}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
# A bare number is no deadline.
_NAMED = re.compile(r"(?:tw|tri ?wulan|quarter|q|kuartal)\b.*|q[1-4]|tw[1-4]|b(?:03|06|09|12)")
_HALF = re.compile(r"(?:semester|smt)\s*(ii?|[12])")
_SAID = re.compile(r"(?:akhir |bulan )*(.*?)\s*(20\d\d)?")


def quarter_of(text: str) -> int | None:
    """The quarter (1-4) that a text means: 'TW II', 'Triwulan 2 2026', 'II', '2', 'B06'; None for any other."""
    said = folded(text)
    if said in _BY_MONTH:
        return _BY_MONTH[said]
    found = _QUARTER.fullmatch(said)
    return None if found is None else int(found[1]) if found[1].isdigit() else _ROMAN[found[1]]


def last_day(text: str, tahun: int | None) -> date | None:
    """The last day of the month, quarter or half year that a text names ('Juni 2026', 'TW II'); None for any other.

    tahun: the year, where the text names none; None = nobody says it, and then there is no day
    """
    said = _SAID.fullmatch(folded(text))
    year = int(said[2]) if said and said[2] else tahun
    month = _last_month(said[1]) if said else None
    if year is None or month is None:
        return None
    return date(year, month, calendar.monthrange(year, month)[1])


@dataclass(frozen=True)
class ReadAsDay:
    """A period that was read as a day. tempat: its cell, in words; judul: of its column; tertulis; hari."""

    tempat: str
    judul: str
    tertulis: str
    hari: date


def sentences(found: Sequence[ReadAsDay]) -> tuple[str, ...]:
    """What was read as which day, each text once, with where it stands first (Indonesian, without a full stop)."""
    alike: dict[tuple[str, str, date], list[str]] = {}
    for one in found:
        alike.setdefault((one.judul, one.tertulis, one.hari), []).append(one.tempat)
    return tuple(
        f"{judul} '{said}' dibaca sebagai hari terakhirnya, {format_date(day)} ({places[0]}"
        + (f", dan {len(places) - 1} lainnya)" if len(places) > 1 else ")")
        for (judul, said, day), places in alike.items()
    )


def names_period(text: str) -> bool:
    """Whether a text names a month, quarter or half year and no day."""
    return last_day(text, 2000) is not None


def _last_month(said: str) -> int | None:
    if said in MONTHS:
        return MONTHS[said]
    if half := _HALF.fullmatch(said):
        return 6 * (2 if half[1] in ("ii", "2") else 1)
    number = quarter_of(said) if _NAMED.fullmatch(said) else None
    return None if number is None else 3 * number
