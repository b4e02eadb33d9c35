"""The draft of a proposal as a Word document: the agency's letter to the minister with its units, and the SPTJM.

What only people know (numbers, names, dates) is left as a marked blank; the agency completes and signs it.
"""

import io
import re
from collections.abc import Sequence
from datetime import UTC, datetime

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.shared import Cm, Pt
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from zi_metrics.bahasa import MISSING, format_date, format_number
from zi_metrics.pembangunan.proposal import ProposalLetter, ProposedUnit
from zi_metrics.penilai import BY_CODE
from zi_metrics.printable import printable

# A fixed date: the same figures give the same text.
_CREATED = datetime(2021, 1, 1, tzinfo=UTC)
_MINISTER = "Menteri Pendayagunaan Aparatur Negara dan Reformasi Birokrasi"
# What is to be filled in stands between these, and is marked; people's own texts never do.
_OPEN, _CLOSE = "\ue000", "\ue001"
_BLANK = re.compile(f"({_OPEN}[^{_CLOSE}]*{_CLOSE})")
_HEADINGS = ("No", "Unit kerja", "Predikat", "Pengungkit", "Total", "IPAK", "IPKP", "Dinilai per", "Catatan")
# Centimetres, together what stands between the margins.
_WIDTHS = (0.9, 4.0, 1.8, 2.2, 1.4, 1.3, 1.3, 1.6, 2.5)


def write_proposal(letter: ProposalLetter) -> bytes:
    """The letter and the SPTJM as .docx. What people wrote is written as text only."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Cm(2))
    normal = document.styles["Normal"]
    if isinstance(normal, ParagraphStyle):
        normal.font.size = Pt(11)
    document.core_properties.created = _CREATED
    document.core_properties.title = printable(f"Pengusulan {letter.predikat[0]} {letter.tahun}")
    _write_letter(document, letter)
    _write_statement(document, letter)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _write_letter(document: DocumentType, letter: ProposalLetter) -> None:
    agency, (short, name) = _agency(letter), letter.predikat
    _add(document, f"KOP SURAT {agency}", bold=True, centred=True)
    _add(document, f"Nomor: {_blank('nomor surat')}\nSifat: {_blank('sifat')}\nLampiran: {_blank('jumlah')} berkas")
    _add(document, f"Hal: Pengusulan unit kerja berpredikat {name} ({short}) tahun {letter.tahun}")
    _add(document, f"{_blank('tempat')}, {_blank('tanggal surat')}")
    _add(document, f"Yth. {_MINISTER}\ndi Jakarta")
    judge = BY_CODE[letter.penilai].nama
    _add(
        document,
        f"Berdasarkan PermenPANRB 90/2021 tentang Pembangunan dan Evaluasi Zona Integritas sebagaimana diubah dengan "
        f"PermenPANRB 5/2024, bersama ini kami mengusulkan {format_number(len(letter.units), 0)} unit kerja di "
        f"lingkungan {agency} untuk dievaluasi sebagai {name} ({short}). Nilainya menurut {judge}:",
    )
    _add_units(document, letter)
    if any(figure is None for one in letter.units for figure in (one.ipak, one.ipkp)):
        _add(document, f"{MISSING} pada IPAK atau IPKP: indeksnya belum dijawab pada Lembar Kerja Evaluasi.")
    _add(
        document,
        "Nilai pengungkit, total, dan indeks survei (0–4) diambil dari Lembar Kerja Evaluasi sebagaimana dinilai per "
        "tanggal pada tabel. Surat Pernyataan Tanggung Jawab Mutlak (SPTJM) dan berkas pendukung terlampir.",
    )
    # A signature never stands alone on a page.
    thanks = _add(document, "Atas perhatian dan kerja samanya kami ucapkan terima kasih.")
    thanks.paragraph_format.keep_with_next = True
    _sign(document)


def _write_statement(document: DocumentType, letter: ProposalLetter) -> None:
    short, name = letter.predikat
    heading = _add(document, "SURAT PERNYATAAN TANGGUNG JAWAB MUTLAK", bold=True, centred=True)
    heading.paragraph_format.page_break_before = True
    _add(document, f"Nomor: {_blank('nomor SPTJM')}", centred=True)
    _add(
        document,
        f"Yang bertanda tangan di bawah ini:\nNama: {_blank('nama pimpinan instansi')}\nNIP: {_blank('NIP')}\n"
        f"Jabatan: {_blank('jabatan')}\nInstansi: {_agency(letter)}",
    )
    _add(
        document,
        f"menyatakan bertanggung jawab penuh atas kebenaran usulan {name} ({short}) tahun {letter.tahun} untuk unit "
        "kerja:",
    )
    for number, one in enumerate(letter.units, 1):
        _add(document, f"{number}. {one.unit}").paragraph_format.space_after = Pt(0)
    document.add_paragraph().paragraph_format.space_after = Pt(0)
    for text in (
        "Penilaian mandiri dan penilaian Tim Penilai Internal dilakukan menurut keadaan yang sebenarnya, dan dokumen "
        "pendukungnya dapat dipertanggungjawabkan.",
        "Syarat pengusulan instansi dan unit kerja dipenuhi, atau sedang dilengkapi sebagaimana catatan pada surat "
        "pengusulan.",
        "Bila di kemudian hari pernyataan ini tidak benar, kami bersedia menerima akibatnya menurut peraturan.",
    ):
        _add(document, text)
    place = _add(document, f"{_blank('tempat')}, {_blank('tanggal')}\n{_blank('meterai')}")
    place.paragraph_format.keep_with_next = True
    _sign(document)


def _add_units(document: DocumentType, letter: ProposalLetter) -> None:
    table = document.add_table(rows=1, cols=len(_HEADINGS), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for cell, heading in zip(table.rows[0].cells, _HEADINGS, strict=True):
        cell.paragraphs[0].add_run(heading).bold = True
    for number, one in enumerate(letter.units, 1):
        for cell, text in zip(table.add_row().cells, _cells(number, one, letter.predikat[0]), strict=True):
            cell.text = printable(text)
    # LibreOffice goes by the columns' widths, Word by the cells'.
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = Cm(width)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, width in zip(row.cells, _WIDTHS, strict=True):
            cell.width = Cm(width)
            for paragraph in cell.paragraphs:
                for run in paragraph.runs:
                    run.font.size = Pt(8)
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _cells(number: int, one: ProposedUnit, short: str) -> Sequence[str]:
    return (
        str(number),
        one.unit,
        short,
        format_number(one.pengungkit),
        format_number(one.total),
        format_number(one.ipak),
        format_number(one.ipkp),
        format_date(one.per_tanggal),
        one.catatan or MISSING,
    )


def _sign(document: DocumentType) -> None:
    signed = _add(
        document,
        f"{_blank('jabatan penanda tangan')},\n\n\n\n{_blank('nama penanda tangan')}\nNIP {_blank('NIP')}",
    )
    signed.paragraph_format.keep_together = True


def _agency(letter: ProposalLetter) -> str:
    # A name cannot pass for a blank.
    return letter.instansi.replace(_OPEN, "").replace(_CLOSE, "") or _blank("nama instansi")


def _blank(what: str) -> str:
    return f"{_OPEN}{what}{_CLOSE}"


def _add(document: DocumentType, text: str, bold: bool = False, centred: bool = False) -> Paragraph:
    """A paragraph; what is to be filled in stands in brackets, marked."""
    paragraph = document.add_paragraph()
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for part in _BLANK.split(text):
        if not part:
            continue
        is_blank = part.startswith(_OPEN)
        lines = [f"[diisi: {part[1:-1]}]"] if is_blank else part.split("\n")
        for place, line in enumerate(lines):
            run = paragraph.add_run(printable(line))
            run.bold = bold
            if place < len(lines) - 1:
                run.add_break()
            if is_blank:
                run.font.highlight_color = WD_COLOR_INDEX.YELLOW
    return paragraph
