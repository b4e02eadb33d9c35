"""Letters written as numbers (A = 4, D = 1): a '1' among them is not the value 1 of the best option."""

from collections.abc import Callable, Iterable

from zi_metrics.instruments.library import Instrument, Question
from zi_metrics.scoring.values import Meaning, as_shown, parse_number

# So many numbers above 1 where letters belong show that options were numbered.
_FEWEST = 3
# Options that a form numbers; more than these are percentages.
_HIGHEST = 6
_MORE_THAN_TWO = 2


def numbers_for_letters(
    questions: Iterable[Question], instrument: Instrument, written: Callable[[Question], object]
) -> frozenset[str]:
    """The codes of questions with more than two options whose answers are bare numbers, where a column numbers options.

    Empty where numbers are the options' values (0; 0,67; 1), as lists write them. written: what stands as an answer
    """
    numbers: dict[str, float] = {}
    for question in questions:
        scale = instrument.scale_of(question)
        if scale.jenis != "pilihan" or len(scale.pilihan) <= _MORE_THAN_TWO:
            continue
        number = parse_number(written(question), thousands=False)
        if number is not None and number == round(number) and 0 <= number <= _HIGHEST:
            numbers[question.kode] = number
    many = sum(number > 1 for number in numbers.values()) >= _FEWEST
    return frozenset(numbers) if many else frozenset()


def unclear_number(written: object) -> Meaning:
    """That a number where a letter belongs may be its place among the options or its value."""
    return Meaning(
        None,
        "galat",
        f"jawaban '{as_shown(written)}' tidak jelas: kolom ini menulis pilihan dengan angka 1, 2, 3, dan seterusnya",
        "tulis huruf pilihannya (A, B, C, ...); sampai diperbaiki, pertanyaan ini dihitung belum dijawab",
    )
