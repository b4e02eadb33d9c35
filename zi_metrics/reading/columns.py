"""Tables by columns: what reading gives of a table with very many rows, and a sheet seen the same way."""

import hashlib
import json
from array import array
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice, repeat
from pathlib import PurePosixPath
from typing import BinaryIO

import numpy as np
import pyarrow as pa

from zi_metrics.reading import bounds, kinds, parent, protocol
from zi_metrics.reading.child import COLUMNS
from zi_metrics.reading.fair_places import FairPlaces
from zi_metrics.reading.files import refusal_sentence
from zi_metrics.reading.grid import CellValue, Sheet, UnreadableFile
from zi_metrics.reading.long_sheet import CellColumn, LongSheet
from zi_metrics.reading.numbered import EMPTY

# Below, reading cell by cell takes no more than a few hundredths of a second.
_LARGE = 256 * 1024
# So many cells are counted together.
_PIECE = 65_536
# Whole numbers by their bytes.
_OF_WIDTH = {1: np.int8, 2: np.int16, 4: np.int32}
# Two such tables together would take more than a small server has.
_one_at_a_time = FairPlaces(1, each=1)


@dataclass(frozen=True)
class Column:
    """One column: `numbers` says for each row which of `texts` stands there (EMPTY = empty cell).

    The numbers are kept in the smallest whole numbers that hold them, as most columns have few texts and very many
    rows; a text may stand twice in `texts`, where hardly any repeats.
    """

    texts: pa.StringArray
    numbers: np.ndarray

    def text(self, row: int) -> str | None:
        """The cell's text in a row (from 0); None when it is empty."""
        number = self.numbers[row]
        return None if number == EMPTY else self.texts[int(number)].as_py()

    @cached_property
    def counts(self) -> np.ndarray:
        """How often each of `texts` stands in the column."""
        return _often(self.numbers, len(self.texts))


def counted(numbers: np.ndarray) -> dict[int, int]:
    """How often each number of a text stands among those of a column's cells; empty cells are not counted."""
    often = _often(numbers, int(numbers.max(initial=EMPTY)) + 1)
    there = np.flatnonzero(often)
    return dict(zip(there.tolist(), often[there].tolist(), strict=True))


def _often(numbers: np.ndarray, texts: int) -> np.ndarray:
    """How often each of so many texts stands among a column's cells."""
    often = np.zeros(texts + 1, dtype=np.int64)
    # Piece by piece: counting makes eight bytes of each number.
    piece = max(_PIECE, texts)
    for begin in range(0, len(numbers), piece):
        # Empty cells, -1, are counted at place 0.
        often += np.bincount(numbers[begin : begin + piece] + np.int64(1), minlength=texts + 1)
    return often[1:]


@dataclass(frozen=True)
class ColumnTable:
    """A table by columns; row 0 of the arrays is row 1 of the file, column 0 its column A.

    hidden_rows: rows (from 0) that a filter or a person hides, as far as the file's kind tells
    """

    name: str
    hidden: bool
    columns: tuple[Column, ...]
    rows: int
    hidden_rows: frozenset[int] = frozenset()

    @property
    def filled_columns(self) -> int:
        """How many columns hold anything."""
        return sum(len(column.texts) > 0 for column in self.columns)

    def text(self, row: int, column: int) -> str | None:
        """A cell's text by its place in the arrays (from 0); None when it is empty."""
        return self.columns[column].text(row)

    def row_texts(self, row: int) -> dict[int, str]:
        """The texts of a row by column (from 0), blanks left out."""
        found = {c: self.text(row, c) for c in range(len(self.columns))}
        return {c: text for c, text in found.items() if text is not None and text.strip()}


def is_large_text(content: bytes) -> bool:
    """Whether these bytes may be a text table so large that reading it cell by cell costs too much."""
    return len(content) > _LARGE and not kinds.could_hold_workbook(content[:8])


def read_columns(file_name: str, content: bytes) -> tuple[ColumnTable, str]:
    """Reads a large text table by columns, in a bounded child process; gives it and the SHA-256 of its bytes.

    Raises UnreadableFile only.
    """
    try:
        bounds.check_size(content, bounds.MAX_COLUMNS_FILE_BYTES)
        with _one_at_a_time.place(bounds.MAX_COLUMNS_SECONDS_IN_QUEUE) as got:
            if not got:
                raise bounds.Refusal("belum dibaca karena server sedang membaca berkas besar lain", bounds.TRY_LATER)
            columns = parent.ask(COLUMNS, content, _decode)
    except bounds.Refusal as refusal:
        raise UnreadableFile(refusal_sentence(file_name, refusal), refusal.advice) from None
    name = PurePosixPath(file_name.replace("\\", "/")).stem or file_name
    rows = len(columns[0].numbers) if columns else 0
    return ColumnTable(name, False, columns, rows), hashlib.sha256(content).hexdigest()


def table_of(sheet: Sheet) -> ColumnTable:
    """A sheet by columns; numbers become their shortest text ('3', '3.5'), truth values TRUE and FALSE."""
    rows, width = sheet.last_row, sheet.last_column
    hidden_rows = frozenset(row - 1 for row in sheet.hidden_rows)
    if isinstance(sheet, LongSheet):
        nothing = CellColumn((), frozenset(), array("i"))
        columns = tuple(_long_column(c, rows) for c in islice(chain(sheet.columns, repeat(nothing)), width))
        return ColumnTable(sheet.name, sheet.hidden, columns, rows, hidden_rows)
    numbers = np.full((width, rows), EMPTY, dtype=np.int32)
    known: list[dict[CellValue, int]] = [{} for _ in range(width)]
    for (row, column), value in sheet.cells.items():
        # True and 1.0 are the same key.
        key = _as_text(value) if isinstance(value, bool) else value
        texts = known[column - 1]
        numbers[column - 1, row - 1] = texts.setdefault(key, len(texts))
    columns = tuple(
        Column(pa.array([_as_text(v) for v in texts], pa.string()), _narrow(numbers[i], len(texts)))
        for i, texts in enumerate(known)
    )
    return ColumnTable(sheet.name, sheet.hidden, columns, rows, hidden_rows)


def _long_column(column: CellColumn, rows: int) -> Column:
    """A long sheet's column with so many rows."""
    numbers = np.full(rows, EMPTY, dtype=np.int32)
    own = np.asarray(column.numbers, dtype=np.int32)[:rows]
    numbers[: len(own)] = own
    return Column(pa.array(map(_as_text, column.values), pa.string()), _narrow(numbers, len(column.values)))


def _as_text(value: CellValue) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    return value if isinstance(value, str) else format(value, ".15g")


def _decode(reply: BinaryIO) -> tuple[Column, ...]:
    """Raises bounds.Refusal when the answer is one, ValueError when it is no such answer."""
    try:
        data = json.loads(reply.readline(bounds.MAX_ANSWER_BYTES))
        if "refused" in data:
            protocol.raise_refusal(data)
        return tuple(_column(reply, *map(int, sizes)) for sizes in data["columns"])
    except (KeyError, TypeError, pa.ArrowInvalid) as error:
        raise ValueError("the answer is malformed") from error


def _column(reply: BinaryIO, rows: int, texts: int, size: int, width: int) -> Column:
    numbers = np.frombuffer(reply.read(width * rows), dtype=_OF_WIDTH[width])
    ends = np.frombuffer(reply.read(8 * texts), dtype=np.int64)
    blob = reply.read(size)
    offsets = np.concatenate([[0], ends]).astype(np.int32)
    whole = len(numbers) == rows and len(ends) == texts and len(blob) == size
    if not whole or (np.diff(offsets) < 0).any() or offsets[-1] != size:
        raise ValueError("the answer is cut off")
    if rows and (numbers.min() < EMPTY or numbers.max() >= texts):
        raise ValueError("the answer numbers a text that is not there")
    array = pa.StringArray.from_buffers(texts, pa.py_buffer(offsets), pa.py_buffer(blob))
    array.validate(full=True)
    return Column(array, _narrow(numbers, texts))


def _narrow(numbers: np.ndarray, texts: int) -> np.ndarray:
    """The same numbers of so many texts in the smallest whole numbers that hold them."""
    return numbers.astype(next(kind for kind in _OF_WIDTH.values() if texts <= np.iinfo(kind).max), copy=False)
