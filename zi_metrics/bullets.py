"""Tables for `figures.bullet_bars`: what stands on each bar, its full mark, its minima and its standing."""

from collections.abc import Sequence

import pandas as pd

from zi_metrics.area import Area, area_minima
from zi_metrics.bahasa import format_change, format_number, format_percent
from zi_metrics.figure_style import EMPTY
from zi_metrics.instrument import Instrument, load_instrument
from zi_metrics.scenario import Outcome
from zi_metrics.scoring import GATE_TOLERANCE, MET, MISSED, UNDECIDED
from zi_metrics.unit_report import UnitReport

UNANSWERED = "belum dijawab"


def unit_bars(overview: pd.DataFrame) -> pd.DataFrame:
    """A bar per unit of an `overview`: its total against every predicate's. Columns: see `figures.bullet_bars`."""
    rows = []
    for row in overview.itertuples():
        instrument = load_instrument(row.instrumen, row.instrumen_versi)
        status = MET if row.status in instrument.predikat else row.status
        rows.append(
            {
                "label": row.unit + _open_part(row),
                "nilai": row.total,
                "penuh": instrument.total,
                "ticks": total_minima(instrument),
                "status": status if row.terjawab else EMPTY,
                "figure": format_number(row.total) + _change(row.perubahan) if row.terjawab else UNANSWERED,
            }
        )
    return pd.DataFrame(rows)


def gate_bars(report: UnitReport | Outcome, predikat: str) -> pd.DataFrame:
    """A bar per gate of a predicate, in the regulation's order; of a stored assessment or of a simulated one."""
    gates = report.gates[report.gates["predikat"] == predikat]
    return pd.DataFrame(
        [
            {
                "label": f"{_mark(row)} {row.nama.removeprefix('Area ')}",
                "nilai": row.nilai,
                "penuh": row.bobot,
                "ticks": [(f"min {format_number(row.minimum)}", row.minimum)],
                "status": row.putusan if row.terjawab else EMPTY,
                "figure": f"{format_number(row.nilai)} ({format_change(row.nilai - row.minimum)})"
                if row.terjawab
                else UNANSWERED,
            }
            for row in gates.itertuples()
        ]
    )


def area_bars(report: UnitReport) -> pd.DataFrame:
    """A bar per area (all its nodes together) against the minima of every predicate, one scale for all."""
    instrument, nodes = report.instrument, report.nodes.set_index("kode")
    rows = []
    for number, name in instrument.pokja().items():
        own = nodes.loc[[node.kode for node in instrument.area_nodes(number)], ["nilai", "bobot", "terjawab"]].sum()
        minima = {short: share * own["bobot"] for short, share in area_minima(instrument, number).items()}
        rows.append(_area_row(name, own["nilai"], own["bobot"], minima, int(own["terjawab"])))
    return pd.DataFrame(rows)


def area_caption(instrument: Instrument) -> str:
    """What the upright lines of `area_bars` are, in a sentence."""
    minima = [area_minima(instrument, number) for number in instrument.pokja()]
    if not any(minima):
        return "Instrumen ini tidak menetapkan minimum tiap area."
    alike = all(own == minima[0] for own in minima)
    shares = " dan ".join(f"{name} ({format_percent(share)})" for name, share in minima[0].items())
    return f"Garis tegak: minimum {shares} dari bobot area." if alike else "Garis tegak: minimum area itu."


def pokja_bars(area: Area) -> pd.DataFrame:
    """A bar per unit for one area, against the minima that hold for all of them."""
    rows = []
    for row in area.units.itertuples():
        minima = {name: share * row.bobot for name, share in area.minima.items()}
        rows.append(_area_row(row.unit, row.nilai, row.bobot, minima, row.terjawab))
    return pd.DataFrame(rows)


def _area_row(label: str, nilai: float, bobot: float, minima: dict[str, float], answered: int) -> dict:
    """One area's bar; behind the figure stands the highest predicate whose minimum it reaches, if there are minima."""
    reached = [name for name, minimum in minima.items() if nilai >= minimum - GATE_TOLERANCE]
    mark = f" ✔ {reached[-1]}" if reached else " ✘" if minima else ""
    status = "memenuhi" if reached else "belum" if minima else "tanpa_syarat"
    return {
        "label": label,
        "nilai": nilai,
        "penuh": bobot,
        "ticks": list(minima.items()),
        "status": status if answered else EMPTY,
        "figure": f"{format_number(nilai)} · {format_percent(nilai / bobot, 1)}{mark}" if answered else UNANSWERED,
    }


def total_caption(instruments: Sequence[Instrument]) -> str:
    """What the upright lines of `unit_bars` are, in a sentence."""
    minima = [total_minima(instrument) for instrument in instruments]
    if any(own != minima[0] for own in minima):
        return "Garis tegak: minimum total menurut instrumen unit itu."
    points = " dan ".join(f"{format_number(minimum, 0)} ({name})" for name, minimum in minima[0])
    return f"Garis tegak: minimum {points}."


def total_minima(instrument: Instrument) -> list[tuple[str, float]]:
    """The total that each predicate asks for: (short name, points)."""
    gate = instrument.gate_over(instrument.komponen)
    return [(p.singkatan, instrument.gate_minimum(gate, key)) for key, p in instrument.predikat.items()]


def _mark(gate) -> str:
    if not gate.terjawab:
        return "○"
    return {MET: "✔", MISSED: "✘", UNDECIDED: "○"}[gate.putusan]


def _open_part(row) -> str:
    return "" if row.terjawab == row.pertanyaan else f" · {row.terjawab}/{row.pertanyaan} terjawab"


def _change(value: float) -> str:
    return "" if pd.isna(value) else f" ({format_change(value)})"
