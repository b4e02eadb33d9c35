"""Answers of one survey that stand on several sheets, joined into one."""

import numpy as np
import pandas as pd

from zi_metrics.survey_answers import MISSING, Responses, SurveyQuestion
from zi_metrics.surveys.recognition.dates import is_periode, periode_label
from zi_metrics.surveys.recognition.table_reader import TableReading

Part = tuple[TableReading, Responses, str]


def joined(parts: list[Part], jenis: str) -> tuple[Responses, pd.Categorical | None, np.ndarray, int]:
    """The answers of all parts, each a sheet's reading, its answers, and its name where that tells something.

    Gives the answers, the unit per respondent (None = not told), the moments, and how many answers came from people
    who had answered before. A sheet named as a period tells the period, any other name the service.
    """
    if len(parts) == 1:
        reading, responses, _ = parts[0]
        return responses, reading.unit, reading.moments, reading.repeated
    questions, columns = _questions([r for _, r, _ in parts])
    levels = np.full((sum(len(r) for _, r, _ in parts), len(questions)), MISSING, dtype=np.uint16)
    start = 0
    for (_, responses, _), own in zip(parts, columns, strict=True):
        for place, (column, table) in enumerate(own):
            levels[start : start + len(responses), column] = table[
                np.minimum(responses.levels[:, place], len(table) - 1)
            ]
        start += len(responses)
    groups = sorted({name for _, r, _ in parts for name in r.kelompok})
    units = [reading.unit for reading, _, _ in parts]
    responses = Responses(
        tuple(questions),
        levels,
        np.concatenate([r.baris for _, r, _ in parts]),
        np.concatenate([r.tanggal for _, r, _ in parts]),
        _together([_services(r, label) for _, r, label in parts]),
        _together([_periods(r, label) for _, r, label in parts]),
        {name: _together([r.kelompok.get(name, _none(len(r))) for _, r, _ in parts]) for name in groups},
        pd.concat([r.komentar for _, r, _ in parts], ignore_index=True),
    )
    unit = _together([u if u is not None else _none(len(r)) for u, (_, r, _) in zip(units, parts, strict=True)])
    moments = np.concatenate([reading.moments for reading, _, _ in parts])
    return responses, unit if any(u is not None for u in units) else None, moments, sum(p[0].repeated for p in parts)


def _questions(parts: list[Responses]) -> tuple[list[SurveyQuestion], list[list[tuple[int, np.ndarray]]]]:
    """The questions of all parts, the same unsur's n-th question as one; and for each part (column, new levels)."""
    known: dict[tuple[str, int], list[SurveyQuestion]] = {}
    keys = []
    for part in parts:
        seen: dict[str, int] = {}
        own = []
        for question in part.questions:
            number = seen[question.kode] = seen.get(question.kode, 0) + 1
            known.setdefault((question.kode, number), []).append(question)
            own.append((question.kode, number))
        keys.append(own)
    order = list(known)
    merged = {}
    for key, questions in known.items():
        worth = tuple(sorted({v for q in questions for v in q.taraf}))
        first = questions[0]
        merged[key] = SurveyQuestion(
            first.kode, first.teks, first.lembar, first.sel, first.minimum, first.maksimum, first.terbalik, worth
        )
    columns = [
        [(order.index(k), _relevel(q.taraf, merged[k].taraf)) for k, q in zip(own, part.questions, strict=True)]
        for own, part in zip(keys, parts, strict=True)
    ]
    return [merged[key] for key in order], columns


def _relevel(old: tuple[float, ...], new: tuple[float, ...]) -> np.ndarray:
    return np.array([*(new.index(v) for v in old), MISSING], dtype=np.uint16)


def _services(responses: Responses, label: str) -> pd.Categorical:
    told = (responses.layanan.codes >= 0).any()
    if told or not label or is_periode(label):
        return responses.layanan
    return pd.Categorical.from_codes(np.zeros(len(responses), dtype=int), [label])


def _periods(responses: Responses, label: str) -> pd.Categorical:
    if not label or not is_periode(label) or (responses.periode.codes >= 0).any():
        return responses.periode
    return pd.Categorical.from_codes(np.zeros(len(responses), dtype=int), [periode_label(label)])


def _none(count: int) -> pd.Categorical:
    return pd.Categorical.from_codes(np.full(count, -1), pd.Index([], dtype=str))


def _together(parts: list[pd.Categorical]) -> pd.Categorical:
    known = pd.Index([*dict.fromkeys(str(c) for part in parts for c in part.categories)], dtype=str)
    tables = [np.append(known.get_indexer(part.categories.astype(str)), -1) for part in parts]
    codes = np.concatenate([table[part.codes] for table, part in zip(tables, parts, strict=True)])
    return pd.Categorical.from_codes(codes, known)
