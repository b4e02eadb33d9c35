"""Tables for what is drawn about surveys: bars of unsur, and how answers are spread."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from zi_metrics.bahasa import format_list, format_number
from zi_metrics.near_minimum import format_beside, format_minimum
from zi_metrics.scoring.score import GATE_TOLERANCE
from zi_metrics.survey_answers import KESELURUHAN
from zi_metrics.surveys.published import on_scale, published_targets
from zi_metrics.surveys.report import SurveyReport
from zi_metrics.surveys.sentences import targets
from zi_metrics.table_rows import rows_of

# With more levels than this (a scale of 0 to 100) the answers are gathered in four equal parts of the scale.
_MOST_LEVELS = 7
_QUALITY_STATUS = {"A": "memenuhi", "B": "memenuhi", "C": "hampir", "D": "belum"}


# Of `unsur_bars`.
UNSUR_BAR_COLUMNS = ("kode", "nama", "nilai", "penuh", "ticks", "status", "keadaan", "figure")
# Of `answer_spread`.
SPREAD_COLUMNS = ("kolom", "label", "taraf", "tinggi", "banyak", "bagian", "rata_rata")


class _Unsur(NamedTuple):
    kode: str
    nama: str
    nrr: float


def unsur_bars(report: SurveyReport) -> pd.DataFrame:
    """A bar per unsur against what the index must reach, as published, the weakest first. Columns: UNSUR_BAR_COLUMNS.

    status: as of a standing; keadaan: which of the minima it reaches, or its quality where nothing is asked.
    """
    instrument, minima, places = report.instrument, targets(report), published_targets(report)
    rows = []
    for row in rows_of(report.nrr.sort_values("nrr", kind="stable"), _Unsur):
        if len(report.gates):
            status = _standing(row.nrr, minima)
            held = [name for name, minimum in minima.items() if row.nrr >= minimum - GATE_TOLERANCE]
            words = f"mencapai {format_list(held)}" if held else "di bawah syarat"
        else:
            letter = instrument.band(row.nrr).huruf
            status, words = _QUALITY_STATUS.get(letter, "tanpa_syarat"), f"mutu {letter}"
        value = instrument.published(row.nrr)
        rows.append(
            {
                "kode": row.kode,
                "nama": row.nama,
                "nilai": value,
                "penuh": instrument.published(instrument.skala.maksimum),
                "ticks": [(f"{name} {format_minimum(minimum)}", minimum) for name, minimum in places.items()],
                "status": status,
                "keadaan": words,
                "figure": format_beside(value, places.values()),
            }
        )
    return pd.DataFrame(rows, columns=list(UNSUR_BAR_COLUMNS))


def answer_spread(report: SurveyReport) -> pd.DataFrame:
    """How each question was answered, a row per question and level, worst level first.

    Columns: SPREAD_COLUMNS. taraf (name of the level), tinggi (0 = worst, 1 = best), bagian (0-1), rata_rata as
    published.
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
    table = table.sort_values(["urutan", "kolom", "tinggi"])[list(SPREAD_COLUMNS)].reset_index(drop=True)
    return on_scale(report.instrument, table, "rata_rata")


def _standing(value: float, minima: dict[str, float]) -> str:
    held = [value >= minimum - GATE_TOLERANCE for minimum in minima.values()]
    return "memenuhi" if all(held) else "hampir" if any(held) else "belum"


def _level_name(value: float) -> str:
    return format_number(value, 0 if abs(value - round(value)) < 1e-6 else 1)
