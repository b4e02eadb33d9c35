"""How far the indices of a unit's surveys may be off, all of them together."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from zi_metrics.bahasa import format_number
from zi_metrics.instruments.library import Instrument
from zi_metrics.store import surveys as stored
from zi_metrics.store.connection import Store
from zi_metrics.surveys.chosen import Chosen, chosen_surveys
from zi_metrics.surveys.counted import CountedSurvey, counted_survey, interval_of
from zi_metrics.surveys.index_question import full_index, index_question
from zi_metrics.surveys.instruments.library import load_survey_instruments
from zi_metrics.surveys.raw_answers import RespondentRows, parts_in_error, raw_answers


@dataclass(frozen=True)
class SurveyErrors:
    """How far the indices of a unit's surveys may lie from what all those served would give, taken together.

    kode: the index questions whose survey's answers are stored
    kovarians: (question, question) of the indices' errors, on the scales of the LKE's questions, in full precision
    asumsi: what is taken for granted (Indonesian), a sentence each
    """

    kode: tuple[str, ...]
    kovarians: np.ndarray
    asumsi: tuple[str, ...] = ()

    @property
    def standard_errors(self) -> dict[str, float]:
        """Index question -> standard error of its index."""
        return dict(zip(self.kode, np.sqrt(np.diag(self.kovarians)).tolist(), strict=True))


def survey_errors(
    store: Store, unit_id: str, tahun: int, instrument: Instrument, surveys: pd.DataFrame | None = None
) -> SurveyErrors:
    """The sampling errors of all index questions' surveys with raw answers, jointly.

    surveys: the unit's current surveys of that year (rows of `store.surveys.surveys`); None = asked for here

    The variances are those of the reports' intervals (of fewer respondents than are shown an interval, too). Where the
    same people answered two surveys, their errors go together as these people's answers do: the covariance is
    correlation x both standard errors, the correlation being that of the respondents' parts in both errors. The same
    people are told by the same row of the same sheet of the same file (names are not kept); where that cannot be told,
    the covariance is 0 and `asumsi` says so.
    """
    found = stored.surveys(store, unit_id, tahun) if surveys is None else surveys
    known: dict[str, CountedSurvey] = {}
    assumed = []
    for own in load_survey_instruments().values():
        kode = index_question(own, instrument)
        of_kind = found[found["jenis"] == own.kode]
        if kode is None or of_kind.empty:
            continue
        chosen = chosen_surveys(store, of_kind)
        counted = None
        # Of results nobody knows how far they may be off; nor of what is not shown.
        if isinstance(chosen, Chosen) and len(chosen.surveys) and (chosen.surveys["agregat"] == "").all():
            counted = counted_survey(store, chosen)
        if counted is None or not counted.responden:
            assumed.append(
                f"Galat {own.indeks} tidak diketahui, karena hanya hasil surveinya yang ada (semua atau sebagian); "
                "dianggap tidak ada."
            )
            continue
        known[kode] = counted
    errors, parts = [], []
    for kode, one in known.items():
        # Both ask for the same answers.
        answers = raw_answers(store, one.ids) if len(known) > 1 else None
        errors.append(_standard_error(store, one, full_index(instrument, kode), answers))
        if answers is not None:
            parts.append(parts_in_error(store, one.surveys, one.shown, answers))
    correlation, words = _correlation([one.instrument.indeks for one in known.values()], parts)
    return SurveyErrors(tuple(known), correlation * np.outer(errors, errors), (*assumed, *words))


def _standard_error(store: Store, survey: CountedSurvey, full: float, answers: RespondentRows | None) -> float:
    """The standard error of a survey's index, on a scale to `full`; of few respondents, too, who are shown none."""
    scale = survey.instrument.skala
    found = interval_of(store, survey, fewest=2, answers=answers)
    # One respondent says nothing of how far another may be off: anywhere on the scale.
    error = (scale.maksimum - scale.minimum) / 2 if found is None else found.galat_baku
    return error * full / scale.maksimum


def _correlation(names: Sequence[str], parts: Sequence[pd.Series]) -> tuple[np.ndarray, list[str]]:
    """How the errors of several indices go together, and what is taken for granted.

    parts: as of `raw_answers.parts_in_error`, of each; none of a single one
    """
    correlation, assumed = np.eye(len(names)), []
    for a, b in combinations(range(len(parts)), 2):
        shared = len(parts[a].index.intersection(parts[b].index))
        pair = f"{names[a]} dan {names[b]}"
        if not shared:
            assumed.append(
                f"Galat {pair} dianggap tidak berhubungan, karena tidak diketahui apakah respondennya orang yang sama."
            )
            continue
        both = parts[a].mul(parts[b], fill_value=0.0).sum()
        correlation[a, b] = correlation[b, a] = both / np.sqrt((parts[a] ** 2).sum() * (parts[b] ** 2).sum() or 1.0)
        assumed.append(
            f"{format_number(shared, 0)} orang menjawab {pair} sekaligus (baris yang sama pada lembar yang sama), jadi "
            f"galatnya bergerak bersama (korelasi {format_number(correlation[a, b])})."
        )
    return correlation, assumed
