"""One unit's survey of one kind and year: figures, interval, points and gates; a value, read from the store at once.

What a screen asks beyond it (breakdowns, importance, comments, findings) is in `parts`.
"""

from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from zi_metrics.instruments.library import DEFAULT_INSTRUMENT, load_instrument
from zi_metrics.store import surveys as stored
from zi_metrics.store.connection import Store
from zi_metrics.store.unit_names import unit_id_of
from zi_metrics.survey_answers import KESELURUHAN
from zi_metrics.surveys.chosen import Chosen, Withheld, chosen_surveys
from zi_metrics.surveys.counts import UNKNOWN
from zi_metrics.surveys.disclosure import FEWEST_SHOWN, shown_of, suppressed, without_few
from zi_metrics.surveys.improvement import pulling_down, rises_needed
from zi_metrics.surveys.index import (
    IndexFigure,
    distribution,
    index_of,
    index_only,
    nrr_table,
    points,
    survey_gates,
)
from zi_metrics.surveys.instruments.library import SurveyInstrument, load_survey_instruments
from zi_metrics.surveys.intervals import Interval, interval_of_moments, interval_of_sample, more_respondents
from zi_metrics.surveys.moments import Moments, moments_from, moments_of
from zi_metrics.surveys.raw_answers import question_keys, raw_answers, sample_of
from zi_metrics.surveys.trust import trust_rules

# How a breakdown names those of whom it is not known where they belong.
UNTOLD = "Tidak disebut"
# What `SurveyReport.gates` has beyond `index.GATE_COLUMNS`.
CERTAINTY_COLUMNS = ("keyakinan", "survei_berikutnya", "tambah_50", "tambah_80")


@dataclass(frozen=True)
class SurveyReport:
    """Everything about one kind of survey in one year.

    jenis: the code of its instrument; surveys: those it is made from (rows of `store.surveys.surveys`)
    counts: as of `index`, of one service only where the report is, without what `disclosure` hides
    nrr: as of `index.nrr_table`; figure: the index
    responden, populasi: None = not told
    services: those that may be looked at by themselves: told by name, and not suppressed
    catatan: what was left out of the figures, and why (Indonesian)
    sedikit: the unsur that too few people answered: neither shown nor counted
    lke: the instrument that points and gates are of; layanan: only this service, None = all
    desimal: how the weight of an unsur is rounded, None = exact
    interval: of the index, as of `intervals`; None for aggregates, below ten respondents, and where it was not asked
        for (`sentences.why_no_interval`)
    gates: as of `index.survey_gates`, with CERTAINTY_COLUMNS: how sure it is that the true index reaches the minimum
        (keyakinan), how likely a next survey of this size reaches it (survei_berikutnya), how many more respondents
        would tell with 50 % and 80 % assurance (tambah_50, tambah_80; 0 = told already, NaN = not with as many as can
        be asked); all NaN without an interval
    """

    jenis: str
    surveys: pd.DataFrame
    counts: pd.DataFrame
    nrr: pd.DataFrame
    figure: IndexFigure
    responden: int | None
    populasi: int | None
    services: tuple[str, ...]
    catatan: tuple[str, ...] = ()
    sedikit: tuple[str, ...] = ()
    lke: str = DEFAULT_INSTRUMENT
    layanan: str | None = None
    desimal: int | None = None
    interval: Interval | None = None
    gates: pd.DataFrame = field(default_factory=pd.DataFrame)

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

    @property
    def points(self) -> float | None:
        """Points in the LKE; None for a survey that it does not count."""
        return points(self.instrument, load_instrument(self.lke), self.figure.indeks)

    @property
    def interval_points(self) -> tuple[float, float] | None:
        """The interval in points of the LKE."""
        lke = load_instrument(self.lke)
        if self.interval is None:
            return None
        low, high = (points(self.instrument, lke, end) for end in (self.interval.bawah, self.interval.atas))
        return None if low is None or high is None else (low, high)

    @property
    def distribution(self) -> pd.DataFrame:
        """As of `index.distribution`."""
        return distribution(self.instrument, self.counts)

    @property
    def pulling_down(self) -> pd.DataFrame:
        """As of `improvement.pulling_down`; empty when only the index is known."""
        return pulling_down(self.instrument, self._by_unsur)

    def rises_needed(self, minimum: float) -> pd.DataFrame:
        """As of `improvement.rises_needed`."""
        return rises_needed(self.instrument, self._by_unsur, minimum)

    @property
    def _by_unsur(self) -> dict[str, float]:
        return dict(zip(self.nrr["kode"], self.nrr["nrr"], strict=True))


def survey_kinds(store: Store, unit: str, tahun: int) -> list[str]:
    """The kinds of surveys that a unit has in a year, in the order of the instruments."""
    have = set(stored.surveys(store, unit_id_of(store, unit), tahun)["jenis"])
    return [kode for kode in load_survey_instruments() if kode in have]


def survey_report(
    store: Store,
    unit: str,
    tahun: int,
    jenis: str,
    decimals: int | None = None,
    lke: str = DEFAULT_INSTRUMENT,
    layanan: str | None = None,
    with_interval: bool = True,
) -> SurveyReport | None:
    """The report on one kind of survey; None when the unit has none that year, or (nearly) none of that service.

    None as well where no figures may be shown (`chosen.withheld` says why): whoever does not ask shows nothing.

    decimals: how the weight of an unsur is rounded (`SurveyInstrument.bobot_desimal`). Surveys of several periods are
    taken together, every respondent counting the same; one of the whole year takes the place of its parts.
    layanan: only the answers about one service of `SurveyReport.services`.
    with_interval: without, the answers are not read, which is what takes a moment.
    """
    found = stored.surveys(store, unit_id_of(store, unit), tahun)
    chosen = chosen_surveys(store, found[found["jenis"] == jenis])
    if isinstance(chosen, Withheld) or chosen.surveys.empty:
        return None
    report = _whole(store, chosen, decimals, lke)
    if report is not None and layanan is not None:
        report = service_alone(store, report, layanan)
    return None if report is None else _concluded(report, interval_of(store, report) if with_interval else None)


def service_alone(store: Store, report: SurveyReport, layanan: str) -> SurveyReport | None:
    """A report on all services narrowed to one of them, without interval and gates; None when it has no such service.

    Of several surveys only those with answers count: of results nobody can tell whose they are.
    """
    if layanan not in report.services:
        return None
    raw = report.surveys[report.surveys["agregat"] == ""].reset_index(drop=True)
    people = respondents_by(store, raw["survei_id"].tolist(), "layanan")
    counts = shown_of(report.counts, "layanan", people)
    counts = counts[counts["layanan"] == layanan]
    nrr = nrr_table(report.instrument, counts)
    return replace(
        report,
        surveys=raw,
        counts=counts,
        nrr=nrr,
        figure=index_of(report.instrument, dict(zip(nrr["kode"], nrr["nrr"], strict=True)), report.desimal),
        sedikit=_left_out(report.counts[report.counts["layanan"] == layanan], counts),
        responden=int(people.get(layanan, 0)),
        populasi=_served(store, raw, layanan),
        layanan=layanan,
    )


def _served(store: Store, surveys: pd.DataFrame, layanan: str) -> int | None:
    """How many a service served, None = not told for every survey."""
    told = stored.survey_served(store, surveys["survei_id"].tolist())
    told = told[told["layanan"] == layanan]
    return int(told["dilayani"].sum()) if set(told["survei_id"]) == set(surveys["survei_id"]) else None


def interval_of(store: Store, report: SurveyReport, fewest: int | None = None) -> Interval | None:
    """The confidence interval of a report's index, from the answers; see `SurveyReport.interval`.

    fewest: respondents below which there is none; None = those of `trust_rules`.
    """
    # Of results nobody knows how far they may be off, so that nobody knows it of both together.
    if report.has_results_only or not report.responden:
        return None
    scale = (report.instrument.skala.minimum, report.instrument.skala.maksimum)
    if report.responden <= trust_rules().jawaban_dibaca_sampai:
        sample = sample_of(store, report.surveys, report.layanan, report.shown)
        found = interval_of_sample(sample, scale, fewest)
    else:
        found = interval_of_moments(moments(store, report), report.populasi, scale)
    # Rounded weights move the index, and its interval with it.
    return found.weighted(report.figure.bobot * report.figure.unsur) if found and report.desimal is not None else found


def moments(store: Store, report: SurveyReport) -> Moments:
    """Joint sums of the questions, over all periods; stored, but for a single service counted anew."""
    if report.layanan is not None:
        return _moments_anew(store, report)
    questions = stored.survey_questions(store, report.ids)
    kinds = {tuple(own.sort_values("kolom")["kode"]) for _, own in questions.groupby("survei_id")}
    if len(kinds) == 1:
        (kode,) = kinds
        found = moments_from(stored.survey_moments(store, report.ids), kode, report.responden or 0)
        return found.only([key in report.shown for key in question_keys(kode)])
    return _moments_anew(store, report)


def _moments_anew(store: Store, report: SurveyReport) -> Moments:
    raw = raw_answers(store, report.ids, report.layanan).only(report.shown)
    return moments_of(raw.kode, raw.values)


def respondents_by(store: Store, survei_ids: list[str], dimension: str) -> pd.Series:
    """How many answered of each category of 'layanan', 'periode' or a group; empty where no category has a name."""
    people = stored.survey_categories(store, survei_ids)
    own = people[people["dimensi"] == dimension].groupby("kategori")["responden"].sum()
    return own if (own.index != UNKNOWN).any() else own.iloc[:0]


def keyed(counts: pd.DataFrame) -> pd.DataFrame:
    """Questions of several surveys made comparable: kolom becomes unsur and its how-manieth question ('U1/1')."""
    order = counts[["survei_id", "kolom", "kode"]].drop_duplicates().sort_values(["survei_id", "kolom"])
    order["kunci"] = order["kode"] + "/" + (order.groupby(["survei_id", "kode"]).cumcount() + 1).astype(str)
    return (
        counts.merge(order, on=["survei_id", "kolom", "kode"]).drop(columns="kolom").rename(columns={"kunci": "kolom"})
    )


def _whole(store: Store, chosen: Chosen, decimals: int | None, lke: str) -> SurveyReport | None:
    """The report on these surveys of one kind, without interval and gates; None where too few answered anything."""
    found = chosen.surveys
    jenis = str(found["jenis"].iloc[0])
    instrument = load_survey_instruments()[jenis]
    counts = keyed(stored.survey_counts(store, found["survei_id"].tolist()))
    counts = pd.concat([counts, _aggregate_counts(store, found)], ignore_index=True)
    total, served = found["responden"], found["populasi"]
    notes, asked = list(chosen.catatan), counts
    if len(counts) and not total.isna().any():
        counts = without_few(counts)
        if counts.empty:
            return None
    left = _left_out(asked, counts)
    if left:
        notes.append(
            f"{', '.join(left)} dijawab kurang dari {FEWEST_SHOWN} orang, sehingga tidak ditunjukkan dan tidak ikut "
            "dalam indeks"
        )
    nrr = nrr_table(instrument, counts) if len(counts) else pd.DataFrame(columns=["kode", "nama", "nrr", "banyak"])
    if len(nrr):
        figure = index_of(instrument, dict(zip(nrr["kode"], nrr["nrr"], strict=True)), decimals)
    else:
        weights = found["responden"].fillna(1)
        figure = index_only(instrument, float((found["indeks"] * weights).sum() / weights.sum()))
    people = respondents_by(store, found["survei_id"].tolist(), "layanan")
    hidden = suppressed(people) | ~people.index.isin(shown_of(counts, "layanan", people)["layanan"])
    return SurveyReport(
        jenis,
        found,
        counts,
        nrr,
        figure,
        None if total.isna().any() else int(total.sum()),
        None if served.isna().any() else int(served.sum()),
        tuple(str(name) for name in people.index if not hidden[name] and name not in (UNKNOWN, UNTOLD)),
        tuple(notes),
        left,
        lke,
        desimal=decimals,
    )


def _left_out(asked: pd.DataFrame, shown: pd.DataFrame) -> tuple[str, ...]:
    """The unsur of counted answers of which nothing is left."""
    return tuple(sorted(set(asked["kode"]) - set(shown["kode"]) - {KESELURUHAN}))


def _concluded(report: SurveyReport, interval: Interval | None) -> SurveyReport:
    """The report with its interval, and with what the gates come to in its light."""
    table = survey_gates(report.instrument, load_instrument(report.lke), report.figure.indeks)
    minima = table["minimum_indeks"].tolist()
    if interval is None:
        return replace(report, gates=table.assign(**dict.fromkeys(CERTAINTY_COLUMNS, np.nan)))
    more = [more_respondents(interval, minimum, report.populasi) for minimum in minima]
    gates = table.assign(
        keyakinan=[interval.confidence(minimum) for minimum in minima],
        survei_berikutnya=[interval.next_reaches(minimum) for minimum in minima],
        tambah_50=[np.nan if half is None else half for half, _ in more],
        tambah_80=[np.nan if most is None else most for _, most in more],
    )
    return replace(report, interval=interval, gates=gates)


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
