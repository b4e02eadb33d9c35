"""A monitoring report (Laporan Monev) as a Word document, plain: to be completed and signed by the agency."""

import io
from datetime import UTC, datetime

import pandas as pd
from docx import Document
from docx.document import Document as DocumentType
from docx.enum.section import WD_ORIENT
from docx.shared import Cm, Pt

from zi_metrics.pembangunan.monev import Chapter, MonevReport
from zi_metrics.printable import printable

# A fixed date: the same figures give the same text; the meeting's date stands in the text.
_CREATED = datetime(2021, 1, 1, tzinfo=UTC)


def write_monev(report: MonevReport) -> bytes:
    """The report as .docx. What people wrote is written as text only; links are not made clickable."""
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21.0)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Cm(2))
    document.styles["Normal"].font.size = Pt(10.5)
    document.core_properties.created = _CREATED
    document.core_properties.title = printable(report.judul)
    document.add_heading(printable(report.judul), 0)
    document.add_paragraph(printable(f"{report.untuk}, {report.tanggal}"))
    for chapter in report.chapters:
        _add_chapter(document, chapter)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _add_chapter(document: DocumentType, chapter: Chapter) -> None:
    document.add_heading(f"{chapter.number}. {chapter.title}" if chapter.number else chapter.title, 1)
    for section in chapter.sections:
        if section.heading:
            document.add_heading(printable(section.heading), 2)
        for sentence in section.sentences:
            document.add_paragraph(printable(sentence))
        if section.table is not None:
            _add_table(document, section.table)


def _add_table(document: DocumentType, table: pd.DataFrame) -> None:
    written = document.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    for cell, name in zip(written.rows[0].cells, table.columns, strict=True):
        cell.paragraphs[0].add_run(str(name)).bold = True
    for row in table.itertuples(index=False):
        for cell, text in zip(written.add_row().cells, row, strict=True):
            cell.text = printable(str(text))
