"""Columns that ask one thing several times: form sections of which each person fills in one, and what was hoped for."""

import re
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from zi_metrics.survey_answers import MISSING, Responses
from zi_metrics.surveys.recognition.layout import Heading
from zi_metrics.surveys.recognition.questions import Match
from zi_metrics.surveys.recognition.replies import words_of

_HOPED = re.compile(r"\b(?:tingkat )?(?:kepentingan|harapan|ekspektasi|diharapkan|importance|expectation)\b")
# In fewer pairs a question may well say 'sesuai harapan'.
_FEWEST_PAIRS = 3


def names_hopes(text: str) -> bool:
    """Whether a text speaks of what was hoped for or found important, not of how it was."""
    return bool(_HOPED.search(words_of(text)))


def hoped_for(matches: Mapping[int, Match], headings: Mapping[int, Heading]) -> set[int]:
    """Columns that ask how important a thing is, where others ask how it was; none unless for several questions."""
    hoped = {c for c in matches if names_hopes(f"{headings[c].group} {headings[c].text}")}
    met = {(matches[c].jenis, matches[c].unsur.kode) for c in matches.keys() - hoped}
    paired = {c for c in hoped if (matches[c].jenis, matches[c].unsur.kode) in met}
    return paired if len(paired) >= _FEWEST_PAIRS else set()


def asked_once(responses: Responses) -> Responses:
    """Questions of one unsur and scale that nobody answered twice, as one question.

    A form with a section per service repeats its questions; the mean of the sections' means would weigh a section
    of three people like one of three hundred.
    """
    groups: dict[tuple, list[int]] = {}
    for column, question in enumerate(responses.questions):
        groups.setdefault((question.kode, question.minimum, question.maksimum), []).append(column)
    together = [columns for columns in groups.values() if len(columns) > 1 and _never_both(responses.levels, columns)]
    if not together:
        return responses
    dropped = {c for columns in together for c in columns[1:]}
    questions, levels = list(responses.questions), responses.levels.copy()
    for columns in together:
        taraf = tuple(sorted({v for c in columns for v in questions[c].taraf}))
        merged = np.full(len(levels), MISSING, dtype=np.uint16)
        for column in columns:
            place = np.array([*(taraf.index(v) for v in questions[column].taraf), MISSING], dtype=np.uint16)
            section = place[np.minimum(responses.levels[:, column], len(place) - 1)]
            merged = np.where(section == MISSING, merged, section)
        levels[:, columns[0]] = merged
        questions[columns[0]] = replace(questions[columns[0]], taraf=taraf)
    kept = [c for c in range(len(questions)) if c not in dropped]
    return replace(responses, questions=tuple(questions[c] for c in kept), levels=levels[:, kept])


def _never_both(levels: np.ndarray, columns: list[int]) -> bool:
    answered = levels[:, columns] != MISSING
    return bool(answered.any(axis=0).all() and (answered.sum(axis=1) <= 1).all())
