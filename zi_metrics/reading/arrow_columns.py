"""A large text table by columns, parsed by Arrow where our own parser could not read it otherwise.

For the child process. Arrow takes a fraction of the time, for a table with as many cells in every row and quotes only
around whole cells, as nearly all exports are; about any other it is not asked.
"""

import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zi_metrics.reading import bounds

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

_BLOCK = 8 * bounds.MIB


@dataclass(frozen=True)
class ArrowColumn:
    """One column, in the words of `column_text.TextColumn`."""

    numbers: "np.ndarray"
    ends: "np.ndarray"
    blob: bytes


def columns_by_arrow(content: bytes, encoding: str, delimiter: str) -> list[ArrowColumn] | None:
    """The table's columns; None where another parser has to tell what they are.

    content: text that is known to decode. Raises bounds.Refusal where the table breaks a bound.
    """
    sign = delimiter.encode()
    start = {"utf-8": 0, "utf-8-sig": 3}.get(encoding)
    if start is None or not _is_plain(content, start, sign):
        return None
    # Its usual allocator reserves more address space than this process may have.
    os.environ["ARROW_DEFAULT_MEMORY_POOL"] = "system"
    import pyarrow as pa
    from pyarrow import csv

    width = content[start : content.find(b"\n")].count(sign) + 1
    names = [str(number) for number in range(width)]
    numbered = pa.dictionary(pa.int32(), pa.string())
    if width > bounds.MAX_FILLED_COLUMNS or _longest_line(content) > bounds.MAX_RECORD_CHARS:
        return None
    try:
        table = csv.read_csv(
            pa.BufferReader(pa.py_buffer(memoryview(content)[start:])),
            csv.ReadOptions(use_threads=False, column_names=names, block_size=_BLOCK),
            csv.ParseOptions(delimiter=delimiter, ignore_empty_lines=False),
            csv.ConvertOptions(column_types=dict.fromkeys(names, numbered), strings_can_be_null=False),
        )
    except pa.ArrowInvalid:
        # Above all rows of several lengths.
        return None
    if table.num_rows > bounds.MAX_COLUMNS_ROWS:
        bounds.refuse_too_many("baris", bounds.MAX_COLUMNS_ROWS)
    if table.num_rows * width > bounds.MAX_COLUMNS_CELLS:
        bounds.refuse_too_many("sel", bounds.MAX_COLUMNS_CELLS)
    table = table.unify_dictionaries()
    return [_column(column) for column in table.columns]


def _is_plain(content: bytes, start: int, sign: bytes) -> bool:
    """Whether there are several lines, none blank, all ending the same way, and quotes only around whole cells."""
    lines = content.count(b"\n")
    ends = content.count(b"\r\n")
    if lines < 2 or content.count(b"\r") != ends or ends not in (0, lines):
        return False
    end = b"\r\n" if ends else b"\n"
    if end + end in content or content.startswith(end, start):
        return False
    quotes = content.count(b'"')
    if not quotes:
        return True
    # No cell that is quoted goes over several lines here, nor is a quote itself.
    cell = rb'(?:^|\n|%b)"[^"\r\n]*"(?=%b|\r?\n|$)' % (re.escape(sign), re.escape(sign))
    return quotes == 2 * sum(1 for _ in re.finditer(cell, content[start:]))


def _longest_line(content: bytes) -> int:
    import numpy as np

    ends = np.flatnonzero(np.frombuffer(content, dtype=np.uint8) == ord("\n"))
    return int(np.diff(ends, prepend=-1, append=len(content)).max())


def _column(column: "pa.ChunkedArray") -> ArrowColumn:
    import numpy as np
    import pyarrow as pa
    from pyarrow import compute

    numbers = np.concatenate([chunk.indices.to_numpy(zero_copy_only=False) for chunk in column.chunks])
    texts = column.chunk(0).dictionary
    blank = compute.index(texts, pa.scalar("")).as_py()
    if blank >= 0:
        # The empty text is no text: it has no number, and those behind it move up.
        numbers = np.where(numbers == blank, -1, numbers - (numbers > blank)).astype(np.int32)
        texts = texts.take(pa.array(np.delete(np.arange(len(texts)), blank)))
    _, offsets, letters = texts.buffers()
    if not len(texts) or letters is None:
        return ArrowColumn(numbers.astype(np.int32), np.empty(0, dtype=np.int64), b"")
    ends = np.frombuffer(offsets, dtype=np.int32)[texts.offset : texts.offset + len(texts) + 1].astype(np.int64)
    blob = memoryview(letters)[int(ends[0]) : int(ends[-1])]
    return ArrowColumn(numbers.astype(np.int32), ends[1:] - ends[0], bytes(blob))
