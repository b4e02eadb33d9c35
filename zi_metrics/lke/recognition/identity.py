"""What a workbook tells about itself: whose it is, of which year, by which judge. A guess, for a person to confirm."""

import re
from collections import Counter
from dataclasses import replace
from functools import lru_cache
from pathlib import PurePath

from zi_metrics.answers import Identity
from zi_metrics.error_values import error_value
from zi_metrics.lke.recognition.as_of_titles import (
    Told,
    believed,
    told_by_sheet,
    told_in,
    without_as_of,
    without_monev,
)
from zi_metrics.lke.recognition.headers import judge_of, parse_heading
from zi_metrics.lke.recognition.judge_words import CLOSING_JUDGE, NAMES_OF_JUDGES, judge_of_names, split_judge
from zi_metrics.reading import Grid, Sheet

_YEAR = re.compile(r"(?<!\d)(20[1-4]\d)(?!\d)")
# 'Nomor 90 Tahun 2021' is the regulation, not the year judged.
_REGULATION = re.compile(
    r"(?:nomor|no\.?|permen\s*pan\W*rb)\s*\d+\s*(?:tahun|/)\s*20\d\d|\b\d{1,3}/20\d\d", re.IGNORECASE
)
# A title row says one or two things; a row of a table says more.
_LABEL_CELLS = 4
# A label stands above the table and perhaps once more below it.
_MOST_LABELS = 2
_LONGEST_LABEL = 160
_LABEL = re.compile(r"unit|satuan|satker|opd|upt|perangkat|tahun|periode|penilai|dinilai", re.I)
_TITLE_ROWS, _TITLE_CELLS, _SIGNATURE_ROWS = 30, 2, 15
# Words of a file's or sheet's name that are not the unit's name.
_FILE_WORDS = re.compile(
    rf"\b(?:{NAMES_OF_JUDGES}|lke|zi|wbk|wbbm|lembar|kerja evaluasi|zona integritas|penilaian|lengkap|setengah|terisi|"
    r"jawaban|rekap|rekapitulasi|export|ekspor|data|isian|daftar|nilai|hasil|tahun|sheet\s*\d*|"
    r"lama|baru|asli|arsip|backup|cadangan|draf|draft|konsep|old|new|pembanding|"
    r"(?:final|revisi|rev|versi|ver|v|fix|salinan|copy|pokja|area)\s*\d*)\b"
    r"|\(\d+\)",
    re.I,
)


def guess_identity(grid: Grid) -> Identity:
    """Guess unit, year and judge of a file: from labelled cells first, then titles, then the file's name."""
    found = [_labelled(sheet) for sheet in grid.sheets]
    labels = {key: value for labelled in reversed(found) for key, value in labelled.items()}
    titles, signatures = _texts(grid)
    stem = _stem(grid)
    tahun = labels.get("tahun") or _year_judged(titles) or _year_judged([stem]) or _year(signatures)
    by_sheets = [told_by_sheet(sheet) for sheet in grid.sheets if not sheet.hidden]
    told = believed(_agreed(by_sheets).else_(told_in([stem], in_name=True)), tahun)
    return Identity(
        unit=labels.get("unit") or _unit_from_name(stem),
        tahun=tahun,
        penilai=labels.get("penilai") or judge_of_names([stem]) or judge_of_names([*titles, *signatures]),
        per_tanggal=told.per_tanggal,
        monev=told.monev,
    )


def _stem(grid: Grid) -> str:
    return re.sub(r"[_\-]+", " ", PurePath(grid.file_name).stem)


def with_as_of(identity: Identity, told: Told) -> Identity:
    """The identity with as of when it speaks, where that can be meant."""
    told = believed(told, identity.tahun)
    return replace(identity, per_tanggal=told.per_tanggal, monev=told.monev)


def _agreed(told: list[Told]) -> Told:
    """What sheets tell that do not contradict each other: of two states in one file none is the file's."""
    dates, periods = {one.per_tanggal for one in told} - {None}, {one.monev for one in told} - {None}
    return Told(dates.pop() if len(dates) == 1 else None, periods.pop() if len(periods) == 1 else None)


def year_contradiction(grid: Grid) -> tuple[int, int] | None:
    """The year in a file's titles and that in its name, where both tell one and they differ; else None."""
    in_title, in_name = _year_judged(_texts(grid)[0]), _year_judged([_stem(grid)])
    return (in_title, in_name) if in_title and in_name and in_title != in_name else None


def sheet_identity(sheet: Sheet, by_name: bool) -> Identity:
    """What one sheet tells of itself by labelled cells; by_name: its name counts too (a sheet per unit)."""
    labels = _labelled(sheet)
    if not by_name:
        return Identity(labels.get("unit"), labels.get("tahun"), labels.get("penilai"))
    return Identity(
        labels.get("unit") or _unit_from_name(sheet.name),
        labels.get("tahun") or _year([sheet.name]),
        labels.get("penilai") or judge_of_names([sheet.name]),
    )


def named_otherwise(identity: Identity, sheet_name: str) -> Identity:
    """The identity with the year and judge that a sheet's name tells, whatever its cells say; a name tells no unit."""
    year = _year([sheet_name]) or identity.tahun
    return replace(
        identity,
        tahun=year,
        penilai=judge_of_names([sheet_name]) or identity.penilai,
        # A title that was copied along with another year has the other year's date, too.
        per_tanggal=identity.per_tanggal if year == identity.tahun else None,
    )


def _labelled(sheet: Sheet) -> dict:
    """Values beside (or after the colon of) the labels 'Unit Kerja', 'Tahun' and 'Penilai'."""
    labelled: dict = {}
    title_rows = {row for row, filled in sheet.cells_by_row.items() if filled <= _LABEL_CELLS}
    telling = [
        (place, value)
        for place, value in sheet.cells.items()
        if place[0] in title_rows and isinstance(value, str) and len(value) <= _LONGEST_LABEL and _may_label(value)
    ]
    if not telling:
        return labelled
    wanted = {value for _, value in telling}
    texts = Counter((column, value) for (_, column), value in sheet.cells.items() if value in wanted)
    for (row, column), value in sorted(telling):
        if texts[column, value] > _MOST_LABELS:
            # 'Unit' in row after row says who judged; it labels nothing.
            continue
        label, colon, after = value.partition(":")
        beside = after.strip() or sheet.value(row, column + 1)
        role = parse_heading(label)[0]
        # In a header row the cell beside a label is another label; what follows a colon is its value.
        if error_value(beside):
            continue
        if role not in ("unit", "tahun", "penilai") or beside is None or (not colon and parse_heading(str(beside))[0]):
            continue
        text = " ".join(str(beside).split()).strip(" :.")
        meaning = {"unit": lambda t: t, "tahun": year_in, "penilai": judge_of}[role](text)
        # 'Unit' beside 'TPI' heads two judges' columns.
        names_unit = isinstance(beside, str) and is_name(text) and split_judge(text)[0]
        if meaning and (role != "unit" or names_unit):
            labelled.setdefault(role, meaning)
    return labelled


# A file's texts are asked for twice, and forms have the same.
@lru_cache(maxsize=4_096)
def _may_label(text: str) -> bool:
    return _LABEL.search(text) is not None


def is_name(text: str) -> bool:
    """A unit's name has words; options ('Ya/Tidak') and marks ('-') stand beside headings, too."""
    return bool(re.search(r"[^\W\d_]{3}", text)) and not re.fullmatch(r"\w+(?:/\w+)+", text)


def _texts(grid: Grid) -> tuple[list[str], list[str]]:
    """Texts of titles and of signature blocks of the visible sheets; notes and evidence in between may name anybody."""
    titles, signatures = [], []
    for sheet in grid.sheets:
        cells_in = sheet.cells_by_row
        if sheet.hidden:
            continue
        at_ends = (p for p in sheet.cells if p[0] <= _TITLE_ROWS or p[0] > sheet.last_row - _SIGNATURE_ROWS)
        for place in sorted(at_ends):
            row, value = place[0], sheet.cells[place]
            if not isinstance(value, str) or len(value) > _LONGEST_LABEL:
                continue
            if row <= _TITLE_ROWS and cells_in[row] <= _TITLE_CELLS:
                titles.append(value)
            elif row > sheet.last_row - _SIGNATURE_ROWS and cells_in[row] <= _LABEL_CELLS:
                signatures.append(value)
    return titles, signatures


def year_in(text: str) -> int | None:
    """The year that a text names, the regulation's own year aside; None when it names none."""
    return _year([text])


def without_regulations(text: str) -> str:
    """A text without the regulations that it names, whose years are not its own ('PermenPANRB 14 Tahun 2017')."""
    return _REGULATION.sub(" ", text)


def _year(texts: list[str]) -> int | None:
    years = [int(y) for text in texts for y in _YEAR.findall(without_regulations(text))]
    return max(set(years), key=lambda y: (years.count(y), y)) if years else None


def _year_judged(texts: list[str]) -> int | None:
    """The year that texts name beside the dates as of which they speak; where they name no other, a date's."""
    return _year([without_as_of(text) for text in texts]) or _year(texts)


def _unit_from_name(stem: str) -> str | None:
    stem = without_monev(stem)
    rest = CLOSING_JUDGE.sub(" ", " ".join(_YEAR.sub(" ", _REGULATION.sub(" ", stem)).split()))
    rest = " ".join(_FILE_WORDS.sub(" ", rest).split()).strip("() .-–")
    return rest if is_name(rest) else None
