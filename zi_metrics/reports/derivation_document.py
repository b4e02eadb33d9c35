"""The written derivation of one unit's score: every figure down to the answer and its cell, as a Word document."""

import io
from datetime import UTC, datetime
from typing import NamedTuple

from docx import Document
from docx.document import Document as DocumentType
from docx.oxml import OxmlElement
from docx.shared import Cm, Pt
from docx.styles.style import ParagraphStyle
from docx.table import Table

from zi_metrics.answers import PENILAI
from zi_metrics.bahasa import MISSING, format_number, format_time
from zi_metrics.lke.derivation import TOTAL, derive
from zi_metrics.lke.unit import UnitReport
from zi_metrics.near_minimum import format_beside, format_minimum, format_shortfall
from zi_metrics.printable import printable
from zi_metrics.scoring.standing import certain_source
from zi_metrics.table_rows import rows_of

# A fixed date: the same figures give the same text; when it was judged stands in the text.
_CREATED = datetime(2021, 1, 1, tzinfo=UTC)
_NOTES = (("catatan", "Catatan"), ("bukti", "Bukti"), ("tautan", "Tautan bukti"))
_DEEPEST_HEADING = 4
# Headings of the table of gates, with their widths in centimetres.
_GATE_COLUMNS = {"Predikat": 2.1, "Syarat": 5.0, "Nilai": 1.5, "Minimum": 2.3, "Kurang": 2.2, "Sumber": 3.9}


class _Node(NamedTuple):
    kode: str
    nama: str
    jenis: str
    tingkat: int
    bobot: float
    nilai: float
    terjawab: int
    catatan: str | float
    bukti: str | float
    tautan: str | float
    lembar: str | float
    sel: str | float


class _Gate(NamedTuple):
    predikat: str
    nama: str
    nilai: float
    minimum: float
    kurang: float
    terpenuhi: bool
    terjawab: int
    sumber: str
    kepastian: str


def write_derivation(report: UnitReport) -> bytes:
    """A .docx that derives the total, every gate and every node of one assessment, in the form's order.

    Texts from files are written as text only; links are not made clickable.
    """
    document = Document()
    _set_page(document)
    source = report.assessment
    document.add_heading("Penjelasan nilai Zona Integritas", 0)
    about = (
        f"{source.unit}, {source.tahun}, {PENILAI[source.penilai]}. Sumber: {source.nama_berkas}, versi "
        f"{source.versi}, diimpor {format_time(source.waktu)} oleh {source.oleh}.",
        f"Instrumen: {report.instrument.nama} ({report.instrument.kode}, versi {report.instrument.versi}). "
        f"Sumber: {report.instrument.sumber}.",
    )
    _add_sentences(document, about)
    if source.sha256:
        document.add_paragraph(f"Sidik berkas (SHA-256): {source.sha256}")
    _add_sentences(document, tuple(filter(None, (report.sentence(), report.uncertainty()))))
    _add_gates(document, report)
    document.add_heading("Penjelasan setiap nilai", 1)
    _add_sentences(document, derive(report, TOTAL).sentences)
    for row in rows_of(report.nodes, _Node):
        if row.jenis == "pertanyaan":
            _add_question(document, report, row)
        else:
            worth = f"{format_number(row.nilai)} dari {format_number(row.bobot)}" if row.terjawab else "belum dijawab"
            document.add_heading(printable(f"{row.kode} {row.nama}: {worth}"), min(row.tingkat + 2, _DEEPEST_HEADING))
            _add_sentences(document, derive(report, row.kode).sentences)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _set_page(document: DocumentType) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)
    normal = document.styles["Normal"]
    if isinstance(normal, ParagraphStyle):
        normal.font.size = Pt(10)
    document.core_properties.created = document.core_properties.modified = _CREATED
    document.core_properties.author = ""
    document.core_properties.title = "Penjelasan nilai Zona Integritas"


def _add_gates(document: DocumentType, report: UnitReport) -> None:
    document.add_heading("Syarat nilai", 1)
    table = document.add_table(rows=0, cols=len(_GATE_COLUMNS), style="Table Grid")
    table.autofit = False
    # LibreOffice goes by the columns' widths; Word by each cell's own (`_add_row`).
    for column, width in zip(table.columns, _GATE_COLUMNS.values(), strict=True):
        column.width = Cm(width)
    _add_row(table, tuple(_GATE_COLUMNS), bold=True)
    # The headings stand on every page of the table.
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for gate in rows_of(report.gates, _Gate):
        texts = (
            report.instrument.predikat[gate.predikat].singkatan,
            gate.nama,
            format_beside(gate.nilai, gate.minimum) if gate.terjawab else MISSING,
            format_minimum(gate.minimum),
            "terpenuhi" if gate.terpenuhi else format_shortfall(gate.kurang),
            certain_source(gate.sumber, gate.kepastian),
        )
        _add_row(table, texts)


def _add_row(table: Table, texts: tuple[str, ...], bold: bool = False) -> None:
    row = table.add_row()
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for cell, text, width in zip(row.cells, texts, _GATE_COLUMNS.values(), strict=True):
        cell.width = Cm(width)
        run = cell.paragraphs[0].add_run(printable(text))
        run.bold, run.font.size = bold, Pt(9)


def _add_sentences(document: DocumentType, sentences: tuple[str, ...]) -> None:
    for sentence in sentences:
        document.add_paragraph(printable(sentence))


def _add_question(document: DocumentType, report: UnitReport, row: _Node) -> None:
    paragraph = document.add_paragraph(style="List Bullet")
    paragraph.add_run(printable(f"{row.kode} ")).bold = True
    paragraph.add_run(printable(row.nama))
    lines = list(derive(report, row.kode).sentences)
    lines += [f"{label}: {text}" for field, label in _NOTES if isinstance(text := getattr(row, field), str) and text]
    if isinstance(row.sel, str):
        lines.append(f"Sel asal: lembar {row.lembar}, sel {row.sel}.")
    paragraph = document.add_paragraph(printable("\n".join(lines)), style="List Continue")
    paragraph.paragraph_format.space_after = Pt(6)
