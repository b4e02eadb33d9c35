"""What calamine does not tell of an .ods: error values, empty for it, and TRUE and FALSE, numbers for it.

Found in one streamed pass of its XML.
"""

import io
import zipfile
from xml.parsers import expat

from zi_metrics.reading import bounds, kinds
from zi_metrics.reading.grid import CellValue, Position

_BOOLEANS = ("0", "1")
_BOOLEANS_SHOWN = {"TRUE": True, "BENAR": True, "FALSE": False, "SALAH": False}
_CHUNK_BYTES = 256 * 1024
# A repeated cell stands for many; so many of one are told.
_MOST_REPEATS = 300


def cells_in(content: bytes) -> dict[str, dict[Position, CellValue]]:
    """Error values ('#N/A', 'Err:502') and booleans by sheet and position; none where the XML is not as it should be.

    Whether the file can be read at all is for calamine to find out; its directory was held against the bounds.
    """
    walk = _Walk()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open("content.xml") as part:
            while chunk := part.read(_CHUNK_BYTES):
                walk.parser.Parse(chunk)
            walk.parser.Parse(b"", True)
    except (expat.ExpatError, KeyError, ValueError, *kinds.ZIP_ERRORS):
        return {}
    return walk.found


class _Walk:
    """Follows tables, rows and cells, each of which may stand for several."""

    def __init__(self) -> None:
        self.found: dict[str, dict[Position, CellValue]] = {}
        self.cells: dict[Position, CellValue] = {}
        self.row = self.column = 0
        self.rows = self.columns = 1
        self.text: list[str] | None = None
        self.is_error = False
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = _refuse_doctype
        self.parser.StartElementHandler = self.on_start
        self.parser.EndElementHandler = self.on_end
        self.parser.CharacterDataHandler = self.on_text

    def on_start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "table:table":
            self.cells = self.found.setdefault(attributes.get("table:name", ""), {})
            self.row, self.rows = 0, 1
        elif tag == "table:table-row":
            self.row += self.rows if self.row else 1
            self.rows = _repeated(attributes, "table:number-rows-repeated")
            self.column, self.columns = 0, 1
        elif tag in ("table:table-cell", "table:covered-table-cell"):
            self.column += self.columns if self.column else 1
            self.columns = _repeated(attributes, "table:number-columns-repeated")
            self.is_error = attributes.get("calcext:value-type") == "error"
            # A boolean is kept as the number that it equals, shown as a word.
            may_be_boolean = tag == "table:table-cell" and attributes.get("office:value") in _BOOLEANS
            self.text = [] if self.is_error or may_be_boolean else None

    def on_text(self, text: str) -> None:
        if self.text is not None:
            self.text.append(text)

    def on_end(self, tag: str) -> None:
        if tag != "table:table-cell" or self.text is None:
            return
        text, self.text = "".join(self.text).strip(), None
        value = text if self.is_error else _BOOLEANS_SHOWN.get(text.upper())
        rows, columns = min(self.rows, _MOST_REPEATS), min(self.columns, _MOST_REPEATS)
        if value not in (None, "") and len(self.cells) < bounds.MAX_CELLS // 10:
            for row in range(self.row, self.row + rows):
                self.cells.update({(row, self.column + place): value for place in range(columns)})


def _repeated(attributes: dict[str, str], name: str) -> int:
    return max(1, int(attributes.get(name, 1)))


def _refuse_doctype(*_: object) -> None:
    raise ValueError("a document type, which no spreadsheet program writes")
