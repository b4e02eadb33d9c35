"""Figures about surveys: importance and performance, an index over time and of units, answers, and unsur of units."""

from html import escape
from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from zi_metrics.bahasa import MISSING, format_number, format_percent
from zi_metrics.figures.numbered_map import numbered_map
from zi_metrics.figures.style import (
    PICTURE,
    frame,
    inks,
    length_beside,
    short,
    short_name,
    texts,
    threshold,
)
from zi_metrics.near_minimum import format_beside, format_minimum
from zi_metrics.surveys.importance import UNDECIDED
from zi_metrics.table_rows import rows_of

_LINE = "#0072B2"
# Answers from the worst to the best: ground, and letters on it.
_LEVELS = (
    ("#D55E00", "#000000"), ("#f3b98b", "#1c1f24"), ("#e4e2dc", "#1c1f24"), ("#9cc3e0", "#1c1f24"),
    ("#0072B2", "#ffffff"),
)  # fmt: skip
_LACKING = {False: [[0, "#e08a4a"], [1, "#f6f4ee"]], True: [[0, "#a04a10"], [1, "#2a2d33"]]}
# A smaller share has no room for its figure. Pixels: a row.
_FITS, _ROW = 0.06, 48


class _Unsur(NamedTuple):
    kode: str
    nama: str
    nrr: float
    penting: float
    kuadran: str


class _Range(NamedTuple):
    nama: str
    nilai: float
    bawah: float
    atas: float
    teks: str


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


def spread_bars(spread: pd.DataFrame, dark: bool = False) -> go.Figure:
    """How each question was answered: shares of respondents beside each other, from the worst answer to the best.

    spread: `survey_bars.answer_spread`, at least one row
    """
    ink, _ = inks(dark)
    questions = list(spread.groupby("kolom", sort=False))
    levels = spread[["tinggi", "taraf"]].drop_duplicates().sort_values(["tinggi", "taraf"])
    figure = go.Figure()
    reached = [0.0] * len(questions)
    for height, name in zip(levels["tinggi"], levels["taraf"], strict=True):
        ground, letters = _LEVELS[round(min(max(float(height), 0.0), 1.0) * (len(_LEVELS) - 1))]
        shares = [
            float(own.loc[(own["tinggi"] == height) & (own["taraf"] == name), "bagian"].sum()) for _, own in questions
        ]
        figure.add_bar(
            y=list(range(len(questions))),
            x=shares,
            orientation="h",
            width=0.42,
            name=f"jawaban {escape(str(name))}",
            marker_color=ground,
            hoverinfo="skip",
        )
        inside = [format_percent(share) if share >= _FITS else "" for share in shares]
        middle = [begin + share / 2 for begin, share in zip(reached, shares, strict=True)]
        texts(figure, middle, list(range(len(questions))), inside, "middle center", letters, 12)
        reached = [begin + share for begin, share in zip(reached, shares, strict=True)]
    above = [place - 0.25 for place in range(len(questions))]
    words = [f"rata-rata <b>{format_number(own['rata_rata'].iloc[0])}</b>" for _, own in questions]
    names = [short(str(own["label"].iloc[0]), length_beside(words[0], PICTURE)) for _, own in questions]
    texts(figure, [0] * len(questions), above, names, "top right", ink)
    texts(figure, [1] * len(questions), above, words, "top left", ink)
    figure.update_traces(showlegend=False, selector={"mode": "text"})
    layout = frame(dark, _ROW * len(questions) + 16)
    legend = {"orientation": "h", "y": -0.1, "x": 0, "font": {"color": ink}}
    figure.update_layout(barmode="stack", bargap=0, showlegend=True, legend=legend, **layout)
    figure.update_xaxes(range=[0, 1.004], visible=False, fixedrange=True)
    figure.update_yaxes(range=[len(questions) - 0.45, -0.8], visible=False, fixedrange=True)
    return figure


def index_ranges(
    units: pd.DataFrame, scale: tuple[float, float], minima: dict[str, float], dark: bool = False
) -> go.Figure:
    """Indices as dots with their intervals on a part of their scale, the minima as upright dashed lines.

    units, top to bottom: nama, nilai, bawah, atas (NaN = no interval), teks (the figure as it is read)
    scale: the values at the ends; minima: name -> index
    """
    ink, faint = inks(dark)
    rows = list(rows_of(units, _Range))
    start, end = scale
    figure = go.Figure()
    for place, row in enumerate(rows):
        ground = {"x0": start, "x1": end, "y0": place, "y1": place, "line": {"color": faint, "width": 6}}
        figure.add_shape(type="line", **ground, layer="below")
        if not pd.isna(row.bawah):
            span = {"x0": row.bawah, "x1": row.atas, "y0": place, "y1": place, "line": {"color": _LINE, "width": 6}}
            figure.add_shape(type="line", **span, layer="below")
    for name, minimum in minima.items():
        line = {"color": ink, "width": 1.5, "dash": "dash"}
        figure.add_shape(type="line", x0=minimum, x1=minimum, y0=-0.95, y1=len(rows) - 0.4, line=line)
        words = escape(f"{name} {format_minimum(minimum)}")
        texts(figure, [minimum], [-1.05], [words], "top center", ink, 12)
    figure.add_scatter(
        x=[row.nilai for row in rows],
        y=list(range(len(rows))),
        mode="markers",
        marker={"size": 11, "color": ink},
        cliponaxis=False,
        hoverinfo="skip",
    )
    above = [place - 0.2 for place in range(len(rows))]
    names = [short_name(row.nama, length_beside(row.teks, PICTURE)) for row in rows]
    texts(figure, [start] * len(rows), above, names, "top right", ink)
    texts(figure, [end] * len(rows), above, [escape(row.teks) for row in rows], "top left", ink, 12)
    figure.update_layout(showlegend=False, **frame(dark, _ROW * len(rows) + 70, left=8, right=8, bottom=30))
    figure.update_xaxes(
        range=[start, end], fixedrange=True, showgrid=False, zeroline=False, tickformat=".2f", nticks=6,
        tickfont={"size": 11, "color": ink},
    )  # fmt: skip
    figure.update_yaxes(range=[len(rows) - 0.4, -1.6], visible=False, fixedrange=True)
    return figure


def unsur_map(grid: pd.DataFrame, names: dict[str, str], dark: bool = False) -> go.Figure:
    """Units x unsur with the mean in each cell: the lower, the stronger.

    grid: index = units (top to bottom), columns = codes, as published, NaN = not known; names: code -> heading
    """
    low, high = float(grid.min().min()), float(grid.max().max())
    told = [[MISSING if pd.isna(value) else format_number(value) for value in row] for row in grid.to_numpy()]
    headings = [names[str(kode)] for kode in grid.columns]
    return numbered_map(grid, told, told, _LACKING[dark], (low, high), dark, columns=headings, wide=PICTURE)


def _beside(value: float, minima: dict[str, float]) -> str:
    return format_beside(value, minima.values())


def _around(values: pd.Series) -> tuple[float, float]:
    room = max(0.05, 0.25 * (values.max() - values.min()))
    return values.min() - room, values.max() + room
