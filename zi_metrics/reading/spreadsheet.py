"""A file's bytes to its sheets, parsed without any guard: only for the child process, which may die of it."""

import datetime
import io
import math
from array import array
from collections.abc import Iterator, Mapping, Sequence

import python_calamine as calamine

from zi_metrics.reading import bounds, kinds, ods_cells, text_table, workbook_xml, xls_errors
from zi_metrics.reading.grid import CellValue, Position, Sheet
from zi_metrics.reading.long_sheet import LONG_ROWS, CellColumn, LongSheet
from zi_metrics.reading.numbered import Numbers

_Date = datetime.date | datetime.time | datetime.timedelta
# What calamine gives of a cell; an empty one is an empty text.
_Read = str | bool | int | float | _Date


def sheets_of(content: bytes) -> Iterator[Sheet]:
    """The worksheets of an .xlsx, .xlsm, .xls or .ods, in order; chart and macro sheets are left out.

    A text table (CSV and its kin) gives one sheet without a name. Macros and links are never followed.
    Raises bounds.Refusal. A crafted file can also abort or exhaust the process.
    """
    kind = kinds.kind_of(content)
    if kind == "text":
        yield text_table.sheet_of(content)
        return
    facts = workbook_xml.inspect(content) if kind == "xlsx" else {}
    try:
        yield from _read(content, kind, facts)
    except calamine.PasswordError as error:
        raise bounds.Refusal("dilindungi kata sandi", bounds.REMOVE_PASSWORD) from error
    except (calamine.CalamineError, OSError, ValueError, OverflowError) as error:
        raise bounds.Refusal(bounds.DAMAGED, bounds.SEND_AGAIN) from error


def _read(content: bytes, kind: str, facts: dict[str, workbook_xml.SheetFacts]) -> Iterator[Sheet]:
    with calamine.load_workbook(io.BytesIO(content)) as workbook:
        listed = [sheet for sheet in workbook.sheets_metadata if sheet.typ == calamine.SheetTypeEnum.WorkSheet]
        if not listed:
            raise bounds.Refusal("tidak memuat satu sheet pun", bounds.SAVE_AGAIN)
        if len(listed) > bounds.MAX_SHEETS:
            raise bounds.Refusal(f"berisi terlalu banyak sheet (batasnya {bounds.MAX_SHEETS})", bounds.REMOVE_EXCESS)
        area = 0
        untold = _untold(content, kind, [sheet.name for sheet in workbook.sheets_metadata])
        for listing in listed:
            sheet = workbook.get_sheet_by_name(listing.name)
            last_row, last_column = sheet.end or (-1, -1)
            area += (last_row + 1) * (last_column + 1)
            if area > bounds.MAX_AREA:
                raise bounds.Refusal("berisi sel yang letaknya terlalu jauh dari tabelnya", bounds.REMOVE_EXCESS)
            hidden = listing.visible != calamine.SheetVisibleEnum.Visible
            of_sheet = facts.get(listing.name) or workbook_xml.SheetFacts()
            yield _sheet(sheet, hidden, of_sheet, of_sheet.errors or untold.get(listing.name, {}))


def _untold(content: bytes, kind: str, names: list[str]) -> Mapping[str, Mapping[Position, CellValue]]:
    """The cells by sheet that calamine does not tell of formats other than .xlsx. names: of all sheets, in order."""
    if kind == "ods":
        return ods_cells.cells_in(content)
    found = xls_errors.errors_in(content) if kind == "xls" else []
    return dict(zip(names, found, strict=True)) if len(found) == len(names) else {}


def _sheet(
    sheet: calamine.CalamineSheet, hidden: bool, facts: workbook_xml.SheetFacts, untold: Mapping[Position, CellValue]
) -> Sheet:
    # Without skip_empty_area=False the addresses of a table that does not start at A1 would shift.
    rows = sheet.to_python(skip_empty_area=False)
    hidden_rows = frozenset(facts.hidden_rows)
    if len(rows) >= LONG_ROWS and _all_within(rows, untold):
        # calamine shows an error value as an empty cell, and in .ods a boolean as a number.
        for (row, column), value in untold.items():
            rows[row - 1][column - 1] = value
        columns = tuple(_column(values) for values in zip(*rows, strict=True))
        return LongSheet(sheet.name, hidden, columns, frozenset(facts.formulas), _merged(sheet), hidden_rows)
    cells: dict[Position, CellValue] = {}
    dates: set[Position] = set()
    for row, values in enumerate(rows, 1):
        for column, value in enumerate(values, 1):
            if isinstance(value, str):
                # Most cells are texts, or empty.
                if value:
                    cells[row, column] = value
                continue
            cells[row, column] = _shown(value)
            if isinstance(value, _Date):
                dates.add((row, column))
    cells.update(untold)
    return Sheet(sheet.name, hidden, cells, frozenset(facts.formulas), _merged(sheet), frozenset(dates), hidden_rows)


def _all_within(rows: Sequence[Sequence[_Read]], cells: Mapping[Position, CellValue]) -> bool:
    """Whether all these cells lie in a rectangle of rows."""
    return all(row <= len(rows) and column <= len(rows[0]) for row, column in cells)


def _column(cells: Sequence[_Read]) -> CellColumn:
    known = Numbers()
    kinds = set(map(type, cells))
    if bool in kinds and kinds & {int, float}:
        # True and 1 are the same key, which (True,) is not.
        keys = ((value,) if isinstance(value, bool) else value for value in cells)
        numbers = array("i", map(known.__getitem__, keys))
        different = [key[0] if isinstance(key, tuple) else key for key in known.values_in_order]
    else:
        numbers = array("i", map(known.__getitem__, cells))
        different = [*known.values_in_order]
    dates = frozenset(place for place, value in enumerate(different) if isinstance(value, _Date))
    return CellColumn([_shown(value) for value in different], dates, numbers)


def _shown(value: _Read) -> CellValue:
    if type(value) is float and math.isfinite(value):
        return value
    if isinstance(value, str | bool):
        return value
    if isinstance(value, _Date):
        return _iso(value)
    # Numbers too large for a float, which only a crafted file holds, become text rather than infinity.
    return float(value) if math.isfinite(value) else str(value)


def _iso(value: _Date) -> str:
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    if isinstance(value, datetime.timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return value.isoformat()


def _merged(sheet: calamine.CalamineSheet) -> tuple[tuple[int, int, int, int], ...]:
    # None for .ods, where calamine does not know them.
    ranges = sheet.merged_cell_ranges or []
    merged = tuple((top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in ranges)
    # Readers may walk through merged cells one by one.
    if sum((bottom - top + 1) * (right - left + 1) for top, left, bottom, right in merged) > bounds.MAX_AREA:
        raise bounds.Refusal("berisi sel gabungan yang terlalu luas", bounds.REMOVE_EXCESS)
    return merged
