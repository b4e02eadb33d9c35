"""A large text table by columns: each column's distinct texts, and which of them stands in each row.

For the child process. Survey answers repeat a few texts a million times, so that this takes a few bytes per cell; a
column in which hardly any text repeats (comments, times) is kept as one long text.
"""

import json
from array import array
from collections.abc import Iterator, Sequence
from itertools import islice, zip_longest

from zi_metrics.reading import bounds
from zi_metrics.reading.arrow_columns import ArrowColumn, columns_by_arrow
from zi_metrics.reading.encoding import encoding_of
from zi_metrics.reading.mapped import Content
from zi_metrics.reading.numbered import EMPTY, Numbers
from zi_metrics.reading.text_layout import layout_of, lines_of
from zi_metrics.reading.text_table import Rows, read_rows

_CHUNK_ROWS = 4_096
# A smaller table is read before Arrow is loaded.
_WORTH_ARROW = 2 * bounds.MIB
# The layout is told by less than this: see text_layout.py.
_BEGINNING = 16 * bounds.MIB
# More distinct texts than this are not looked up any more: the table of them would outgrow the texts.
_MOST_DISTINCT = 50_000


class TextColumn:
    """One column: `numbers` per row (EMPTY = empty cell), and the texts that they number."""

    def __init__(self) -> None:
        self.numbers = array("i")
        self.ends = array("q")
        self.blob = bytearray()
        self._known: Numbers | None = Numbers()

    def extend(self, texts: tuple[str, ...]) -> None:
        """Add cells below."""
        if self._known is not None:
            self.numbers.extend(map(self._known.__getitem__, texts))
            if len(self._known) > _MOST_DISTINCT:
                self.finish()
            return
        for text in texts:
            if text:
                self.numbers.append(len(self.ends))
                self._keep(text)
            else:
                self.numbers.append(EMPTY)

    def finish(self) -> None:
        """Write down the texts known so far; later ones are no longer compared with each other."""
        if self._known is not None:
            for text in self._known.values_in_order:
                self._keep(text)
            self._known = None

    def _keep(self, text: str) -> None:
        self.blob += text.encode("utf-8", "replace")
        self.ends.append(len(self.blob))


def columns_of(content: Content) -> Sequence[TextColumn | ArrowColumn]:
    """The table's columns, all of the same length, rows counted as in text_table.sheet_of.

    Raises bounds.Refusal when the text is no table, is damaged, or breaks a bound.
    """
    bounds.check_size(content, bounds.MAX_COLUMNS_FILE_BYTES)
    encoding = encoding_of(content)
    layout = layout_of(lines_of(content[:_BEGINNING], encoding))
    if not layout.has_sep_line and len(content) > _WORTH_ARROW:
        by_arrow = columns_by_arrow(content, encoding, layout.delimiter)
        if by_arrow is not None:
            return by_arrow
    return read_rows(content[:], _columns, encoding, layout)


def encode(columns: Sequence[TextColumn | ArrowColumn]) -> Iterator[bytes | bytearray]:
    """The columns as an answer: a line of JSON with the sizes, then each column's numbers, ends of texts, and texts.

    The last size is that of one number in bytes.
    """
    sizes = [(len(c.numbers), len(c.ends), len(c.blob), c.numbers.itemsize) for c in columns]
    yield json.dumps({"columns": sizes}).encode("ascii") + b"\n"
    for column in columns:
        for part in (column.numbers, column.ends, column.blob):
            yield part if isinstance(part, bytes | bytearray) else part.tobytes()


def _columns(rows: Rows) -> list[TextColumn]:
    columns: list[TextColumn] = []
    done = cells = 0
    while chunk := list(islice(rows, _CHUNK_ROWS)):
        width = max(map(len, chunk))
        if width > bounds.MAX_COLUMNS:
            bounds.refuse_too_many("kolom", bounds.MAX_COLUMNS)
        while len(columns) < width:
            columns.append(TextColumn())
            columns[-1].numbers.extend([EMPTY] * done)
        done += len(chunk)
        cells += len(chunk) * len(columns)
        if done > bounds.MAX_COLUMNS_ROWS:
            bounds.refuse_too_many("baris", bounds.MAX_COLUMNS_ROWS)
        if cells > bounds.MAX_COLUMNS_CELLS:
            bounds.refuse_too_many("sel", bounds.MAX_COLUMNS_CELLS)
        by_column = list(zip_longest(*chunk, fillvalue=""))
        for number, column in enumerate(columns):
            column.extend(by_column[number] if number < width else ("",) * len(chunk))
    for column in columns:
        column.finish()
    return columns
