"""A long worksheet's XML as nearly all programs write it, looked through without a call for each of its cells.

Whether it is well-formed expat says, which calls nobody meanwhile. In well-formed XML without comments, CDATA and
instructions each '<' begins a tag, so that counting tags among the bytes counts elements. Anything else about which
more would have to be known (formulas, error values, hidden rows, addresses left out) is no plain sheet's, and is for
`workbook_xml` to walk through.
"""

import re
from typing import NoReturn
from xml.parsers import expat

from zi_metrics.reading.grid import column_letters, column_number

# A smaller part is looked at as a whole (`short_sheets`).
WORTH_BYTES = 1024 * 1024
# A tag and the text behind it; a cell of Excel's has 32,767 letters.
_LONGEST = 512 * 1024
_START = re.compile(rb"(?:\xef\xbb\xbf)?(?:<\?xml [^<>?]*\?>)?\s*<worksheet[\s>]")
_ROW = re.compile(rb"<row[\s/>]")
_HIDDEN_ROW = re.compile(rb"<row[^<]*hidden")
_FORMULA = re.compile(rb"<f[\s/>]")
_MERGED = re.compile(rb"<mergeCell[\s/>]")
# What a cell's tag may say besides its address; an error's kind is not among it.
_FACTS = rb'(?: t="(?:s|n|inlineStr|b|d|str)"| s="\d+")*+/?>'
_CELL = re.compile(rb'<c r="([A-Z]{1,3})([1-9]\d{0,6})"' + _FACTS)
# How far cells are thought to reach at first, and by how much more where they reach farther.
_FIRST_ROWS, _FIRST_COLUMNS, _MORE = 1_000, 26, 1.25


class NotPlain(Exception):
    """This sheet must be walked through."""


def begins_as_sheet(xml: bytes) -> bool:
    """Whether a part begins as a worksheet of the usual namespace without a prefix."""
    return _START.match(xml) is not None


def tell_odd(parser: expat.XMLParserType) -> None:
    """Have it raise NotPlain where something stands that is neither tag nor text."""
    parser.CommentHandler = parser.StartCdataSectionHandler = parser.ProcessingInstructionHandler = _found_odd


def _found_odd(*_: object) -> NoReturn:
    raise NotPlain


class PlainSheet:
    """What was counted of a sheet so far.

    rows, cells, merged: how many of these elements there are
    last_row, last_column: no cell lies beyond, filled or not; they may be a quarter larger than the sheet
    """

    def __init__(self) -> None:
        self.rows = self.cells = self.merged = 0
        self.last_row, self.last_column = _FIRST_ROWS, _FIRST_COLUMNS
        self._rest = b""
        self._has_begun = False
        self._unlike = self._cell_beyond()

    def take(self, chunk: bytes) -> None:
        """Count what the next bytes hold. Raises NotPlain."""
        piece = self._rest + chunk
        if not self._has_begun:
            if not begins_as_sheet(piece):
                raise NotPlain
            self._has_begun = True
        # What begins with the last '<' may go on in the next bytes.
        end = piece.rfind(b"<")
        self._rest = piece[end:]
        if len(self._rest) > _LONGEST:
            raise NotPlain
        self._count(piece[:end])

    def end(self) -> None:
        """Count what is left. Raises NotPlain."""
        self._count(self._rest)

    def _count(self, piece: bytes) -> None:
        if b"<f" in piece and _FORMULA.search(piece):
            raise NotPlain
        if b"hidden" in piece and _HIDDEN_ROW.search(piece):
            raise NotPlain
        at = 0
        while unlike := self._unlike.search(piece, at):
            at = unlike.start()
            cell = _CELL.match(piece, at)
            if cell is None:
                raise NotPlain
            self.last_row = _reaching(self.last_row, int(cell[2]))
            self.last_column = _reaching(self.last_column, column_number(cell[1].decode("ascii")))
            self._unlike = self._cell_beyond()
        # Each of these was just seen to have an address.
        self.cells += piece.count(b"<c ")
        self.rows += len(_ROW.findall(piece))
        self.merged += len(_MERGED.findall(piece)) if b"<mergeCell" in piece else 0

    def _cell_beyond(self) -> re.Pattern[bytes]:
        """Finds a cell that lies beyond the last row or column, or is written in an unusual way."""
        columns, rows = _at_most(column_letters(self.last_column), "A-Z"), _at_most(str(self.last_row), "0-9")
        return re.compile(rb'<c(?=[\s/>])(?! r="(?:%s)(?:%s)"%s)' % (columns, rows, _FACTS))


def _reaching(last: int, place: int) -> int:
    return last if place <= last else max(place, int(last * _MORE))


def _at_most(text: str, signs: str) -> bytes:
    """A pattern of all numbers up to this one, written in such signs ('0-9', 'A-Z'), those of most signs first."""
    low = signs[0]
    same = [text]
    for place, sign in enumerate(text):
        # No number begins with a zero.
        first = "1" if (low, place) == ("0", 0) else low
        if sign > first:
            same.append(f"{text[:place]}[{first}-{chr(ord(sign) - 1)}][{signs}]{{{len(text) - place - 1}}}")
    if len(text) > 1:
        first = "1-9" if low == "0" else signs
        same.append(f"[{first}][{signs}]{{0,{len(text) - 2}}}")
    return "|".join(same).encode("ascii")
