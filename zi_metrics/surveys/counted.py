"""Which answers of a unit's surveys of one kind count, and how far the index they give may be off.

All that an interval needs, and no more: the figures, points and gates are in `report`.
"""

from dataclasses import dataclass

import pandas as pd

from zi_metrics.store import surveys as stored
from zi_metrics.store.connection import Store
from zi_metrics.survey_answers import KESELURUHAN
from zi_metrics.surveys.chosen import Chosen
from zi_metrics.surveys.counts import UNKNOWN
from zi_metrics.surveys.disclosure import FEWEST_SHOWN, without_few
from zi_metrics.surveys.instruments.library import SurveyInstrument, load_survey_instruments
from zi_metrics.surveys.intervals import Interval, interval_of_moments, interval_of_sample
from zi_metrics.surveys.moments import Moments, moments_from, moments_of
from zi_metrics.surveys.raw_answers import RespondentRows, question_keys, raw_answers, sample_of
from zi_metrics.surveys.trust import trust_rules


@dataclass(frozen=True, kw_only=True)
class CountedSurvey:
    """The answers that count of one kind of survey in one year.

    jenis: the code of its instrument; surveys: those it is made from (rows of `store.surveys.surveys`)
    counts: as of `index`, of one service only where `layanan` is told, without what `disclosure` hides
    responden, populasi: None = not told
    catatan: what was left out of the figures, and why (Indonesian)
    sedikit: the unsur that too few people answered: neither shown nor counted
    layanan: only this service, None = all
    """

    jenis: str
    surveys: pd.DataFrame
    counts: pd.DataFrame
    responden: int | None
    populasi: int | None
    catatan: tuple[str, ...] = ()
    sedikit: tuple[str, ...] = ()
    layanan: str | None = None

    @property
    def instrument(self) -> SurveyInstrument:
        """The survey's instrument."""
        return load_survey_instruments()[self.jenis]

    @property
    def is_aggregate(self) -> bool:
        """Whether only results are known, no answers."""
        return bool((self.surveys["agregat"] != "").all())

    @property
    def has_results_only(self) -> bool:
        """Whether of some of the surveys, or of all, only results are known."""
        return bool((self.surveys["agregat"] != "").any())

    @property
    def ids(self) -> list[str]:
        """The surveys' ids."""
        return self.surveys["survei_id"].tolist()

    @property
    def shown(self) -> frozenset[str]:
        """The questions that enough people answered, as `keyed` names them."""
        return frozenset(self.counts["kolom"])


def counted_survey(store: Store, chosen: Chosen) -> CountedSurvey | None:
    """What counts of these surveys of one kind; None where too few answered anything. chosen: not empty."""
    found = chosen.surveys
    counts = keyed(stored.survey_counts(store, found["survei_id"].tolist()))
    if (found["agregat"] == "unsur").any():
        counts = pd.concat([counts, _aggregate_counts(store, found)], ignore_index=True)
    total, served = found["responden"], found["populasi"]
    notes, asked = list(chosen.catatan), counts
    if len(counts) and not total.isna().any():
        counts = without_few(counts)
        if counts.empty:
            return None
    left = left_out(asked, counts)
    if left:
        notes.append(
            f"{', '.join(left)} dijawab kurang dari {FEWEST_SHOWN} orang, sehingga tidak ditunjukkan dan tidak ikut "
            "dalam indeks"
        )
    return CountedSurvey(
        jenis=str(found["jenis"].iloc[0]),
        surveys=found,
        counts=counts,
        responden=None if total.isna().any() else int(total.sum()),
        populasi=None if served.isna().any() else int(served.sum()),
        catatan=tuple(notes),
        sedikit=left,
    )


def left_out(asked: pd.DataFrame, shown: pd.DataFrame) -> tuple[str, ...]:
    """The unsur of counted answers of which nothing is left."""
    return tuple(sorted(set(asked["kode"]) - set(shown["kode"]) - {KESELURUHAN}))


def interval_of(
    store: Store, survey: CountedSurvey, fewest: int | None = None, answers: RespondentRows | None = None
) -> Interval | None:
    """The confidence interval of a survey's index with exact weights, from the answers; None for results without
    answers and where too few answered.

    fewest: respondents below which there is none; None = those of `trust_rules`
    answers: as of `raw_answers.sample_of`
    """
    # Of results nobody knows how far they may be off, so that nobody knows it of both together.
    if survey.has_results_only or not survey.responden:
        return None
    scale = (survey.instrument.skala.minimum, survey.instrument.skala.maksimum)
    if survey.responden <= trust_rules().jawaban_dibaca_sampai:
        sample = sample_of(store, survey.surveys, survey.layanan, survey.shown, answers)
        return interval_of_sample(sample, scale, fewest)
    return interval_of_moments(moments(store, survey), survey.populasi, scale)


def moments(store: Store, survey: CountedSurvey) -> Moments:
    """Joint sums of the questions, over all periods; stored, but for a single service counted anew."""
    if survey.layanan is not None:
        return _moments_anew(store, survey)
    questions = stored.survey_questions(store, survey.ids)
    kinds = {tuple(own.sort_values("kolom")["kode"]) for _, own in questions.groupby("survei_id")}
    if len(kinds) == 1:
        (kode,) = kinds
        found = moments_from(stored.survey_moments(store, survey.ids), kode, survey.responden or 0)
        return found.only([key in survey.shown for key in question_keys(kode)])
    return _moments_anew(store, survey)


def _moments_anew(store: Store, survey: CountedSurvey) -> Moments:
    raw = raw_answers(store, survey.ids, survey.layanan).only(survey.shown)
    return moments_of(raw.kode, raw.values)


def keyed(counts: pd.DataFrame) -> pd.DataFrame:
    """Questions of several surveys made comparable: kolom becomes unsur and its how-manieth question ('U1/1')."""
    order = counts[["survei_id", "kolom", "kode"]].drop_duplicates().sort_values(["survei_id", "kolom"])
    order["kunci"] = order["kode"] + "/" + (order.groupby(["survei_id", "kode"]).cumcount() + 1).astype(str)
    return (
        counts.merge(order, on=["survei_id", "kolom", "kode"]).drop(columns="kolom").rename(columns={"kunci": "kolom"})
    )


def _aggregate_counts(store: Store, found: pd.DataFrame) -> pd.DataFrame:
    """NRR of aggregates as if each respondent had answered it, so that they add to raw answers."""
    own = found[found["agregat"] == "unsur"]
    nrr = stored.survey_nrr(store, own["survei_id"].tolist()).merge(own[["survei_id", "responden", "periode"]])
    return pd.DataFrame(
        {
            "survei_id": nrr["survei_id"],
            "kolom": nrr["kode"] + "/1",
            "kode": nrr["kode"],
            "taraf": 0,
            "nilai": nrr["nrr"],
            "layanan": UNKNOWN,
            "periode": nrr["periode"],
            "banyak": nrr["responden"].fillna(1).astype(int),
        }
    )
