"""What an answer puts into the cells of an official LKE workbook, and what the formulas there make of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isclose

from zi_metrics.answers import Answer
from zi_metrics.error_values import error_value
from zi_metrics.instruments.library import IndexScale, Instrument, OptionScale, PercentScale, Question, RawCount
from zi_metrics.scoring.values import answered_option, is_blank, parse_number, parse_share, ratio_meaning
from zi_metrics.tolerance import SUM_TOLERANCE

Cell = str | float | None


@dataclass(frozen=True)
class Filling:
    """The answer cells of one question.

    jawaban: what is written as the answer; None leaves it blank, on a ratio question it leaves the formula
    masukan: count key -> what is written; None leaves it blank, on a sum it leaves the formula
    jumlah: key of each sum that is left to its formula -> the formula's result (None = blank)
    nilai: what the formulas make of it, in [0, 1]; None = not answered
    """

    jawaban: Cell = None
    masukan: dict[str, Cell] = field(default_factory=dict)
    jumlah: dict[str, float | None] = field(default_factory=dict)
    nilai: float | None = None


def fill_in(instrument: Instrument, answers: Mapping[str, Answer]) -> dict[str, Filling]:
    """A filling for every question of the instrument.

    Raises KeyError for an answer, or a raw count of one, that the instrument has no place for.
    """
    unknown = sorted(set(answers) - {question.kode for question in instrument.questions()})
    if unknown:
        raise KeyError(f"no question {', '.join(unknown)} in {instrument.kode}")
    return {q.kode: _filling(instrument, q, answers.get(q.kode)) for q in instrument.questions()}


def _filling(instrument: Instrument, question: Question, answer: Answer | None) -> Filling:
    if answer is None:
        answer = Answer(question.kode, None, None)
    scale = instrument.scale_of(question)
    if isinstance(scale, OptionScale):
        return _option(scale, answer)
    if isinstance(scale, IndexScale):
        return _number(parse_number(answer.tertulis), scale.maksimum, answer)
    return _number(_share(answer), 1, answer) if isinstance(scale, PercentScale) else _ratio(question, answer)


def _option(scale: OptionScale, answer: Answer) -> Filling:
    # ' a ' and 'Opsi A' mean A: written the way the form's own formula understands it.
    option = answered_option(scale, answer.tertulis, answer.nilai)
    if option is not None:
        return Filling(option, nilai=scale.pilihan[option])
    written = _text(answer.tertulis)
    # What no option was read from stays as it is. The formula compares whole cells, without regard to case.
    formula = {name.casefold(): value for name, value in scale.pilihan.items()} if answer.nilai is None else {}
    return Filling(written, nilai=formula.get((written or "").casefold()))


def _number(number: float | None, maximum: float, answer: Answer) -> Filling:
    """An answer that is itself a number from 0 to a maximum; `number` is what is written, None where that is none."""
    if answer.nilai is not None:
        meant = answer.nilai * maximum
        number = number if number is not None and isclose(number, meant, abs_tol=SUM_TOLERANCE) else meant
    if number is None:
        return Filling(_text(answer.tertulis))
    return Filling(number, nilai=number / maximum if 0 <= number <= maximum else None)


def _share(answer: Answer) -> float | None:
    """A typed percentage as a share; what is no usable one (500 %) as the number that stands there."""
    share = parse_share(answer.tertulis)
    return parse_number(answer.tertulis) if share is None else share


def _ratio(question: Question, answer: Answer) -> Filling:
    keys = {count.kunci for count in question.masukan}
    unknown = sorted({count.kunci for count in answer.masukan} - keys)
    if unknown:
        raise KeyError(f"no count {', '.join(unknown)} in {question.kode}")
    numbers = {count.kunci: count.angka for count in answer.masukan}
    texts = {count.kunci: _text(count.tertulis) for count in answer.masukan}
    written: dict[str, Cell] = {}
    sums: dict[str, float | None] = {}
    for count in question.masukan:
        parts = [numbers.get(key) for key in count.jumlah_dari]
        says_something = all(part is None for part in parts) and texts.get(count.kunci)
        if count.jumlah_dari and not _typed_over(count, numbers) and not says_something:
            written[count.kunci] = None
            sums[count.kunci] = None if all(part is None for part in parts) else sum(part or 0 for part in parts)
        else:
            number = numbers.get(count.kunci)
            written[count.kunci] = texts.get(count.kunci) if number is None else number
    if all(number is None for number in numbers.values()):
        # What was typed over the formula, with no count behind it, is kept: else it would be lost.
        typed = _unusable(answer.tertulis) if answer.nilai is None else answer.nilai
        return Filling(typed, written, sums, answer.nilai)
    return Filling(None, written, sums, ratio_meaning(question, numbers).value)


def _unusable(written: str | None) -> Cell:
    """What was typed instead of a percentage; None where it was a formula's result over blanks (0, an error)."""
    number = parse_number(written)
    if number is not None:
        return None if 0 <= number <= 1 else number
    return None if written is None or is_blank(written) or error_value(written) else written


def _typed_over(count: RawCount, numbers: Mapping[str, float | None]) -> bool:
    """Whether a sum was written by hand, at odds with its parts or without them."""
    written = numbers.get(count.kunci)
    parts = [numbers.get(key) for key in count.jumlah_dari]
    if written is None or all(part is None for part in parts):
        return written is not None
    return not isclose(written, sum(part or 0 for part in parts), abs_tol=SUM_TOLERANCE)


def _text(written: str | None) -> str | None:
    return written if written and written.strip() else None
