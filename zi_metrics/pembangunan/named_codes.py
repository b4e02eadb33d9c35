"""What the rows of a register name: codes of questions, and of nodes, which mean all questions below them."""

from zi_metrics.instruments.library import Instrument


def named(kode: object) -> list[str]:
    """The codes in a register's field, as they are written: 'P.1.i, R.2' -> ['P.1.i', 'R.2']."""
    return [one for one in str(kode).split(", ") if one]


def questions_below(instrument: Instrument) -> dict[str, list[str]]:
    """Node -> the questions below it."""
    return {node.kode: [question.kode for question in node.questions()] for node in instrument.nodes()}


def questions_named(kode: object, below: dict[str, list[str]]) -> list[str]:
    """The questions that a field concerns, each once; a code that the instrument does not know stands for itself.

    below: as `questions_below` gives it
    """
    return list(dict.fromkeys(question for each in named(kode) for question in below.get(each, [each])))
