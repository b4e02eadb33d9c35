"""The proposal's letter: the chosen units with the figures of TPI, blanks that are seen, and nobody else's figures."""

import io
from dataclasses import replace
from datetime import date

import pytest
from assessments import INSTRUMENT, save_values
from docx import Document
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml.ns import qn
from docx.shared import Cm
from registers import add_unit

from zi_metrics.pembangunan.proposal import ProposalLetter, ProposedUnit, proposal_letter
from zi_metrics.pembangunan.readiness import READY, WITH_REMARK, Board, Readiness
from zi_metrics.pembangunan.readiness_rules import Proposal
from zi_metrics.reports.proposal_letter import write_proposal
from zi_metrics.store.unit_names import unit_key
from zi_metrics.store.unit_tree import TreeNode, save_nodes

UNIT = ProposedUnit("Kantor <b>Satu</b>", 49.738, 87.594, 3.83, None, date(2026, 5, 25), "LHKPN belum penuh.")


def letter(*units, instansi="Kabupaten Contoh"):
    return ProposalLetter(instansi, 2026, ("WBK", "Wilayah Bebas dari Korupsi"), "tpi", units or (UNIT,))


def read(content):
    return Document(io.BytesIO(content))


def words(document):
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def blanks(document):
    """What is marked to be filled in."""
    return [
        run.text
        for paragraph in document.paragraphs
        for run in paragraph.runs
        if run.font.highlight_color == WD_COLOR_INDEX.YELLOW
    ]


def test_the_letter_says_who_is_proposed_with_which_figures():
    document = read(write_proposal(letter()))
    said = words(document)
    assert "Menteri Pendayagunaan Aparatur Negara dan Reformasi Birokrasi" in said and "Kabupaten Contoh" in said
    assert "Wilayah Bebas dari Korupsi (WBK) tahun 2026" in said and "Tim Penilai Internal" in said
    assert "SURAT PERNYATAAN TANGGUNG JAWAB MUTLAK" in said and "1. Kantor <b>Satu</b>" in said
    (table,) = document.tables
    assert [cell.text for cell in table.rows[1].cells] == [
        "1", "Kantor <b>Satu</b>", "WBK", "49,74", "87,59", "3,83", "–", "25 Mei 2026", "LHKPN belum penuh.",
    ]  # fmt: skip


def test_what_nobody_told_is_a_marked_blank_and_nothing_else_is():
    document = read(write_proposal(letter()))
    found = blanks(document)
    assert "[diisi: nomor surat]" in found and "[diisi: nama penanda tangan]" in found
    assert all(text.startswith("[diisi: ") and text.endswith("]") for text in found)
    # Each bracket of the document is marked.
    assert words(document).count("[diisi: ") == len(found)
    assert "[diisi: nama instansi]" in blanks(read(write_proposal(letter(instansi=""))))
    assert "[diisi: nama instansi]" not in found


def test_the_table_fits_between_the_margins_and_its_headings_stand_on_every_page():
    document = read(write_proposal(letter(*[UNIT] * 40)))
    (table,), section = document.tables, document.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    widths = [column.width for column in table.columns]
    assert abs(sum(widths) - room) < Cm(0.1) and len(set(widths)) > 1
    assert [cell.width for cell in table.rows[1].cells] == widths
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_an_index_that_is_not_there_is_said_to_be_missing():
    assert "– pada IPAK atau IPKP: indeksnya belum dijawab" in words(read(write_proposal(letter())))
    assert "belum dijawab" not in words(read(write_proposal(letter(replace(UNIT, ipkp=3.5)))))


def test_neither_signature_stands_alone_on_a_page():
    paragraphs = read(write_proposal(letter())).paragraphs
    signed = [place for place, one in enumerate(paragraphs) if "nama penanda tangan" in one.text]
    assert len(signed) == 2 and all(paragraphs[place - 1].paragraph_format.keep_with_next for place in signed)
    (statement,) = (one for one in paragraphs if one.text.startswith("SURAT PERNYATAAN"))
    assert statement.paragraph_format.page_break_before


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
