"""What recoding takes and gives: the columns of one instrument, where they stand, and their answers as levels."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from zi_metrics.findings import Finding
from zi_metrics.survey_answers import Ask, SurveyQuestion
from zi_metrics.surveys.recognition.layout import Content, Heading
from zi_metrics.surveys.recognition.questions import Match
from zi_metrics.surveys.recognition.replies import Reply


@dataclass(frozen=True)
class Asked:
    """One column of one instrument.

    column: from 0
    heading: what heads it
    content: what stands in it
    match: the question it answers
    kode: the code under which its answers are kept
    """

    column: int
    heading: Heading
    content: Content
    match: Match
    kode: str


@dataclass(frozen=True)
class Written:
    """What people wrote in one column.

    replies: number of a text -> what it says
    counts: number of a text -> how many respondents wrote it; none that nobody wrote
    """

    replies: Mapping[int, Reply]
    counts: Mapping[int, int]

    @property
    def used(self) -> dict[int, Reply]:
        """What the texts that respondents wrote say."""
        return {number: self.replies[number] for number in self.counts}

    @property
    def is_numeric(self) -> bool:
        """Whether the answers are told by numbers (perhaps beside words) rather than by words alone."""
        numeric = sum(c for n, c in self.counts.items() if self.replies[n].number is not None)
        worded = sum(c for n, c in self.counts.items() if self.replies[n].number is None and self.replies[n].understood)
        return numeric >= worded


# column -> what people wrote in it
Answers = Mapping[int, Written]


class Scale(NamedTuple):
    """The two ends of a scale.

    low: the lower one
    high: the upper one
    """

    low: float
    high: float


@dataclass(frozen=True)
class Worth:
    """A column's texts as values on a scale.

    values: number of a text -> its value; texts that are no answer are left out
    scale: the scale
    """

    values: dict[int, float]
    scale: Scale


@dataclass(frozen=True)
class Place:
    """Where the table stands.

    lembar: its sheet
    header: the header's row (from 0)
    first: the first data row (from 0)
    """

    lembar: str
    header: int
    first: int


@dataclass(frozen=True)
class Recoded:
    """The columns of one instrument as questions and levels.

    questions: those whose answers can be counted
    levels: (respondent, question), see `survey_answers.Responses`; None without any question
    findings: what is doubtful
    asks: what a person must say
    """

    questions: tuple[SurveyQuestion, ...]
    levels: np.ndarray | None
    findings: tuple[Finding, ...]
    asks: tuple[Ask, ...]
