"""The sheets of a file as bytes, on their way from the child to the parent: numbers as numbers, texts in one piece.

Each sheet is a line of JSON with its name, its marks and how much follows, then of its cells in their order the rows,
the columns, the kinds, the numbers, the lengths of the texts, and the texts themselves.
"""

import json
from array import array
from collections.abc import Callable
from itertools import accumulate, pairwise
from typing import Any, BinaryIO

from zi_metrics.reading import bounds
from zi_metrics.reading.grid import CellValue, Position, Sheet

# What a cell holds, one byte for each cell.
_TEXT, _NUMBER, _TRUE, _FALSE = range(4)
_KIND: dict[type, int] = {str: _TEXT, float: _NUMBER, int: _NUMBER}
_TRUE_OR_FALSE = {True: _TRUE, False: _FALSE}
_KINDS = frozenset((_TEXT, _NUMBER, _TRUE, _FALSE))
# Texts go as they are, also halves of letters that a broken file holds.
_LETTERS = ("utf-8", "surrogatepass")


def sheet_bytes(sheet: Sheet) -> list[bytes]:
    """One sheet as pieces of bytes."""
    rows = array("i", [row for row, _ in sheet.cells])
    columns = array("i", [column for _, column in sheet.cells])
    values = list(sheet.cells.values())
    kinds = bytes(_TRUE_OR_FALSE[value] if type(value) is bool else _KIND[type(value)] for value in values)
    texts = [value for value in values if isinstance(value, str)]
    numbers = array("d", [float(value) for value, kind in zip(values, kinds, strict=True) if kind == _NUMBER])
    blob = "".join(texts).encode(*_LETTERS)
    head = {
        "name": sheet.name,
        "hidden": sheet.hidden,
        "cells": len(kinds),
        "numbers": len(numbers),
        "texts": len(texts),
        "bytes": len(blob),
        "formulas": list(sheet.formulas),
        "merged": sheet.merged,
        "dates": list(sheet.dates),
        "hidden_rows": list(sheet.hidden_rows),
    }
    # JSON text escapes line breaks, so the head is one line.
    line = json.dumps(head, separators=(",", ":"), allow_nan=False).encode("ascii") + b"\n"
    lengths = array("i", map(len, texts))
    return [line, rows.tobytes(), columns.tobytes(), bytes(kinds), numbers.tobytes(), lengths.tobytes(), blob]


def sheet_from(head: dict[str, Any], rest: BinaryIO) -> Sheet:
    """The sheet of a head, its cells read from what follows it. Raises ValueError, KeyError or TypeError when they do
    not fit together.
    """
    count, texts = _size(head["cells"]), _size(head["texts"])
    rows, columns = _array("i", rest, count), _array("i", rest, count)
    kinds = _bytes(rest, count)
    numbers = _array("d", rest, _size(head["numbers"]))
    lengths = _array("i", rest, texts)
    blob = _bytes(rest, _size(head["bytes"])).decode(*_LETTERS)
    if not _KINDS.issuperset(kinds) or kinds.count(_TEXT) != texts or kinds.count(_NUMBER) != len(numbers):
        raise ValueError("the cells are not what the head says")
    ends = list(accumulate(lengths, initial=0))
    if min(lengths, default=0) < 0 or ends[-1] != len(blob):
        raise ValueError("the texts are not as long as said")
    next_text = (blob[begin:end] for begin, end in pairwise(ends)).__next__
    next_of: tuple[Callable[[], CellValue], ...] = (next_text, iter(numbers).__next__, lambda: True, lambda: False)
    values = [next_of[kind]() for kind in kinds]
    cells = dict(zip(zip(rows, columns, strict=True), values, strict=True))
    return Sheet(
        str(head["name"]),
        bool(head["hidden"]),
        cells,
        _positions(head["formulas"]),
        tuple((top, left, bottom, right) for top, left, bottom, right in head["merged"]),
        _positions(head["dates"]),
        frozenset(int(row) for row in head["hidden_rows"]),
    )


def _size(value: object) -> int:
    if not isinstance(value, int) or not 0 <= value <= bounds.MAX_ANSWER_BYTES:
        raise ValueError("the head names no size")
    return value


def _array(kind: str, rest: BinaryIO, count: int) -> array:
    values = array(kind)
    values.frombytes(_bytes(rest, count * values.itemsize))
    return values


def _bytes(rest: BinaryIO, size: int) -> bytes:
    content = rest.read(size)
    if len(content) < size:
        raise ValueError("the answer is cut off")
    return content


def _positions(pairs: list[list[int]]) -> frozenset[Position]:
    return frozenset((row, column) for row, column in pairs)
