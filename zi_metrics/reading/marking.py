"""Marks cells in a workbook's own bytes, without any guard: only for the child process, which may die of it.

openpyxl meets damage with errors of every kind; they end the child, and the parent makes a refusal of that.
"""

import io
import math
import re
import zipfile
from typing import Any
from xml.etree.ElementTree import Element

import openpyxl
from openpyxl.cell import MergedCell
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook.properties import CalcProperties
from openpyxl.worksheet._reader import WorkSheetParser
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.datavalidation import DataValidation, DataValidationList
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter
from openpyxl.xml.constants import XLSM

from zi_metrics.printable import printable
from zi_metrics.reading import bounds, kinds, workbook_xml
from zi_metrics.reading.protocol import Mark, Marking

_MACROS = "xl/vbaProject.bin"
_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})(?![0-9])")
_LAST_ROW = 1_048_576
_FORMULA_SIGNS = ("=", "+", "-", "@")
# A comment is read in a small window; the whole text stands in the list.
_COMMENT_CHARS = 4_000
_COMMENT_WIDTH, _COMMENT_MAX_HEIGHT = 340, 480
_LINE_CHARS, _LINE_HEIGHT = 46, 19
_TITLE_CHARS = 31
_X14 = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}"
_XM = "{http://schemas.microsoft.com/office/excel/2006/main}"


def marked(content: bytes, marking: Marking) -> bytes:
    """The workbook with its marks and a first sheet that lists them. Raises bounds.Refusal, and anything else."""
    if kinds.kind_of(content) != "xlsx":
        raise bounds.Refusal("tidak dapat diberi komentar", bounds.SAVE_AS_XLSX)
    # Counts and sizes, before openpyxl makes an object of everything.
    workbook_xml.inspect(content)
    book = _opened(content, marking.keep_macros)
    _mark(book, marking)
    _list(book, marking)
    # openpyxl writes formulas without the values they last had.
    book.calculation = book.calculation or CalcProperties()
    book.calculation.fullCalcOnLoad = True
    out = io.BytesIO()
    _Writer(book, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED)).save()
    return out.getvalue()


class _MacroTypedWorkbook(openpyxl.Workbook):
    """A workbook without macros in a file named .xlsm, which Excel opens only when its type says so, too."""

    @property
    def mime_type(self) -> str:
        """The type of a workbook with macros."""
        return XLSM


class _Writer(ExcelWriter):
    """Writes sheets in memory: openpyxl's temporary files would outlive a child that is ended midway."""

    def write_worksheet(self, ws: Worksheet) -> None:
        drawing = SpreadsheetDrawing()
        # openpyxl's stubs leave out what its own writer uses.
        drawing.charts, drawing.images = ws._charts, ws._images  # pyright: ignore[reportAttributeAccessIssue]
        ws._drawing = drawing  # pyright: ignore[reportAttributeAccessIssue]
        writer = WorksheetWriter(ws, out=io.BytesIO())
        writer.write()
        ws._rels = writer._rels  # pyright: ignore[reportAttributeAccessIssue]
        self._archive.writestr(ws.path[1:], writer.read())  # pyright: ignore[reportAttributeAccessIssue]
        self.manifest.append(ws)


def _opened(content: bytes, keep_macros: bool) -> openpyxl.Workbook:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        has_macros = _MACROS in archive.namelist()
    # The stubs have the method under its parameters' names.
    WorkSheetParser.parse_extensions = _take_newer_validations  # pyright: ignore[reportAttributeAccessIssue]
    # Rich text, or words in bold would lose it.
    book = openpyxl.load_workbook(io.BytesIO(content), keep_vba=keep_macros and has_macros, rich_text=True)
    if keep_macros and not has_macros:
        book.__class__ = _MacroTypedWorkbook
    return book


def _take_newer_validations(parser: WorkSheetParser, extensions: Element) -> None:
    """Excel keeps a choice list from another sheet in an extension, which openpyxl would drop; a plain one does."""
    for found in extensions.iter(f"{_X14}dataValidation"):
        facts: dict[str, Any] = {n: text for n, text in found.attrib.items() if n in DataValidation.__attrs__}
        for formula in ("formula1", "formula2"):
            facts[formula] = found.findtext(f"{_X14}{formula}/{_XM}f")
        facts["sqref"] = found.findtext(f"{_XM}sqref", "")
        validations = getattr(parser, "data_validations", None)
        if validations is None:
            validations = DataValidationList()
            parser.data_validations = validations  # pyright: ignore[reportAttributeAccessIssue]  left out by the stubs
        validations.append(DataValidation(**facts))


def _mark(book: openpyxl.Workbook, marking: Marking) -> None:
    sheets = {sheet.title.casefold(): sheet for sheet in book.worksheets}
    for sheet in book.worksheets:
        for cell in sheet._cells.values():
            # openpyxl does not read how large the comments were.
            if cell.comment:
                _fit(cell.comment)
    remarks: dict[tuple[str, str], tuple[Cell, list[Mark]]] = {}
    for mark in marking.marks:
        sheet = sheets.get(mark.sheet.casefold())
        cell = _cell(sheet, mark.cell) if sheet is not None else None
        if sheet is None or cell is None:
            continue
        place = (sheet.title, cell.coordinate)
        if place in remarks or len(remarks) < bounds.MAX_MARKED_CELLS:
            remarks.setdefault(place, (cell, []))[1].append(mark)
    for cell, marks in remarks.values():
        cell.fill = PatternFill("solid", start_color=marks[0].colour, end_color=marks[0].colour)
        _comment(cell, "\n\n".join(mark.text for mark in marks), marking)


def _cell(sheet: Worksheet, address: str) -> Cell | None:
    """The cell at an address, or the one that shows when it is merged; None when there is no such address."""
    match = _ADDRESS.match(address.strip().upper())
    if not match or int(match[2]) > _LAST_ROW or (len(match[1]) == 3 and match[1] > "XFD"):
        return None
    cell = sheet[match[1] + match[2]]
    if isinstance(cell, MergedCell):
        merged = next(area for area in sheet.merged_cells.ranges if cell.coordinate in area)
        cell = sheet.cell(merged.min_row, merged.min_col)
    return cell if isinstance(cell, Cell) else None


def _comment(cell: Cell, text: str, marking: Marking) -> None:
    text = printable(text)
    if len(text) > _COMMENT_CHARS:
        text = f"{text[:_COMMENT_CHARS]}… (selengkapnya di lembar {marking.title})"
    author = marking.author
    if cell.comment:
        # Whose words the first ones are must stay visible.
        author = cell.comment.author or author
        text = f"{cell.comment.text}\n\n{marking.author}:\n{text}"
    cell.comment = Comment(text, author)
    _fit(cell.comment)


def _fit(comment: Comment) -> None:
    lines = sum(max(1, math.ceil(len(line) / _LINE_CHARS)) for line in comment.text.split("\n"))
    comment.width = _COMMENT_WIDTH
    comment.height = min((lines + 1) * _LINE_HEIGHT, _COMMENT_MAX_HEIGHT)


def _list(book: openpyxl.Workbook, marking: Marking) -> None:
    sheet = book.create_sheet(_free_title(book, marking.title), 0)
    for column, (title, width) in enumerate(marking.columns, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
        cell = sheet.cell(1, column, title)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", start_color="E4E2DC", end_color="E4E2DC")
    for row, texts in enumerate(marking.rows, 2):
        for column, text in enumerate(texts, 1):
            _write_text(sheet.cell(row, column), printable(text))
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(marking.columns))}{len(marking.rows) + 1}"
    # Two selected sheets would be edited together.
    for other in (book[title] for title in book.sheetnames):
        for view in (other.views if isinstance(other, Worksheet) else other.sheetViews).sheetView:
            view.tabSelected = False
    for window in book.views:
        window.firstSheet = 0
    book.active = 0
    sheet.sheet_view.tabSelected = True


def _write_text(cell: Cell, text: str) -> None:
    cell.value = text
    # openpyxl would make a formula of "=..." and an error value of "#N/A".
    cell.data_type = "s"
    if text.startswith(_FORMULA_SIGNS):
        # Excel must not make a formula of it either, when somebody edits the cell.
        cell.quotePrefix = True
    cell.alignment = Alignment(wrap_text=True, vertical="top")


def _free_title(book: openpyxl.Workbook, wanted: str) -> str:
    taken = {title.casefold() for title in book.sheetnames}
    title, number = wanted, 1
    while title.casefold() in taken:
        number += 1
        ending = f" ({number})"
        title = wanted[: _TITLE_CHARS - len(ending)] + ending
    return title
