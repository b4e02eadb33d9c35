"""Every file that goes out holds what people wrote as text: no formula, no link that is more than an address."""

import io

import openpyxl
import pytest
from docx import Document
from hostile_names import (
    FORMULA,
    HOST,
    MARKUP,
    ORDERS,
    UNIT,
    YEAR,
    hostile_answers,
    hostile_database,
    hostile_findings,
)

from zi_metrics.answers import Identity
from zi_metrics.instruments.library import load_instrument
from zi_metrics.lke.unit import find_assessment, unit_report
from zi_metrics.lke.values import answer_values
from zi_metrics.plan.plan import plan
from zi_metrics.reports.cell_texts import fitting, needs_quote
from zi_metrics.reports.derivation_document import write_derivation
from zi_metrics.reports.findings_workbook import write_findings
from zi_metrics.reports.marked_copy import mark_workbook
from zi_metrics.reports.official_workbook import LAYOUTS, write_official
from zi_metrics.reports.plan_workbook import write_plan
from zi_metrics.scoring.gates import gate_system
from zi_metrics.store.connection import Store

INSTRUMENT = load_instrument()


def checked(content):
    """The texts of a workbook in which nothing of people's is a formula, a link or an order."""
    texts = []
    for sheet in openpyxl.load_workbook(io.BytesIO(content)):
        for cell in (cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)):
            assert cell.data_type != "f" or HOST not in cell.value, cell.coordinate
            assert cell.hyperlink is None or cell.hyperlink.target == cell.value
            if cell.data_type != "f":
                assert not set(cell.value) & ORDERS, cell.coordinate
                assert not needs_quote(cell.value) or cell.quotePrefix, cell.coordinate
                texts.append(cell.value)
    return texts


def official(layout):
    answers = {answer.kode: answer for answer in hostile_answers(1, YEAR, "unit")}
    return write_official(INSTRUMENT, layout, {"unit": answers}, Identity(UNIT, YEAR, "unit"))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_official_workbook_holds_it_as_text(layout):
    assert any(HOST in text for text in checked(official(layout)))


def test_findings_hold_it_as_text():
    texts = checked(write_findings(hostile_findings().assign(berkas=FORMULA)))
    assert FORMULA in texts


def test_a_marked_copy_holds_it_as_text():
    marked = mark_workbook("uji.xlsx", official("lampiran-iii"), hostile_findings().assign(lembar="LKE ZI"))
    assert any(FORMULA in text for text in checked(marked))


def test_a_plan_and_a_derivation_hold_it_as_text(tmp_path):
    store = Store(hostile_database(tmp_path / "jahat.duckdb"))
    assessment = find_assessment(store, UNIT, YEAR)
    found = plan(gate_system(INSTRUMENT, "wbbm"), answer_values(store, assessment.penilaian_id))
    texts = checked(write_plan(found, {"Unit kerja": UNIT, "Catatan": FORMULA}))
    assert FORMULA in texts
    document = Document(io.BytesIO(write_derivation(unit_report(store, assessment))))
    store.close()
    written = [paragraph.text for paragraph in document.paragraphs]
    assert any(MARKUP in text for text in written) and not any(set(text) & ORDERS for text in written)
    # Nothing in it leads, or fetches from, anywhere.
    assert not [link for link in document.part.rels.values() if link.is_external]


def test_a_text_longer_than_a_cell_is_cut_and_says_so():
    assert (
        fitting("a" * 40_000).endswith("[dipotong: melebihi batas panjang sel Excel]")
        and len(fitting("a" * 40_000)) == 32_767
    )
