"""All units with one kind of survey in one year: indices with their intervals, gates, and units x unsur."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from zi_metrics.bahasa import format_list, format_number
from zi_metrics.instruments.library import DEFAULT_INSTRUMENT
from zi_metrics.lke.chosen import in_scope
from zi_metrics.near_minimum import format_beside, format_minimum
from zi_metrics.scoring.score import GATE_TOLERANCE
from zi_metrics.store import surveys as stored
from zi_metrics.store.connection import Store
from zi_metrics.surveys.disclosure import FEWEST_SHOWN, is_few
from zi_metrics.surveys.index import index_of, index_only
from zi_metrics.surveys.instruments.library import SurveyInstrument
from zi_metrics.surveys.report import SurveyReport, survey_report
from zi_metrics.surveys.sentences import AGGREGATE, published_interval, targets
from zi_metrics.surveys.trust import trust_rules

# Reading the answers takes a moment for each unit; with more units intervals are shown on the unit's own part only.
MOST_INTERVALS = 150
ORDERS = {
    "tertinggi": "Indeks tertinggi",
    "terendah": "Indeks terendah",
    "responden": "Responden paling sedikit",
    "nama": "Nama unit",
}
# The columns of `SurveyPortfolio.units`.
UNIT_COLUMNS = (
    "unit", "indeks", "nilai", "bawah", "atas", "selang", "mutu", "responden", "asal", "lolos", "keyakinan",
)  # fmt: skip


@dataclass(frozen=True)
class SurveyPortfolio:
    """All units with one kind of survey.

    units: a row per unit; UNIT_COLUMNS: bawah, atas: NaN = no interval; selang: the interval as published, '' = none;
        responden: NaN = not told; asal: '' = answers; lolos: how many of `minima` hold; keyakinan: how sure it is
        that the true index reaches the lowest minimum, NaN = not known
    grid: NRR by unit (rows) and unsur (columns); no row for units of which only the index is known
    minima: name of the predicates -> index, {} without gates
    tertutup: units of which only the number of respondents may be told, and that are not among `units`
    """

    units: pd.DataFrame
    grid: pd.DataFrame
    minima: dict[str, float]
    tertutup: tuple[str, ...] = ()

    def sorted_by(self, order: str) -> "SurveyPortfolio":
        """The same in another order (a key of ORDERS)."""
        column, ascending = {
            "tertinggi": ("indeks", False), "terendah": ("indeks", True), "responden": ("responden", True),
            "nama": ("unit", True),
        }[order]  # fmt: skip
        return self.part(self.units.sort_values(column, ascending=ascending, kind="stable").reset_index(drop=True))

    def part(self, units: pd.DataFrame) -> "SurveyPortfolio":
        """Only some of the units: rows of `units`."""
        return SurveyPortfolio(
            units, self.grid.reindex([u for u in units["unit"] if u in self.grid.index]), self.minima, self.tertutup
        )

    def shown(self, nilai: float) -> str:
        """A unit's index as published, with enough digits to be seen beside the minima."""
        return format_beside(nilai, self.minima.values())

    def sentence(self, tahun: int, indeks: str) -> str:
        """How many units reach each minimum."""
        count = len(self.units)
        if not self.minima:
            return f"{count} unit punya {indeks} {tahun}, rata-rata {format_number(self.units['nilai'].mean())}."
        held = [
            f"{(self.units['indeks'] >= minimum - GATE_TOLERANCE).sum()} dari {count} unit mencapai minimum {name} "
            f"({format_minimum(minimum)})"
            for name, minimum in self.minima.items()
        ]
        lowest = min(self.minima.values())
        unsure = int(((self.units["bawah"] < lowest) & (self.units["atas"] >= lowest)).sum())
        rest = f" {unsure} unit belum pasti: selangnya melintasi {format_minimum(lowest)}." if unsure else ""
        return f"{indeks} {tahun}: {'; '.join(held)}.{rest}"

    def withheld(self) -> str:
        """Which units are not shown, and why; '' where all are."""
        if not self.tertutup:
            return ""
        return (
            f"Tidak ditunjukkan supaya jawaban seseorang tidak dapat ditebak: {format_list(self.tertutup)}. Alasannya "
            "ada di layar surveinya."
        )

    def no_intervals(self) -> str:
        """Why no interval is shown, of all or of some, and where it is; '' where they are."""
        if len(self.units) <= MOST_INTERVALS:
            missing = self.units[self.units["bawah"].isna()]
            results = int(missing["asal"].ne("").sum())
            reasons = [
                f"{results} hanya memuat hasil" if results else "",
                f"{len(missing) - results} dijawab kurang dari {trust_rules().minimum_selang} orang"
                if len(missing) > results
                else "",
            ]
            told = " dan ".join(reason for reason in reasons if reason)
            return f"{len(missing)} unit tanpa selang: {told}." if told else ""
        return (
            f"Selang tidak dihitung di sini karena lebih dari {MOST_INTERVALS} unit, sehingga tidak terlihat unit mana "
            "yang belum pasti. Ketuk satu unit untuk melihat selangnya."
        )

    def standing(self, held: int) -> str | None:
        """How a unit stands that reaches so many minima (`lolos`): memenuhi, hampir, belum; None = none asked."""
        if not self.minima:
            return None
        return "memenuhi" if held == len(self.minima) else "hampir" if held else "belum"


def survey_portfolio(
    store: Store, tahun: int, jenis: str, samples: bool = False, lke: str = DEFAULT_INSTRUMENT
) -> SurveyPortfolio | None:
    """All units that have this survey in that year; None when none has."""
    surveys = in_scope(stored.surveys(store), samples)
    surveys = surveys[(surveys["jenis"] == jenis) & (surveys["tahun"] == tahun)]
    names = surveys["unit"].unique().tolist()
    if not names:
        return None
    few = len(names) <= MOST_INTERVALS
    # Of very many units a report each would take minutes; of one survey the store knows all that is needed here.
    # Where a version was withdrawn, only a report knows whether the one before may be shown.
    gone = stored.withdrawn_surveys(store, tahun=tahun)
    plain = ~surveys["unit_id"].duplicated(keep=False) & ~surveys["unit_id"].isin(gone["unit_id"])
    alone = surveys.iloc[:0] if few else surveys[plain & ~surveys["responden"].map(is_few)].iloc[1:]
    reported = names if few else sorted(set(names) - set(alone["unit"]))
    made = ((name, survey_report(store, name, tahun, jenis, lke=lke, with_interval=few)) for name in reported)
    reports = {name: report for name, report in made if report is not None}
    if not reports:
        return None
    any_report = next(iter(reports.values()))
    gates = targets(any_report) if len(any_report.gates) else {}
    found = {name: (_row(name, r), dict(zip(r.nrr["kode"], r.nrr["nrr"], strict=True))) for name, r in reports.items()}
    found |= _single_surveys(store, alone, any_report.instrument, gates)
    found = {name: found[name] for name in names if name in found}
    units = pd.DataFrame([row for row, _ in found.values()], columns=list(UNIT_COLUMNS))
    grid = pd.DataFrame.from_dict({name: nrr for name, (_, nrr) in found.items() if nrr}, orient="index")
    order = [k for k in (u.kode for u in any_report.instrument.unsur) if k in grid.columns]
    return SurveyPortfolio(units, grid[order], gates, tuple(name for name in names if name not in found))


def _single_surveys(
    store: Store, surveys: pd.DataFrame, instrument: SurveyInstrument, minima: dict[str, float]
) -> dict[str, tuple[dict, dict[str, float]]]:
    """Of units with one survey each, without intervals: unit -> its row and its NRR by unsur, as its report has them.

    surveys: rows of `store.surveys.surveys`, of one kind and year.
    """
    nrr: dict[str, dict[str, float]] = {}
    stored_nrr = stored.survey_nrr(store, surveys["survei_id"].tolist())
    # Databases of before have those of few answers, too.
    stored_nrr = stored_nrr[~(stored_nrr["banyak"] < FEWEST_SHOWN)]
    for survei_id, kode, value in stored_nrr[["survei_id", "kode", "nrr"]].itertuples(index=False):
        nrr.setdefault(survei_id, {})[kode] = value
    found = {}
    for survey in surveys.to_dict("records"):
        own = nrr.get(survey["survei_id"], {})
        figure = index_of(instrument, own) if own else index_only(instrument, survey["indeks"])
        row = {
            "unit": survey["unit"],
            "indeks": figure.indeks,
            "nilai": figure.nilai,
            "bawah": np.nan,
            "atas": np.nan,
            "selang": "",
            "mutu": f"{figure.mutu.huruf} ({figure.mutu.nama})",
            "responden": survey["responden"],
            "asal": AGGREGATE[survey["agregat"]] if survey["agregat"] else "",
            "lolos": sum(figure.indeks >= minimum - GATE_TOLERANCE for minimum in minima.values()),
            "keyakinan": np.nan,
        }
        found[survey["unit"]] = row, own
    return found


def _row(name: str, report: SurveyReport) -> dict:
    interval = report.interval
    minima = targets(report) if len(report.gates) else {}
    levels = sorted(set(report.surveys["agregat"]) - {""}, reverse=True)
    return {
        "unit": name,
        "indeks": report.figure.indeks,
        "nilai": report.figure.nilai,
        "bawah": np.nan if interval is None else interval.bawah,
        "atas": np.nan if interval is None else interval.atas,
        "selang": published_interval(report) if interval else "",
        "mutu": f"{report.figure.mutu.huruf} ({report.figure.mutu.nama})",
        "responden": np.nan if report.responden is None else report.responden,
        "asal": ", ".join(AGGREGATE[level] for level in levels),
        "lolos": sum(report.figure.indeks >= minimum - GATE_TOLERANCE for minimum in minima.values()),
        "keyakinan": np.nan if interval is None or not minima else interval.confidence(min(minima.values())),
    }
