"""A survey's figures on the scale on which its index is published (IKM 25-100), so that a screen has one scale only."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from zi_metrics.bahasa import format_number, format_plain
from zi_metrics.instruments.library import load_instrument
from zi_metrics.near_minimum import format_beside
from zi_metrics.surveys.instruments.library import SurveyInstrument
from zi_metrics.surveys.report import SurveyReport
from zi_metrics.surveys.sentences import targets
from zi_metrics.surveys.trust import needed_respondents
from zi_metrics.tolerance import SUM_TOLERANCE

# Of `rises`.
RISE_COLUMNS = ("kode", "nama", "nilai", "mengurangi", "bagian", "sendiri", "bersama", "terendah")


class IndexScale(NamedTuple):
    """The part of the published scale on which an index is drawn.

    awal, akhir: its ends; bawah, atas: the interval's, NaN = none
    """

    awal: float
    akhir: float
    nilai: float
    bawah: float
    atas: float


def on_scale(instrument: SurveyInstrument, table: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """A table whose columns are on the index's own scale, with these as published."""
    return table.assign(**{name: instrument.published(1.0) * table[name] for name in columns})


def published_targets(report: SurveyReport) -> dict[str, float]:
    """`sentences.targets` as published: name of the predicates, or of the next better quality -> minimum."""
    return {name: report.instrument.published(minimum) for name, minimum in targets(report).items()}


def scale_sentence(instrument: SurveyInstrument) -> str:
    """On which scale all figures are: 'Semua angka berskala 25–100 (nilai 1–4 dikali 25).'"""
    low, high = instrument.skala.minimum, instrument.skala.maksimum
    if not instrument.konversi:
        return f"Semua indeks dan nilai unsur berskala {format_plain(low)}–{format_plain(high)}."
    ends = (format_plain(instrument.published(end)) for end in (low, high))
    return (
        f"Semua indeks dan nilai unsur berskala {'–'.join(ends)} "
        f"(nilai {format_plain(low)}–{format_plain(high)} dikali {format_plain(instrument.konversi)})."
    )


def next_target(report: SurveyReport) -> tuple[str, float] | None:
    """The lowest minimum that the index does not reach, as published: its name and the minimum; None = all reached."""
    missed = {
        name: minimum for name, minimum in targets(report).items() if minimum - report.figure.indeks > SUM_TOLERANCE
    }
    if not missed:
        return None
    name = min(missed, key=lambda one: missed[one])
    return name, report.instrument.published(missed[name])


def rises(report: SurveyReport) -> pd.DataFrame:
    """What each unsur takes off the index and how far it must rise to the next minimum, the weakest first.

    RISE_COLUMNS, as published: mengurangi, bagian: as of `improvement.pulling_down` (sumbangan, bagian); sendiri,
    bersama, terendah: as of `improvement.rises_needed` for `next_target`, NaN also where every minimum is reached.
    """
    table = report.pulling_down.rename(columns={"nrr": "nilai", "sumbangan": "mengurangi"})
    wanted = next_target(report)
    ways = ["sendiri", "bersama", "terendah"]
    if wanted is None or table.empty:
        table = table.assign(**dict.fromkeys(ways, np.nan))
    else:
        needed = report.rises_needed(wanted[1] / report.instrument.published(1.0))
        table = table.merge(needed[["kode", *ways]], on="kode", how="left")
    return on_scale(report.instrument, table, "nilai", "mengurangi", *ways)[list(RISE_COLUMNS)]


def index_scale(report: SurveyReport) -> IndexScale:
    """Where an index, its interval and its minima lie, with a little room at both ends."""
    instrument, interval = report.instrument, report.interval
    low, high = (np.nan, np.nan) if interval is None else (interval.bawah, interval.atas)
    found = [instrument.published(value) for value in (report.figure.indeks, low, high)]
    start, end = scale_around(instrument, [*found, *published_targets(report).values()])
    return IndexScale(start, end, *found)


def scale_around(instrument: SurveyInstrument, values: list[float]) -> tuple[float, float]:
    """The ends of a part of the published scale that holds these values (NaN left out), at round tenths of it."""
    step = instrument.published(0.1)
    known = [value for value in values if not pd.isna(value)]
    full = instrument.published(instrument.skala.maksimum)
    start = (np.floor(min(known) / step + SUM_TOLERANCE) - 1) * step
    return float(max(start, 0.0)), float(min((np.ceil(max(known) / step - SUM_TOLERANCE) + 1) * step, full))


def points_texts(report: SurveyReport) -> tuple[str, str] | None:
    """The points in the LKE, and their interval with the full mark: '15,66', '[15,27–16,01] dari 17,50'.

    None for a survey that the LKE does not count.
    """
    if report.points is None:
        return None
    minima = report.gates["minimum"].tolist()
    ends = [format_beside(end, minima) for end in report.interval_points or ()]
    between = f"[{'–'.join(ends)}] " if ends else ""
    full = report.instrument.lke_weight(load_instrument(report.lke))
    return format_beside(report.points, minima), f"{between}dari {format_number(full)}"


def respondents_text(report: SurveyReport) -> str:
    """How many are needed: 'perlu 278 dari 1.000 yang dilayani'."""
    needed = f"perlu {format_number(needed_respondents(report.populasi), 0)}"
    return needed if report.populasi is None else f"{needed} dari {format_number(report.populasi, 0)} yang dilayani"


def has_enough(report: SurveyReport) -> bool | None:
    """Whether as many answered as are needed; None = nobody told how many answered."""
    return None if report.responden is None else report.responden >= needed_respondents(report.populasi)
