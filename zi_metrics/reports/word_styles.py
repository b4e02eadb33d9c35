"""How a paper looks in Word: type, headings and colours, the same as `paper.typ` has them."""

from typing import cast

from docx.document import Document as DocumentType
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.styles.style import ParagraphStyle

from zi_metrics.reports.paper import MET, MISSED, NEAR, NO_DATA

INK, SOFT, RULE, HEAD = "1D2733", "5B6773", "C9D1D9", "F3F5F7"
_HEADING = "0B4F7A"
# By how a figure stands: the line beside it, and what is behind it.
ACCENT = {MET: "009E73", NEAR: "E69F00", MISSED: "D55E00", NO_DATA: "9AA5B1", "": _HEADING}
SHADE = {MET: "E8F6F1", NEAR: "FDF5E4", MISSED: "FCEFE7", NO_DATA: HEAD, "": "EAF2F8"}
# Of the texts in tables, and in tables of many columns.
SMALL, SMALLER = "Isi tabel", "Isi tabel rapat"
# Every office has it, or one of the same widths (Liberation Serif), which LibreOffice brings along.
_FONT = "Times New Roman"
_SIZES = {"Heading 1": 15, "Heading 2": 12.5, "Heading 3": 11, "Title": 21, "Subtitle": 13, "Normal": 10.5}


def style_document(document: DocumentType) -> None:
    """Give a new document the papers' type and colours, in its styles, where an office can change them."""
    for name, size in _SIZES.items():
        style = document.styles[name]
        if not isinstance(style, ParagraphStyle):
            continue
        style.font.name, style.font.size = _FONT, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{kind}"), None)
        for kind in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{kind}"), _FONT)
        colour = _HEADING if name.startswith("Heading") else SOFT if name == "Subtitle" else INK
        style.font.color.rgb = RGBColor.from_string(colour)
        style.font.italic = False
        # Word's own subtitle is letterspaced.
        for spaced in style.element.get_or_add_rPr().findall(qn("w:spacing")):
            spaced.getparent().remove(spaced)
    title = document.styles["Title"]
    if isinstance(title, ParagraphStyle):
        title.font.bold = True
        title.paragraph_format.space_after = Pt(4)
        # The line below it that Word's own style has.
        if (line := title.element.get_or_add_pPr().find(qn("w:pBdr"))) is not None:
            line.getparent().remove(line)
    for name, size in ((SMALL, 9.5), (SMALLER, 8.5)):
        own = cast(ParagraphStyle, document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH))
        own.base_style, own.font.size = document.styles["Normal"], Pt(size)
        own.paragraph_format.space_before = own.paragraph_format.space_after = Pt(1.5)
    normal = document.styles["Normal"]
    if isinstance(normal, ParagraphStyle):
        normal.paragraph_format.space_after = Pt(6)
        language = normal.element.get_or_add_rPr()
        told = language.makeelement(qn("w:lang"), {qn("w:val"): "id-ID"})
        language.append(told)
