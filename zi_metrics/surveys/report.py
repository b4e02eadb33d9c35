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
from zi_metrics.surveys.chosen import Chosen, Withheld, chosen_surveys
from zi_metrics.surveys.counted import CountedSurvey, counted_survey, interval_of, left_out
from zi_metrics.surveys.counts import UNKNOWN
from zi_metrics.surveys.disclosure import shown_of, suppressed
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
from zi_metrics.surveys.instruments.library import load_survey_instruments
from zi_metrics.surveys.intervals import Interval, more_respondents

# How a breakdown names those of whom it is not known where they belong.
UNTOLD = "Tidak disebut"
# What `SurveyReport.gates` has beyond `index.GATE_COLUMNS`.
CERTAINTY_COLUMNS = ("keyakinan", "survei_berikutnya", "tambah_50", "tambah_80")


@dataclass(frozen=True, kw_only=True)
class SurveyReport(CountedSurvey):
    """Everything about one kind of survey in one year.

    nrr: as of `index.nrr_table`; figure: the index
    services: those that may be looked at by themselves: told by name, and not suppressed
    lke: the instrument that points and gates are of
    desimal: how the weight of an unsur is rounded, None = exact
    interval: of the index, as of `intervals`; None for aggregates, below ten respondents, and where it was not asked
        for (`sentences.why_no_interval`)
    gates: as of `index.survey_gates`, with CERTAINTY_COLUMNS: how sure it is that the true index reaches the minimum
        (keyakinan), how likely a next survey of this size reaches it (survei_berikutnya), how many more respondents
        would tell with 50 % and 80 % assurance (tambah_50, tambah_80; 0 = told already, NaN = not with as many as can
        be asked); all NaN without an interval
    """

    nrr: pd.DataFrame
    figure: IndexFigure
    services: tuple[str, ...]
    lke: str = DEFAULT_INSTRUMENT
    desimal: int | None = None
    interval: Interval | None = None
    gates: pd.DataFrame = field(default_factory=pd.DataFrame)

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
    return None if report is None else _concluded(report, report_interval(store, report) if with_interval else None)


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
        sedikit=left_out(report.counts[report.counts["layanan"] == layanan], counts),
        responden=int(people.get(layanan, 0)),
        populasi=_served(store, raw, layanan),
        layanan=layanan,
    )


def _served(store: Store, surveys: pd.DataFrame, layanan: str) -> int | None:
    """How many a service served, None = not told for every survey."""
    told = stored.survey_served(store, surveys["survei_id"].tolist())
    told = told[told["layanan"] == layanan]
    return int(told["dilayani"].sum()) if set(told["survei_id"]) == set(surveys["survei_id"]) else None


def respondents_by(store: Store, survei_ids: list[str], dimension: str) -> pd.Series:
    """How many answered of each category of 'layanan', 'periode' or a group; empty where no category has a name."""
    people = stored.survey_categories(store, survei_ids)
    own = people[people["dimensi"] == dimension].groupby("kategori")["responden"].sum()
    return own if (own.index != UNKNOWN).any() else own.iloc[:0]


def _whole(store: Store, chosen: Chosen, decimals: int | None, lke: str) -> SurveyReport | None:
    """The report on these surveys of one kind, without interval and gates; None where too few answered anything."""
    own = counted_survey(store, chosen)
    if own is None:
        return None
    found, counts, instrument = own.surveys, own.counts, own.instrument
    nrr = nrr_table(instrument, counts) if len(counts) else pd.DataFrame(columns=["kode", "nama", "nrr", "banyak"])
    if len(nrr):
        figure = index_of(instrument, dict(zip(nrr["kode"], nrr["nrr"], strict=True)), decimals)
    else:
        weights = found["responden"].fillna(1)
        figure = index_only(instrument, float((found["indeks"] * weights).sum() / weights.sum()))
    people = respondents_by(store, own.ids, "layanan")
    hidden = suppressed(people) | ~people.index.isin(shown_of(counts, "layanan", people)["layanan"])
    return SurveyReport(
        **vars(own),
        nrr=nrr,
        figure=figure,
        services=tuple(str(name) for name in people.index if not hidden[name] and name not in (UNKNOWN, UNTOLD)),
        lke=lke,
        desimal=decimals,
    )


def report_interval(store: Store, report: SurveyReport) -> Interval | None:
    """The confidence interval of a report's index; see `SurveyReport.interval`."""
    found = interval_of(store, report)
    # Rounded weights move the index, and its interval with it.
    return found.weighted(report.figure.bobot * report.figure.unsur) if found and report.desimal is not None else found


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
