"""Answers of one survey that stand on several sheets, joined into one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from zi_metrics.survey_answers import MISSING, Responses, SurveyQuestion, categorical
from zi_metrics.surveys.recognition.dates import is_periode, periode_label, time_told, year_in_period
from zi_metrics.surveys.recognition.replies import words_of
from zi_metrics.surveys.recognition.table_reader import TableReading

_PART_OF_UNIT = re.compile(r"\s*(?:bagian|bidang|seksi|sub|unit|loket|poli|ruang|instalasi)\b", re.I)


@dataclass(frozen=True)
class Part:
    """One sheet's part of a survey.

    reading: the sheet
    responses: its answers
    label: its name, where that tells something ('' = it does not)
    """

    reading: TableReading
    responses: Responses
    label: str


@dataclass(frozen=True)
class Joined:
    """The answers of all parts of a survey, one below the other.

    responses: the answers
    unit: per respondent, None = not told
    moments: when each answered (datetime64[s], NaT = not told)
    years: of which year each is, as a column of periods, the sheet's name or the table's title says (0 = not told)
    periods: the periods that sheets' names or tables' titles tell
    repeated: how many answers came from people who had answered before
    """

    responses: Responses
    unit: pd.Categorical | None
    moments: np.ndarray
    years: np.ndarray
    periods: frozenset[str]
    repeated: int


def joined(parts: Sequence[Part]) -> Joined:
    """The answers of all parts together. A sheet named as a period tells the period, any other name the service."""
    if len(parts) == 1:
        reading = parts[0].reading
        years = _years(parts[0].responses, None)
        return Joined(parts[0].responses, reading.unit, reading.moments, years, frozenset(), reading.repeated)
    answers = [part.responses for part in parts]
    times = [_time(part) for part in parts]
    questions, levels = _questions(answers)
    groups = sorted({name for r in answers for name in r.kelompok})
    responses = Responses(
        tuple(questions),
        levels,
        np.concatenate([r.baris for r in answers]),
        np.concatenate([r.tanggal for r in answers]),
        _together([_services(part) for part in parts]),
        _together([_periods(part, time[1]) for part, time in zip(parts, times, strict=True)]),
        {name: _together([r.kelompok.get(name, _none(len(r))) for r in answers]) for name in groups},
        pd.concat([r.komentar for r in answers], ignore_index=True),
    )
    units = _units(parts)
    unit = _together([u if u is not None else _none(len(r)) for u, r in zip(units, answers, strict=True)])
    return Joined(
        responses,
        unit if any(u is not None for u in units) else None,
        np.concatenate([part.reading.moments for part in parts]),
        np.concatenate([_years(r, time[0]) for r, time in zip(answers, times, strict=True)]),
        frozenset(period for _, period in times if period),
        sum(part.reading.repeated for part in parts),
    )


def _questions(parts: Sequence[Responses]) -> tuple[list[SurveyQuestion], np.ndarray]:
    """The questions of all parts, the same unsur's n-th question as one; and the levels of all respondents."""
    keys = [_numbered(part.questions) for part in parts]
    alike: dict[tuple[str, int], list[SurveyQuestion]] = {}
    for part, own in zip(parts, keys, strict=True):
        for key, question in zip(own, part.questions, strict=True):
            alike.setdefault(key, []).append(question)
    merged = {key: _merged(questions) for key, questions in alike.items()}
    order = list(merged)
    blocks = []
    for part, own in zip(parts, keys, strict=True):
        block = np.full((len(part), len(order)), MISSING, dtype=np.uint16)
        for place, (key, question) in enumerate(zip(own, part.questions, strict=True)):
            table = _relevel(question.taraf, merged[key].taraf)
            block[:, order.index(key)] = table[np.minimum(part.levels[:, place], len(table) - 1)]
        blocks.append(block)
    return list(merged.values()), np.vstack(blocks)


def _numbered(questions: Sequence[SurveyQuestion]) -> list[tuple[str, int]]:
    """Each question by its code, and the how manieth of that code it is (from 1)."""
    codes = [question.kode for question in questions]
    return [(kode, codes[: place + 1].count(kode)) for place, kode in enumerate(codes)]


def _merged(questions: Sequence[SurveyQuestion]) -> SurveyQuestion:
    """Questions of one unsur as one, with the levels of all of them."""
    return replace(questions[0], taraf=tuple(sorted({v for q in questions for v in q.taraf})))


def _relevel(old: tuple[float, ...], new: tuple[float, ...]) -> np.ndarray:
    return np.array([*(new.index(v) for v in old), MISSING], dtype=np.uint16)


def _units(parts: Sequence[Part]) -> list[pd.Categorical | None]:
    """The unit of each part's answers: of its column, else the one that its sheet names, where sheets name several."""
    told = [_office(part) for part in parts]
    several = len({words_of(name) for name in told if name}) > 1
    return [
        categorical(np.zeros(len(part.responses), dtype=int), [name])
        if several and name and part.reading.unit is None
        else part.reading.unit
        for part, name in zip(parts, told, strict=True)
    ]


def _office(part: Part) -> str | None:
    """The unit that a sheet says it is of; a part of one ('Bidang Perizinan') is none."""
    name = part.reading.own.unit if part.label else None
    return None if name is None or _PART_OF_UNIT.match(name) else name


def _services(part: Part) -> pd.Categorical:
    services = part.responses.layanan
    if (services.codes >= 0).any() or not part.label or is_periode(part.label):
        return services
    return categorical(np.zeros(len(services), dtype=int), [part.label])


def _periods(part: Part, told: str) -> pd.Categorical:
    periods = part.responses.periode
    label = periode_label(part.label) if part.label and is_periode(part.label) else told
    if not label or (periods.codes >= 0).any():
        return periods
    return categorical(np.zeros(len(periods), dtype=int), [label])


def _time(part: Part) -> tuple[int | None, str]:
    """The year and period that a sheet's name tells, where it is one of several, else the table's titles."""
    (named, period), (titled, period_titled) = time_told([part.label]), time_told(part.reading.titles)
    return named or titled, period or period_titled


def _years(responses: Responses, told: int | None) -> np.ndarray:
    """The year of each answer: of its period, else the one told for all of them; 0 = not told."""
    named = [year_in_period(str(period)) or told or 0 for period in responses.periode.categories]
    return np.array([*named, told or 0], dtype=np.int16)[responses.periode.codes]


def _none(count: int) -> pd.Categorical:
    return categorical(np.full(count, -1), [])


def _together(parts: Sequence[pd.Categorical]) -> pd.Categorical:
    known = pd.Index([*dict.fromkeys(str(c) for part in parts for c in part.categories)], dtype=str)
    tables = [np.append(known.get_indexer(part.categories.astype(str)), -1) for part in parts]
    codes = np.concatenate([table[part.codes] for table, part in zip(tables, parts, strict=True)])
    return categorical(codes, known)
