"""Where raw counts contradict each other: by the rules that stand beside the counts in the instrument.

What is taken for the score does not hang on this: `scoring.values.ratio_meaning` follows the form.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from zi_metrics.instruments.library import CountPlace, Instrument, Question
from zi_metrics.scoring.values import effective_counts
from zi_metrics.tolerance import SUM_TOLERANCE

Counts = Mapping[str, float | None]
# A sum is not that of its parts; parts are more than the whole; something was done of nothing.
SUM, PART, NOTHING = "jumlah", "bagian", "nol"


@dataclass(frozen=True)
class CountContradiction:
    """Counts of one question that cannot all be right.

    jenis: SUM, PART or NOTHING
    bagian: the keys of the parts (for NOTHING of the numerator) that are written; besar: what they come to
    keseluruhan: the keys of the sum, the whole or the divisor; angka: what it comes to
    """

    jenis: str
    bagian: tuple[str, ...]
    besar: float
    keseluruhan: tuple[str, ...]
    angka: float


def count_contradictions(question: Question, counts: Counts) -> list[CountContradiction]:
    """Every contradiction among the counts of a ratio question. counts: key -> number, None or absent = blank."""
    found = [*_sums(question, counts), *_parts(question, counts)]
    return [*found, *_of_nothing(question, counts, found)]


def shared_contradictions(
    instrument: Instrument, counts: Mapping[str, Counts]
) -> Iterator[tuple[tuple[CountPlace, ...], tuple[float | None, ...]]]:
    """Counts that the form asks for more than once and that are not the same everywhere: places and numbers.

    A blank place differs where its question has other counts. counts: question -> key -> number.
    """
    for places in instrument.shared_counts:
        begun = [p for p in places if any(n is not None for n in counts.get(p.pertanyaan, {}).values())]
        numbers = tuple(counts[place.pertanyaan].get(place.kunci) for place in begun)
        if len(set(numbers)) > 1:
            yield tuple(begun), numbers


def explains(contradiction: CountContradiction, question: Question) -> bool:
    """Whether it is why the question's ratio cannot be computed, or is above all there is."""
    rule = question.rasio
    if rule is None or contradiction.jenis == SUM:
        return False
    return set(contradiction.keseluruhan) == set(rule.penyebut) and not set(rule.pembilang).isdisjoint(
        contradiction.bagian
    )


def _sums(question: Question, counts: Counts) -> Iterator[CountContradiction]:
    for count in question.masukan:
        parts = tuple(key for key in count.jumlah_dari if counts.get(key) is not None)
        written = counts.get(count.kunci)
        total = sum(counts[key] or 0 for key in parts)
        if written is not None and parts and abs(total - written) > SUM_TOLERANCE:
            yield CountContradiction(SUM, parts, total, (count.kunci,), written)


def _parts(question: Question, counts: Counts) -> Iterator[CountContradiction]:
    known = effective_counts(question, counts)
    for whole in dict.fromkeys(tuple(count.bagian_dari) for count in question.masukan if count.bagian_dari):
        # A negative number is a fault of its own (`ratio_meaning`): no part, and no whole too small for its parts.
        parts = tuple(c.kunci for c in question.masukan if tuple(c.bagian_dari) == whole and (known[c.kunci] or 0) > 0)
        limit = sum(known[key] or 0 for key in whole)
        if any(known[key] is None for key in whole) or limit < 0:
            continue
        total = sum(known[key] or 0 for key in parts)
        if total > limit + SUM_TOLERANCE:
            yield CountContradiction(PART, parts, total, whole, limit)


def _of_nothing(question: Question, counts: Counts, found: list[CountContradiction]) -> Iterator[CountContradiction]:
    known, rule = effective_counts(question, counts), question.rasio
    if rule is None or any((number := known[key]) is None or number < 0 for key in (*rule.pembilang, *rule.penyebut)):
        return
    above, below = (
        sum(factor * (known[key] or 0) for key, factor in side.items()) for side in (rule.pembilang, rule.penyebut)
    )
    if below == 0 and above > 0 and not any(explains(other, question) for other in found):
        parts = tuple(key for key in rule.pembilang if known[key])
        yield CountContradiction(NOTHING, parts, above, tuple(rule.penyebut), below)
