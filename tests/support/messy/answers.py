"""What the invented units answered: drawn at random, with values worked out here and not by the product."""

from dataclasses import dataclass, field
from random import Random

from messy.model import INSTRUMENT, Question, scale


@dataclass(frozen=True)
class Given:
    """One answer: what stands in the cell (None = blank, or answered by counts), its value, and its raw counts."""

    written: str | float | None
    value: float | None
    counts: dict[str, int | None] = field(default_factory=dict)


def draw_answers(rng: Random, blank_share: float) -> dict[str, Given]:
    """Question code -> answer of one unit: better or worse on the whole, with a share of blanks."""
    level = rng.uniform(0.35, 0.95)
    answers: dict[str, Given] = {}
    for asked in INSTRUMENT.questions():
        answers[asked.kode] = _draw(rng, asked, level, rng.random() < blank_share, answers)
    return answers


def corrected(rng: Random, answers: dict[str, Given]) -> dict[str, Given]:
    """Another judge's answers to the same questions: mostly the same, in part lower or open."""
    other = draw_answers(rng, 0.05)
    kept = {kode: rng.random() < 0.75 for kode in answers}
    for first, *more in INSTRUMENT.shared_counts:
        # What is counted once comes from one hand.
        kept |= {place.pertanyaan: kept[first.pertanyaan] for place in more}
    return {kode: given if kept[kode] else other[kode] for kode, given in answers.items()}


def ratio_value(question: Question, counts: dict[str, int | None]) -> tuple[float | None, bool]:
    """Value of a ratio question, and whether its counts contradict each other or are not complete.

    A sum that is written counts, whatever its parts say. Nothing due (0/0) is 1; something over 0 has no value.
    """
    known = {c.kunci: _count_or_sum(c, counts) for c in question.masukan}
    used = {*question.rasio.pembilang, *question.rasio.penyebut}
    if any(known[key] is None for key in used):
        return None, any(value is not None for value in counts.values())
    above = sum(factor * known[key] for key, factor in question.rasio.pembilang.items())
    below = sum(factor * known[key] for key, factor in question.rasio.penyebut.items())
    if below == 0:
        return (1.0, False) if above == 0 else (None, True) if above > 0 else (0.0, False)
    return min(max(above / below, 0.0), 1.0), False


def _count_or_sum(count, counts: dict[str, int | None]) -> int | None:
    written = counts.get(count.kunci)
    parts = [counts[key] for key in count.jumlah_dari if counts.get(key) is not None]
    return sum(parts) if written is None and parts else written


def _draw(rng: Random, question: Question, level: float, blank: bool, earlier: dict[str, Given]) -> Given:
    kind = scale(question.kode)
    if kind.jenis == "rasio":
        counts = _counts(rng, question, level, earlier)
        if blank:
            counts = dict.fromkeys(counts)
        return Given(None, ratio_value(question, counts)[0], counts)
    if blank:
        return Given(None, None)
    if kind.jenis == "indeks":
        index = round(min(max(rng.gauss(2.6 + 1.3 * level, 0.2), 0), kind.maksimum), 2)
        return Given(index, index / kind.maksimum)
    aim = rng.gauss(level, 0.2)
    option = min(kind.pilihan, key=lambda name: abs(kind.pilihan[name] - aim))
    return Given(option, kind.pilihan[option])


def _counts(rng: Random, question: Question, level: float, earlier: dict[str, Given]) -> dict[str, int | None]:
    """Raw counts of a ratio not above 1, none at odds with another; sums are left to their parts."""
    divisor = next(iter(question.rasio.penyebut))
    counts: dict[str, int | None] = {c.kunci: 0 for c in question.masukan}
    parts = next((c.jumlah_dari for c in question.masukan if c.kunci == divisor), [])
    base = rng.randint(3, 60)
    for part in parts:
        counts[part] = rng.randint(1, 30)
    base = sum(counts[part] for part in parts) or base
    for place in (count.sama_dengan for count in question.masukan if count.sama_dengan):
        told = earlier[place.pertanyaan].counts[place.kunci]
        base = base if told is None else told
    left = base
    for count in sorted(question.masukan, key=lambda count: count.kunci not in question.rasio.pembilang):
        if count.kunci not in parts:
            # What is settled is no longer under way.
            most = left if count.bagian_dari == [divisor] else base
            counts[count.kunci] = min(most, max(0, round(base * rng.gauss(level, 0.15))))
            left -= counts[count.kunci] if count.bagian_dari == [divisor] else 0
    counts[divisor] = None if parts else base
    return counts
