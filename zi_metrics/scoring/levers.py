"""Which raw count of a ratio question work can change, and how the ratio follows from it.

Of a ratio's counts some say what was due (the divisor: complaints received), one says what was done about it
(complaints settled): that one is the question's lever.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from zi_metrics.instruments.library import CountPlace, Instrument, Question
from zi_metrics.scoring.values import effective_counts, ratio_meaning

Counts = Mapping[str, float | None]


@dataclass(frozen=True)
class Lever:
    """The count of a ratio question that work changes.

    kode: the question; kunci: the count's key; faktor: its factor in the numerator (-1 where fewer is better)
    tetap: what the other terms of the numerator come to; kasus: the divisor, in cases
    keseluruhan: what it is a part of, None = of nothing; sekawan: the other parts of that, by key, as they are now
    """

    kode: str
    kunci: str
    faktor: float
    tetap: float
    kasus: float
    keseluruhan: float | None
    sekawan: tuple[tuple[str, float], ...]

    def share_of(self, number: float) -> float:
        """The ratio with this count, in [0, 1]; of no cases 0."""
        return min(max((self.tetap + self.faktor * number) / self.kasus, 0.0), 1.0) if self.kasus else 0.0

    def counts_for(self, share: float) -> dict[str, int]:
        """The counts, by key, with which the ratio is this share of the cases, to the next whole number.

        What is done is no longer under way: the other parts of the whole give way where they no longer fit.
        """
        number = round((share * self.kasus - self.tetap) / self.faktor)
        found = {self.kunci: number}
        room = None if self.keseluruhan is None else self.keseluruhan - number
        for kunci, now in self.sekawan:
            if room is not None and now > max(room, 0):
                found[kunci] = int(max(room, 0))
            room = None if room is None else room - found.get(kunci, now)
        return found


def lever_key(question: Question) -> str | None:
    """The key of the count that work changes: the first of the numerator that is not due as well; None without one."""
    if question.rasio is None:
        return None
    return next((key for key in question.rasio.pembilang if key not in question.rasio.penyebut), None)


def lever_of(question: Question, counts: Counts) -> Lever | None:
    """The lever of a ratio question with these counts; None where its cases are not known to be a whole number.

    A contradiction (something of nothing) is not known either: one of its counts is wrong.
    """
    kunci, cases = lever_key(question), cases_in(question, counts)
    if kunci is None or cases is None or question.rasio is None:
        return None
    known = effective_counts(question, counts)
    terms = question.rasio.pembilang.items()
    others = sum(factor * (known[key] or 0) for key, factor in terms if key != kunci)
    whole = next(count.bagian_dari for count in question.masukan if count.kunci == kunci)
    beside = (c.kunci for c in question.masukan if whole and c.bagian_dari == whole and c.kunci != kunci)
    return Lever(
        question.kode,
        kunci,
        question.rasio.pembilang[kunci],
        others,
        cases,
        sum(known[key] or 0 for key in whole) if whole else None,
        tuple((key, known[key] or 0.0) for key in beside),
    )


def cases_in(question: Question, counts: Counts) -> float | None:
    """How many cases a ratio is about: its divisor; None where that is unknown, no whole number, or contradicted."""
    if question.rasio is None:
        return None
    known = effective_counts(question, counts)
    terms = [(factor, known[key]) for key, factor in question.rasio.penyebut.items()]
    parts = [factor * number for factor, number in terms if number is not None]
    divisor = sum(parts) if len(parts) == len(terms) else -1
    answered = divisor > 0 or (divisor == 0 and ratio_meaning(question, counts).value is not None)
    return float(divisor) if answered and float(divisor).is_integer() else None


def moved_together(instrument: Instrument) -> tuple[tuple[CountPlace, ...], ...]:
    """The shared counts that work can change: raising one question's lever changes another question's ratio."""
    return tuple(
        places
        for places in instrument.shared_counts
        if any(lever_key(instrument.question(place.pertanyaan)) == place.kunci for place in places)
    )
