"""What recoding takes and gives: the columns of one instrument, where they stand, and their answers as levels."""

from dataclasses import dataclass, field

import numpy as np

from zi_metrics.findings import Finding
from zi_metrics.survey_answers import Ask, SurveyQuestion
from zi_metrics.surveys.recognition.layout import Content, Heading
from zi_metrics.surveys.recognition.questions import Match


@dataclass
class Recoded:
    """questions and, a column each, levels of the respondents (see `survey_answers.Responses`)."""

    questions: list[SurveyQuestion] = field(default_factory=list)
    levels: list[np.ndarray] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)


@dataclass(frozen=True)
class Asked:
    """One column of one instrument: what stands in it, below which heading, and which question it answers."""

    column: int
    heading: Heading
    content: Content
    match: Match
    kode: str


@dataclass(frozen=True)
class Place:
    """Where the table stands: sheet, header row and first data row (from 0)."""

    lembar: str
    header: int
    first: int
