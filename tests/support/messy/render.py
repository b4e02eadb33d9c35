"""From a draft to the bytes of an .xlsx file: with cached results (xlsxwriter) or without (as openpyxl saves)."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from openpyxl import Workbook as PlainWorkbook
from openpyxl.utils import get_column_letter
from xlsxwriter import Workbook

from messy.formulas import result_of, text_of
from messy.model import Draft, Formula, Percent, Sheet

_CREATED = datetime(2021, 1, 1, tzinfo=UTC)
_MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def to_bytes(draft: Draft) -> bytes:
    """The workbook; the same draft gives the same bytes."""
    return _with_results(draft) if draft.cached else _without_results(draft)


def _with_results(draft: Draft) -> bytes:
    stream = io.BytesIO()
    with Workbook(stream, {"in_memory": True, "strings_to_urls": False}) as book:
        book.set_properties({"created": _CREATED})
        percent = book.add_format({"num_format": "0.0%"})
        pages = [(sheet, book.add_worksheet(sheet.name)) for sheet in draft.sheets]
        for sheet, page in pages:
            text = _writer(sheet)
            for top, left, bottom, right in _merges(sheet):
                page.merge_range(top - 1, left - 1, bottom - 1, right - 1, "")
            for row, column, value in _cells(sheet):
                where = (row - 1, column - 1)
                if isinstance(value, Formula):
                    page.write_formula(*where, text(value), None, result_of(value))
                elif isinstance(value, bool):
                    page.write_boolean(*where, value)
                elif isinstance(value, str):
                    page.write_string(*where, value)
                else:
                    page.write_number(*where, value, percent if isinstance(value, Percent) else None)
            for place, column in enumerate(sheet.columns):
                if column in sheet.hidden_columns:
                    page.set_column(place, place, None, None, {"hidden": True})
        shown = next(page for sheet, page in pages if not sheet.hidden)
        shown.activate()
        shown.set_first_sheet()
        for sheet, page in pages:
            if sheet.hidden:
                page.hide()
    return stream.getvalue()


def _without_results(draft: Draft) -> bytes:
    book = PlainWorkbook()
    book.remove(book.active)
    for sheet in draft.sheets:
        page = book.create_sheet(sheet.name)
        page.sheet_state = "hidden" if sheet.hidden else "visible"
        text = _writer(sheet)
        for row, column, value in _cells(sheet):
            plain = float(value) if isinstance(value, Percent) else value
            cell = page.cell(row, column, text(value) if isinstance(value, Formula) else plain)
            if isinstance(value, Percent):
                cell.number_format = "0.0%"
        for top, left, bottom, right in _merges(sheet):
            page.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
        for place, column in enumerate(sheet.columns, start=1):
            if column in sheet.hidden_columns:
                page.column_dimensions[get_column_letter(place)].hidden = True
    book.active = next(place for place, sheet in enumerate(draft.sheets) if not sheet.hidden)
    stream = io.BytesIO()
    book.save(stream)
    return _undated(stream.getvalue())


def _cells(sheet: Sheet) -> Iterator[tuple[int, int, object]]:
    columns = {column: place for place, column in enumerate(sheet.columns, start=1)}
    for number, row in enumerate(sheet.rows, start=1):
        for column, place in columns.items():
            value = row.cells.get(column)
            if value is not None:
                yield number, place, value


def _writer(sheet: Sheet) -> Callable[[Formula], str]:
    """Writes out formulas of a sheet whose rows and columns have their places."""
    places = {id(row): number for number, row in enumerate(sheet.rows, start=1)}
    letters = {column: get_column_letter(place) for place, column in enumerate(sheet.columns, start=1)}
    return lambda formula: text_of(formula, lambda row: places.get(id(row)), letters.__getitem__)


def _merges(sheet: Sheet) -> Iterator[tuple[int, int, int, int]]:
    """Merged ranges that neither overlap nor swallow a written cell."""
    columns, taken = sheet.columns, set()
    numbers = {id(row): number for number, row in enumerate(sheet.rows, start=1)}
    wanted = [(a, b, columns.index(c), columns.index(c)) for a, b, c in sheet.merged_down if c in columns]
    wanted += [(r, r, columns.index(a), columns.index(b)) for r in sheet.rows for a, b in r.merges]
    for first, last, left, right in wanted:
        top, bottom = numbers.get(id(first)), numbers.get(id(last))
        if top is None or bottom is None or left > right or top > bottom:
            continue
        area = [(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)]
        hold = [sheet.rows[r - 1].cells.get(columns[c]) not in (None, "") for r, c in area[1:]]
        if len(area) > 1 and not any(hold) and not taken.intersection(area):
            taken.update(area)
            yield top, left + 1, bottom, right + 1


def _undated(content: bytes) -> bytes:
    """The same file with the moment of its making taken out, so that the same draft gives the same bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename == "docProps/core.xml":
                data = _MOMENT.sub(b"2021-01-01T00:00:00Z", data)
            plain = zipfile.ZipInfo(entry.filename, (2021, 1, 1, 0, 0, 0))
            new.writestr(plain, data, zipfile.ZIP_DEFLATED, 1)
    return stream.getvalue()
