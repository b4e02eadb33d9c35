"""Raw counts that cannot be right: by the rules beside them in the instrument, in the words that reading uses, too."""

from collections.abc import Iterator

from zi_metrics.answers import Answer
from zi_metrics.bahasa import capitalised
from zi_metrics.instruments.library import Question
from zi_metrics.lke.recognition.contradictory_counts import count_doubts, shared_count_findings
from zi_metrics.pembangunan.case import Case, Seen
from zi_metrics.scoring.values import ratio_meaning


def hitungan_mustahil(case: Case) -> Iterator[Seen]:
    """Parts that are more than their whole, sums that are not their parts', negative counts, one count told twice."""
    for question in case.instrument.questions():
        answer = case.own.get(question.kode)
        if answer is not None and answer.masukan and question.rasio is not None:
            yield from _of_question(question, answer)
    for finding in shared_count_findings(case.instrument, list(case.own.values())):
        yield Seen(_sentence(finding.pesan), finding.kode or "", lembar=finding.lembar, sel=finding.sel)


def _of_question(question: Question, answer: Answer) -> Iterator[Seen]:
    counts = {count.kunci: count.angka for count in answer.masukan}
    cells = {count.kunci: (count.lembar, count.sel) for count in answer.masukan}
    labels = {count.kunci: count.label for count in question.masukan}
    negative = [key for key, number in counts.items() if number is not None and number < 0]
    if negative:
        told = "; ".join(labels[key] for key in negative)
        yield Seen(f"Angka negatif: {told}.", question.kode, None, answer, *cells[negative[0]])
        return
    _, doubts = count_doubts(question, answer.masukan, ratio_meaning(question, counts))
    for doubt, key in doubts:
        yield Seen(_sentence(doubt.problem), question.kode, None, answer, *cells.get(key, (None, None)))


def _sentence(text: str) -> str:
    """Findings begin in lower case and end without a full stop."""
    text = " ".join(text.split())
    return f"{capitalised(text).rstrip('.')}."
