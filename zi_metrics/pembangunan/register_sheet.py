"""A register in a spreadsheet: headings read by meaning, rows understood, all that is wrong said at once.

Every sheet that has the headings is read, as people keep one sheet per unit, Pokja or month.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter
from rapidfuzz import fuzz

from zi_metrics.instruments.library import Instrument, load_instrument
from zi_metrics.pembangunan.field_values import NotUnderstood, areas_of, understood
from zi_metrics.pembangunan.register import Register
from zi_metrics.pembangunan.register_headings import (
    HEAD_WITHIN,
    POKJA,
    TAHUN,
    UNIT,
    WHOSE,
    cell_text,
    folded,
    headings_of,
)
from zi_metrics.reading.grid import CellValue, Grid, Sheet

MOST_ROWS = 20_000
# A name that is written a little differently still means the same from here on (0-100).
_ALIKE = 88
# An area of none of the six alone, where that is said; and how it is written.
EVERY_AREA, EVERY_AREA_WORDS = 0, "Lintas area"
_EVERY_AREA_WAYS = ("lintas area", "lintas pokja", "semua area", "semua pokja", "semua", "0")
FORMULA_SIGNS = ("=", "+", "-", "@")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6}


@dataclass(frozen=True)
class RegisterRow:
    """One row of a sheet.

    place: where it stands, 'lembar x, baris 7' (Indonesian); isi: field -> value, only what a cell says
    unit, tahun, pokja: as the row says (EVERY_AREA: that it is of none of the six alone); None = it does not
    lain: role -> what its cell holds, of columns that are no field (`Shape` of register_shapes); lembar: its sheet
    """

    place: str
    isi: Mapping[str, object]
    unit: str | None = None
    tahun: int | None = None
    pokja: int | None = None
    lain: Mapping[str, CellValue | None] = field(default_factory=dict)
    lembar: str = ""


@dataclass(frozen=True)
class RegisterReading:
    """What a file holds of a register.

    rows: as understood; problems: what could not be (Indonesian, with sheet and cell); then nothing may be stored
    unread: headings that mean no field, as 'lembar x: Heading'
    """

    register: Register
    rows: tuple[RegisterRow, ...] = ()
    problems: tuple[str, ...] = ()
    unread: tuple[str, ...] = field(default=())


def read_register(
    grid: Grid,
    register: Register,
    instrument: Instrument | None = None,
    extra: Mapping[str, Sequence[str]] | None = None,
) -> RegisterReading:
    """All rows of all sheets that have the register's headings; without any, the reading has one problem that says so.

    instrument: tells which LKE codes there are; None = the one in use; extra: as of `headings_of`
    """
    instrument = instrument or load_instrument()
    rows: list[RegisterRow] = []
    problems: list[str] = []
    unread: list[str] = []
    any_sheet = False
    for sheet in grid.sheets:
        head = headings_of(register, sheet, extra)
        if head is None:
            continue
        any_sheet = True
        unread += [f"lembar {sheet.name}: {name}" for name in head.unread]
        for number in range(head.row + 1, sheet.last_row + 1):
            found = _row(grid, sheet, number, head.columns, register, instrument, problems, extra or {})
            if found is not None:
                rows.append(found)
    if not any_sheet:
        wanted = ", ".join(f"'{one.judul}'" for one in register.bidang if one.wajib)
        problems.append(
            f"Berkas '{grid.file_name}': tidak ada lembar dengan judul kolom {wanted} dalam {HEAD_WITHIN} baris "
            f"pertama. Unduh contoh {register.nama.lower()}, isi, lalu unggah kembali."
        )
    elif not rows and not problems:
        problems.append(f"Berkas '{grid.file_name}': tidak ada baris di bawah judul kolomnya.")
    if len(rows) > MOST_ROWS:
        problems.append(f"Berkas '{grid.file_name}': lebih dari {MOST_ROWS} baris; bagi menjadi beberapa berkas.")
    return RegisterReading(register, tuple(rows), tuple(problems), tuple(unread))


def unguarded(value: CellValue | None) -> CellValue | None:
    """A text without the apostrophe that keeps a spreadsheet from taking it for a formula, as CSV has it."""
    return value[1:] if isinstance(value, str) and value[:1] == "'" and value[1:2] in FORMULA_SIGNS else value


def pokja_of(text: str, instrument: Instrument) -> int | None:
    """The area that a text names: '3', 'Pokja III', 'Area 3', 'Penguatan Pengawasan'; None when it names none."""
    said = folded(text)
    names = instrument.pokja()
    if found := re.search(r"(?:^|\b)(?:pokja|area|kelompok kerja)?\s*(\d|iv|vi|v|i{1,3})(?:\b|$)", said):
        number = int(found[1]) if found[1].isdigit() else _ROMAN[found[1]]
        if number in names:
            return number
    alike = {number: fuzz.ratio(said, folded(name)) for number, name in names.items()}
    best = max(alike, key=lambda number: alike[number], default=None)
    return best if best is not None and alike[best] >= _ALIKE else None


def _row(
    grid: Grid,
    sheet: Sheet,
    number: int,
    columns: Mapping[str, int],
    register: Register,
    instrument: Instrument,
    problems: list[str],
    extra: Mapping[str, Sequence[str]],
) -> RegisterRow | None:
    written = {name: unguarded(sheet.value(number, column)) for name, column in columns.items()}
    if all(value is None or not str(value).strip() for name, value in written.items() if name not in WHOSE):
        return None
    if _is_numbering(written):
        return None
    place = f"Berkas '{grid.file_name}', lembar '{sheet.name}', baris {number}"
    isi: dict[str, object] = {}
    for one in register.bidang:
        if one.nama not in columns:
            continue
        if one.nama in extra or _is_blank(written[one.nama]):
            # An empty cell says nothing; what is stored stays.
            continue
        try:
            isi[one.nama] = understood(one, written[one.nama], instrument)
        except NotUnderstood as why:
            cell = f"{get_column_letter(columns[one.nama])}{number}"
            problems.append(f"Berkas '{grid.file_name}', lembar '{sheet.name}', sel {cell}: {one.judul} {why}.")
    lacking = [one.judul for one in register.bidang if one.wajib and _is_blank(written.get(one.nama))]
    if lacking:
        problems.append(f"{place}: {', '.join(lacking)} belum diisi.")
    return RegisterRow(
        place,
        isi,
        cell_text(written.get(UNIT)) or None,
        _year(written.get(TAHUN), place, problems),
        _pokja(written.get(POKJA), isi, instrument, place, problems),
        {role: written[role] for role in extra if role in columns},
        sheet.name,
    )


def _is_blank(value: CellValue | None) -> bool:
    return value is None or (isinstance(value, str) and not re.sub(r"[-–—.\s]", "", value))


def _is_numbering(written: Mapping[str, CellValue | None]) -> bool:
    """Whether a row only numbers the columns, as under many official headings: (1), (2), (3)."""
    said = [cell_text(value).strip("() ") for value in written.values() if value is not None]
    return len(said) > 2 and all(text.isdigit() and len(text) < 3 for text in said) and len(set(said)) == len(said)


def _year(value: CellValue | None, place: str, problems: list[str]) -> int | None:
    text = cell_text(value)
    if not text:
        return None
    if not re.fullmatch(r"20\d\d", text):
        problems.append(f"{place}: tahun '{text}' bukan tahun; tulis misalnya 2026.")
        return None
    return int(text)


def _pokja(
    value: CellValue | None, isi: Mapping[str, object], instrument: Instrument, place: str, problems: list[str]
) -> int | None:
    """The area that the row names, else the one that all its codes belong to."""
    text = cell_text(value)
    if folded(text) in _EVERY_AREA_WAYS:
        return EVERY_AREA
    if text:
        found = pokja_of(text, instrument)
        if found is None:
            problems.append(f"{place}: Pokja '{text}' tidak dikenal; tulis 1 sampai 6 atau nama areanya.")
        return found
    return area_of_row(isi, instrument)


def area_of_row(isi: Mapping[str, object], instrument: Instrument) -> int | None:
    """The one area that all codes of a row belong to; None for none, or several."""
    codes = [kode for kode in str(isi.get("kode") or "").split(", ") if kode]
    areas = areas_of(codes, instrument)
    return areas.pop() if len(areas) == 1 else None
