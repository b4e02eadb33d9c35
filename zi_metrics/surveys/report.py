"""One unit's survey of one kind and year: figures, interval, points, gates, and what to do; from what is stored."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from zi_metrics.findings import Finding, findings_table
from zi_metrics.instruments.library import DEFAULT_INSTRUMENT, load_instrument
from zi_metrics.store import surveys as stored
from zi_metrics.store.assessments import unit_key
from zi_metrics.store.connection import Store
from zi_metrics.survey_answers import KELOMPOK
from zi_metrics.surveys.comments import search
from zi_metrics.surveys.counts import UNKNOWN
from zi_metrics.surveys.improvement import importance, pulling_down, rises_needed
from zi_metrics.surveys.index import (
    IndexFigure,
    distribution,
    index_by,
    index_of,
    index_only,
    nrr_table,
    points,
    survey_gates,
)
from zi_metrics.surveys.instruments.library import SurveyInstrument, load_survey_instruments
from zi_metrics.surveys.moments import Moments, moments_from, moments_of
from zi_metrics.surveys.trust import (
    Interval,
    bootstrap_interval,
    gate_sentence,
    normal_interval,
    sample_findings,
    settling_respondents,
    trust_rules,
)

# How a breakdown names those of whom it is not known where they belong.
UNTOLD = "Tidak disebut"
# Above, reading every service's answers would keep the screen waiting.
MOST_FOR_SERVICES = 100_000


@dataclass(frozen=True)
class SurveyReport:
    """Everything about one kind of survey in one year.

    surveys: the stored surveys it is made from (rows of `store.surveys.surveys`); responden: None = not told
    nrr: as of survey.nrr_table; figure: the index; interval: None for aggregates and below two respondents
    catatan: what was left out of the figures, and why (Indonesian); layanan: only this service, None = all
    desimal: how the weight of an unsur is rounded, None = exact
    """

    store: Store
    instrument: SurveyInstrument
    surveys: pd.DataFrame
    counts: pd.DataFrame
    nrr: pd.DataFrame
    figure: IndexFigure
    responden: int | None
    populasi: int | None
    catatan: tuple[str, ...] = ()
    lke: str = DEFAULT_INSTRUMENT
    layanan: str | None = None
    desimal: int | None = None

    @property
    def is_aggregate(self) -> bool:
        """Whether only results are known, no answers."""
        return bool((self.surveys["agregat"] != "").all())

    @property
    def ids(self) -> list[str]:
        """The surveys' ids."""
        return self.surveys["survei_id"].tolist()

    @property
    def points(self) -> float | None:
        """Points in the LKE; None for a survey that it does not count."""
        return points(self.instrument, load_instrument(self.lke), self.figure.indeks)

    @cached_property
    def gates(self) -> pd.DataFrame:
        """As of survey.survey_gates, with in what share of such surveys each holds (bagian) and the sentence (kalimat),

        and how many more respondents would settle it (tambah; 0 = settled, NaN = cannot be told).
        """
        table = survey_gates(self.instrument, load_instrument(self.lke), self.figure.indeks)
        if self.interval is None:
            return table.assign(bagian=np.nan, kalimat="", tambah=np.nan)
        minima = table["minimum_indeks"]
        n = self.responden or 0
        more = [settling_respondents(self.interval, n, m, self.populasi) for m in minima]
        return table.assign(
            bagian=[self.interval.share_reaching(m) for m in minima],
            kalimat=[gate_sentence(self.instrument.indeks, self.interval, m) for m in minima],
            tambah=[np.nan if m is None else m for m in more],
        )

    @cached_property
    def interval(self) -> Interval | None:
        """The confidence interval of the index; by resampling, or by the normal distribution for very many."""
        if self.is_aggregate or not self.responden:
            return None
        found = self._exact_interval()
        # Rounded weights move the index, and its interval with it.
        return found.weighted(self.figure.bobot * self.figure.unsur) if found and self.desimal is not None else found

    def _exact_interval(self) -> Interval | None:
        scale = (self.instrument.skala.minimum, self.instrument.skala.maksimum)
        if self.responden <= trust_rules().bootstrap_sampai:
            kode, values = _stacked(self.store, self.ids, self.layanan)
            return bootstrap_interval(kode, values, self.populasi, scale)
        return normal_interval(self.moments, self.populasi, scale)

    @cached_property
    def moments(self) -> Moments:
        """Joint sums of the questions, over all periods; stored, but for a single service counted anew."""
        if self.layanan is not None:
            return moments_of(*_stacked(self.store, self.ids, self.layanan))
        questions = stored.survey_questions(self.store, self.ids)
        kinds = {tuple(own.sort_values("kolom")["kode"]) for _, own in questions.groupby("survei_id")}
        if len(kinds) == 1:
            return moments_from(stored.survey_moments(self.store, self.ids), kinds.pop(), self.responden or 0)
        return moments_of(*_stacked(self.store, self.ids))

    @property
    def interval_points(self) -> tuple[float, float] | None:
        """The interval in points of the LKE."""
        if self.interval is None or self.points is None:
            return None
        lke = load_instrument(self.lke)
        return tuple(points(self.instrument, lke, end) for end in (self.interval.bawah, self.interval.atas))

    @cached_property
    def distribution(self) -> pd.DataFrame:
        """As of survey.distribution."""
        return distribution(self.instrument, self.counts)

    def by(self, dimension: str) -> pd.DataFrame:
        """Index by 'layanan', 'periode' or a group (survey_answers.KELOMPOK), small groups suppressed.

        Of all services only, as nobody counted one service's periods and groups.
        As of survey.index_by, with the column named as the dimension; empty when the files do not tell it.
        """
        people = stored.survey_categories(self.store, self.ids)
        own = people[people["dimensi"] == dimension].groupby("kategori")["responden"].sum()
        if not (own.index != UNKNOWN).any():
            return pd.DataFrame(columns=[dimension, "responden", "indeks", "nilai", "mutu", "disembunyikan"])
        counts = self.counts
        if dimension in KELOMPOK:
            groups = stored.survey_group_counts(self.store, self.ids)
            counts = groups[groups["kelompok"] == dimension].rename(columns={"kategori": dimension})
            counts = _keyed(counts)
        table = index_by(self.instrument, counts, dimension, own, self.desimal)
        return table.replace({dimension: {UNKNOWN: UNTOLD}})

    @cached_property
    def pulling_down(self) -> pd.DataFrame:
        """As of survey_improvement.pulling_down; empty when only the index is known."""
        return pulling_down(self.instrument, self._by_unsur)

    def rises_needed(self, minimum: float) -> pd.DataFrame:
        """As of survey_improvement.rises_needed."""
        return rises_needed(self.instrument, self._by_unsur, minimum)

    @cached_property
    def importance(self) -> pd.DataFrame:
        """As of survey_improvement.importance; empty for aggregates."""
        return importance(self.instrument, self.moments) if not self.is_aggregate else pd.DataFrame()

    @cached_property
    def services(self) -> list[str]:
        """The services that may be looked at by themselves: told by name, and of enough respondents."""
        shown = self.by("layanan").query("not disembunyikan")["layanan"]
        return [name for name in shown if name != UNTOLD]

    @cached_property
    def service_intervals(self) -> dict[str, Interval]:
        """Each service's interval, the same as its own part of the screen shows; of those with enough respondents only.

        Enough: the regulation's minimum for a survey (`trust_rules`). Empty above MOST_FOR_SERVICES respondents.
        """
        if self.is_aggregate or self.layanan is not None or (self.responden or 0) > MOST_FOR_SERVICES:
            return {}
        table = self.by("layanan")
        enough = table[table["layanan"].isin(self.services) & (table["responden"] >= trust_rules().minimum_responden)]
        parts = {name: _of_service(self, name, self.desimal) for name in enough["layanan"]}
        return {name: part.interval for name, part in parts.items() if part is not None and part.interval is not None}

    @cached_property
    def comments(self) -> pd.DataFrame:
        """Masked comments: survei_id, baris, layanan, pertanyaan, teks."""
        return stored.survey_comments(self.store, self.ids)

    def find_comments(self, words: str = "", most: int | None = None) -> pd.DataFrame:
        """Those with all these words (as of survey_comments.search), of the report's service if it has one.

        A service too small to be shown by itself is not named. most: at most so many, picked evenly from all.
        """
        found = stored.survey_comments(self.store, self.ids, self.layanan, words.casefold().split(), most)
        named = set(self.services) if self.layanan is None else {self.layanan}
        return search(found.assign(layanan=found["layanan"].where(found["layanan"].isin(named))), words)

    @cached_property
    def comment_count(self) -> int:
        """How many comments there are (of the report's service)."""
        return stored.count_comments(self.store, self.ids, self.layanan)

    @cached_property
    def findings(self) -> pd.DataFrame:
        """What is doubtful: found at the import, and by the number of respondents; as of findings.findings_table."""
        found = [stored.survey_findings(self.store, survei_id) for survei_id in self.ids]
        sample = findings_table(sample_findings(self.responden, self.populasi))
        notes = findings_table([Finding("catatan", text) for text in self.catatan])
        parts = [t for t in (sample, *found, notes) if len(t)]
        return pd.concat(parts, ignore_index=True) if parts else sample

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
) -> SurveyReport | None:
    """The report on one kind of survey; None when the unit has none that year, or (nearly) none of that service.

    decimals: how the weight of an unsur is rounded (`SurveyInstrument.bobot_desimal`). Surveys of several periods are
    taken together, every respondent counting the same; one of the whole year takes the place of its parts.
    layanan: only the answers about one service of `SurveyReport.services`; how many it served is not known.
    """
    found = stored.surveys(store, unit_key(unit), tahun)
    found = found[found["jenis"] == jenis]
    if found.empty:
        return None
    instrument = load_survey_instruments()[jenis]
    found, notes = _chosen(found)
    counts = _keyed(stored.survey_counts(store, found["survei_id"].tolist()))
    counts = pd.concat([counts, _aggregate_counts(store, found)], ignore_index=True)
    nrr = nrr_table(instrument, counts) if len(counts) else pd.DataFrame(columns=["kode", "nama", "nrr", "banyak"])
    if len(nrr):
        figure = index_of(instrument, dict(zip(nrr["kode"], nrr["nrr"], strict=True)), decimals)
    else:
        weights = found["responden"].fillna(1)
        figure = index_only(instrument, float((found["indeks"] * weights).sum() / weights.sum()))
    total, served = found["responden"], found["populasi"]
    report = SurveyReport(
        store,
        instrument,
        found.reset_index(drop=True),
        counts,
        nrr,
        figure,
        None if total.isna().any() else int(total.sum()),
        None if served.isna().any() else int(served.sum()),
        tuple(notes),
        lke,
        desimal=decimals,
    )
    return report if layanan is None else _of_service(report, layanan, decimals)


def _of_service(report: SurveyReport, layanan: str, decimals: int | None) -> SurveyReport | None:
    if layanan not in report.services:
        return None
    raw = report.surveys[report.surveys["agregat"] == ""].reset_index(drop=True)
    people = stored.survey_categories(report.store, raw["survei_id"].tolist())
    own = people[(people["dimensi"] == "layanan") & (people["kategori"] == layanan)]
    counts = report.counts[report.counts["layanan"] == layanan]
    nrr = nrr_table(report.instrument, counts)
    figure = index_of(report.instrument, dict(zip(nrr["kode"], nrr["nrr"], strict=True)), decimals)
    return replace(
        report,
        surveys=raw,
        counts=counts,
        nrr=nrr,
        figure=figure,
        responden=int(own["responden"].sum()),
        populasi=None,
        layanan=layanan,
    )


def _chosen(found: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Of several surveys of one kind those that count: the whole year's alone; else raw answers before results."""
    notes = []
    whole = found[found["periode"] == ""]
    if len(whole) and len(found) > 1:
        notes.append("survei setahun penuh dipakai; survei per periode pada tahun yang sama tidak dijumlahkan lagi")
        return whole, notes
    told = found[found["responden"].notna()]
    if len(told) < len(found) and len(found) > 1:
        notes.append("survei tanpa jumlah responden tidak ikut digabung, karena bobotnya tidak diketahui")
        found = told if len(told) else found.tail(1)
    levels = found["agregat"].map({"": 2, "unsur": 1, "indeks": 0})
    if levels.nunique() > 1 and (levels == 0).any():
        notes.append("survei yang hanya memuat indeks tidak digabung dengan survei yang memuat nilai per unsur")
        found = found[levels > 0]
    return found, notes


def _keyed(counts: pd.DataFrame) -> pd.DataFrame:
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


def _stacked(store: Store, survei_ids: list[str], layanan: str | None = None) -> tuple[tuple[str, ...], np.ndarray]:
    """The raw answers of several surveys one below the other: unsur of each question, and the values."""
    questions = stored.survey_questions(store, survei_ids)
    keys, parts = {}, []
    for survei_id in survei_ids:
        own = questions[questions["survei_id"] == survei_id].sort_values("kolom")
        places = own["kode"] + "/" + (own.groupby("kode").cumcount() + 1).astype(str)
        keys |= dict(zip(places, own["kode"], strict=True))
        parts.append((places.tolist(), stored.survey_values(store, survei_id, layanan)))
    order = list(keys)
    rows = []
    for places, values in parts:
        block = np.full((len(values), len(order)), np.nan)
        block[:, [order.index(p) for p in places]] = values
        rows.append(block)
    return tuple(keys.values()), np.vstack(rows)
