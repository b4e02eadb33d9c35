"""A worksheet's XML of ordinary length as nearly all programs write it, looked through by patterns: no call for each of
its cells.

Whether it is well-formed expat says, as for `plain_sheets`; in well-formed XML without comments, CDATA and instructions
each '<' begins a tag. Formulas, error values and hidden rows are told as `workbook_xml` tells them by a walk, which is
for what is written in another way.
"""

import re

from zi_metrics.reading.grid import Position, column_number
from zi_metrics.reading.plain_sheets import NotPlain, begins_as_sheet

# A cell's tag: its address, and in any order style and kind.
_ADDRESS = rb'<c r="([A-Z]{1,3})([1-9]\d{0,6})"'
_FACTS = rb'(?: s="\d+"| t="(?:s|n|inlineStr|b|d|str|e)")*+'
_ODD_CELL = re.compile(rb"<c[\t\r\n/>]|</c\s")
_CELL_WITH_MORE = re.compile(_ADDRESS + _FACTS + rb">(<f[\s/>])?")
_FORMULA = re.compile(rb"<f[\s/>]")
_ERROR = re.compile(rb' t="e"')
_ERROR_CELL = re.compile(
    _ADDRESS + rb'(?: s="\d+")?+ t="e"(?: s="\d+")?+>(?:<f(?: [^<>]*)?(?:/>|>[^<]*</f>))?<v>([ -%\x27-;=-~]*)</v></c>'
)
_ROW = re.compile(rb"<row[\s/>]")
_HIDING_ROW = re.compile(rb"<row\s[^<]*hidden")
_TOLD_ROW = re.compile(rb'<row r="([1-9]\d{0,6})"(?: (?!hidden=)[\w:.]+="[^"<>]*")* hidden="(0|false|1|true)"')
_MERGED = re.compile(rb"<mergeCell[\s/>]")


class ShortSheet:
    """What a sheet's XML tells. Raises NotPlain where a walk must.

    rows, cells, merged: how many of these elements there are
    formulas, errors, hidden_rows: as `workbook_xml.SheetFacts` has them
    last_row, last_column: how far cells reach that hold something, 0 = none
    """

    def __init__(self, xml: bytes) -> None:
        found = _CELL_WITH_MORE.findall(xml)
        # Of empty cells nothing is asked but how many there are.
        if not begins_as_sheet(xml) or _ODD_CELL.search(xml) or len(found) != xml.count(b"</c>"):
            raise NotPlain
        self.cells = xml.count(b"<c ")
        self.rows = len(_ROW.findall(xml))
        self.merged = len(_MERGED.findall(xml))
        columns = {letters: column_number(letters.decode("ascii")) for letters in {cell[0] for cell in found}}
        self.last_column = max(columns.values(), default=0)
        self.last_row = max(map(int, {cell[1] for cell in found}), default=0)
        self.formulas: list[Position] = [(int(row), columns[letters]) for letters, row, has in found if has]
        if len(self.formulas) != len(_FORMULA.findall(xml)):
            raise NotPlain
        self.errors = _errors_in(xml, columns)
        self.hidden_rows = _hidden_rows_in(xml) if b"hidden" in xml else []


def _errors_in(xml: bytes, columns: dict[bytes, int]) -> dict[Position, str]:
    if not (count := len(_ERROR.findall(xml))):
        return {}
    found = _ERROR_CELL.findall(xml)
    if len(found) != count:
        raise NotPlain
    return {(int(row), columns[letters]): text.decode("utf-8") for letters, row, text in found if text}


def _hidden_rows_in(xml: bytes) -> list[int]:
    hidden = []
    for tag in _HIDING_ROW.finditer(xml):
        told = _TOLD_ROW.match(xml, tag.start())
        if told is None:
            raise NotPlain
        if told[2] in (b"1", b"true"):
            hidden.append(int(told[1]))
    return hidden
