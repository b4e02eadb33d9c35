"""Columns headed by nothing but codes ('U1' to 'U9'): whose they are, and which question each one is."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from zi_metrics.surveys.instruments.library import SurveyInstrument, Wording
from zi_metrics.surveys.recognition.layout import Heading
from zi_metrics.surveys.recognition.mapping import SurveyMapping
from zi_metrics.surveys.recognition.questions import NEAR, Match, Questions
from zi_metrics.surveys.recognition.replies import words_of

# Fewer columns of codes than this make no survey.
_FEWEST = 3


class Coded(NamedTuple):
    """Columns assigned by their codes.

    matches: column -> question
    jenis: instruments some of whose questions are told by the order of a form only
    """

    matches: dict[int, Match]
    jenis: frozenset[str]


def legend_key(heading: str) -> str:
    """A code as legends are looked up by it: 'U 1' -> 'u1'."""
    return words_of(heading).replace(" ", "")


def forms_of(instrument: SurveyInstrument, count: int) -> list[list[str]]:
    """The orders in which forms of an instrument ask this many questions."""
    return [order for order in instrument.susunan.values() if len(order) == count]


def by_code(
    coded: Mapping[int, tuple[str, int]],
    headings: Mapping[int, Heading],
    questions: Questions,
    context: Collection[str],
    legend: Mapping[str, str],
    mapping: SurveyMapping,
) -> Coded:
    """Columns headed by nothing but codes: 'U1' to 'U9', 'P1' to 'P5' under 'SPAK', 1 to 9 under 'SKM'.

    coded: column -> letter and number; context: instruments that titles and names point at.
    A legend beside the table tells what a code stands for; else it is the question at that place of the form.
    """
    matches: dict[int, Match] = {}
    ordered: set[str] = set()
    for own, columns in _groups(coded, headings, questions, context).items():
        jenis = _instrument(coded, columns, questions, own, mapping)
        order = next(iter(forms_of(questions.instruments[jenis], len(columns))), None) if jenis else None
        if not jenis or not order or sorted(coded[c][1] for c in columns) != list(range(1, len(columns) + 1)):
            continue
        explained = {c: m for c in columns if (m := _explained(headings[c], jenis, questions, legend))}
        numbers = {c: coded[c][1] for c in columns if c not in explained}
        in_order = _in_order(numbers, order, {m.unsur.kode for m in explained.values()}, questions.instruments[jenis])
        matches |= explained | in_order
        ordered |= {jenis} if in_order else set()
    return Coded(matches, frozenset(ordered))


def _in_order(
    numbers: Mapping[int, int], order: Sequence[str], taken: set[str], instrument: SurveyInstrument
) -> dict[int, Match]:
    """Columns (-> number of the code) as the questions at these places of a form; taken: those the legend gave away."""
    places = {c: order[number - 1] for c, number in numbers.items()}
    # What the legend moved to another's place leaves its own to the one that is over.
    over, free = [c for c, kode in places.items() if kode in taken], set(order) - taken - set(places.values())
    if len(over) == len(free) == 1:
        places[over[0]] = free.pop()
    return {c: _official(kode, instrument) for c, kode in places.items() if kode not in taken}


def _official(kode: str, instrument: SurveyInstrument) -> Match:
    """A question as the regulation's form words it."""
    unsur = instrument.find(kode)
    asked = unsur.pertanyaan[0] if unsur.pertanyaan else Wording(teks=unsur.nama)
    return Match(instrument.kode, unsur, NEAR, asked.terbalik, asked.teks)


def _groups(
    coded: Collection[int], headings: Mapping[int, Heading], questions: Questions, context: Collection[str]
) -> dict[frozenset[str], list[int]]:
    """Columns of codes by the instruments that their headings, or else the titles, point at; at least three each."""
    groups: dict[frozenset[str], list[int]] = {}
    for column in coded:
        own = questions.context([headings[column].text, headings[column].group]) or context
        groups.setdefault(frozenset(own), []).append(column)
    return {own: columns for own, columns in groups.items() if len(columns) >= _FEWEST}


def _explained(heading: Heading, jenis: str, questions: Questions, legend: Mapping[str, str]) -> Match | None:
    """The question that the legend gives for a code."""
    text = legend.get(legend_key(heading.text))
    match = questions.best(text, jenis) if text else None
    return replace(match, wording=text) if match and text else None


def _instrument(
    coded: Mapping[int, tuple[str, int]],
    columns: Sequence[int],
    questions: Questions,
    context: Collection[str],
    mapping: SurveyMapping,
) -> str | None:
    """The instrument whose codes these are; None when nothing tells."""
    if mapping.get("jenis") in questions.instruments:
        return mapping.get("jenis")
    written = {f"{coded[c][0]}{coded[c][1]}".upper() for c in columns}
    exact = [
        j for j, i in questions.instruments.items() if written == {u.upper() for u in next(iter(i.susunan.values()))}
    ]
    fitting = [j for j in context if forms_of(questions.instruments[j], len(columns))]
    if len(fitting) == 1:
        return fitting[0]
    if exact and not set(context) - set(exact):
        return exact[0]
    return None
