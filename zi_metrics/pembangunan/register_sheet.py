"""A register in a spreadsheet: headings read by meaning, rows understood, all that is wrong said at once.

Every sheet that has the headings is read, as people keep one sheet per unit, Pokja or month.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from zi_metrics.instruments.library import Instrument, load_instrument
from zi_metrics.pembangunan.deadlines import ReadAsDay, last_day, names_period, sentences
from zi_metrics.pembangunan.field_values import NotUnderstood, areas_of, understood
from zi_metrics.pembangunan.programmes import programmes
from zi_metrics.pembangunan.register import Register
from zi_metrics.pembangunan.register_headings import (
    HEAD_WITHIN,
    POKJA,
    TAHUN,
    UNIT,
    WHOSE,
    Headings,
    cell_text,
    folded,
    headings_of,
)
from zi_metrics.pembangunan.register_lines import kind_of, numbers_columns, pokja_of, signed_from, spanned
from zi_metrics.pembangunan.row_checks import contradictions
from zi_metrics.reading.grid import CellValue, Grid, Position, Sheet, address
from zi_metrics.store.registers import FromFile

MOST_ROWS = 20_000
# An area of none of the six alone, where that is said; and how it is written.
EVERY_AREA, EVERY_AREA_WORDS = 0, "Lintas area"
_EVERY_AREA_WAYS = ("lintas area", "lintas pokja", "semua area", "semua pokja", "semua", "0")
# Figures of cells merged over several rows are said once, as they would count double.
_COUNTED = ("angka", "bulat", "persen")
FORMULA_SIGNS = ("=", "+", "-", "@")


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
    unread: headings that mean no field, as 'lembar x: Heading'; skipped: lines that are no rows (totals, an area's
    heading, signatures), as 'lembar x, baris 7: Jumlah'; dibaca: what was read as something else than it says
    (Indonesian, without a full stop); berkas: where it was read
    """

    register: Register
    rows: tuple[RegisterRow, ...] = ()
    problems: tuple[str, ...] = ()
    unread: tuple[str, ...] = field(default=())
    skipped: tuple[str, ...] = ()
    dibaca: tuple[str, ...] = ()
    berkas: FromFile | None = None


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
    skipped: list[str] = []
    read_as: list[ReadAsDay] = []
    for sheet in grid.sheets:
        head = headings_of(register, sheet, extra)
        if head is None:
            continue
        any_sheet = True
        unread += [f"lembar {sheet.name}: {name}" for name in head.unread]
        rows += _rows(grid, sheet, head, register, instrument, extra or {}, problems, skipped, read_as)
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
    berkas = FromFile(grid.file_name, grid.sha256)
    return RegisterReading(
        register, tuple(rows), tuple(problems), tuple(unread), tuple(skipped), sentences(read_as), berkas
    )


def _rows(
    grid: Grid,
    sheet: Sheet,
    head: Headings,
    register: Register,
    instrument: Instrument,
    extra: Mapping[str, Sequence[str]],
    problems: list[str],
    skipped: list[str],
    read_as: list[ReadAsDay],
) -> list[RegisterRow]:
    """The rows of a sheet; an area's heading says the area of those below it that say none."""
    spans = spanned(sheet)
    signed = signed_from(sheet, head.row + 1, head.columns)
    area: int | None = None
    rows: list[RegisterRow] = []
    for number in range(head.row + 1, signed):
        if number == head.row + 1 and numbers_columns(sheet, number):
            continue
        if none := kind_of(sheet, number, head.columns[register.main.nama], instrument):
            kind, said = none
            skipped.append(f"lembar {sheet.name}, baris {number}: {said}")
            area = pokja_of(said, instrument) if kind == "pokja" else area
            continue
        found = _row(grid, sheet, number, head.columns, spans, register, instrument, problems, extra, read_as)
        if found is not None:
            rows.append(found if found.pokja is not None else replace(found, pokja=area))
    if signed <= sheet.last_row:
        skipped.append(f"lembar {sheet.name}, baris {signed} sampai {sheet.last_row}: tanda tangan")
    problems += _unclear_percents(grid, sheet, range(head.row + 1, signed), head, register)
    return rows


def _unclear_percents(grid: Grid, sheet: Sheet, lines: range, head: Headings, register: Register) -> list[str]:
    """What may be a share or a percentage: 1 in a column with 50 is 1% or 100%, a text '0,5' is 0,5% or 50%."""
    found = []
    for one in register.bidang:
        column = head.columns.get(one.nama)
        if one.jenis != "persen" or column is None:
            continue
        written = {row: sheet.value(row, column) for row in lines}
        points = any(isinstance(value, float) and value > 1 for value in written.values())
        for row, value in written.items():
            share = isinstance(value, float) and points and 0 < value <= 1
            if share or (isinstance(value, str) and re.fullmatch(r"\s*0?[.,]\d*[1-9]\d*\s*", value)):
                found.append(
                    f"Berkas '{grid.file_name}', lembar '{sheet.name}', sel {address(row, column)}: "
                    f"{one.judul} '{cell_text(value).replace('.', ',')}' dapat berarti bagian dari 1 atau persen; "
                    "tulis dengan tanda persen, misalnya 50%, pada seluruh kolom itu."
                )
    return found


def unguarded(value: CellValue | None) -> CellValue | None:
    """A text without the apostrophe that keeps a spreadsheet from taking it for a formula, as CSV has it."""
    return value[1:] if isinstance(value, str) and value[:1] == "'" and value[1:2] in FORMULA_SIGNS else value


def _row(
    grid: Grid,
    sheet: Sheet,
    number: int,
    columns: Mapping[str, int],
    spans: Mapping[Position, Position],
    register: Register,
    instrument: Instrument,
    problems: list[str],
    extra: Mapping[str, Sequence[str]],
    read_as: list[ReadAsDay],
) -> RegisterRow | None:
    shared = {*WHOSE, *(one.nama for one in register.bidang if one.jenis not in _COUNTED)}
    written: dict[str, CellValue | None] = {}
    for name, column in columns.items():
        place_of = spans.get((number, column)) if name in shared else None
        written[name] = unguarded(sheet.value(*(place_of or (number, column))))
    if not any(cell_text(sheet.value(number, column)) for name, column in columns.items() if name not in WHOSE):
        return None
    place = f"Berkas '{grid.file_name}', lembar '{sheet.name}', baris {number}"
    isi: dict[str, object] = {}
    tahun = _year(written.get(TAHUN), place, problems)
    for one in register.bidang:
        if one.nama not in columns:
            continue
        if one.nama in extra or _is_blank(written[one.nama]):
            # An empty cell says nothing; what is stored stays.
            continue
        cell = address(number, columns[one.nama])
        try:
            if one.akhir_periode and names_period(said := cell_text(written[one.nama])):
                isi[one.nama] = when = _last_day(said, tahun)
                read_as.append(ReadAsDay(f"lembar '{sheet.name}', sel {cell}", one.judul, said, when))
            else:
                isi[one.nama] = understood(one, written[one.nama], instrument)
        except NotUnderstood as why:
            problems.append(f"Berkas '{grid.file_name}', lembar '{sheet.name}', sel {cell}: {one.judul} {why}.")
    for wrong in contradictions(register, isi):
        cell = address(number, columns[wrong.bidang.nama])
        problems.append(
            f"Berkas '{grid.file_name}', lembar '{sheet.name}', sel {cell}: {wrong.bidang.judul} {wrong.kalimat}."
        )
    lacking = [one.judul for one in register.bidang if one.wajib and _is_blank(written.get(one.nama))]
    if lacking:
        problems.append(f"{place}: {', '.join(lacking)} belum diisi.")
    return RegisterRow(
        place,
        isi,
        cell_text(written.get(UNIT)) or None,
        tahun,
        _pokja(written.get(POKJA), isi, instrument, place, problems),
        {role: written[role] for role in extra if role in columns},
        sheet.name,
    )


def _last_day(said: str, tahun: int | None) -> date:
    """The last day of a period. Raises NotUnderstood where nobody says its year."""
    found = last_day(said, tahun)
    if found is None:
        raise NotUnderstood(f"'{said}' tidak menyebut tahun; tulis misalnya {said} 2026, atau isi kolom Tahun")
    return found


def _is_blank(value: CellValue | None) -> bool:
    return value is None or (isinstance(value, str) and not re.sub(r"[-–—.\s]", "", value))


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
