"""How a text table is laid out: which delimiter parts its columns, told by its first rows; or that it is no table."""

import csv
import io
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from zi_metrics.reading import bounds

# csv.QUOTE_MINIMAL or csv.QUOTE_NONE.
Quoting = Literal[0, 3]
# At a tie the first wins: a decimal comma parts numbers as regularly as a semicolon parts columns.
_DELIMITERS = "\t;|,"
_SAMPLE_LINES = 300
_SAMPLE_CHARS = 2_000_000
# Excel's own way to name the delimiter in a first line that is no row of the table.
_SEP_LINE = re.compile(r'"?sep=([\t;|,])"?[\t;|, ]*[\r\n]*')
_MARKUP = re.compile(r"\s*<[a-zA-Z!?]")
_JSON = re.compile(r'\s*(\{\s*["}]|\[\s*[\[{"\d\]])')
_NO_DECIMAL_COMMA = re.compile(r"(?<!\d),|,(?!\d)")
_DECIMAL_LINE = re.compile(r'\s*"?-?\d+,\d+"?\s*')
_ROWS_AGREEING = 0.5
_ROWS_WITH_COLUMNS = 0.6
_ROWS_FILLED = 0.1


class LoneQuote(Exception):
    """A quoted cell that never ends, or goes on after its end; `line` is where its row begins."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


@dataclass(frozen=True)
class Layout:
    """The delimiter, and whether the first line only names it."""

    delimiter: str
    has_sep_line: bool = False


def lines_of(content: bytes, encoding: str) -> Iterator[str]:
    """The text's lines with their ends (\\n, \\r\\n and \\r, also mixed). Raises bounds.Refusal at an endless one."""
    with io.TextIOWrapper(io.BytesIO(content), encoding, newline="") as text:
        for number in itertools.count(1):
            line = text.readline(bounds.MAX_RECORD_CHARS + 1)
            if not line:
                return
            if len(line) > bounds.MAX_RECORD_CHARS:
                raise bounds.Refusal(f"berisi baris yang terlalu panjang (baris {number})", bounds.SAVE_AS_XLSX)
            yield line


def rows_of(lines: Iterable[str], delimiter: str, quoting: Quoting = csv.QUOTE_MINIMAL) -> Iterator[list[str]]:
    """The table's rows of cells, blank rows as []; a quoted cell may go over several lines.

    Raises LoneQuote, which with csv.QUOTE_NONE, where quotes are letters like any other, does not happen.
    """
    # No smaller limit of csv's own: the one on whole rows is the bound, and has a message.
    csv.field_size_limit(bounds.MAX_RECORD_CHARS + 1)
    size = 0

    def counted() -> Iterator[str]:
        nonlocal size
        for line in lines:
            size += len(line)
            if size > bounds.MAX_RECORD_CHARS:
                raise LoneQuote(begin)
            yield line

    reader = csv.reader(counted(), delimiter=delimiter, quoting=quoting, strict=True)
    while True:
        size, begin = 0, reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise LoneQuote(begin) from error
        yield row


def layout_of(lines: Iterable[str]) -> Layout:
    """How these lines are laid out. Raises bounds.Refusal when they are no table; says what else they seem to be."""
    sample = _sample(lines)
    if not any(line.strip() for line in sample):
        raise bounds.Refusal("kosong: tidak berisi teks apa pun", bounds.SEND_AGAIN)
    start = "".join(sample[:20])
    if _MARKUP.match(start):
        raise _no_table("halaman web atau XML")
    if _JSON.match(start):
        raise _no_table("data JSON")
    if named := _SEP_LINE.fullmatch(sample[0]):
        return Layout(named[1], has_sep_line=True)
    ratings = {delimiter: _rate(sample, delimiter) for delimiter in _DELIMITERS}
    best = max(_DELIMITERS, key=ratings.__getitem__)
    if not ratings[best]:
        raise _no_table("teks biasa yang tidak terbagi dalam kolom")
    return Layout(best)


def _no_table(what: str) -> bounds.Refusal:
    return bounds.Refusal(f"bukan buku kerja Excel atau tabel CSV, melainkan {what}", bounds.SAVE_AS_XLSX)


def _sample(lines: Iterable[str]) -> list[str]:
    sample, size = [], 0
    for line in itertools.islice(lines, _SAMPLE_LINES):
        sample.append(line)
        size += len(line)
        if size > _SAMPLE_CHARS:
            break
    return sample


def _rate(sample: list[str], delimiter: str) -> float:
    """How well this delimiter explains the lines, 0 to 1; 0 when they are no table by it."""
    if delimiter == "," and _is_prose_or_decimals(sample):
        return 0
    rows = [row for row in _sample_rows(sample, delimiter) if any(cell.strip() for cell in row)]
    widths = Counter(len(row) for row in rows if len(row) > 1)
    filled = sum(sum(1 for cell in row if cell.strip()) > 1 for row in rows)
    if len(rows) < 2 or filled < 2 or filled < _ROWS_FILLED * len(rows):
        return 0
    parted, agreeing = widths.total() / len(rows), max(widths.values()) / len(rows)
    # Commas also stand in sentences, each time another number of them.
    is_table = agreeing >= _ROWS_AGREEING or (parted >= _ROWS_WITH_COLUMNS and delimiter != ",")
    if not is_table:
        return 0
    # Commas between digits only part columns where nothing else does.
    is_doubtful = delimiter == "," and not any(map(_NO_DECIMAL_COMMA.search, sample))
    return parted * (1 + agreeing) / 2 * (0.1 if is_doubtful else 1)


def _sample_rows(sample: list[str], delimiter: str) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        rows.extend(rows_of(sample, delimiter))
    except LoneQuote as quote:
        # A sample may end within a cell; a quote that opened long before, or in a whole text, is no quote at all.
        if len(sample) < _SAMPLE_LINES or quote.line < _SAMPLE_LINES / 2:
            return list(rows_of(sample, delimiter, csv.QUOTE_NONE))
    return rows


def _is_prose_or_decimals(sample: list[str]) -> bool:
    """Whether the commas are those of sentences (a space follows, their number varies) or of numbers in one column."""
    lines = [line for line in sample if line.strip()]
    with_comma = [line for line in lines if "," in line]
    if all(_DECIMAL_LINE.fullmatch(line) for line in with_comma):
        return True
    commas = sum(line.count(",") for line in lines)
    spaced = sum(len(re.findall(r",(?=\s)", line.rstrip("\r\n"))) for line in lines)
    most_usual = max(Counter(line.count(",") for line in lines).values())
    return spaced > 0.9 * commas and most_usual < 0.9 * len(lines)
