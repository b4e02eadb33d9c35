"""Tables for `figures.units.bullet_bars`: what stands on each bar, its full mark, its minima and its standing."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol

import pandas as pd

from zi_metrics.bahasa import format_change, format_number
from zi_metrics.figures.style import EMPTY
from zi_metrics.instruments.library import Instrument, load_instrument
from zi_metrics.lke.area import Area, area_minima
from zi_metrics.lke.unit import UnitReport
from zi_metrics.lke.unit_head import UnitHead
from zi_metrics.near_minimum import (
    format_beside,
    format_distance,
    format_minimum,
    format_percent_beside,
    format_percent_minimum,
)
from zi_metrics.penilai import BY_CODE
from zi_metrics.plan.mend_first import Mend
from zi_metrics.plan.scenario import Outcome
from zi_metrics.scoring.score import GATE_TOLERANCE, MET, MISSED, UNDECIDED
from zi_metrics.scoring.standing import Verdict, verdict_of
from zi_metrics.table_rows import rows_of
from zi_metrics.tolerance import SUM_TOLERANCE

UNANSWERED = "belum dijawab"
# A standing towards one predicate as a sign; 'hampir': the total is enough but another gate is not.
_MARK = {MET: "✔", "hampir": "▲", MISSED: "✘", UNDECIDED: "○", "tanpa_syarat": "–"}
TOTAL_KEY = "✔ memenuhi; ▲ total cukup, syarat lain belum; ✘ total belum cukup; ○ belum dapat dinilai."


# What a bar consists of, as `figures.units.bullet_bars` draws it.
BAR_COLUMNS = ("label", "nilai", "penuh", "ticks", "status", "figure")
# Of `pokja_bars` where several judges' figures stand beside each other: with whose each is.
POKJA_BAR_COLUMNS = (*BAR_COLUMNS, "note")
# Of `unit_bars`: with the reason for a standing, and the gates that fail; and in pieces: whose figures ('' where all
# are one's), what else the standing must be told with, the total and its change without each other.
UNIT_BAR_COLUMNS = (*BAR_COLUMNS, "note", "detail", "whose", "remarks", "total", "change")


class _Gate(NamedTuple):
    nama: str
    nilai: float
    bobot: float
    minimum: float
    putusan: str
    terjawab: int


class MovedBar(NamedTuple):
    """A gate before and after answers changed.

    label, figure: as they are read; nilai, sebelum: points after and before; penuh: full marks; minimum: points;
    status: its standing afterwards; note: what changed, '' = nothing
    """

    label: str
    nilai: float
    penuh: float
    status: str
    figure: str
    minimum: float
    sebelum: float
    note: str


class _AreaFigures(NamedTuple):
    nilai: float
    nilai_tertinggi: float
    bobot: float
    terjawab: float


class _AreaUnit(NamedTuple):
    unit: str
    penilai: str
    minima: Mapping[str, float]


def unit_bars(overview: pd.DataFrame, predikat: str, mixed: bool | None = None) -> pd.DataFrame:
    """A bar per unit of an `overview`: its total against every predicate's, and how it stands towards this one.

    mixed: whether several judges' figures stand beside each other; None = as in these rows
    Columns: UNIT_BAR_COLUMNS.
    """
    rows, mixed = [], overview["penilai"].nunique() > 1 if mixed is None else mixed
    for row in overview.to_dict("records"):
        instrument = load_instrument(row["instrumen"], row["instrumen_versi"])
        verdict = verdict_of(row)
        own = f"Menurut {BY_CODE[row['penilai']].menurut}" if mixed else ""
        status = _towards(verdict, predikat)
        rows.append(
            {
                "label": f"{_MARK[status]} {row['unit']}",
                "nilai": verdict.total,
                "penuh": instrument.total,
                "ticks": total_minima(instrument),
                "status": status if verdict.terjawab else EMPTY,
                "figure": verdict.total_text() + _change(row["perubahan"]) if verdict.terjawab else UNANSWERED,
                "note": _why(verdict, predikat, status, own, row[f"catatan_{predikat}"]),
                "detail": verdict.gagal[predikat],
                "whose": BY_CODE[row["penilai"]].menurut if mixed else "",
                "remarks": _remarks(verdict, predikat, status, row[f"catatan_{predikat}"]),
                "total": verdict.total_text() if verdict.terjawab else UNANSWERED,
                "change": "" if pd.isna(row["perubahan"]) else format_change(row["perubahan"]),
            }
        )
    return pd.DataFrame(rows, columns=list(UNIT_BAR_COLUMNS))


def _towards(verdict: Verdict, predikat: str) -> str:
    """Where a unit stands towards one predicate: a key of _MARK."""
    outcome = verdict.putusan.get(predikat)
    if outcome is None:
        return "tanpa_syarat"
    return "hampir" if outcome == MISSED and not verdict.kurang[predikat] else outcome


def _why(verdict: Verdict, predikat: str, status: str, whose: str, note: str) -> str:
    """The reason for a standing, short enough for a phone: the gates by name while they are few.

    whose: whose figures these are, where others' stand beside them; note: what the verdict must be told with.
    """
    failed = verdict.gagal[predikat]
    words = []
    if status == "tanpa_syarat":
        words = failed
    elif status in ("hampir", MISSED):
        names = ", ".join(name.removeprefix("Area ") for name in failed)
        words = [f"Belum: {names}" if len(failed) < 3 else f"{len(failed)} syarat belum terpenuhi"]
    told = [note] if note and status == MET else []
    return "; ".join(filter(None, [whose, *told, *words, *_remarks(verdict, predikat, status, "")]))


def _remarks(verdict: Verdict, predikat: str, status: str, note: str) -> list[str]:
    """What a standing must be told with, beside the gates that fail; the note first."""
    told = [note] if note and status == MET else []
    if verdict.belum_dijawab:
        told.append(f"{verdict.terjawab} dari {verdict.pertanyaan} dijawab")
        if status == UNDECIDED:
            told.append(f"bisa sampai {verdict.highest_text()}")
    if verdict.disimpulkan.get(predikat):
        told.append("syarat disimpulkan")
    return told


def gate_count_bars(failed: pd.DataFrame, units: int) -> pd.DataFrame:
    """A bar per gate by how many of so many units miss it (`lke.portfolio.failed_gates`).

    Columns: POKJA_BAR_COLUMNS.
    """
    rows = [
        {
            "label": row["syarat"].removeprefix("Area "),
            "nilai": float(row["unit"]),
            "penuh": float(units),
            "ticks": (),
            "status": MISSED,
            "figure": f"{format_number(row['unit'], 0)} dari {format_number(units, 0)} unit",
            "note": row["penilai"],
        }
        for row in failed.to_dict("records")
    ]
    return pd.DataFrame(rows, columns=list(POKJA_BAR_COLUMNS))


def branch_bars(branches: pd.DataFrame, outside: str) -> pd.DataFrame:
    """A bar per branch by how many of its units hold every gate (`lke.portfolio.by_branch`).

    outside: the name of those in no branch. Columns: BAR_COLUMNS.
    """
    rows = [
        {
            "label": row["cabang"] or outside,
            "nilai": float(row["memenuhi"]),
            "penuh": float(row["unit"]),
            "ticks": (),
            "status": MET,
            "figure": f"{format_number(row['memenuhi'], 0)} dari {format_number(row['unit'], 0)} unit",
        }
        for row in branches.to_dict("records")
    ]
    return pd.DataFrame(rows, columns=list(BAR_COLUMNS))


def mend_bars(questions: Sequence[Mend]) -> pd.DataFrame:
    """A bar per question by the points that units lose in it, of what it is worth. Columns: POKJA_BAR_COLUMNS."""
    rows = [
        {
            "label": f"{one.kode} {one.pertanyaan}",
            "nilai": one.kurang,
            "penuh": one.bobot,
            "ticks": (),
            "status": MISSED,
            "figure": f"{format_number(one.kurang)} dari {format_number(one.bobot)}",
            "note": f"{one.units_words} belum penuh",
        }
        for one in questions
    ]
    return pd.DataFrame(rows, columns=list(POKJA_BAR_COLUMNS))


def measured_bars(head: UnitHead) -> pd.DataFrame:
    """A bar per figure of a unit's head, in its order, towards its predicate. Columns: POKJA_BAR_COLUMNS."""
    rows = [
        {
            "label": f"{_MARK[one.keadaan if one.keadaan in _MARK else UNDECIDED]} {one.nama}",
            "nilai": one.nilai,
            "penuh": one.bobot,
            "ticks": [(f"{asked.predikat} {asked.teks}", asked.nilai) for asked in one.minima],
            "status": one.keadaan,
            "figure": f"{one.teks} dari {one.penuh}",
            "note": " · ".join(f"{asked.predikat} {asked.teks} {_MARK[asked.putusan]}" for asked in one.minima),
        }
        for one in (*head.utama, *head.lain)
    ]
    return pd.DataFrame(rows, columns=list(POKJA_BAR_COLUMNS))


class Judged(Protocol):
    """What has gates (`scoring.score.gate_table` of one assessment): stored, simulated, or about to be saved."""

    @property
    def gates(self) -> pd.DataFrame:
        """The gate table."""
        ...


def gate_bars(report: Judged, predikat: str) -> pd.DataFrame:
    """A bar per gate of a predicate, in the regulation's order.

    Columns: BAR_COLUMNS.
    """
    return pd.DataFrame([_gate_row(row) for row in _gates_of(report, predikat)])


def moved_gate_bars(before: Outcome, after: Outcome, predikat: str) -> list[MovedBar]:
    """A bar per gate of a predicate after answers changed, with what it was before them, in the regulation's order."""
    found = []
    for old, new in zip(_gates_of(before, predikat), _gates_of(after, predikat), strict=True):
        row, moved = _gate_row(new), new.nilai - old.nilai
        note = f"dari {format_beside(old.nilai, old.minimum)} ({format_change(moved)})"
        ((_, minimum),) = row.pop("ticks")
        found.append(
            MovedBar(**row, minimum=minimum, sebelum=old.nilai, note=note if abs(moved) > SUM_TOLERANCE else "")
        )
    return found


def _gates_of(report: Judged, predikat: str) -> list[_Gate]:
    return list(rows_of(report.gates[report.gates["predikat"] == predikat], _Gate))


def _gate_row(row: _Gate) -> dict[str, Any]:
    figure = f"{format_beside(row.nilai, row.minimum)} ({format_distance(row.nilai, row.minimum)})"
    return {
        "label": f"{_MARK[row.putusan]} {row.nama.removeprefix('Area ')}",
        "nilai": row.nilai,
        "penuh": row.bobot,
        "ticks": [(f"min {format_minimum(row.minimum)}", row.minimum)],
        "status": row.putusan if row.terjawab else EMPTY,
        "figure": figure if row.terjawab else UNANSWERED,
    }


def area_bars(report: UnitReport) -> pd.DataFrame:
    """A bar per area (all its nodes together) against the minima of every predicate, one scale for all.

    Columns: BAR_COLUMNS.
    """
    instrument, nodes = report.instrument, report.nodes.set_index("kode")
    rows = []
    for number, name in instrument.pokja().items():
        codes = [node.kode for node in instrument.area_nodes(number)]
        own = _AreaFigures(*nodes.loc[codes, list(_AreaFigures._fields)].sum())
        minima = {short: share * own.bobot for short, share in area_minima(instrument, number).items()}
        rows.append(_area_row(name, own, minima))
    return pd.DataFrame(rows)


def area_caption(instrument: Instrument) -> str:
    """What the upright lines of `area_bars` are, in a sentence."""
    minima = [area_minima(instrument, number) for number in instrument.pokja()]
    if not any(minima):
        return "Instrumen ini tidak menetapkan minimum tiap area."
    alike = all(own == minima[0] for own in minima)
    shares = " dan ".join(f"{name} ({format_percent_minimum(share)})" for name, share in minima[0].items())
    return f"Garis tegak: minimum {shares} dari bobot area." if alike else "Garis tegak: minimum area itu."


def pokja_bars(area: Area, units: pd.DataFrame | None = None) -> pd.DataFrame:
    """A bar per unit for one area, against the minima of the unit's own instrument.

    units: only these rows of `area.units`.
    Columns: BAR_COLUMNS, or POKJA_BAR_COLUMNS where several judges' figures stand beside each other.
    """
    rows, judges = [], area.units["penilai"]
    shown = area.units if units is None else units
    for own, whose in zip(rows_of(shown, _AreaFigures), rows_of(shown, _AreaUnit), strict=True):
        minima = {name: share * own.bobot for name, share in whose.minima.items()}
        row = _area_row(whose.unit, own, minima)
        rows.append(row | ({"note": f"Menurut {BY_CODE[whose.penilai].menurut}"} if judges.nunique() > 1 else {}))
    return pd.DataFrame(rows)


def _area_row(label: str, area: _AreaFigures, minima: dict[str, float]) -> dict:
    """One area's bar; behind the figure stands the highest predicate whose minimum it reaches, if there are minima."""
    nilai, bobot = area.nilai, area.bobot
    reached = [name for name, minimum in minima.items() if nilai >= minimum - GATE_TOLERANCE]
    # What is open can still bring the lowest minimum: then nothing is missed yet.
    reachable = bool(minima) and area.nilai_tertinggi >= min(minima.values()) - GATE_TOLERANCE
    status = MET if reached else "tanpa_syarat" if not minima else UNDECIDED if reachable else MISSED
    mark = {MET: f" ✔ {reached[-1]}" if reached else "", "tanpa_syarat": ""}.get(status, f" {_MARK[status]}")
    # Short, so that a long name fits beside it on a phone; the points show on pointing.
    figure = format_percent_beside(nilai / bobot, [points / bobot for points in minima.values()], 1) + mark
    return {
        "label": label,
        "nilai": nilai,
        "penuh": bobot,
        "ticks": list(minima.items()),
        "status": status if area.terjawab else EMPTY,
        "figure": figure if area.terjawab else UNANSWERED,
    }


def total_caption(instruments: Sequence[Instrument]) -> str:
    """What the upright lines of `unit_bars` are, in a sentence."""
    minima = [total_minima(instrument) for instrument in instruments]
    if any(own != minima[0] for own in minima):
        return "Garis tegak: minimum total menurut instrumen unit itu."
    points = " dan ".join(f"{format_minimum(minimum, 0)} ({name})" for name, minimum in minima[0])
    return f"Garis tegak: minimum {points}."


def total_minima(instrument: Instrument) -> list[tuple[str, float]]:
    """The total that each predicate asks for: (short name, points)."""
    gate = instrument.gate_over(instrument.komponen)
    minima = (
        [(p.singkatan, instrument.gate_minimum(gate, key)) for key, p in instrument.predikat.items()] if gate else []
    )
    return [(name, minimum) for name, minimum in minima if minimum is not None]


def _change(value: float) -> str:
    return "" if pd.isna(value) else f" ({format_change(value)})"
