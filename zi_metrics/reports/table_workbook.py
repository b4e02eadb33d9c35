"""Any table of a screen as a spreadsheet: real numbers, read as on the screen, and above them what they are about."""

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from numbers import Integral, Real
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from zi_metrics.bahasa import MISSING, decimals_of
from zi_metrics.reports.cell_text import fitting, looks_like_formula
from zi_metrics.reports.lke_style import fitted_height, set_up_list

# A fixed date: the same table gives the same bytes.
_CREATED = datetime(2021, 1, 1, tzinfo=UTC)
# Characters: a column is as wide as its longest text between these; a longer one wraps.
_NARROWEST, _WIDEST = 9, 60
_DECIMALS = 2
_CELL = {"valign": "top", "border": 1, "border_color": "#C9C6BE"}


def write_table(
    title: str, about: Mapping[str, str], table: pd.DataFrame, texts: Mapping[str, Sequence[str]] | None = None
) -> bytes:
    """An .xlsx of one table, with its filters and sources above it and its heading frozen.

    title: what the table shows; about: label -> text, the choices and sources that it rests on; texts: column -> its
    cells as the screen writes them. A number keeps its full precision and is shown with at least two decimals, and
    with as many as its text has: beside a minimum it never seems to reach what it misses. A cell that is no number
    takes its text; missing is empty. What people wrote is text, never a formula.
    """
    texts = texts or {}
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_urls": False}) as workbook:
        workbook.set_properties({"created": _CREATED, "title": title})
        sheet = workbook.add_worksheet("Tabel")
        sheet.write_string(0, 0, fitting(title), workbook.add_format({"bold": True, "font_size": 13}))
        for row, (label, words) in enumerate(about.items(), 1):
            sheet.write_string(row, 0, fitting(f"{label}: {words}"))
        _write_rows(workbook, sheet, len(about) + 2, table, texts)
    return out.getvalue()


def _write_rows(
    workbook: Workbook, sheet: Worksheet, top: int, table: pd.DataFrame, texts: Mapping[str, Sequence[str]]
) -> None:
    """The heading at row `top`, and the table below it."""
    columns = {str(name): _cells(table[name], texts.get(str(name))) for name in table.columns}
    widths = {xl_col_to_name(place): _width(name, cells) for place, (name, cells) in enumerate(columns.items())}
    set_up_list(sheet, widths, top)
    head = workbook.add_format({"bold": True, "bg_color": "#E4E2DC", "border": 1, "text_wrap": True, "valign": "top"})
    sheet.set_row(top, fitted_height(dict(zip(widths, columns, strict=True)), widths))
    for place, name in enumerate(columns):
        sheet.write_string(top, place, name, head)
    styles = _Styles(workbook)
    for row, cells in enumerate(zip(*columns.values(), strict=True), top + 1):
        words = {column: cell for column, (cell, _) in zip(widths, cells, strict=True) if isinstance(cell, str)}
        sheet.set_row(row, fitted_height(words, widths))
        for place, (cell, number_format) in enumerate(cells):
            if cell is None:
                sheet.write_blank(row, place, None, styles.text())
            elif isinstance(cell, str):
                sheet.write_string(row, place, fitting(cell), styles.text(looks_like_formula(cell)))
            else:
                sheet.write_number(row, place, cell, styles.number(number_format))
    sheet.autofilter(top, 0, top + max(len(table), 1), max(len(columns) - 1, 0))
    sheet.freeze_panes(top + 1, 0)


class _Styles:
    """The formats of the table's cells, each made once."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[tuple, Format] = {}

    def text(self, quoted: bool = False) -> Format:
        """Of a text. quoted: it looks like a formula, and stays a text when somebody edits it."""
        return self._of({"text_wrap": True, **({"quote_prefix": True} if quoted else {})})

    def number(self, number_format: str) -> Format:
        """Of a number shown in this way."""
        return self._of({"num_format": number_format})

    def _of(self, look: dict) -> Format:
        key = tuple(sorted(look.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format(_CELL | look)
        return self._made[key]


def _cells(column: pd.Series, words: Sequence[str] | None) -> list[tuple[str | float | None, str]]:
    """Each cell of a column, with the way in which it is shown if it is a number."""
    shown = [""] * len(column) if words is None else words
    return [_cell(value, text) for value, text in zip(column, shown, strict=True)]


def _cell(value: Any, text: str) -> tuple[str | float | None, str]:
    missing = value is None or bool(pd.isna(value))
    if not missing and isinstance(value, Real) and not isinstance(value, bool):
        return float(value), _number_format(value, text)
    if isinstance(value, str):
        return value, ""
    if text and text != MISSING:
        return text, ""
    return (None, "") if missing else (str(value), "")


def _number_format(value: Real, text: str) -> str:
    """Excel's format in which a number is read as on the screen, where its text is `text` ('' = as it is)."""
    shown = decimals_of(text)
    if shown is None:
        return "0" if isinstance(value, Integral) else "#,##0." + "0" * _DECIMALS
    percent = "%" if text.endswith("%") else ""
    whole = not shown and not percent and float(value).is_integer()
    plain = "#,##0" + ("" if whole else "." + "0" * max(shown, _DECIMALS)) + percent
    return f"+{plain};-{plain};{plain}" if text.startswith("+") else plain


def _width(name: str, cells: Sequence[tuple[str | float | None, str]]) -> float:
    longest = max((len(cell) for cell, _ in cells if isinstance(cell, str)), default=0)
    return min(max(_NARROWEST, longest + 1, min(len(name), 14) + 2), _WIDEST)
