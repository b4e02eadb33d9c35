"""One result that a file tells instead of answers, as it travels from a sheet's tables to the reading."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from zi_metrics.findings import Finding
from zi_metrics.survey_answers import Aggregate, Ask
from zi_metrics.surveys.recognition.heading_meaning import NOTHING_SAID, Meaning

# A figure as people write it: '82,5', '82.5 %'.
NUMBER = re.compile(r"\s*(\d{1,3}(?:[.,]\d+)?)\s*%?\s*")
# (row, column), both from 0 -> what stands there
Cells = Mapping[tuple[int, int], str]


@dataclass(frozen=True)
class Recap:
    """One aggregate of one instrument.

    jenis: the instrument's code
    aggregate: the results
    asks: what is open about it
    unit: whose it is, None = not told beside it
    meaning: of which year and period it is, as far as that is told beside it
    findings: what is to be said about it
    """

    jenis: str
    aggregate: Aggregate
    asks: tuple[Ask, ...] = ()
    unit: str | None = None
    meaning: Meaning = NOTHING_SAID
    findings: tuple[Finding, ...] = ()

    def saying(self, findings: tuple[Finding, ...]) -> "Recap":
        """The same with more to be said about it."""
        return replace(self, findings=(*self.findings, *findings))


def number_in(text: str) -> float | None:
    """The figure that a cell holds, with a comma or a point; None for anything else."""
    number = NUMBER.fullmatch(text)
    return float(number[1].replace(",", ".")) if number else None
