"""A paper's table in Word: its heading on every page, its rows whole, its columns as wide as they are meant to be."""

from docx.document import Document as DocumentType
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from zi_metrics.printable import printable
from zi_metrics.reports.paper import CENTRE, LEFT, RIGHT, Table
from zi_metrics.reports.word_styles import HEAD, RULE, SMALL, SMALLER

_SIDES = {LEFT: WD_ALIGN_PARAGRAPH.LEFT, RIGHT: WD_ALIGN_PARAGRAPH.RIGHT, CENTRE: WD_ALIGN_PARAGRAPH.CENTER}
# Of more columns the type is smaller.
_FEW = 5


def add_table(document: DocumentType, table: Table, width: int) -> None:
    """A table as wide as `width` (EMU)."""
    written = document.add_table(rows=1 + len(table.baris), cols=len(table.kolom))
    written.alignment = WD_TABLE_ALIGNMENT.CENTER
    written.autofit = False
    _lines(written._tbl.tblPr)
    whole = sum(one.lebar for one in table.kolom)
    widths = [Emu(int(width * one.lebar / whole)) for one in table.kolom]
    style = document.styles[SMALLER if len(table.kolom) > _FEW else SMALL].style_id
    # LibreOffice goes by the columns' widths, Word by the cells'.
    for column, own in zip(written.columns, widths, strict=True):
        column.width = own
    groups, long = {row for row, _ in table.kelompok}, table.long_rows
    heading = tuple(one.nama for one in table.kolom)
    # A row's cells are asked for once: python-docx looks through the whole table each time.
    for number, (row, texts) in enumerate(zip(written.rows, (heading, *table.baris), strict=True)):
        properties = row._tr.get_or_add_trPr()
        if number - 1 not in long:
            properties.append(OxmlElement("w:cantSplit"))
        if number == 0:
            properties.append(OxmlElement("w:tblHeader"))
        # The last row stays with the source below it.
        is_last = number == len(table.baris)
        heads = number == 0 or number - 1 in groups or (table.is_short and not is_last) or (is_last and table.sumber)
        bold = number == 0 or number - 1 in groups or number - 1 in table.tebal
        for element, text, column, own in zip(row._tr.tc_lst, texts, table.kolom, widths, strict=True):
            cell = _Cell(element, written)
            cell.width = own
            _write(cell.paragraphs[0], text, bold, style, column.rata, bool(heads))
            if number == 0:
                _shade(cell._tc.get_or_add_tcPr(), HEAD)


def _write(paragraph: Paragraph, text: str, bold: bool, style: str, side: str, stays: bool) -> None:
    # Type and room are the style's: there are many cells.
    paragraph._p.style = style
    if side != LEFT:
        paragraph.alignment = _SIDES[side]
    if stays:
        # A heading is never left alone at a page's foot.
        paragraph.paragraph_format.keep_with_next = True
    for place, line in enumerate(printable(text).split("\n")):
        run = paragraph.add_run()
        if bold:
            run.bold = True
        if place:
            run.add_break()
        run.add_text(line)


def _lines(properties: object) -> None:
    """Thin lines between the rows only."""
    edges = OxmlElement("w:tblBorders")
    for name in ("top", "bottom", "insideH"):
        edge = OxmlElement(f"w:{name}")
        for key, value in (("val", "single"), ("sz", "4"), ("color", RULE)):
            edge.set(qn(f"w:{key}"), value)
        edges.append(edge)
    properties.append(edges)  # pyright: ignore[reportAttributeAccessIssue]


def _shade(properties: object, colour: str) -> None:
    behind = OxmlElement("w:shd")
    for key, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        behind.set(qn(f"w:{key}"), value)
    properties.append(behind)  # pyright: ignore[reportAttributeAccessIssue]


def shade(paragraph: Paragraph, colour: str) -> None:
    """A colour behind a paragraph."""
    _shade(paragraph._p.get_or_add_pPr(), colour)


def borders(paragraph: Paragraph, side: str, colour: str = RULE, eighths: int = 6) -> None:
    """A line at one side of a paragraph, so many eighths of a point wide."""
    edges = OxmlElement("w:pBdr")
    edge = OxmlElement(f"w:{side}")
    for key, value in (("val", "single"), ("sz", str(eighths)), ("space", "6"), ("color", colour)):
        edge.set(qn(f"w:{key}"), value)
    edges.append(edge)
    paragraph._p.get_or_add_pPr().append(edges)
