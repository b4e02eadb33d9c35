"""The raw answers behind a survey's figures, of all its periods one below the other, with how they were drawn."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
import pandas as pd

from zi_metrics.store import surveys as stored
from zi_metrics.store.connection import Store
from zi_metrics.store.survey_rows import survey_rows
from zi_metrics.surveys.design import Sample
from zi_metrics.surveys.moments import influences


@dataclass(frozen=True)
class RawAnswers:
    """Answers of respondents.

    keys: the questions: unsur and its how-manieth question ('U1/1')
    values: (respondent, question) on the instrument's scale, NaN = not answered, or not asked in that survey
    """

    keys: tuple[str, ...]
    values: np.ndarray

    @property
    def kode(self) -> tuple[str, ...]:
        """The unsur of each question."""
        return tuple(key.rsplit("/", 1)[0] for key in self.keys)

    def only(self, keys: Collection[str]) -> Self:
        """Only some of the questions."""
        kept = [place for place, key in enumerate(self.keys) if key in keys]
        return replace(self, keys=tuple(self.keys[place] for place in kept), values=self.values[:, kept])


@dataclass(frozen=True)
class RespondentRows(RawAnswers):
    """Answers of several surveys, a row per respondent, and where each row comes from.

    survei: which of the surveys each is of, from 0
    baris, hari, layanan: as of `store.surveys.SurveyRows`
    """

    survei: np.ndarray
    baris: np.ndarray
    hari: np.ndarray
    layanan: np.ndarray


def question_keys(kode: Sequence[str]) -> tuple[str, ...]:
    """The questions' keys, from the unsur of each in their order."""
    return tuple(f"{own}/{list(kode[: place + 1]).count(own)}" for place, own in enumerate(kode))


def raw_answers(
    store: Store, survei_ids: Sequence[str], layanan: str | None = None, share: float | None = None
) -> RespondentRows:
    """The raw answers of several surveys of one kind.

    layanan: only those about this service; share: only this share of the respondents, the same ones every time.
    """
    questions = stored.survey_questions(store, survei_ids)
    keys: dict[str, None] = {}
    parts = []
    for survei_id in survei_ids:
        own = questions[questions["survei_id"] == survei_id].sort_values("kolom")
        places = question_keys(own["kode"].tolist())
        keys |= dict.fromkeys(places)
        parts.append((places, survey_rows(store, survei_id, layanan, share)))
    order = list(keys)
    blocks = []
    for places, rows in parts:
        block = np.full((len(rows.values), len(order)), np.nan)
        block[:, [order.index(p) for p in places]] = rows.values
        blocks.append(block)
    return RespondentRows(
        tuple(keys),
        np.vstack(blocks),
        np.repeat(np.arange(len(parts)), [len(block) for block in blocks]),
        np.concatenate([rows.baris for _, rows in parts]),
        np.concatenate([rows.tanggal for _, rows in parts]),
        np.concatenate([rows.layanan for _, rows in parts]),
    )


def sample_of(
    store: Store,
    surveys: pd.DataFrame,
    layanan: str | None,
    shown: Collection[str],
    answers: RespondentRows | None = None,
) -> Sample:
    """The answers as a sample of those served: strata are the surveys (periods), or their services where these tell.

    surveys: rows of `store.surveys.surveys`, of one kind; layanan: only those about this service; shown: keys of the
    questions that count; answers: all that `raw_answers` gives of them, None = read here.
    A service that nobody answered about counts like the others together; answers about a service of which it is not
    told how many it served leave the survey one stratum.
    """
    raw = raw_answers(store, surveys["survei_id"].tolist(), layanan) if answers is None else answers
    raw = raw.only(shown)
    told = stored.survey_served(store, surveys["survei_id"].tolist())
    strata, served = np.zeros(len(raw.values), dtype=int), []
    for place, (survei_id, total) in enumerate(zip(surveys["survei_id"], surveys["populasi"], strict=True)):
        own = raw.survei == place
        counts = dict(told.loc[told["survei_id"] == survei_id, ["layanan", "dilayani"]].itertuples(index=False))
        present = sorted(set(raw.layanan[own].tolist()))
        if counts and set(present) <= set(counts):
            numbers = {name: len(served) + number for number, name in enumerate(present)}
            strata[own] = [numbers[name] for name in raw.layanan[own].tolist()]
            served += [int(counts[name]) for name in present]
        else:
            strata[own] = len(served)
            served.append(None if layanan is not None or pd.isna(total) else int(total))
    return Sample(raw.kode, raw.values, raw.hari, strata, tuple(served))


def parts_in_error(store: Store, surveys: pd.DataFrame, shown: Collection[str], answers: RespondentRows) -> pd.Series:
    """Each respondent's part in the index's error, as of `moments.influences`, by whose answer it is.

    surveys, shown, answers: as of `sample_of`. The index tells people apart: (file's hash, sheet, row in it); empty for
    surveys of which that is not known, made of several sheets, or not from a file.
    """
    ids = surveys["survei_id"].tolist()
    raw = answers.only(shown)
    _, parts = influences(raw.kode, raw.values)
    sheets = stored.survey_questions(store, ids).groupby("survei_id")["lembar"].agg(set)
    keys: list[tuple[str, str, int]] = []
    known = np.zeros(len(parts), dtype=bool)
    for place, (survei_id, sha256) in enumerate(zip(ids, surveys["sha256"], strict=True)):
        rows, own = raw.baris[raw.survei == place].tolist(), sheets.get(survei_id, set())
        if isinstance(sha256, str) and len(own) == 1 and len(set(rows)) == len(rows):
            known[raw.survei == place] = True
            keys += [(sha256, next(iter(own)), row) for row in rows]
    return pd.Series(parts[known], index=pd.Index(keys, tupleize_cols=False, dtype=object))
