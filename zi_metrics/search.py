"""One search over everything that has a name: units, questions, actions, terms."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from zi_metrics.explanations.terms import terms
from zi_metrics.instruments.library import Instrument
from zi_metrics.pembangunan.register import register
from zi_metrics.store.connection import Store
from zi_metrics.store.holding import rows_holding, units_holding

# Kinds of what can be found, in the order in which they are told.
UNIT, QUESTION, ACTION, TERM = "unit", "pertanyaan", "tindakan", "istilah"
KINDS = {UNIT: "Unit kerja", QUESTION: "Pertanyaan", ACTION: "Rencana aksi", TERM: "Istilah"}
FEWEST_LETTERS = 2
# Fields of an action whose words are sought.
_SOUGHT_IN = ("kode", "isu", "rencana", "kegiatan", "pic")
_WORDS = re.compile(r"[\w./]+")


class Hit(NamedTuple):
    """Something that was found.

    kind: a key of KINDS
    title: its name or first words
    detail: what else tells it apart, '' = nothing
    unit: the unit that it is or belongs to, '' = none
    code: a question's code, '' = none
    year: an action's year, None = none
    """

    kind: str
    title: str
    detail: str = ""
    unit: str = ""
    code: str = ""
    year: int | None = None


def search(store: Store, sought: str, instrument: Instrument, most: int = 6) -> list[Hit]:
    """What holds all the words sought, at most so many of each kind; nothing for fewer than FEWEST_LETTERS letters.

    store: as the person has it, so that nothing out of their scope is found; instrument: whose questions
    """
    words = [word.casefold() for word in _WORDS.findall(sought)][:8]
    if sum(map(len, words)) < FEWEST_LETTERS:
        return []
    return [
        *_units(store, words, most),
        *_first(_questions(instrument, words), most),
        *_actions(store, words, most),
        *_first(_terms(words), most),
    ]


def _units(store: Store, words: list[str], most: int) -> list[Hit]:
    return [Hit(UNIT, name, unit=name) for name in units_holding(store, words, most)]


def _questions(instrument: Instrument, words: list[str]) -> Iterator[Hit]:
    """By code first ('P.1.i', 'r.5'), then by their own and their sub-indicator's words."""
    code = words[0].rstrip(".") if len(words) == 1 else None
    leaves = [(node, question) for node in instrument.nodes() for question in node.pertanyaan]
    by_code = [(n, q) for n, q in leaves if code is not None and q.kode.casefold().startswith(code)]
    by_words = [(n, q) for n, q in leaves if _holds(f"{q.kode} {q.teks} {n.nama}", words)]
    for node, question in {question.kode: (node, question) for node, question in [*by_code, *by_words]}.values():
        yield Hit(QUESTION, question.teks, node.nama, code=question.kode)


def _actions(store: Store, words: list[str], most: int) -> list[Hit]:
    found = rows_holding(store, register("rencana_aksi").table, _SOUGHT_IN, words, most)
    return [
        Hit(ACTION, row["rencana"], f"{row['unit']}, {row['tahun']}", row["unit"], row["kode"] or "", int(row["tahun"]))
        for row in found.to_dict("records")
    ]


def _terms(words: list[str]) -> Iterator[Hit]:
    named = [(term, meaning) for term, meaning in terms().items() if _holds(term, words)]
    told = [(term, meaning) for term, meaning in terms().items() if _holds(meaning, words)]
    for term, meaning in dict.fromkeys([*named, *told]):
        yield Hit(TERM, term, meaning)


def _holds(text: str, words: list[str]) -> bool:
    folded = text.casefold()
    return all(word in folded for word in words)


def _first(found: Iterator[Hit], most: int) -> list[Hit]:
    return [hit for hit, _ in zip(found, range(most), strict=False)]
