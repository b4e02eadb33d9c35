"""Figures about surveys that need axes: importance and performance, and an index over time with its intervals."""

from html import escape
from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from zi_metrics.bahasa import format_number
from zi_metrics.figures.style import frame, inks, texts, threshold
from zi_metrics.near_minimum import format_beside, format_minimum
from zi_metrics.surveys.importance import UNDECIDED
from zi_metrics.table_rows import rows_of

_LINE = "#0072B2"


class _Unsur(NamedTuple):
    kode: str
    nama: str
    nrr: float
    penting: float
    kuadran: str


class _Moment(NamedTuple):
    label: str
    indeks: float
    bawah: float
    atas: float
    responden: float


def quadrants(table: pd.DataFrame, dark: bool = False) -> go.Figure:
    """Unsur by how well they do (left to right) and how much they matter (upwards), with the four fields named.

    table: `surveys.importance.importance`, at least one row. A hollow dot: it cannot be told in which field it lies.
    """
    ink, faint = inks(dark)
    table = table[table["penting"].notna()]
    across, upward = table["nrr"].mean(), table["penting"].mean()
    x0, x1 = _around(table["nrr"])
    y0, y1 = _around(table["penting"])
    figure = go.Figure()
    figure.add_shape(
        type="rect", x0=x0, x1=across, y0=upward, y1=y1, fillcolor="rgba(213,94,0,0.12)", line={"width": 0},
        layer="below",
    )  # fmt: skip
    figure.add_hline(y=upward, line={"color": ink, "width": 1, "dash": "dot"})
    figure.add_vline(x=across, line={"color": ink, "width": 1, "dash": "dot"})
    corners = [
        (x0, y1, "Prioritas utama", "bottom right"),
        (x1, y1, "Pertahankan", "bottom left"),
        (x0, y0, "Prioritas rendah", "top right"),
        (x1, y0, "Sudah lebih dari cukup", "top left"),
    ]
    for x, y, name, position in corners:
        texts(figure, [x], [y], [f"<i>{name}</i>"], position, ink, 12)
    figure.add_scatter(
        x=table["nrr"],
        y=table["penting"],
        mode="markers+text",
        text=[escape(kode) for kode in table["kode"]],
        textposition="top center",
        textfont={"color": ink, "size": 13},
        marker={
            "size": 12,
            "color": _LINE,
            "symbol": ["circle-open" if kuadran == UNDECIDED else "circle" for kuadran in table["kuadran"]],
            "line": {"color": ink, "width": 1},
        },
        cliponaxis=False,
        hoverinfo="text",
        hovertext=[
            f"{escape(r.kode)} {escape(r.nama)}<br>nilai {format_number(r.nrr)}, kepentingan {format_number(r.penting)}"
            f"<br>{escape(r.kuadran)}"
            for r in rows_of(table, _Unsur)
        ],
    )
    figure.update_layout(showlegend=False, **frame(dark, 380, left=48, bottom=48, top=8, right=8))
    axis = {"gridcolor": faint, "fixedrange": True, "zeroline": False, "nticks": 6, "tickformat": ".2f"}
    figure.update_xaxes(range=[x0, x1], title={"text": "Nilai unsur", "font": {"size": 12}}, **axis)
    figure.update_yaxes(range=[y0, y1], title={"text": "Kepentingan", "font": {"size": 12}}, **axis)
    return figure


def index_trend(table: pd.DataFrame, minima: dict[str, float], dark: bool = False) -> go.Figure:
    """An index over time with its intervals, the minima as dashed lines.

    table: label, indeks, bawah, atas (NaN = no interval), responden (NaN = not told).
    """
    ink, faint = inks(dark)
    known = pd.concat([table["indeks"], table["bawah"], table["atas"], pd.Series([*minima.values()], dtype=float)])
    figure = go.Figure()
    figure.add_scatter(
        x=[escape(label) for label in table["label"]],
        y=table["indeks"],
        mode="lines+markers+text",
        line={"color": _LINE, "width": 3},
        marker={"size": 9},
        error_y={
            "type": "data",
            "symmetric": False,
            # Weighted by those served, the interval may lie beside the respondents' own mean.
            "array": (table["atas"] - table["indeks"]).clip(lower=0).tolist(),
            "arrayminus": (table["indeks"] - table["bawah"]).clip(lower=0).tolist(),
            "color": _LINE,
            "thickness": 1.5,
        },
        text=[f" {format_beside(v, minima.values())}" for v in table["indeks"]],
        textposition="top right",
        textfont={"color": ink},
        cliponaxis=False,
        hoverinfo="text",
        hovertext=[
            f"{escape(r.label)}: {format_beside(r.indeks, minima.values())}"
            + ("" if pd.isna(r.bawah) else f" [{_beside(r.bawah, minima)}–{_beside(r.atas, minima)}]")
            + ("" if pd.isna(r.responden) else f"<br>{r.responden:.0f} responden")
            for r in rows_of(table, _Moment)
        ],
    )
    for name, minimum in minima.items():
        threshold(figure, minimum, f"{escape(name)} {format_minimum(minimum)}", ink, "top left")
    figure.update_layout(showlegend=False, **frame(dark, 320, left=44, bottom=36, top=20, right=30))
    room = max(0.15, 0.25 * (known.max() - known.min()))
    figure.update_yaxes(
        range=[known.min() - room, known.max() + room],
        gridcolor=faint,
        fixedrange=True,
        zeroline=False,
        tickformat=".2f",
        nticks=6,
    )
    figure.update_xaxes(type="category", fixedrange=True, showgrid=False, range=[-0.3, len(table) - 0.5])
    return figure


def _beside(value: float, minima: dict[str, float]) -> str:
    return format_beside(value, minima.values())


def _around(values: pd.Series) -> tuple[float, float]:
    room = max(0.05, 0.25 * (values.max() - values.min()))
    return values.min() - room, values.max() + room
