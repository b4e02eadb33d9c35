"""One unit and year as the checks of quality look at it: whose answers, with which evidence."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from zi_metrics.answers import Answer
from zi_metrics.instruments.library import Instrument

# Longer names and links are cut in a sentence.
_SHOWN, _NAMED = 80, 3


@dataclass(frozen=True)
class Case:
    """What is looked at.

    instrument: by which the answers are judged; tahun: the year judged
    dinilai: as of which day the answers speak, None = not known
    penilai: the judge whose answers are looked at: the unit itself, or the last where it has not judged
    answers: judge -> question -> answer; documents: question -> rows of `evidence`
    areas: question -> area, None = it lies in none
    """

    instrument: Instrument
    tahun: int
    dinilai: date | None
    penilai: str
    answers: Mapping[str, Mapping[str, Answer]]
    documents: Mapping[str, Sequence[Mapping]]
    areas: Mapping[str, int | None]

    @property
    def own(self) -> Mapping[str, Answer]:
        """The answers that are looked at."""
        return self.answers.get(self.penilai, {})

    def each_document(self) -> Iterator[tuple[str, Mapping]]:
        """Every document once, with the first question that it is evidence of."""
        seen: set[str] = set()
        for kode, documents in self.documents.items():
            for document in documents:
                key = str(document["baris_id"] or document["sumber_id"])
                if key not in seen:
                    seen.add(key)
                    yield kode, document


@dataclass(frozen=True)
class Seen:
    """What a rule found.

    kalimat: a sentence with its figures (Indonesian); kode: the question, '' = an area or the whole form
    pokja: the area where it is about one; penilai: in whose LKE it stands, None = in the one that is looked at
    answer: the one whose cell is shown, None = without a cell; lembar, sel: the cell where it is another one
    """

    kalimat: str
    kode: str = ""
    pokja: int | None = None
    answer: Answer | None = None
    lembar: str | None = None
    sel: str | None = None
    penilai: str | None = None


def shown(document: Mapping) -> str:
    """A document in a sentence: its name, else its link, cut where it is long."""
    text = " ".join(str(document["nama_dokumen"] or document["tautan"]).split())
    return f"'{text if len(text) <= _SHOWN else text[: _SHOWN - 1] + '…'}'"


def named(words: Sequence[str]) -> str:
    """The first few of some words: 'a, b, c, dan 4 lainnya'."""
    more = f", dan {len(words) - _NAMED} lainnya" if len(words) > _NAMED else ""
    return ", ".join(words[:_NAMED]) + more
