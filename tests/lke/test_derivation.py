"""Why a figure is what it is: every step's parts make up its figure, and the document says the same."""

import io
import re

import pytest
from docx import Document
from forms import old_form, random_answers

from zi_metrics.bahasa import format_number
from zi_metrics.instruments.library import load_instrument
from zi_metrics.lke.derivation import TOTAL, derive
from zi_metrics.lke.importing import Label, prepare, store_prepared
from zi_metrics.lke.unit import find_assessment, unit_report
from zi_metrics.reports.derivation_document import write_derivation


def number(text):
    return float(text.replace(".", "").replace(",", "."))


def test_every_figure_is_the_sum_of_its_parts_down_to_the_questions(report):
    codes = [TOTAL, *report.nodes["kode"], *(gate.kode for gate in report.instrument.syarat)]
    for kode in codes:
        step = derive(report, kode)
        if not step.parts.empty:
            assert step.nilai == pytest.approx(step.parts["nilai"].sum(), abs=1e-9), kode
        assert step.sentences and step.path[0] == (TOTAL, "Total") and step.path[-1][1] == step.nama


def test_a_sub_indicators_sentence_holds_when_computed_from_its_words(report):
    for node in report.instrument.nodes():
        if not node.pertanyaan:
            continue
        step = derive(report, node.kode)
        values, weight = re.search(r"pertanyaan \((.*)\) × bobot ([\d,]+)\.$", step.sentences[0]).groups()
        terms = [number(term.split(" ")[0]) for term in values.split("; ")]
        assert len(terms) == len(node.pertanyaan)
        assert sum(terms) / len(terms) * number(weight) == pytest.approx(step.nilai, abs=2e-3)


def test_a_questions_product_gives_its_points(report):
    for question in report.instrument.questions():
        step = derive(report, question.kode)
        product = re.search(r"^([\d,]+) × ([\d.,]+) = ([\d,]+) poin\.$", step.sentences[-1])
        if product is None:
            assert step.sentences[0] == "Belum dijawab, dihitung 0 poin." and step.nilai == 0
            continue
        value, worth, points = map(number, product.groups())
        assert value * worth == pytest.approx(step.nilai, abs=2e-3) and points == pytest.approx(step.nilai, abs=5.01e-3)


def test_a_ratios_counts_give_its_percentage(report):
    for question in report.instrument.questions():
        if question.rasio is None or derive(report, question.kode).nilai == 0:
            continue
        sentence = derive(report, question.kode).sentences[0]
        found = re.search(r"Pembilang (.*), penyebut (.*): ([\d,]+)%", sentence)
        if found is None:
            continue
        above, below = (
            sum(number(n) * (-1 if sign else 1) for sign, n in re.findall(r"(− )?([\d.,]+) \(", side))
            for side in found.groups()[:2]
        )
        assert 100 * above / below == pytest.approx(number(found.group(3)), abs=0.005 + 1e-9)


def test_a_gate_tells_its_minimum_and_legal_source(report):
    for gate in report.gates.itertuples():
        words = " ".join(derive(report, gate.kode if gate.kode not in set(report.nodes["kode"]) else TOTAL).sentences)
        assert words
    total = derive(report, "total")
    assert any("Minimum WBK 75,00" in s and "PermenPANRB" in s for s in total.sentences)


def test_an_inferred_minimum_is_told_as_one_in_figures_and_in_the_document(store):
    instrument = load_instrument("permenpanrb-10-2019")
    item = prepare("LKE 2020.xlsx", old_form(instrument, random_answers(instrument)))
    store_prepared(store, [(item, Label("Rutan Uji", 2020, "tpi"))])
    report = unit_report(store, find_assessment(store, "Rutan Uji", 2020))
    minima = [s for s in derive(report, "total").sentences if s.startswith("Minimum")]
    assert len(minima) == 2 and all(s.endswith("; disimpulkan).") for s in minima)
    document = Document(io.BytesIO(write_derivation(report)))
    assert any("23 dari 24 minimum syaratnya disimpulkan" in p.text for p in document.paragraphs)
    sources = [row.cells[5].text for row in document.tables[0].rows[1:]]
    assert sum(text.endswith("; disimpulkan") for text in sources) == 23


def test_an_unknown_code_is_an_error(report):
    with pytest.raises(KeyError):
        derive(report, "tidak ada")


def test_the_document_tells_every_figure_and_every_cell(report):
    document = Document(io.BytesIO(write_derivation(report)))
    words = "\n".join(p.text for p in document.paragraphs)
    for node in report.nodes.itertuples():
        if node.jenis == "simpul" and node.terjawab:
            assert f"{node.kode} {node.nama}: {format_number(node.nilai)} dari {format_number(node.bobot)}" in words
        if isinstance(node.sel, str):
            assert f"lembar {node.lembar}, sel {node.sel}." in words
    cells = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert len(cells) == len(report.gates) + 1
    for column in document.tables[0].columns:
        assert {cell.width for cell in column.cells} == {column.width}, "Word and LibreOffice each ask another one"
    for gate, row in zip(report.gates.itertuples(), cells[1:], strict=True):
        assert row[1] == gate.nama and row[3] == format_number(gate.minimum) and row[5] == gate.sumber
