"""A text table (CSV, TSV and their kin) to one sheet; for the child process, as everything that parses."""

import csv
import itertools
from collections import Counter
from collections.abc import Callable, Iterator
from typing import TypeVar

from zi_metrics.reading import bounds
from zi_metrics.reading.encoding import encoding_of
from zi_metrics.reading.grid import CellValue, Position, Sheet
from zi_metrics.reading.text_layout import Layout, LoneQuote, Quoting, layout_of, lines_of, rows_of

Rows = Iterator[list[str]]
Result = TypeVar("Result")
# Of a smaller table reading twice costs nothing.
_LARGE = 4 * bounds.MIB


def sheet_of(content: bytes) -> Sheet:
    """The table as a sheet without a name (it has none of its own); every cell is text exactly as written.

    Rows count as Excel counts them: a cell with line breaks is one row, a first line 'sep=;' none.
    Raises bounds.Refusal when the text is no table, is damaged, or breaks a bound.
    """
    return Sheet("", False, read_rows(content, _cells))


def read_rows(
    content: bytes, consume: Callable[[Rows], Result], encoding: str | None = None, layout: Layout | None = None
) -> Result:
    """What `consume` makes of the table's rows; it is called anew when quotes turn out to be letters.

    encoding, layout: where they are known. Raises bounds.Refusal when the text is no table or is damaged.
    """
    encoding = encoding or encoding_of(content)
    layout = layout or layout_of(lines_of(content, encoding))

    def rows(quoting: Quoting) -> Rows:
        lines = itertools.islice(lines_of(content, encoding), int(layout.has_sep_line), None)
        return rows_of(lines, layout.delimiter, quoting)

    # An odd number of quotes leaves one alone: found out before a large table is read for nothing.
    is_odd = len(content) > _LARGE and content.count(b'"') % 2 == 1
    try:
        if is_odd:
            _read_through(rows(csv.QUOTE_MINIMAL))
        return consume(rows(csv.QUOTE_MINIMAL))
    except LoneQuote as quote:
        if not _quotes_are_letters(rows):
            line = quote.line + layout.has_sep_line
            raise bounds.Refusal(
                f'berisi tanda kutip (") yang tidak berpasangan pada baris {line}',
                "Tutup atau hapus tanda kutip itu, atau buka di Excel dan simpan sebagai Excel Workbook (.xlsx), "
                "lalu unggah lagi.",
            ) from quote
        return consume(rows(csv.QUOTE_NONE))


def _read_through(rows: Rows) -> None:
    """Goes through rows without keeping them."""
    for _ in rows:
        pass


def check_is_table(content: bytes) -> None:
    """Raises bounds.Refusal when the text's beginning is no table's."""
    layout_of(lines_of(content, encoding_of(content)))


def _cells(rows: Rows) -> dict[Position, CellValue]:
    cells: dict[Position, CellValue] = {}
    count = last_column = 0
    for number, row in enumerate(rows, 1):
        if number > bounds.MAX_ROWS:
            bounds.refuse_too_many("baris", bounds.MAX_ROWS)
        if len(row) > bounds.MAX_COLUMNS:
            bounds.refuse_too_many("kolom", bounds.MAX_COLUMNS)
        count += len(row)
        if count > bounds.MAX_CELLS:
            bounds.refuse_too_many("sel", bounds.MAX_CELLS)
        for column, text in enumerate(row, 1):
            if text:
                cells[number, column] = text
                last_column = max(last_column, column)
        # Readers may walk the whole rectangle, as they may that of a workbook's sheet.
        if number * last_column > bounds.MAX_AREA:
            raise bounds.Refusal("berisi sel yang letaknya terlalu jauh dari tabelnya", bounds.REMOVE_EXCESS)
    return cells


def _quotes_are_letters(rows: Callable[[Quoting], Rows]) -> bool:
    """Whether the table comes out even when quotes mean nothing, and no cell looks quoted.

    Then a lone quote is what somebody typed; otherwise nobody can know where its cell should end.
    """
    widths: Counter[int] = Counter()
    for row in rows(csv.QUOTE_NONE):
        if any(len(cell) > 1 and cell[0] == cell[-1] == '"' for cell in row):
            return False
        if row:
            widths[len(row)] += 1
        if len(widths) > 1:
            return False
    return True
