"""A unit's answers as a list: below a node of the form, with the words that are sought, by points or as in the form."""

import pandas as pd

from zi_metrics.instruments.library import Instrument
from zi_metrics.lke.unit import UnitReport

# How answers are ordered: code -> words.
WEAKEST, IN_FORM = "lemah", "urut"
ANSWER_ORDERS = {WEAKEST: "Poin hilang terbanyak", IN_FORM: "Urutan LKE"}
# Where sought words may stand.
_SOUGHT = ("kode", "nama", "tertulis", "arti", "catatan", "bukti", "tautan", "sel")


def answer_list(report: UnitReport, bagian: str = "", kata: str = "", urutan: str = WEAKEST) -> pd.DataFrame:
    """The questions with their answers, as rows of `UnitReport.nodes`.

    bagian: the code of a node or question, '' = the whole form; kata: words, each of which must stand somewhere in
    code, question, answer, note or evidence; urutan: a key of ANSWER_ORDERS
    """
    table = report.nodes[report.nodes["jenis"] == "pertanyaan"]
    if bagian:
        table = table[table["kode"].isin(questions_of(report.instrument, bagian))]
    for word in kata.casefold().split():
        found = pd.Series(False, index=table.index)
        for column in _SOUGHT:
            found |= table[column].fillna("").astype(str).str.casefold().str.contains(word, regex=False)
        table = table[found]
    if urutan == WEAKEST:
        table = table.sort_values("kurang", ascending=False, kind="stable")
    return table.reset_index(drop=True)


def questions_of(instrument: Instrument, kode: str) -> list[str]:
    """The questions below a node, or the one of this code; none for a code that the instrument does not know."""
    for node in instrument.nodes():
        if node.kode == kode:
            return [question.kode for question in node.questions()]
    return [kode] if any(question.kode == kode for question in instrument.questions()) else []


def name_of(instrument: Instrument, kode: str) -> str | None:
    """The name of a node, or the text of a question; None for a code that the instrument does not know."""
    named = {node.kode: node.nama for node in instrument.nodes()}
    named |= {question.kode: question.teks for question in instrument.questions()}
    return named.get(kode)
