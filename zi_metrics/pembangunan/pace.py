"""Pace: a unit's values on their way to the day of the proposal, the straight line there, and where they are heading.

For each gate of a predicate: its value at every point in time of one judge, the straight line from the first of them
to the gate's minimum on the day, and a forecast for that day by ordinary least squares over time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from zi_metrics.answers import PENILAI
from zi_metrics.bahasa import capitalised, format_date
from zi_metrics.instruments.library import Instrument, load_instrument
from zi_metrics.lke.portfolio import gates_of
from zi_metrics.near_minimum import format_beside, format_minimum, format_shortfall
from zi_metrics.penilai import JUDGES
from zi_metrics.store import tables
from zi_metrics.store.connection import Store
from zi_metrics.store.proposal_dates import proposal_date
from zi_metrics.tolerance import SUM_TOLERANCE

# With fewer dates a line through them says nothing of how far they lie from it.
FEWEST_DATES = 3
# How often the value on the day is to lie in the band.
COVERAGE = 0.80
_FEWEST_DATES_WORDS = {1: "satu", 2: "dua"}


@dataclass(frozen=True)
class Point:
    """A value (points) as of a date."""

    tanggal: date
    nilai: float


@dataclass(frozen=True)
class GatePace:
    """One gate on its way.

    kode, nama: the gate's; minimum: what it asks for; penuh: its full marks (points); menyeluruh: it is the total
    titik: its values, earliest first; garis: the straight line's ends: the first point, and the minimum on the day
    perkiraan: the band on the day (low, high), None where nothing can be said; tengah: the line's own value there
    """

    kode: str
    nama: str
    minimum: float
    penuh: float
    menyeluruh: bool
    titik: tuple[Point, ...]
    garis: tuple[Point, Point]
    perkiraan: tuple[float, float] | None
    tengah: float | None

    @property
    def behind(self) -> float | None:
        """How many points the last value lies below the straight line (negative: above); None where that is over."""
        first, last, end = self.titik[0], self.titik[-1], self.garis[1]
        if last.tanggal >= end.tanggal or last.tanggal == first.tanggal:
            return None
        share = (last.tanggal - first.tanggal).days / (end.tanggal - first.tanggal).days
        return first.nilai + share * (end.nilai - first.nilai) - last.nilai

    def sentence(self) -> str:
        """'Pada laju sekarang total diperkirakan 71,20–76,90 pada 31 Mei 2026; perlu 75. Tertinggal 2,10 poin …'."""
        name, day = "total" if self.menyeluruh else self.nama, format_date(self.garis[1].tanggal)
        need = format_minimum(self.minimum, 0)
        if self.perkiraan is not None:
            low, high = (format_beside(value, self.minimum, 1) for value in self.perkiraan)
            words = f"Pada laju sekarang {name} diperkirakan {low}–{high} pada {day}; perlu {need}."
        else:
            now = format_beside(self.titik[-1].nilai, self.minimum, 1)
            words = f"{capitalised(name)} {now} per {format_date(self.titik[-1].tanggal)}; perlu {need} pada {day}."
        return " ".join(part for part in (words, self._beside_line(), self._why_silent()) if part)

    def _beside_line(self) -> str:
        behind = self.behind
        if self.titik[-1].nilai >= self.minimum - SUM_TOLERANCE:
            return "Minimumnya sudah tercapai."
        if behind is None:
            return ""
        if abs(behind) < 0.05:
            return "Tepat pada garis lurus."
        if behind > 0:
            return f"Tertinggal {format_shortfall(behind, 1)} poin dari garis lurus."
        return f"{format_shortfall(-behind, 1)} poin di depan garis lurus."

    def _why_silent(self) -> str:
        if self.perkiraan is not None:
            return ""
        if self.titik[-1].tanggal >= self.garis[1].tanggal:
            return "Titik terakhir sudah pada atau sesudah batas pengusulan, jadi tidak ada yang diperkirakan."
        dates = len({point.tanggal for point in self.titik})
        return f"Perkiraan memerlukan sedikitnya tiga tanggal; baru ada {_FEWEST_DATES_WORDS.get(dates, dates)}."


@dataclass(frozen=True)
class Pace:
    """A unit's pace in a year, by one judge, to one predicate.

    penilai: whose values these are; predikat: the predicate's code; tanggal_batas: the day of the proposal
    belum_lengkap: how many of the points have open questions, which count 0
    syarat: the predicate's gates, the total first
    """

    unit_id: str
    unit: str
    tahun: int
    penilai: str
    predikat: str
    tanggal_batas: date
    belum_lengkap: int
    syarat: tuple[GatePace, ...]


def pace(
    store: Store, unit_id: str, tahun: int, penilai: str | None = None, predikat: str | None = None
) -> Pace | None:
    """A unit's pace in a year; None where the judge has no point in time with any answer.

    penilai: None = the unit's own self-assessments, or where there are none, the judge with most points
    predikat: None = the instrument's lowest. Only points by the newest one's instrument are on one line. Raises
    KeyError (it, then those that there are) for a predicate that the instrument does not know.
    """
    points = tables.points_in_time(store, [unit_id])
    points = points[points["tahun"] == tahun]
    judge = penilai or default_judge(points["penilai"].tolist())
    points = points[points["penilai"] == judge]
    if points.empty:
        return None
    newest = points.iloc[-1]
    points = points[points["instrumen"] == newest["instrumen"]]
    instrument = load_instrument(newest["instrumen"], int(newest["instrumen_versi"]))
    predikat = predikat or next(iter(instrument.predikat))
    if predikat not in instrument.predikat:
        raise KeyError(predikat, *instrument.predikat)
    gates = gates_of(store, points)
    gates = gates[(gates["predikat"] == predikat) & (gates["terjawab"] > 0)]
    gates = gates.merge(points[["penilaian_id", "per_tanggal"]], on="penilaian_id").sort_values("per_tanggal")
    if gates.empty:
        return None
    whole = gates[gates["menyeluruh"]]
    deadline = proposal_date(store, tahun)
    return Pace(
        unit_id,
        str(newest["unit"]),
        tahun,
        str(judge),
        predikat,
        deadline,
        int((whole["terjawab"] < whole["pertanyaan"]).sum()),
        tuple(_gates(instrument, gates, deadline)),
    )


def default_judge(judges: Sequence[str]) -> str | None:
    """Whose points stand for a unit, of the judges of all its points: its own, else of who has most of them."""
    if JUDGES[0].kode in judges:
        return JUDGES[0].kode
    # Of equals the one furthest along the road.
    return max(reversed(PENILAI), key=judges.count) if judges else None


def _gates(instrument: Instrument, gates: pd.DataFrame, deadline: date) -> list[GatePace]:
    found = []
    for kode, own in gates.groupby("kode", sort=False):
        last = own.iloc[-1]
        points = tuple(
            Point(day.date(), float(value)) for day, value in zip(own["per_tanggal"], own["nilai"], strict=True)
        )
        minimum, full = float(last["minimum"]), float(last["bobot"])
        days = [float((point.tanggal - deadline).days) for point in points]
        band = forecast(days, [point.nilai for point in points], 0.0, full) if days[-1] < 0 else None
        found.append(
            GatePace(
                kode=str(kode),
                nama=str(last["nama"]),
                minimum=minimum,
                penuh=full,
                menyeluruh=bool(last["menyeluruh"]),
                titik=points,
                garis=(points[0], Point(deadline, minimum)),
                perkiraan=None if band is None else (band[0], band[2]),
                tengah=None if band is None else band[1],
            )
        )
    order = {gate.kode: place for place, gate in enumerate(instrument.syarat)}
    return sorted(found, key=lambda gate: (not gate.menyeluruh, order.get(gate.kode, len(order))))


def forecast(
    times: Sequence[float], values: Sequence[float], at: float, full: float, coverage: float = COVERAGE
) -> tuple[float, float, float] | None:
    """Where values are heading: low, middle and high of what is to be expected at a time; None with too few times.

    Ordinary least squares of the values on time, and the prediction interval for one further value: middle ± t s
    sqrt(1 + 1/n + (at - mean)² / Sxx), with s² = the residuals' squares / (n - 2) and Student's t with n - 2 degrees
    of freedom. It holds as often as it says where the values lie about a straight line with independent, normal and
    equally large errors. Clamped to [0, full], beyond which no value lies.
    Source: Draper and Smith, Applied Regression Analysis, 3rd ed. (1998), ch. 3.
    """
    # Here, because it takes longer to load than most commands to run.
    from scipy.special import stdtrit

    x, y = np.asarray(times, dtype=float), np.asarray(values, dtype=float)
    if len(np.unique(x)) < FEWEST_DATES:
        return None
    mean, free = x.mean(), len(x) - 2
    spread = float(((x - mean) ** 2).sum())
    slope = float(((x - mean) * (y - y.mean())).sum() / spread)
    middle = float(y.mean()) + slope * (at - mean)
    rest = y - (y.mean() + slope * (x - mean))
    error = np.sqrt(float((rest**2).sum()) / free * (1 + 1 / len(x) + (at - mean) ** 2 / spread))
    reach = float(stdtrit(free, (1 + coverage) / 2)) * error
    low, high = (float(np.clip(value, 0.0, full)) for value in (middle - reach, middle + reach))
    return low, float(np.clip(middle, 0.0, full)), high
