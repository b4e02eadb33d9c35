"""Tables for the figures about surveys: bars of unsur, spread of answers, indices with their intervals."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from zi_metrics.bahasa import format_number
from zi_metrics.near_minimum import format_beside, format_minimum
from zi_metrics.scoring.score import GATE_TOLERANCE
from zi_metrics.survey_answers import KESELURUHAN
from zi_metrics.surveys.report import SurveyReport
from zi_metrics.surveys.sentences import targets
from zi_metrics.table_rows import rows_of

# With more levels than this (a scale of 0 to 100) the answers are gathered in four equal parts of the scale.
_MOST_LEVELS = 7
_QUALITY_STATUS = {"A": "memenuhi", "B": "memenuhi", "C": "hampir", "D": "belum"}


# Of `nrr_bars`, as `figures.units.bullet_bars` draws it.
NRR_BAR_COLUMNS = ("label", "nilai", "penuh", "ticks", "status", "figure")
# Of `answer_spread`.
SPREAD_COLUMNS = ("kolom", "label", "taraf", "tinggi", "banyak", "bagian", "rata_rata")
# Of `index_row`, as `figures.surveys.index_dots` draws it.
INDEX_COLUMNS = ("label", "indeks", "bawah", "atas", "status", "figure")


class _Unsur(NamedTuple):
    kode: str
    nama: str
    nrr: float


def nrr_bars(report: SurveyReport) -> pd.DataFrame:
    """A bar per unsur against what the index must reach. Columns: NRR_BAR_COLUMNS."""
    instrument, minima = report.instrument, targets(report)
    rows = []
    for row in rows_of(report.nrr, _Unsur):
        if len(report.gates):
            status = _standing(row.nrr, minima)
        else:
            status = _QUALITY_STATUS.get(instrument.band(row.nrr).huruf, "tanpa_syarat")
        mark = {"memenuhi": "✔ ", "belum": "✘ ", "hampir": "▲ "}.get(status, "")
        rows.append(
            {
                "label": f"{mark}{row.kode} {row.nama}",
                "nilai": row.nrr,
                "penuh": instrument.skala.maksimum,
                "ticks": [(f"{name} {format_minimum(minimum)}", minimum) for name, minimum in minima.items()],
                "status": status,
                "figure": format_beside(row.nrr, minima.values()),
            }
        )
    return pd.DataFrame(rows)


def answer_spread(report: SurveyReport) -> pd.DataFrame:
    """How each question was answered, a row per question and level, worst level first.

    Columns: SPREAD_COLUMNS. taraf (name of the level), tinggi (0 = worst, 1 = best), bagian (0-1).
    Empty for aggregates.
    """
    table = report.distribution
    raw = set(report.surveys.loc[report.surveys["agregat"] == "", "survei_id"])
    if not raw:
        return pd.DataFrame(columns=list(SPREAD_COLUMNS))
    scale = report.instrument.skala
    reach = scale.maksimum - scale.minimum
    levels = sorted(table["nilai"].round(6).unique())
    if len(levels) > _MOST_LEVELS:
        parts = np.minimum(((table["nilai"] - scale.minimum) / reach * 4).astype(int), 3)
        edges = [scale.minimum + reach * n / 4 for n in range(5)]
        names = [f"{format_number(a)}–{format_number(b)}" for a, b in pairwise(edges)]
        table = table.assign(tinggi=parts / 3, taraf=[names[n] for n in parts])
    else:
        table = table.assign(
            tinggi=(table["nilai"].round(6) - scale.minimum) / reach, taraf=[_level_name(v) for v in table["nilai"]]
        )
    worth = (table["nilai"] * table["bagian"]).groupby(table["kolom"]).transform("sum")
    several = table.groupby("kode")["kolom"].transform("nunique") > 1
    number = " (" + table["kolom"].str.split("/").str[-1] + ")"
    code = table["kode"].where(table["kode"] != KESELURUHAN, "")
    table = table.assign(rata_rata=worth, label=(code + " " + table["nama"] + number.where(several, "")).str.strip())
    order = {kode: n for n, kode in enumerate([*(u.kode for u in report.instrument.unsur), KESELURUHAN])}
    keys = ["urutan", "kolom", "label", "taraf", "tinggi", "rata_rata"]
    table = table.assign(urutan=table["kode"].map(order)).groupby(keys, as_index=False)[["banyak", "bagian"]].sum()
    return table.sort_values(["urutan", "kolom", "tinggi"])[list(SPREAD_COLUMNS)].reset_index(drop=True)


def _standing(value: float, minima: dict[str, float]) -> str:
    held = [value >= minimum - GATE_TOLERANCE for minimum in minima.values()]
    return "memenuhi" if all(held) else "hampir" if any(held) else "belum"


def _level_name(value: float) -> str:
    return format_number(value, 0 if abs(value - round(value)) < 1e-6 else 1)


def index_row(report: SurveyReport) -> pd.DataFrame:
    """The report's index as one line of `figures.surveys.index_dots`. Columns: INDEX_COLUMNS."""
    interval, minima = report.interval, targets(report)
    status = "tanpa_syarat" if report.gates.empty else _standing(report.figure.indeks, minima)
    shown = format_beside(report.figure.indeks, minima.values())
    if interval is not None:
        low, high = (format_beside(end, minima.values()) for end in (interval.bawah, interval.atas))
        shown += f" [{low}–{high}]"
    return pd.DataFrame(
        {
            "label": ["Indeks dan selangnya" if interval is not None else "Indeks"],
            "indeks": [report.figure.indeks],
            "bawah": [np.nan if interval is None else interval.bawah],
            "atas": [np.nan if interval is None else interval.atas],
            "status": [status],
            "figure": [shown],
        }
    )
