"""The proposal's letter: the chosen units with the figures of TPI, blanks that are seen, and nobody else's figures."""

import io
from dataclasses import replace
from datetime import date

import pytest
from assessments import INSTRUMENT, save_values
from docx import Document
from docx.enum.text import WD_COLOR_INDEX
from papers import pdf, pdf_text, squeezed
from registers import add_unit

from zi_metrics.papers.proposal_paper import proposal_paper
from zi_metrics.pembangunan.proposal import ProposalLetter, ProposedUnit, proposal_letter
from zi_metrics.pembangunan.readiness import READY, WITH_REMARK, Board, Readiness
from zi_metrics.pembangunan.readiness_rules import Proposal
from zi_metrics.reports.paper_docx import write_docx
from zi_metrics.reports.paper_pdf import write_pdf
from zi_metrics.store.unit_names import unit_key
from zi_metrics.store.unit_tree import TreeNode, save_nodes

UNIT = ProposedUnit("Kantor <b>Satu</b>", 49.738, 87.594, 3.83, None, date(2026, 5, 25), "LHKPN belum penuh.")


def letter(*units, instansi="Kabupaten Contoh"):
    return ProposalLetter(instansi, 2026, ("WBK", "Wilayah Bebas dari Korupsi"), "tpi", units or (UNIT,))


def read(content):
    return Document(io.BytesIO(content))


def written(told):
    return write_docx(proposal_paper(told))


def every_paragraph(document):
    """Those of the text and those in cells, in the order of neither."""
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    return [*document.paragraphs, *(paragraph for cell in cells for paragraph in cell.paragraphs)]


def words(document):
    return "\n".join(paragraph.text for paragraph in every_paragraph(document))


def blanks(document):
    """What is marked to be filled in."""
    return [
        run.text
        for paragraph in every_paragraph(document)
        for run in paragraph.runs
        if run.font.highlight_color == WD_COLOR_INDEX.YELLOW
    ]


def test_the_letter_says_who_is_proposed_with_which_figures():
    document = read(written(letter()))
    said = words(document)
    assert "Menteri Pendayagunaan Aparatur Negara dan Reformasi Birokrasi" in said and "Kabupaten Contoh" in said
    assert "Wilayah Bebas dari Korupsi (WBK) tahun 2026" in said and "Tim Penilai Internal" in said
    assert "SURAT PERNYATAAN TANGGUNG JAWAB MUTLAK" in said and "1.\tKantor <b>Satu</b>" in said
    table, *_ = document.tables
    assert [cell.text for cell in table.rows[1].cells] == [
        "1", "Kantor <b>Satu</b>", "WBK", "49,74", "87,59", "3,83", "–", "25 Mei 2026", "LHKPN belum penuh.",
    ]  # fmt: skip


def test_what_nobody_told_is_a_marked_blank_and_nothing_else_is():
    document = read(written(letter()))
    found = blanks(document)
    assert "[diisi: nomor surat]" in found and "[diisi: nama penanda tangan]" in found
    assert all(text.startswith("[diisi: ") and text.endswith("]") for text in found)
    # Each bracket of the document is marked.
    assert words(document).count("[diisi: ") == len(found)
    assert "[diisi: nama instansi]" in blanks(read(written(letter(instansi=""))))
    assert "[diisi: nama instansi]" not in found


def test_the_pdf_says_the_same_in_pdf_a_and_whole():
    units = [replace(UNIT, unit=f"Kantor {number} {'Pelayanan ' * 8}") for number in range(40)]
    made = write_pdf(proposal_paper(letter(*units)))
    said = squeezed(pdf_text(made))
    for text in ("[diisi: nomor surat]", "SURAT PERNYATAAN TANGGUNG JAWAB MUTLAK", "Kantor 39 Pelayanan", "49,74"):
        assert squeezed(text) in said, text
    pages = [squeezed(page.extract_text()) for page in pdf(made).pages]
    (stated,) = [number for number, page in enumerate(pages) if squeezed("SURAT PERNYATAAN TANGGUNG") in page]
    assert squeezed("kami ucapkan terima kasih") in pages[stated - 1], "the statement begins a page"
    signed = [page for page in pages if squeezed("[diisi: nama penanda tangan]") in page]
    assert len(signed) == 2
    assert squeezed("terima kasih") in signed[0] and squeezed("pernyataan ini tidak benar") in signed[1]
    assert b"pdfaid:part" in made


@pytest.mark.parametrize("text", ["#panic() [diisi: x] $x$", "<img src=x>", "=1+1"])
def test_a_name_is_text_and_cannot_pass_for_a_blank(text):
    told = letter(replace(UNIT, unit=text, catatan=text), instansi=text)
    found = blanks(read(written(told)))
    assert "[diisi: x]" not in found and len(found) == len(blanks(read(written(letter()))))
    assert squeezed(pdf_text(write_pdf(proposal_paper(told)))).count(squeezed(text)) >= 4


def test_an_index_that_is_not_there_is_said_to_be_missing():
    assert "– pada IPAK atau IPKP: indeksnya belum dijawab" in words(read(written(letter())))
    assert "belum dijawab" not in words(read(written(letter(replace(UNIT, ipkp=3.5)))))


def test_neither_signature_stands_alone_on_a_page_of_the_word_file():
    document = read(written(letter()))
    for last in ("kami ucapkan terima kasih", "pernyataan ini tidak benar"):
        (before,) = (one for one in document.paragraphs if last in one.text)
        assert before.paragraph_format.keep_with_next


def readiness(store_unit, putusan):
    return Readiness(unit_key(store_unit), store_unit, putusan, (), (), 100.0, date(2026, 5, 25), Proposal())


def test_figures_are_tpis_and_only_of_units_that_may_be_proposed_and_were_chosen(store):
    save_nodes(store, [TreeNode("Kabupaten Contoh", "instansi")])
    full = {q.kode: 1.0 for q in INSTRUMENT.questions()}
    for name in ("Kantor Satu", "Kantor Dua", "Kantor Tiga"):
        save_values(store, name, 2026, "unit", dict.fromkeys(full, 0.5))
        save_values(store, name, 2026, "tpi", full)
    units = (
        readiness("Kantor Satu", READY), readiness("Kantor Dua", WITH_REMARK), readiness("Kantor Tiga", "belum"),
    )  # fmt: skip
    board = Board(2026, "wbk", "WBK", date(2026, 5, 31), units)
    found = proposal_letter(store, board, [unit_key(name) for name in ("Kantor Satu", "Kantor Tiga")])
    assert found.instansi == "Kabupaten Contoh" and [one.unit for one in found.units] == ["Kantor Satu"]
    (one,) = found.units
    assert one.pengungkit == pytest.approx(60) and (one.ipak, one.ipkp) == (4, 4)


def test_a_unit_without_an_assessment_has_no_row(store):
    add_unit(store, "Kantor Satu")
    board = Board(2026, "wbk", "WBK", date(2026, 5, 31), (readiness("Kantor Satu", READY),))
    assert proposal_letter(store, board, [unit_key("Kantor Satu")]).units == ()
