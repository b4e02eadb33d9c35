"""Which column of a sheet is which field of a register: by its headings, in one row or several (TW1 below Target)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from zi_metrics.pembangunan.register import Register
from zi_metrics.reading.grid import CellValue, Sheet

# Headings stand within so many rows, in so many rows at most; a title and explanations may stand above.
HEAD_WITHIN, _DEEPEST, _MOST_COLUMNS = 30, 3, 80
# A heading that is written a little differently still means the same from here on (0-100).
_ALIKE = 88
# So many of a register's headings make a sheet one of it, the needed ones among them.
_LEAST_HEADINGS = 3
UNIT, TAHUN, POKJA = "unit", "tahun", "pokja"
WHOSE = {
    UNIT: ("unit kerja", "nama unit kerja", "unit", "satuan kerja", "satker", "nama unit", "opd"),
    TAHUN: ("tahun", "tahun anggaran", "tahun penilaian"),
    POKJA: ("pokja", "area", "kelompok kerja", "area perubahan", "komponen"),
}
# What tells headings apart that differ by nothing else: figures, and the quarters' Roman ones.
_COUNTED = re.compile(r"\d+|\b(?:iv|i{1,3})\b")


_LOOKS = re.compile(r"[^a-z0-9%]+")
# Longer texts are no headings, and are not kept.
_KEPT = 200


@dataclass(frozen=True)
class Headings:
    """The headings of a sheet.

    row: their last row; columns: field -> column; texts: column -> its heading as written, those above it before it
    """

    row: int
    columns: Mapping[str, int]
    texts: Mapping[int, str]

    @property
    def unread(self) -> list[str]:
        """Headings of columns that mean no field."""
        taken = set(self.columns.values())
        return [
            text
            for column, text in self.texts.items()
            if column not in taken and folded(text) not in ("no", "nomor", "no urut")
        ]


def template_headings(register: Register) -> list[str]:
    """The headings of a register's spreadsheet, in order."""
    return ["Unit kerja", "Tahun", "Pokja", *(one.judul for one in register.shown)]


def headings_of(register: Register, sheet: Sheet, extra: Mapping[str, Sequence[str]] | None = None) -> Headings | None:
    """The headings of a sheet; None when it is no sheet of the register.

    extra: role -> headings of columns that are no field; they go before fields of the same heading
    """
    meant = _Meanings(_ways(register, extra or {}))
    needed = {one.nama for one in register.bidang if one.wajib}
    best: Headings | None = None
    last = min(HEAD_WITHIN, sheet.last_row)
    # Only around a row that names what is needed are there headings in several rows.
    naming = {row for row in range(1, last + _DEEPEST) if any(meant.of(said) & needed for said in _row(sheet, row))}
    # Fewer rows go before more that say no more.
    for depth in range(_DEEPEST):
        for first in range(1, last - depth + 1):
            if naming.isdisjoint(range(first, first + depth + 1)):
                continue
            found = _headings(sheet, first, first + depth, meant)
            own = [name for name in found.columns if name not in WHOSE]
            fits = needed <= set(found.columns) and len(own) >= _LEAST_HEADINGS
            if fits and (best is None or len(found.columns) > len(best.columns)):
                best = found
    return best


def folded(text: str) -> str:
    """A heading without what only looks: lower case, letters, numbers and % only."""
    return _kept_folded(text) if len(text) <= _KEPT else _folded(text)


def _folded(text: str) -> str:
    return _LOOKS.sub(" ", text.casefold()).strip()


# Every register asks for the same cells.
_kept_folded = lru_cache(maxsize=8_192)(_folded)


def head_words(sheet: Sheet) -> set[str]:
    """The words of all cells in which headings may stand."""
    last = HEAD_WITHIN + _DEEPEST
    texts = {cell_text(value) for (row, _), value in sheet.cells.items() if row <= last}
    return {word for text in texts for word in folded(text).split()}


def cell_text(value: CellValue | None) -> str:
    """What a cell says, as one line; '' for nothing."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split())


class _Meanings:
    """Which fields a heading may mean, each asked for once."""

    def __init__(self, ways: Mapping[str, Sequence[str]]) -> None:
        self._ways = [way for known in ways.values() for way in known]
        self._names = [name for name, known in ways.items() for _ in known]
        self._known: dict[str, dict[str, float]] = {}

    def scores(self, heading: str) -> Mapping[str, float]:
        """Field -> how much a folded heading is like one of its own (0-100), where it is enough."""
        if heading not in self._known:
            found: dict[str, float] = {}
            likely = process.extract(heading, self._ways, scorer=fuzz.ratio, limit=None, score_cutoff=_ALIKE)
            for way, alike, place in likely if heading else ():
                # 'Target TW 5' is much like 'Target TW1', and another one.
                if heading == way or sorted(_COUNTED.findall(heading)) == sorted(_COUNTED.findall(way)):
                    name = self._names[place]
                    found[name] = max(found.get(name, 0.0), alike)
            self._known[heading] = found
        return self._known[heading]

    def of(self, heading: str) -> set[str]:
        """The fields that it may mean."""
        return set(self.scores(heading))


def _row(sheet: Sheet, row: int) -> list[str]:
    return [folded(cell_text(sheet.value(row, c))) for c in range(1, min(sheet.last_column, _MOST_COLUMNS) + 1)]


def _headings(sheet: Sheet, first: int, last: int, meant: _Meanings) -> Headings:
    """Field -> column by the headings of some rows, each heading for the field that it means best."""
    parts = _parts(sheet, first, last)
    scored = [
        (-alike, column, name)
        for column, said in parts.items()
        for way in _ways_to_say(said, meant)
        for name, alike in meant.scores(way).items()
    ]
    found: dict[str, int] = {}
    taken: set[int] = set()
    for _, column, name in sorted(scored):
        if name not in found and column not in taken:
            found[name] = column
            taken.add(column)
    return Headings(last, found, {column: " ".join(said) for column, said in parts.items()})


def _parts(sheet: Sheet, first: int, last: int) -> dict[int, list[str]]:
    """Column -> what stands above it in the rows of headings, from above; only columns that have any.

    A heading over several columns stands in the first of them, merged or not; it heads the others where something
    stands below.
    """
    found: dict[int, list[str]] = {}
    over: list[str] = [""] * (last - first + 1)
    for column in range(1, min(sheet.last_column, _MOST_COLUMNS) + 1):
        own = [cell_text(sheet.value(row, column)) for row in range(first, last + 1)]
        for place, text in enumerate(own):
            if text or not any(own[place:]):
                # What stood over the columns before ends here, and what stood below it.
                over[place:] = [text] + [""] * (len(over) - place - 1)
        over[-1] = own[-1]
        if any(own):
            found[column] = [text for text in over if text]
    return found


def _ways_to_say(parts: Sequence[str], meant: _Meanings) -> list[str]:
    """What a heading in several rows may be called: in either order, or by its last row where that says enough."""
    forward = folded(" ".join(parts))
    if len(parts) == 1:
        return [forward]
    both = [forward, folded(" ".join(reversed(parts)))]
    return both if any(meant.scores(way) for way in both) else [folded(parts[-1])]


def _ways(register: Register, extra: Mapping[str, Sequence[str]]) -> Mapping[str, Sequence[str]]:
    """Field -> its headings, folded; whose a row is goes first."""
    roles = {role: [folded(way) for way in known] for role, known in extra.items()}
    taken = {way for known in roles.values() for way in known}
    own = {
        one.nama: [folded(way) for way in (one.judul, one.nama.replace("_", " "), *one.alias)] for one in register.shown
    }
    whose = {name: list(ways) for name, ways in WHOSE.items() if name not in own}
    return {name: [way for way in known if way not in taken] for name, known in (whose | own).items()} | roles
