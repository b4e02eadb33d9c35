"""Tables for `figures.bullet_bars`: what stands on each bar, its full mark, its minima and its standing."""

import pandas as pd

from zi_metrics.area import Area
from zi_metrics.bahasa import format_change, format_number, format_percent
from zi_metrics.figure_style import EMPTY
from zi_metrics.instrument import Instrument
from zi_metrics.scoring import GATE_TOLERANCE
from zi_metrics.unit_report import UnitReport

UNANSWERED = "belum dijawab"


def unit_bars(overview: pd.DataFrame, instrument: Instrument) -> pd.DataFrame:
    """A bar per unit of an `overview`: its total against every predicate's. Columns: see `figures.bullet_bars`."""
    ticks = total_minima(instrument)
    return pd.DataFrame(
        [
            {
                "label": row.unit + _open_part(row),
                "nilai": row.total,
                "penuh": instrument.total,
                "ticks": ticks,
                "status": row.status if row.terjawab else EMPTY,
                "figure": format_number(row.total) + _change(row.perubahan) if row.terjawab else UNANSWERED,
            }
            for row in overview.itertuples()
        ]
    )


def gate_bars(report: UnitReport, predikat: str) -> pd.DataFrame:
    """A bar per gate of a predicate, in the regulation's order."""
    gates = report.gates[report.gates["predikat"] == predikat]
    return pd.DataFrame(
        [
            {
                "label": f"{_mark(row)} {row.nama.removeprefix('Area ')}",
                "nilai": row.nilai,
                "penuh": row.bobot,
                "ticks": [(f"min {format_number(row.minimum)}", row.minimum)],
                "status": EMPTY if not row.terjawab else "memenuhi" if row.terpenuhi else "belum",
                "figure": f"{format_number(row.nilai)} ({format_change(row.nilai - row.minimum)})"
                if row.terjawab
                else UNANSWERED,
            }
            for row in gates.itertuples()
        ]
    )


def area_bars(report: UnitReport) -> pd.DataFrame:
    """A bar per area (Pemenuhan and Reform together) against the minima of every predicate, one scale for all."""
    area_gates = report.gates[report.gates["kode"].isin(_area_gates(report.instrument))]
    rows = []
    for _, group in area_gates.groupby("kode", sort=False):
        first = group.iloc[0]
        names = [report.instrument.predikat[key].singkatan for key in group["predikat"]]
        minima = dict(zip(names, group["minimum"], strict=True))
        rows.append(_area_row(first.nama.removeprefix("Area "), first.nilai, first.bobot, minima, first.terjawab))
    return pd.DataFrame(rows)


def pokja_bars(area: Area, minima: dict[str, float]) -> pd.DataFrame:
    """A bar per unit for one area. minima: predicate's short name -> share of the area's bobot."""
    rows = [
        _area_row(
            row.unit, row.nilai, row.bobot, {name: share * row.bobot for name, share in minima.items()}, row.terjawab
        )
        for row in area.units.itertuples()
    ]
    return pd.DataFrame(rows)


def _area_row(label: str, nilai: float, bobot: float, minima: dict[str, float], answered: int) -> dict:
    """One area's bar; behind the figure stands the highest predicate whose minimum it reaches."""
    reached = [name for name, minimum in minima.items() if nilai >= minimum - GATE_TOLERANCE]
    mark = f"✔ {reached[-1]}" if reached else "✘"
    return {
        "label": label,
        "nilai": nilai,
        "penuh": bobot,
        "ticks": list(minima.items()),
        "status": EMPTY if not answered else "memenuhi" if reached else "belum",
        "figure": f"{format_number(nilai)} · {format_percent(nilai / bobot, 1)} {mark}" if answered else UNANSWERED,
    }


def area_minima(instrument: Instrument, pokja: int) -> dict[str, float]:
    """The minima of one area as shares of its bobot, by the predicate's short name."""
    nodes = {n.kode for n in instrument.area_nodes(pokja)}
    gate = next((g for g in instrument.syarat if set(g.simpul) == nodes), None)
    if gate is None:
        return {}
    weight = instrument.gate_weight(gate)
    points = {p: instrument.gate_minimum(gate, p) for p in instrument.predikat}
    return {instrument.predikat[p].singkatan: m / weight for p, m in points.items() if m is not None}


def total_minima(instrument: Instrument) -> list[tuple[str, float]]:
    """The total that each predicate asks for: (short name, points)."""
    gate = next(g for g in instrument.syarat if g.kode == "total")
    return [(p.singkatan, instrument.gate_minimum(gate, key)) for key, p in instrument.predikat.items()]


def _area_gates(instrument: Instrument) -> list[str]:
    areas = [{n.kode for n in instrument.area_nodes(number)} for number in instrument.pokja()]
    return [gate.kode for gate in instrument.syarat if set(gate.simpul) in areas]


def _mark(gate) -> str:
    if not gate.terjawab:
        return "○"
    return "✔" if gate.terpenuhi else "✘"


def _open_part(row) -> str:
    return "" if row.terjawab == row.pertanyaan else f" · {row.terjawab}/{row.pertanyaan} terjawab"


def _change(value: float) -> str:
    return "" if pd.isna(value) else f" ({format_change(value)})"
