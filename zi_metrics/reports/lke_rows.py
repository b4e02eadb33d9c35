"""The rows of an official LKE workbook: which row holds which node, question, count or total."""

from collections.abc import Iterator
from dataclasses import dataclass

from zi_metrics.instruments.library import Instrument, Node, Question

# The hierarchy has five number columns (B to F); what lies deeper shares the last.
QUESTION_DEPTH = 4
_BLANK_BETWEEN_COMPONENTS, _BLANK_BEFORE_TOTALS = 2, 1
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


@dataclass(frozen=True)
class LayoutRow:
    """One row of the form.

    row: row number, 1-based
    jenis: 'simpul' (a node's heading), 'pertanyaan', 'simpul-pertanyaan' (both in one row), 'angka' (a raw count),
        'total' (of one component) or 'nilai-akhir' (of all)
    kode: of the question, or of the node where the row holds no question; '' for nilai-akhir
    simpul: code of the node that the row shows, or that its question belongs to; '' for nilai-akhir
    tingkat: depth in the form's columns (0 = number in B, text in C)
    nomor, teks: as written in the form; bobot: points, None where the form shows none
    kunci: key of the raw count, '' on other rows
    """

    row: int
    jenis: str
    kode: str
    simpul: str
    tingkat: int
    nomor: str
    teks: str
    bobot: float | None = None
    kunci: str = ""


def layout_rows(instrument: Instrument, first_row: int = 3) -> tuple[LayoutRow, ...]:
    """The plan of all rows below the header, top to bottom; row numbers that are left out are blank rows.

    first_row: the row right below the header; in the form of 2021 it is 3.
    """
    return tuple(_rows(instrument, first_row))


def _rows(instrument: Instrument, row: int) -> Iterator[LayoutRow]:
    for order, component in enumerate(instrument.komponen):
        row += _BLANK_BETWEEN_COMPONENTS if order else 0
        for planned in _node_rows(component, 0, order, False, row):
            yield planned
            row = planned.row + 1
    row += _BLANK_BEFORE_TOTALS
    for component in instrument.komponen:
        text = f"TOTAL {component.nama.upper()}"
        yield LayoutRow(row, "total", component.kode, component.kode, 0, "", text, component.bobot)
        row += 1
    yield LayoutRow(row, "nilai-akhir", "", "", 0, "", "NILAI EVALUASI ZONA INTEGRITAS", instrument.total)


def _node_rows(node: Node, depth: int, order: int, in_area: bool, row: int) -> Iterator[LayoutRow]:
    """in_area: whether the node lies below one of the areas (Pokja), as the sub-indicators of Pengungkit do."""
    tingkat = min(depth, QUESTION_DEPTH)
    nomor = _numbering(node.kode, depth, order)
    is_area = node.pokja is not None
    if not in_area and not is_area and len(node.pertanyaan) == 1 and not node.pertanyaan[0].masukan:
        # Hasil: a sub-indicator has no row of its own, its only question stands in it.
        kode = node.pertanyaan[0].kode
        yield LayoutRow(row, "simpul-pertanyaan", kode, node.kode, tingkat, nomor, node.nama, node.bobot)
        return
    # Forms write the levels down to the areas in capitals.
    teks = node.nama if in_area or node.pertanyaan else node.nama.upper()
    yield LayoutRow(row, "simpul", node.kode, node.kode, tingkat, nomor, teks, node.bobot)
    row += 1
    for place, child in enumerate(node.anak):
        for planned in _node_rows(child, depth + 1, place, in_area or is_area, row):
            yield planned
            row = planned.row + 1
    for question in node.pertanyaan:
        for planned in _question_rows(question, node.kode, row):
            yield planned
            row = planned.row + 1


def _question_rows(question: Question, simpul: str, row: int) -> Iterator[LayoutRow]:
    nomor = question.kode.rsplit(".", 1)[-1] + "."
    yield LayoutRow(row, "pertanyaan", question.kode, simpul, QUESTION_DEPTH, nomor, question.teks)
    for place, count in enumerate(question.masukan, start=1):
        teks = f"- {count.label}"
        yield LayoutRow(row + place, "angka", question.kode, simpul, QUESTION_DEPTH, "", teks, kunci=count.kunci)


def _numbering(kode: str, depth: int, order: int) -> str:
    """The last part of the code, except on the second level, where codes are letters (A.P) and the form has I., II."""
    return (_roman(order + 1) if depth == 1 else kode.rsplit(".", 1)[-1]) + "."


def _roman(number: int) -> str:
    text = ""
    for worth, letters in _ROMAN:
        count, number = divmod(number, worth)
        text += letters * count
    return text
