"""A register in a spreadsheet: headings read by meaning, rows understood, all that is wrong said at once.

Headings stand within the first rows of a sheet, in one row or two (a quarter below 'Target'); every sheet that has them
is read, as people keep one sheet per unit, Pokja or month.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter
from rapidfuzz import fuzz

from zi_metrics.instruments.library import Instrument, load_instrument
from zi_metrics.pembangunan.field_values import NotUnderstood, areas_of, understood
from zi_metrics.pembangunan.programmes import programmes
from zi_metrics.pembangunan.register import Register
from zi_metrics.pembangunan.row_checks import contradictions
from zi_metrics.reading.grid import CellValue, Grid, Sheet

# Headings stand within so many rows; a title and explanations may stand above.
_HEAD_WITHIN, _MOST_COLUMNS, MOST_ROWS = 30, 80, 20_000
# A heading that is written a little differently still means the same from here on (0-100).
_ALIKE = 88
# So many of a register's headings make a sheet one of it, the needed ones among them.
_LEAST_HEADINGS = 3
UNIT, TAHUN, POKJA = "unit", "tahun", "pokja"
# An area of none of the six alone, where that is said; and how it is written.
EVERY_AREA, EVERY_AREA_WORDS = 0, "Lintas area"
_EVERY_AREA_WAYS = ("lintas area", "lintas pokja", "semua area", "semua pokja", "semua", "0")
_WHOSE = {
    UNIT: ("unit kerja", "nama unit kerja", "unit", "satuan kerja", "satker", "nama unit", "opd"),
    TAHUN: ("tahun", "tahun anggaran", "tahun penilaian"),
    POKJA: ("pokja", "area", "kelompok kerja", "area perubahan", "komponen"),
}
FORMULA_SIGNS = ("=", "+", "-", "@")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6}


@dataclass(frozen=True)
class RegisterRow:
    """One row of a sheet.

    place: where it stands, 'lembar x, baris 7' (Indonesian); isi: field -> value, only what a cell says
    unit, tahun, pokja: as the row says (EVERY_AREA: that it is of none of the six alone); None = it does not
    lain: role -> text, of columns that are no field (`Shape` of register_shapes); lembar: the sheet's name
    """

    place: str
    isi: Mapping[str, object]
    unit: str | None = None
    tahun: int | None = None
    pokja: int | None = None
    lain: Mapping[str, str] = field(default_factory=dict)
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


def template_headings(register: Register) -> list[str]:
    """The headings of a register's spreadsheet, in order."""
    return ["Unit kerja", "Tahun", "Pokja", *(one.judul for one in register.shown)]


def headings_of(
    register: Register, sheet: Sheet, extra: Mapping[str, Sequence[str]] | None = None
) -> tuple[int, dict[str, int]] | None:
    """The row of a sheet's headings, and field -> column; None when it is no sheet of the register.

    extra: role -> headings of columns that are no field; they go before fields of the same heading
    """
    best: tuple[int, dict[str, int]] | None = None
    for row in range(1, min(_HEAD_WITHIN, sheet.last_row) + 1):
        found = _columns(register, sheet, row, extra or {})
        needed = {one.nama for one in register.bidang if one.wajib}
        own = [name for name in found if name not in _WHOSE]
        if needed <= set(found) and len(own) >= _LEAST_HEADINGS and (best is None or len(found) > len(best[1])):
            best = row, found
    return best


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
        row, columns = head
        unread += [f"lembar {sheet.name}: {name}" for name in _unread(sheet, row, columns)]
        for number in range(row + 1, sheet.last_row + 1):
            found = _row(grid, sheet, number, columns, register, instrument, problems, extra or {})
            if found is not None:
                rows.append(found)
    if not any_sheet:
        wanted = ", ".join(f"'{one.judul}'" for one in register.bidang if one.wajib)
        problems.append(
            f"Berkas '{grid.file_name}': tidak ada lembar dengan judul kolom {wanted} dalam {_HEAD_WITHIN} baris "
            f"pertama. Unduh contoh {register.nama.lower()}, isi, lalu unggah kembali."
        )
    elif not rows and not problems:
        problems.append(f"Berkas '{grid.file_name}': tidak ada baris di bawah judul kolomnya.")
    if len(rows) > MOST_ROWS:
        problems.append(f"Berkas '{grid.file_name}': lebih dari {MOST_ROWS} baris; bagi menjadi beberapa berkas.")
    return RegisterReading(register, tuple(rows), tuple(problems), tuple(unread))


def folded(text: str) -> str:
    """A heading without what only looks: lower case, letters, numbers and % only."""
    return re.sub(r"[^a-z0-9%]+", " ", text.casefold()).strip()


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
    if all(value is None or not str(value).strip() for name, value in written.items() if name not in _WHOSE):
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
    for wrong in contradictions(register, isi):
        cell = f"{get_column_letter(columns[wrong.bidang.nama])}{number}"
        problems.append(
            f"Berkas '{grid.file_name}', lembar '{sheet.name}', sel {cell}: {wrong.bidang.judul} {wrong.kalimat}."
        )
    lacking = [one.judul for one in register.bidang if one.wajib and _is_blank(written.get(one.nama))]
    if lacking:
        problems.append(f"{place}: {', '.join(lacking)} belum diisi.")
    return RegisterRow(
        place,
        isi,
        _text(written.get(UNIT)) or None,
        _year(written.get(TAHUN), place, problems),
        _pokja(written.get(POKJA), isi, instrument, place, problems),
        {role: _text(written[role]) for role in extra if role in columns},
        sheet.name,
    )


def _is_blank(value: CellValue | None) -> bool:
    return value is None or (isinstance(value, str) and not re.sub(r"[-–—.\s]", "", value))


def _is_numbering(written: Mapping[str, CellValue | None]) -> bool:
    """Whether a row only numbers the columns, as under many official headings: (1), (2), (3)."""
    said = [_text(value).strip("() ") for value in written.values() if value is not None]
    return len(said) > 2 and all(text.isdigit() and len(text) < 3 for text in said) and len(set(said)) == len(said)


def _year(value: CellValue | None, place: str, problems: list[str]) -> int | None:
    text = _text(value)
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
    text = _text(value)
    if folded(text) in _EVERY_AREA_WAYS:
        return EVERY_AREA
    if text:
        found = pokja_of(text, instrument)
        if found is None:
            problems.append(f"{place}: Pokja '{text}' tidak dikenal; tulis 1 sampai 6 atau nama areanya.")
        return found
    return area_of_row(isi, instrument)


def default_area(register: Register, isi: Mapping[str, object], instrument: Instrument) -> int | None:
    """The area of a new row that names none: that of its codes, of its programme, of its register; None = not told."""
    found = area_of_row(isi, instrument)
    named = next((str(isi.get(one.nama)) for one in register.bidang if one.jenis == "program"), "")
    if found is None and named in programmes():
        return programmes()[named].pokja
    return register.pokja if found is None else found


def area_of_row(isi: Mapping[str, object], instrument: Instrument) -> int | None:
    """The one area that all codes of a row belong to; None for none, or several."""
    codes = [kode for kode in str(isi.get("kode") or "").split(", ") if kode]
    areas = areas_of(codes, instrument)
    return areas.pop() if len(areas) == 1 else None


def _columns(register: Register, sheet: Sheet, row: int, extra: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Field -> column, each heading for the field that it means best."""
    headings = {column: _heading(sheet, row, column) for column in range(1, min(sheet.last_column, _MOST_COLUMNS) + 1)}
    own = {folded(way) for ways in extra.values() for way in ways}
    ways = {name: [way for way in known if way not in own] for name, known in _ways(register).items()}
    ways |= {role: [folded(way) for way in known] for role, known in extra.items()}
    scored = []
    for column, heading in headings.items():
        for name, known in ways.items() if heading else ():
            alike = max((100.0 if heading == way else fuzz.ratio(heading, way) for way in known), default=0.0)
            if alike >= _ALIKE:
                scored.append((-alike, column, name))
    found: dict[str, int] = {}
    taken: set[int] = set()
    for _, column, name in sorted(scored):
        if name not in found and column not in taken:
            found[name] = column
            taken.add(column)
    return found


def _ways(register: Register) -> dict[str, Sequence[str]]:
    """Field -> its headings, folded; whose a row is goes first."""
    own = {
        one.nama: [folded(way) for way in (one.judul, one.nama.replace("_", " "), *one.alias)] for one in register.shown
    }
    return {**{name: list(ways) for name, ways in _WHOSE.items() if name not in own}, **own}


def _heading(sheet: Sheet, row: int, column: int) -> str:
    """What stands above a column; a heading over several columns (merged) goes before what stands below it."""
    own = _text(sheet.value(row, column))
    above = next(
        (
            _text(sheet.value(first_row, first_column))
            for first_row, first_column, last_row, last_column in sheet.merged
            if first_row == row - 1 == last_row and first_column <= column <= last_column and last_column > first_column
        ),
        "",
    )
    return folded(f"{above} {own}" if own and above else own)


def _unread(sheet: Sheet, row: int, columns: Mapping[str, int]) -> list[str]:
    taken = set(columns.values())
    return [
        text
        for column in range(1, min(sheet.last_column, _MOST_COLUMNS) + 1)
        if column not in taken and (text := _text(sheet.value(row, column))) and folded(text) not in ("no", "nomor")
    ]


def _text(value: CellValue | None) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split())
