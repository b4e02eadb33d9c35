"""A paper as a Word document that an office goes on editing: real headings, lists and tables, page numbers as fields.

Charts are pictures, as the PDF draws them, with a text for who cannot see them.
"""

import io
from datetime import UTC, datetime

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph

from zi_metrics.printable import in_one_line, printable
from zi_metrics.reports.chart_picture import chart_picture
from zi_metrics.reports.paper import (
    Bars,
    Block,
    Callout,
    Heading,
    Items,
    Lines,
    PageBreak,
    Paper,
    Paragraph,
    Part,
    Signatures,
    Table,
    Words,
    pieces,
)
from zi_metrics.reports.paper_pdf import emblem_of
from zi_metrics.reports.typesetting import pictured
from zi_metrics.reports.word_styles import ACCENT, SHADE, SOFT, style_document
from zi_metrics.reports.word_tables import add_table, borders, shade

_SIDE, _TOP = Cm(2.1), Cm(2.2)
_LONG, _SHORT = Cm(29.7), Cm(21.0)
_BLANK = "…" * 14


def write_docx(paper: Paper) -> bytes:
    """The paper as .docx; the same paper gives the same text. What people wrote is text only; no link is made of it."""
    document = Document()
    style_document(document)
    created = datetime(paper.tanggal.year, paper.tanggal.month, paper.tanggal.day, tzinfo=UTC)
    properties = document.core_properties
    properties.created = properties.modified = created
    properties.title, properties.author = in_one_line(paper.judul)[:250], in_one_line(paper.instansi)[:250]
    properties.language = "id-ID"
    _page(document.sections[0], across=False)
    _head_and_foot(document.sections[0], paper)
    if not paper.surat:
        _masthead(document, paper)
    across = False
    for part in paper.parts():
        if part.mendatar or across:
            across = part.mendatar
            _page(document.add_section(WD_SECTION.NEW_PAGE), across)
            _add_part(document, part, begins_page=False)
        else:
            _add_part(document, part, begins_page=part.lampiran)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _page(section: Section, across: bool) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (_LONG, _SHORT) if across else (_SHORT, _LONG)
    section.left_margin = section.right_margin = _SIDE
    section.top_margin = section.bottom_margin = _TOP
    section.header_distance = section.footer_distance = Cm(1.0)


def _width(document: DocumentType) -> int:
    """What stands between the margins of the last section."""
    section = document.sections[-1]
    return int(section.page_width or _SHORT) - 2 * int(_SIDE)


def _head_and_foot(section: Section, paper: Paper) -> None:
    """The agency's name and the title above every page but the first, page numbers below each."""
    section.different_first_page_header_footer = True
    if not paper.surat:
        head = section.header.paragraphs[0]
        _small(head, " · ".join(filter(None, (paper.instansi, paper.judul))))
        borders(head, "bottom")
    for foot in (section.footer, section.first_page_footer):
        paragraph = foot.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _small(paragraph, f"{paper.sub_judul} · Halaman " if paper.sub_judul else "Halaman ")
        _field(paragraph, "PAGE")
        _small(paragraph, " dari ")
        _field(paragraph, "NUMPAGES")


def _masthead(document: DocumentType, paper: Paper) -> None:
    emblem = emblem_of(paper)
    if paper.instansi or emblem:
        line = document.add_paragraph()
        if emblem:
            # Drawn anew: what it was saved with does not go along.
            drawn = io.BytesIO(pictured("emblem", {"emblem": list(emblem)}))
            picture = line.add_run().add_picture(drawn, height=Cm(1.7))
            _say_for_blind(picture, "Lambang instansi")
            line.add_run("   ")
        run = line.add_run(printable(paper.instansi))
        run.bold, run.font.size = True, Pt(12)
        borders(line, "bottom")
    document.add_paragraph(printable(paper.judul), style="Title")
    if paper.sub_judul:
        document.add_paragraph(printable(paper.sub_judul), style="Subtitle")
    for name, told in paper.keterangan:
        line = document.add_paragraph()
        line.paragraph_format.space_after = Pt(2)
        _small(line, f"{name}: ")
        run = line.add_run(printable(told))
        run.font.size = Pt(9)


def _add_part(document: DocumentType, part: Part, begins_page: bool) -> None:
    if part.judul:
        heading = document.add_heading(printable(part.judul), 1)
        heading.paragraph_format.page_break_before = begins_page
    elif begins_page:
        document.add_page_break()
    for block, following in zip(part.blok, (*part.blok[1:], None), strict=True):
        if isinstance(block, Heading):
            document.add_heading(printable(block.teks), block.tingkat + (1 if part.judul else 0))
        else:
            _add_block(document, block)
        # What introduces a table or a chart stays with it.
        if isinstance(block, Paragraph | Items) and isinstance(following, Table | Bars | Lines | Items):
            introducing = min(len(block.butir), 4) if isinstance(block, Items) else 1
            for paragraph in document.paragraphs[-introducing:]:
                paragraph.paragraph_format.keep_with_next = True


def _add_block(document: DocumentType, block: Block) -> None:
    match block:
        case Paragraph(teks, kecil, tengah, tebal):
            paragraph = document.add_paragraph()
            _small(paragraph, teks) if kecil else _lines(paragraph, teks)
            for run in paragraph.runs:
                run.bold = tebal or None
            if tengah:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        case Items(butir, bernomor):
            _add_items(document, butir, bernomor)
        case Table():
            _add_titled_table(document, block)
        case Bars() | Lines():
            _add_chart(document, block)
        case Callout(teks, keadaan, lain):
            _add_callout(document, teks, keadaan, lain)
        case Signatures():
            _add_signatures(document, block)
        case PageBreak():
            document.add_page_break()


def _add_items(document: DocumentType, items: tuple[str, ...], numbered: bool) -> None:
    for number, item in enumerate(items, 1):
        # Numbers are written: Word's own lists would count on from the list before.
        style = "List Continue" if numbered else "List Bullet"
        paragraph = document.add_paragraph(style=style)
        if numbered:
            paragraph.paragraph_format.first_line_indent = Cm(-0.7)
            paragraph.add_run(f"{number}.\t")
        _lines(paragraph, item)
        # A list does not begin with one item at a page's foot.
        paragraph.paragraph_format.keep_with_next = number == 1 < len(items)


def _add_titled_table(document: DocumentType, table: Table) -> None:
    if table.judul:
        title = document.add_paragraph()
        title.paragraph_format.keep_with_next = True
        title.paragraph_format.space_before, title.paragraph_format.space_after = Pt(8), Pt(4)
        title.add_run(printable(table.judul)).bold = True
    if table.baris:
        add_table(document, table, _width(document))
        after = document.add_paragraph()
        after.paragraph_format.space_before = Pt(2)
        if table.sumber:
            _small(after, table.sumber)
    else:
        _small(document.add_paragraph(), table.kosong)
        if table.sumber:
            _small(document.add_paragraph(), table.sumber)


def _add_chart(document: DocumentType, chart: Bars | Lines) -> None:
    paragraph = document.add_paragraph()
    picture = paragraph.add_run().add_picture(io.BytesIO(chart_picture(chart)), width=Cm(16.4))
    _say_for_blind(picture, chart.alt)


def _add_callout(document: DocumentType, text: str, standing: str, more: tuple[str, ...]) -> None:
    for place, said in enumerate((text, *more)):
        paragraph = document.add_paragraph()
        shade(paragraph, SHADE[standing])
        borders(paragraph, "left", ACCENT[standing], 24)
        paragraph.paragraph_format.keep_with_next = place < len(more)
        paragraph.paragraph_format.space_before = Pt(0 if place else 10)
        paragraph.paragraph_format.space_after = Pt(0 if place < len(more) else 10)
        paragraph.paragraph_format.left_indent = Cm(0.3)
        _lines(paragraph, said)
        for run in paragraph.runs:
            run.font.size = Pt(10 if place else 13)


def _add_signatures(document: DocumentType, block: Signatures) -> None:
    before: list[tuple[Words, bool]] = [(block.penutup, False)] if block.penutup else []
    if block.tempat_tanggal is not None:
        before.append((block.tempat_tanggal or f"{_BLANK}, {_BLANK}", True))
    for words, at_right in before:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        paragraph.paragraph_format.space_before = Pt(10)
        if at_right:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _lines(paragraph, words)
    # Who signs alone signs at the right.
    alone = len(block.penanda) == 1
    columns = 2 if alone else min(len(block.penanda), 3)
    table = document.add_table(rows=-(-len(block.penanda) // columns), cols=columns)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for place, who in enumerate(block.penanda):
        paragraph = table.cell(place // columns, 1 if alone else place % columns).paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.keep_with_next = True
        for words in (who.jabatan, "\n\n\n\n", who.nama or _BLANK, f"\nNIP {_BLANK[:9]}"):
            _lines(paragraph, words)


def _lines(paragraph: WordParagraph, words: Words) -> None:
    """A text with its own line breaks, what is to be filled in marked."""
    for text, is_blank in pieces(words):
        for place, line in enumerate(printable(text).split("\n")):
            run = paragraph.add_run()
            if place:
                run.add_break()
            run.add_text(line)
            if is_blank:
                run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def _small(paragraph: WordParagraph, words: Words) -> None:
    before = len(paragraph.runs)
    _lines(paragraph, words)
    for run in paragraph.runs[before:]:
        run.font.size = Pt(8.5)
        run.font.color.rgb = RGBColor.from_string(SOFT)


def _field(paragraph: WordParagraph, instruction: str) -> None:
    """A field that Word fills in: PAGE, NUMPAGES."""
    for kind, text in (("begin", ""), ("", instruction), ("separate", ""), ("value", "1"), ("end", "")):
        # Each in a run of its own: what is filled in then has their type.
        run = paragraph.add_run()
        run.font.size, run.font.color.rgb = Pt(8.5), RGBColor.from_string(SOFT)
        if kind == "value":
            run.add_text(text)
        elif kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        else:
            told = OxmlElement("w:instrText")
            told.set(qn("xml:space"), "preserve")
            told.text = f" {text} "
            run._r.append(told)


def _say_for_blind(picture: object, text: str) -> None:
    """The text that is read out in place of a picture."""
    properties = picture._inline.docPr  # pyright: ignore[reportAttributeAccessIssue]
    properties.set("descr", in_one_line(text)[:2000])
