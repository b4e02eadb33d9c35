"""A large text table by columns, parsed by Arrow where our own parser could not read it otherwise.

For the child process. Arrow takes a fraction of the time, for a table with as many cells in every row and quotes only
around whole cells, as nearly all exports are; about any other it is not asked. It reads piece by piece, so that beside
the file only the numbers of its texts are in memory.
"""

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zi_metrics.reading import bounds
from zi_metrics.reading.mapped import Content, looked_at

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

# Longer than any row that is read.
_BLOCK = 2 * bounds.MIB
_RETURN, _NEWLINE, _QUOTE = b'\r\n"'
# More distinct texts of a column than this are not looked up any more.
_MOST_DISTINCT = 50_000
# The number of a cell that holds nothing.
_NO_TEXT = -1


@dataclass(frozen=True)
class ArrowColumn:
    """One column, in the words of `column_text.TextColumn`; numbers: in the smallest whole numbers that hold them."""

    numbers: "np.ndarray"
    ends: "np.ndarray"
    blob: bytes


def columns_by_arrow(content: Content, encoding: str, delimiter: str) -> list[ArrowColumn] | None:
    """The table's columns; None where another parser has to tell what they are.

    content: text that is known to decode. Raises bounds.Refusal where the table breaks a bound.
    """
    sign = delimiter.encode()
    start = {"utf-8": 0, "utf-8-sig": 3}.get(encoding)
    if start is None:
        return None
    width = content[start : content.find(b"\n")].count(sign) + 1
    if width > bounds.MAX_FILLED_COLUMNS or not _is_plain(content, start, sign):
        return None
    # Its usual allocator reserves more address space than this process may have.
    os.environ["ARROW_DEFAULT_MEMORY_POOL"] = "system"
    import pyarrow as pa
    from pyarrow import csv

    names = [str(number) for number in range(width)]
    # Texts are known to be right, and need no second look.
    numbered = pa.dictionary(pa.int32(), pa.binary())
    columns = [_Growing() for _ in names]
    rows = 0
    try:
        with csv.open_csv(
            pa.BufferReader(pa.py_buffer(memoryview(content)[start:])),
            csv.ReadOptions(use_threads=False, column_names=names, block_size=_BLOCK),
            csv.ParseOptions(delimiter=delimiter, ignore_empty_lines=False),
            csv.ConvertOptions(column_types=dict.fromkeys(names, numbered), strings_can_be_null=False),
        ) as batches:
            for block, batch in enumerate(batches):
                looked_at(content, block * _BLOCK, (block + 1) * _BLOCK)
                rows += batch.num_rows
                if rows > bounds.MAX_COLUMNS_ROWS:
                    bounds.refuse_too_many("baris", bounds.MAX_COLUMNS_ROWS)
                if rows * width > bounds.MAX_COLUMNS_CELLS:
                    bounds.refuse_too_many("sel", bounds.MAX_COLUMNS_CELLS)
                for column, part in zip(columns, batch.columns, strict=True):
                    column.extend(part)
    except pa.ArrowInvalid:
        # Above all rows of several lengths.
        return None
    return [column.finished() for column in columns]


class _Growing:
    """A column as far as it is read."""

    def __init__(self) -> None:
        self._numbers: list[np.ndarray] = []
        self._known: dict[bytes, int] | None = {b"": _NO_TEXT}
        self._ends: list[np.ndarray] = []
        self._blob = bytearray()
        self._texts = 0

    def extend(self, part: "pa.DictionaryArray") -> None:
        """Add cells below."""
        import numpy as np

        number_of = self._added(part.dictionary) if self._known is None else self._looked_up(part.dictionary)
        kind = _whole_numbers(self._texts)
        # Its own way to an array of numpy loads pandas first.
        begin, buffer = part.indices.offset, part.indices.buffers()[1]
        indices = np.frombuffer(buffer, dtype=np.int32)[begin : begin + len(part)]
        self._numbers.append(np.take(number_of.astype(kind), indices))

    def finished(self) -> ArrowColumn:
        """The whole column."""
        import numpy as np

        none = np.empty(0, dtype=np.int64)
        # Parts that were read while there were fewer texts have smaller numbers; none is kept beside the whole.
        parts, self._numbers = self._numbers, []
        return ArrowColumn(np.concatenate(parts), np.concatenate([none, *self._ends]), bytes(self._blob))

    def _looked_up(self, texts: "pa.BinaryArray") -> "np.ndarray":
        """The number of each text, those that are new kept."""
        import numpy as np

        known, new = self._known or {}, []
        for text in (there := texts.to_pylist()):
            if text not in known:
                known[text] = self._texts + len(new)
                new.append(text)
        self._keep(np.cumsum([len(text) for text in new], dtype=np.int64), b"".join(new))
        numbers = np.array([known[text] for text in there], dtype=np.int64)
        if len(known) > _MOST_DISTINCT:
            self._known = None
        return numbers

    def _added(self, texts: "pa.BinaryArray") -> "np.ndarray":
        """The number of each text, all kept without a look at earlier ones."""
        import numpy as np

        _, offsets, letters = texts.buffers()
        begins = np.frombuffer(offsets, dtype=np.int32)[texts.offset : texts.offset + len(texts) + 1].astype(np.int64)
        is_text = np.diff(begins) > 0
        numbers = np.where(is_text, self._texts + np.cumsum(is_text) - 1, _NO_TEXT)
        if letters is not None:
            self._keep(begins[1:][is_text] - begins[0], memoryview(letters)[int(begins[0]) : int(begins[-1])])
        return numbers

    def _keep(self, ends: "np.ndarray", texts: bytes | memoryview) -> None:
        self._ends.append(ends + len(self._blob))
        self._blob += texts
        self._texts += len(ends)


def _whole_numbers(texts: int) -> "type[np.signedinteger]":
    """The smallest whole numbers that number so many texts."""
    import numpy as np

    return next((kind for kind in (np.int8, np.int16) if texts <= np.iinfo(kind).max), np.int32)


def _is_plain(content: Content, start: int, sign: bytes) -> bool:
    """Whether there are several lines, none blank or too long, all ending the same way, and quotes only around whole
    cells.
    """
    import numpy as np

    letters = np.frombuffer(content, dtype=np.uint8)
    has_returns = content.find(b"\r\n", start) >= 0
    lines = 0
    while start < len(content):
        stop = min(start + bounds.MAX_RECORD_CHARS, len(content))
        if stop < len(content):
            stop = content.rfind(b"\n", start, stop) + 1
            if not stop:
                # This line is too long.
                return False
        found = _plain_lines(letters[start:stop], ord(sign), has_returns)
        if found is None:
            return False
        lines += found
        looked_at(content, start, stop)
        start = stop
    return lines >= 2


def _plain_lines(letters: "np.ndarray", sign: int, has_returns: bool) -> int | None:
    """How many ends of lines are among the letters of whole lines; None where one of these is not plain."""
    import numpy as np

    ends = np.flatnonzero(letters == _NEWLINE)
    returns = np.count_nonzero(letters == _RETURN)
    if returns != (len(ends) if has_returns else 0) or (has_returns and (letters[ends - 1] != _RETURN).any()):
        return None
    if len(ends) and np.diff(ends, prepend=-1).min() <= 1 + has_returns:
        return None
    quotes = np.flatnonzero(letters == _QUOTE)
    if len(quotes) % 2:
        return None
    # No cell that is quoted goes over several lines here, nor is a quote itself.
    opened, closed = quotes[::2], quotes[1::2]
    begin = np.isin(letters[opened[opened > 0] - 1], (sign, _NEWLINE)).all()
    end = np.isin(letters[closed[closed + 1 < len(letters)] + 1], (sign, _RETURN, _NEWLINE)).all()
    in_line = (np.searchsorted(ends, opened) == np.searchsorted(ends, closed)).all()
    return len(ends) if begin and end and in_line else None
