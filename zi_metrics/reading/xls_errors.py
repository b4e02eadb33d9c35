"""The error values of an .xls, which calamine shows as empty cells: read from its records.

The container (a little file system) and the records are Microsoft's [MS-CFB] and [MS-XLS]; only what leads to an
error's cell is understood here. A file that is not as it should be has no errors: calamine says what is wrong with it.
"""

import struct
from collections.abc import Callable, Iterator, Sequence

from zi_metrics.reading.grid import Position

_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
_FORMULA, _BOOLERR, _BOUNDSHEET, _EOF = 0x0006, 0x0205, 0x0085, 0x000A
# Sector numbers from here on are marks, no places.
_MARKS = 0xFFFFFFFA
_ENTRY_BYTES = 128


def errors_in(content: bytes) -> list[dict[Position, str]]:
    """Error values by position, one dict for each sheet of any type, in the workbook's order; [] for a broken file."""
    try:
        stream = _workbook_stream(content)
        return [_sheet_errors(stream, start) for start in _sheet_starts(stream)]
    except (struct.error, IndexError, ValueError):
        return []


def _workbook_stream(content: bytes) -> bytes:
    """The stream 'Workbook' of the container. Raises ValueError (or struct.error, IndexError) where there is none."""
    container = _Container(content)
    first_directory, smallest, first_short = (struct.unpack_from("<I", content, at)[0] for at in (48, 56, 60))
    directory = container.chain(first_directory)
    entries = [directory[at : at + _ENTRY_BYTES] for at in range(0, len(directory), _ENTRY_BYTES)]
    for entry in entries:
        (length,) = struct.unpack_from("<H", entry, 64)
        if entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace") in ("Workbook", "Book"):
            start, total = struct.unpack_from("<II", entry, 116)
            if total >= smallest:
                return container.chain(start)[:total]
            # What is small lies in sectors of 64 bytes inside the stream of the root, the first entry.
            short = container.chain(struct.unpack_from("<I", entries[0], 116)[0])
            sectors = [short[at : at + 64] for at in range(0, len(short), 64)]
            return _chained(start, _numbers(container.chain(first_short)), sectors.__getitem__)[:total]
    raise ValueError("no workbook")


class _Container:
    """The file as sectors, each of which names the next of its stream in a table."""

    def __init__(self, content: bytes) -> None:
        (power,) = struct.unpack_from("<H", content, 30)
        if power not in (9, 12):
            raise ValueError("no such sector size")
        self.content, self.size = content, 1 << power
        further, count = struct.unpack_from("<II", content, 68)
        places = list(struct.unpack_from("<109I", content, 76))
        for _ in range(min(count, len(content) // self.size)):
            *more, further = _numbers(self.sector(further))
            places += more
        self.table = [number for place in places if place < _MARKS for number in _numbers(self.sector(place))]

    def sector(self, number: int) -> bytes:
        return self.content[(number + 1) * self.size : (number + 2) * self.size]

    def chain(self, first: int) -> bytes:
        return _chained(first, self.table, self.sector)


def _chained(number: int, table: Sequence[int], sector: Callable[[int], bytes]) -> bytes:
    parts: list[bytes] = []
    while number < _MARKS and len(parts) <= len(table):
        parts.append(sector(number))
        number = table[number]
    return b"".join(parts)


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data)


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    while start + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, start)
        yield kind, stream[start + 4 : start + 4 + length]
        start += 4 + length


def _sheet_starts(stream: bytes) -> list[int]:
    starts = []
    for kind, data in _records(stream, 0):
        if kind == _EOF:
            break
        if kind == _BOUNDSHEET:
            starts.append(struct.unpack_from("<I", data)[0])
    return starts


def _sheet_errors(stream: bytes, start: int) -> dict[Position, str]:
    found: dict[Position, str] = {}
    depth = 0
    for kind, data in _records(stream, start):
        # A chart inside the sheet is a substream of its own.
        depth += (kind & 0xFF == 0x09) - (kind == _EOF)
        if depth == 0:
            break
        code = None
        if kind == _BOOLERR and data[7]:
            code = data[6]
        elif kind == _FORMULA and data[6] == 2 and data[12:14] == b"\xff\xff":
            code = data[8]
        if code is not None and depth == 1:
            row, column = struct.unpack_from("<HH", data)
            found[row + 1, column + 1] = _ERRORS.get(code, "#N/A")
    return found
