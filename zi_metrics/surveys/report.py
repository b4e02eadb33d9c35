"""One unit's survey of one kind and year: figures, interval, points and gates; a value, read from the store at once.

What a screen asks beyond it (breakdowns, importance, comments, findings) is in `parts`.
"""

from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from zi_metrics.instruments.library import DEFAULT_INSTRUMENT, load_instrument
from zi_metrics.store import surveys as stored
from zi_metrics.store.assessments import unit_key
from zi_metrics.store.connection import Store
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
from zi_metrics.surveys.moments import Moments, moments_from, moments_of
from zi_metrics.surveys.raw_answers import question_keys, raw_answers
from zi_metrics.surveys.trust import (
    Interval,
    bootstrap_interval,
    gate_sentence,
    normal_interval,
    settling_respondents,
    trust_rules,
)

# How a breakdown names those of whom it is not known where they belong.
UNTOLD = "Tidak disebut"


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
    interval: of the index, by resampling, or by the normal distribution for very many; None for aggregates, below two
        respondents, and where it was not asked for
    gates: as of `index.survey_gates`, with in what share of such surveys each holds (bagian, NaN without an interval),
        the sentence (kalimat), and how many more respondents would settle it (tambah; 0 = settled, NaN = cannot be
        told)
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
    have = set(stored.surveys(store, unit_key(unit), tahun)["jenis"])
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
    layanan: only the answers about one service of `SurveyReport.services`; how many it served is not known.
    with_interval: without, the answers are not resampled, which is what takes a moment.
    """
    found = stored.surveys(store, unit_key(unit), tahun)
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
        populasi=None,
        layanan=layanan,
    )


def interval_of(store: Store, report: SurveyReport) -> Interval | None:
    """The confidence interval of a report's index, from the answers; see `SurveyReport.interval`."""
    if report.is_aggregate or not report.responden:
        return None
    scale = (report.instrument.skala.minimum, report.instrument.skala.maksimum)
    if report.responden <= trust_rules().bootstrap_sampai:
        found = bootstrap_interval(*_stacked(store, report.ids, report.layanan, report.shown), report.populasi, scale)
    else:
        found = normal_interval(moments(store, report), report.populasi, scale)
    # Rounded weights move the index, and its interval with it.
    return found.weighted(report.figure.bobot * report.figure.unsur) if found and report.desimal is not None else found


def moments(store: Store, report: SurveyReport) -> Moments:
    """Joint sums of the questions, over all periods; stored, but for a single service counted anew."""
    if report.layanan is not None:
        return moments_of(*_stacked(store, report.ids, report.layanan, report.shown))
    questions = stored.survey_questions(store, report.ids)
    kinds = {tuple(own.sort_values("kolom")["kode"]) for _, own in questions.groupby("survei_id")}
    if len(kinds) == 1:
        (kode,) = kinds
        found = moments_from(stored.survey_moments(store, report.ids), kode, report.responden or 0)
        return found.only([key in report.shown for key in question_keys(kode)])
    return moments_of(*_stacked(store, report.ids, None, report.shown))


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
    if interval is None:
        return replace(report, gates=table.assign(bagian=np.nan, kalimat="", tambah=np.nan))
    minima, n = table["minimum_indeks"], report.responden or 0
    more = [settling_respondents(interval, n, m, report.populasi) for m in minima]
    gates = table.assign(
        bagian=[interval.share_reaching(m) for m in minima],
        kalimat=[gate_sentence(report.instrument.indeks, interval, m, minima) for m in minima],
        tambah=[np.nan if m is None else m for m in more],
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


def _stacked(
    store: Store, survei_ids: list[str], layanan: str | None, shown: frozenset[str]
) -> tuple[tuple[str, ...], np.ndarray]:
    """The raw answers of several surveys one below the other: unsur of each question that is shown, and the values."""
    raw = raw_answers(store, survei_ids, layanan).only(shown)
    return raw.kode, raw.values
