"""The sheets of a file as bytes, on their way from the child to the parent: numbers as numbers, texts in one piece.

Each sheet is a line of JSON with its name, its marks and how much follows, then the rows of its cells in their order,
their columns, and their values: the kinds, the numbers, the lengths of the texts, and the texts themselves. Of a long
sheet it is, column by column, which value stands in each row, and then the different values of all columns.
"""

import json
from array import array
from collections.abc import Callable
from itertools import accumulate, pairwise
from typing import Any, BinaryIO

from zi_metrics.reading import bounds
from zi_metrics.reading.grid import CellValue, Position, Sheet
from zi_metrics.reading.long_sheet import CellColumn, LongSheet
from zi_metrics.reading.numbered import EMPTY

# What a cell holds, one byte for each cell.
_TEXT, _NUMBER, _TRUE, _FALSE = range(4)
_KIND: dict[type, int] = {str: _TEXT, float: _NUMBER, int: _NUMBER}
_TRUE_OR_FALSE = {True: _TRUE, False: _FALSE}
_KINDS = frozenset((_TEXT, _NUMBER, _TRUE, _FALSE))
# Texts go as they are, also halves of letters that a broken file holds.
_LETTERS = ("utf-8", "surrogatepass")


def sheet_bytes(sheet: Sheet) -> list[bytes]:
    """One sheet as pieces of bytes."""
    head: dict[str, Any] = {
        "name": sheet.name,
        "hidden": sheet.hidden,
        "formulas": list(sheet.formulas),
        "merged": sheet.merged,
        "hidden_rows": list(sheet.hidden_rows),
    }
    if isinstance(sheet, LongSheet):
        head["rows"] = len(sheet.columns[0].numbers) if sheet.columns else 0
        head["columns"] = [[len(column.values), *column.dates] for column in sheet.columns]
        places = [column.numbers.tobytes() for column in sheet.columns]
        values = [value for column in sheet.columns for value in column.values]
    else:
        head["cells"], head["dates"] = len(sheet.cells), list(sheet.dates)
        places = [array("i", [position[part] for position in sheet.cells]).tobytes() for part in (0, 1)]
        values = list(sheet.cells.values())
    sizes, pieces = _value_bytes(values)
    # JSON text escapes line breaks, so the head is one line.
    line = json.dumps(head | sizes, separators=(",", ":"), allow_nan=False).encode("ascii") + b"\n"
    return [line, *places, *pieces]


def sheet_from(head: dict[str, Any], rest: BinaryIO) -> Sheet:
    """The sheet of a head, its cells read from what follows it. Raises ValueError, KeyError or TypeError when they do
    not fit together.
    """
    name, hidden, formulas = str(head["name"]), bool(head["hidden"]), _positions(head["formulas"])
    merged = tuple((top, left, bottom, right) for top, left, bottom, right in head["merged"])
    hidden_rows = frozenset(int(row) for row in head["hidden_rows"])
    if "columns" in head:
        return LongSheet(name, hidden, _columns_from(head, rest), formulas, merged, hidden_rows)
    count = _size(head["cells"])
    rows, columns = _array("i", rest, count), _array("i", rest, count)
    cells = dict(zip(zip(rows, columns, strict=True), _values_from(head, rest, count), strict=True))
    return Sheet(name, hidden, cells, formulas, merged, _positions(head["dates"]), hidden_rows)


def _columns_from(head: dict[str, Any], rest: BinaryIO) -> tuple[CellColumn, ...]:
    # Only the parent asks, and the child starts sooner without it.
    import numpy as np

    rows, counts = _size(head["rows"]), [_size(count) for count, *_ in head["columns"]]
    numbers = [_array("i", rest, rows) for _ in counts]
    values = _values_from(head, rest, sum(counts))
    dates = [frozenset(int(place) for place in places) for _, *places in head["columns"]]
    for own, count in zip(map(np.asarray, numbers), counts, strict=True):
        if rows and (own.min() < EMPTY or own.max() >= count):
            raise ValueError("the answer numbers a value that is not there")
    begins = accumulate(counts, initial=0)
    parts = (values[begin : begin + count] for begin, count in zip(begins, counts, strict=False))
    return tuple(map(CellColumn, parts, dates, numbers))


def _value_bytes(values: list[CellValue]) -> tuple[dict[str, int], list[bytes]]:
    """Values as pieces of bytes, and how much of each kind there is."""
    kinds = bytes(_TRUE_OR_FALSE[value] if type(value) is bool else _KIND[type(value)] for value in values)
    texts = [value for value in values if isinstance(value, str)]
    numbers = array("d", [float(value) for value, kind in zip(values, kinds, strict=True) if kind == _NUMBER])
    blob = "".join(texts).encode(*_LETTERS)
    sizes = {"numbers": len(numbers), "texts": len(texts), "bytes": len(blob)}
    return sizes, [kinds, numbers.tobytes(), array("i", map(len, texts)).tobytes(), blob]


def _values_from(head: dict[str, Any], rest: BinaryIO, count: int) -> list[CellValue]:
    texts = _size(head["texts"])
    kinds = _bytes(rest, count)
    numbers = _array("d", rest, _size(head["numbers"]))
    lengths = _array("i", rest, texts)
    blob = _bytes(rest, _size(head["bytes"])).decode(*_LETTERS)
    if not _KINDS.issuperset(kinds) or kinds.count(_TEXT) != texts or kinds.count(_NUMBER) != len(numbers):
        raise ValueError("the cells are not what the head says")
    ends = list(accumulate(lengths, initial=0))
    if min(lengths, default=0) < 0 or ends[-1] != len(blob):
        raise ValueError("the texts are not as long as said")
    next_text = iter([blob[begin:end] for begin, end in pairwise(ends)]).__next__
    next_of: tuple[Callable[[], CellValue], ...] = (next_text, iter(numbers).__next__, lambda: True, lambda: False)
    return [next_of[kind]() for kind in kinds]


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
