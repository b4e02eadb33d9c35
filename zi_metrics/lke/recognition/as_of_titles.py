"""As of when a workbook speaks, as its titles and names tell: 'per 30 Juni 2026', 'Triwulan II', 'Monev Juni 2026'.

Only what stands above the table counts, and a date only behind a word that makes it one: files hold many dates.
"""

import re
from collections import Counter
from datetime import date, timedelta
from typing import NamedTuple

from zi_metrics.as_of import MONEV, date_problem, monev_in, month_name, period_end
from zi_metrics.reading import Sheet
from zi_metrics.written_dates import MONTHS, read_date

_WORDS = "|".join(sorted(MONTHS, key=len, reverse=True))
_DATE = (
    rf"(?:[a-z']+,\s*)?(?:\d{{1,2}}[\s-]+(?:{_WORDS})\.?,?[\s-]+20\d\d|\d{{1,2}}[\s./-]\d{{1,2}}[\s./-]20\d\d|"
    r"20\d\d-\d{1,2}-\d{1,2})"
)
_SAID = (
    r"(?:(?<![a-z])(?:posisi|keadaan|kondisi|status|data|nilai|capaian)?\s*per(?:\s*(?:tanggal|tgl\.?))?|"
    r"(?<![a-z])(?:posisi|keadaan|kondisi)(?:\s+(?:pada|tanggal|tgl\.?))*|"
    r"(?<![a-z])(?:tanggal|tgl\.?)\s+(?:penilaian|monev|posisi|data|evaluasi)(?:\s+mandiri)?)"
)
_AS_OF = re.compile(rf"{_SAID}\s*:?\s*(?P<date>{_DATE})(?!\d)", re.I)
# The label alone, whose date stands in the cell beside it.
_LABEL = re.compile(rf"\s*{_SAID}\s*:?\s*", re.I)
_DAY = re.compile(rf"\s*({_DATE})(?:T[\d:.]+)?\s*", re.I)
_MONEV_MONTH = re.compile(rf"(?<![a-z])monev(?:\s+(?:bulan|zi|zona integritas|periode))*\s+({_WORDS})(?![a-z])", re.I)
_MONEV_WORDS = re.compile(
    r"(?<![a-z0-9])(?:(?:monev|periode)\s+)?(?:(?:tri\s?wulan|tw|t\.w\.?|semester|smt|sem)[\s._-]*(?:ke[\s-]*)?"
    r"(?:iv|i{1,3}|[1-4])|b(?:03|06|09|12))(?![a-z0-9])|(?<![a-z])monev(?![a-z])",
    re.I,
)
_LONGEST, _TITLE_ROWS, _TITLE_CELLS = 160, 15, 3
# A monev is held, and written down, some weeks after its period ends.
_LATE = timedelta(days=60)


class Told(NamedTuple):
    """per_tanggal: the date; monev: a key of `as_of.MONEV`; None where nothing tells it."""

    per_tanggal: date | None = None
    monev: str | None = None

    def else_(self, other: "Told") -> "Told":
        """This, and where nothing tells it, what another one tells, if that does not contradict it."""
        both = Told(self.per_tanggal or other.per_tanggal, self.monev or other.monev)
        if both.per_tanggal and both.monev and not _belongs(both.per_tanggal, both.monev):
            return self if any(self) else other
        return both


def told_in(texts: list[str], in_name: bool = False) -> Told:
    """What texts tell; where they tell several dates or periods, none of them. in_name: see `as_of.monev_in`."""
    dates = {day for text in texts for found in _AS_OF.finditer(text) if (day := _day(found["date"])) is not None}
    periods = {monev for text in texts if (monev := monev_in(text, in_name)) is not None}
    periods |= {month_name(MONTHS[found[1].casefold()]) for text in texts for found in _MONEV_MONTH.finditer(text)}
    return Told(dates.pop() if len(dates) == 1 else None, periods.pop() if len(periods) == 1 else None)


def told_by_sheet(sheet: Sheet) -> Told:
    """What a sheet's titles and its name tell; the name outweighs a title that it contradicts: it was copied along."""
    titles, name = told_in(_titles(sheet)), told_in([sheet.name], in_name=True)
    return name.else_(titles)


def believed(told: Told, tahun: int | None) -> Told:
    """What can be meant of an assessment of a year (None: not known yet): no date that is far from it, or to come."""
    day = told.per_tanggal
    return told if day is None or date_problem(day, tahun or day.year) is None else Told(None, told.monev)


def without_as_of(text: str) -> str:
    """A text without the dates as of which it speaks: their year is not the one that is judged."""
    return _AS_OF.sub(" ", text)


def without_monev(text: str) -> str:
    """A file's or sheet's name without what tells as of when it speaks: no part of a unit's name."""
    return _MONEV_WORDS.sub(" ", _MONEV_MONTH.sub(" ", without_as_of(text)))


def _belongs(day: date, monev: str) -> bool:
    end = period_end(monev, day.year)
    first = {name: 3 for name in MONEV if name.startswith("Triwulan")} | {f"Semester {n}": 6 for n in ("I", "II")}
    begin = date(day.year, end.month - first.get(monev, 1) + 1, 1)
    last_year = period_end(monev, day.year - 1)
    return begin <= day <= end + _LATE or last_year < day <= last_year + _LATE


def _titles(sheet: Sheet) -> list[str]:
    """The short texts above the first row that is a row of a table; a label with the date beside it is one text."""
    above = sorted((place, value) for place, value in sheet.cells.items() if place[0] <= _TITLE_ROWS)
    cells_in = Counter(row for (row, _), _ in above)
    first = min((row for row, count in cells_in.items() if count > _TITLE_CELLS), default=_TITLE_ROWS + 1)
    found = []
    for (row, column), value in above:
        if row >= first or not isinstance(value, str) or len(value) > _LONGEST:
            continue
        found.append(value)
        beside = next((cell for step in (1, 2) if (cell := sheet.value(row, column + step)) is not None), None)
        if _LABEL.fullmatch(value) and isinstance(beside, str) and (day := _DAY.fullmatch(beside.lstrip(" :"))):
            found.append(f"per {day[1]}")
    return found


def _day(text: str) -> date | None:
    try:
        return read_date(re.sub(r"(?<=\d)\s(?=\d)", "-", text))
    except ValueError:
        return None
