"""As of when an assessment speaks: the date, who said it, and the monev it was made for.

Of a unit's assessments of one year by one judge the latest date counts; the earlier ones are points on its way.
"""

import re
from calendar import monthrange
from datetime import date, datetime
from typing import NamedTuple

from zi_metrics.bahasa import format_date
from zi_metrics.written_dates import MONTH_NAMES, MONTHS

# Who said the date: the file, a person, or nobody.
FROM_FILE, SAID, GUESSED = "berkas", "disebut", "perkiraan"
DATE_SOURCES = {
    FROM_FILE: "tertulis di berkas",
    SAID: "disebut saat disimpan",
    GUESSED: "perkiraan, karena tidak disebut",
}
_ROMAN = ("I", "II", "III", "IV")
# What an assessment may be made for, as it is stored -> the last month of that period.
MONEV = {
    **{f"Triwulan {number}": 3 * place for place, number in enumerate(_ROMAN, start=1)},
    **{f"Semester {number}": 6 * place for place, number in enumerate(_ROMAN[:2], start=1)},
    **{name: place for place, name in enumerate(MONTH_NAMES, start=1)},
}
_ORDINAL = r"[\s._-]*(?:ke[\s-]*)?(?P<number>iv|i{1,3}|[1-4])(?![a-z0-9])"
_QUARTER = re.compile(rf"(?<![a-z0-9])(?:tri\s?wulan|tw|t\.w\.?){_ORDINAL}", re.I)
_HALF = re.compile(rf"(?<![a-z0-9])(?:semester|smt|sem){_ORDINAL}", re.I)
_AROUND_MONTH = re.compile(r"^(?:monev\s+)?(?:bulan\s+)?|\s+20\d\d$")
# The quarters' ends by their months, as action plans name them.
_B = re.compile(r"(?<![a-z0-9])b(03|06|09|12)(?![a-z0-9])", re.I)
# Beside these words it is no cell, shelf, or room.
_OF_A_PERIOD = re.compile(r"monev|monitoring|periode|target|capaian|realisasi|aksi", re.I)
# What a year's assessment is worked on: from the December before its cycle to the field's results in the year after.
_YEARS_AROUND = 1


class AsOf(NamedTuple):
    """As of when an assessment speaks; per_tanggal_dari: a key of DATE_SOURCES; monev: a key of MONEV, '' = none."""

    per_tanggal: date
    per_tanggal_dari: str = GUESSED
    monev: str = ""


def today() -> date:
    """The date now, in the machine's own time zone."""
    return datetime.now().astimezone().date()


def default_date(tahun: int, now: date | None = None) -> date:
    """As of when an assessment of a year speaks that nobody dated: today, but not after the year is over."""
    return min(now or today(), date(tahun, 12, 31))


def monev_named(text: str) -> str | None:
    """The monev that somebody names ('TW II', 'triwulan 2', 'B06', 'Semester I', 'Juni'); None when it is none."""
    said = " ".join(text.split()).strip(" .:")
    if found := monev_in(said, in_name=True):
        return found
    month = MONTHS.get(_AROUND_MONTH.sub("", said.casefold()).strip())
    return None if month is None else MONTH_NAMES[month - 1]


def monev_in(text: str, in_name: bool = False) -> str | None:
    """The quarter or half year that a text names somewhere; None where it names none, or several.

    in_name: the text is a file's or sheet's name, or an answer, where 'B06' needs no other word.
    """
    found = {f"Triwulan {_roman(match['number'])}" for match in _QUARTER.finditer(text)}
    if in_name or _OF_A_PERIOD.search(text):
        found |= {f"Triwulan {_ROMAN[int(match[1]) // 3 - 1]}" for match in _B.finditer(text)}
    found |= {
        f"Semester {number}" for match in _HALF.finditer(text) if (number := _roman(match["number"])) in _ROMAN[:2]
    }
    return found.pop() if len(found) == 1 else None


def _roman(text: str) -> str:
    return _ROMAN[int(text) - 1] if text.isdigit() else text.upper()


def month_name(month: int) -> str:
    """The monev of a month (1-12)."""
    return MONTH_NAMES[month - 1]


def period_end(monev: str, tahun: int) -> date:
    """The last day of a monev's period. monev: a key of MONEV."""
    month = MONEV[monev]
    return date(tahun, month, monthrange(tahun, month)[1])


def proposed(per_tanggal: date | None, monev: str | None, tahun: int, now: date | None = None) -> date | None:
    """The date that a file or a person implies: the one that was told, or the end of the period (today, where that is
    still to come); None where nothing tells any, or what is told cannot be meant.
    """
    if per_tanggal is not None:
        return None if date_problem(per_tanggal, tahun, now) else per_tanggal
    return min(period_end(monev, tahun), now or today()) if monev in MONEV else None


def date_problem(per_tanggal: date, tahun: int, now: date | None = None) -> str | None:
    """What is wrong with a date for an assessment of a year (Indonesian); None where nothing is.

    It may lie a year before (the form is filled in from the December before its cycle) or behind (the field's results),
    and never in the future, which nobody has seen.
    """
    latest = now or today()
    if per_tanggal > latest:
        return (
            f"Per tanggal {format_date(per_tanggal)} belum terjadi; tulis paling lambat hari ini, "
            f"{format_date(latest)}."
        )
    if abs(per_tanggal.year - tahun) > _YEARS_AROUND:
        return (
            f"Per tanggal {format_date(per_tanggal)} terlalu jauh dari tahun penilaian {tahun}; yang dapat disimpan "
            f"1 Januari {tahun - _YEARS_AROUND} sampai 31 Desember {tahun + _YEARS_AROUND}."
        )
    return None


def monev_problem(monev: str) -> str | None:
    """What is wrong with a monev's label (Indonesian); None where it may be stored."""
    if not monev or monev in MONEV:
        return None
    return f"Monev '{monev}' tidak dikenal; pilih Triwulan I sampai IV, Semester I atau II, atau nama bulan."


def as_of_words(per_tanggal: date, per_tanggal_dari: str = SAID, monev: str = "") -> str:
    """'per 30 Juni 2026 (Triwulan II)'; a guess is called one."""
    told = [word for word in (monev, "perkiraan" if per_tanggal_dari == GUESSED else "") if word]
    return f"per {format_date(per_tanggal)}" + (f" ({', '.join(told)})" if told else "")
