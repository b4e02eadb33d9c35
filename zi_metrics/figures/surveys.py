"""Figures about surveys: spread of answers, importance and performance, indices with intervals, units x unsur."""

from html import escape
from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go
from plotly.colors import sample_colorscale

from zi_metrics.bahasa import format_number, format_percent
from zi_metrics.figures.numbered_map import numbered_map
from zi_metrics.figures.style import STATUS_COLOUR, frame, inks, lines, short, texts, threshold
from zi_metrics.near_minimum import format_beside, format_minimum
from zi_metrics.surveys.importance import UNDECIDED
from zi_metrics.table_rows import rows_of

_ROW = 46
# Worst answers vermilion, best ones blue, the ground's own colour between: told apart by colour-blind eyes.
_ANSWERS = {
    False: [[0, "#D55E00"], [0.33, "#f3b98b"], [0.5, "#e4e2dc"], [0.67, "#9cc3e0"], [1, "#0072B2"]],
    True: [[0, "#D55E00"], [0.33, "#8f5a33"], [0.5, "#4a5058"], [0.67, "#3f6f92"], [1, "#3d9ad6"]],
}
_NRR_SCALE = {
    False: [[0, "#f2f0e9"], [0.5, "#8fb8d8"], [1, "#0b4f86"]],
    True: [[0, "#2a2d33"], [0.5, "#2f6b9c"], [1, "#9fd3f7"]],
}
# Below this share a number does not fit into its part of the bar on a phone.
_FITS = 0.1
_LINE = "#0072B2"


class _Level(NamedTuple):
    tinggi: float
    taraf: str


class _Count(NamedTuple):
    label: str
    banyak: int
    bagian: float


class _Index(NamedTuple):
    label: str
    bawah: float
    atas: float
    status: str
    figure: str


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


def answer_bars(spread: pd.DataFrame, dark: bool = False) -> go.Figure:
    """Each question as one bar of 100 %, parted by answer, worst at the left.

    spread: `figures.survey_bars.answer_spread`, at least one row.
    """
    ink, _ = inks(dark)
    questions = spread[["kolom", "label", "rata_rata"]].drop_duplicates("kolom").reset_index(drop=True)
    places = {kolom: place for place, kolom in enumerate(questions["kolom"])}
    figure = go.Figure()
    for height, level, answered in _levels(spread):
        figure.add_bar(
            y=[places[kolom] for kolom in answered["kolom"]],
            x=answered["bagian"].tolist(),
            orientation="h",
            width=0.42,
            name=escape(level),
            marker={"color": sample_colorscale(_ANSWERS[dark], [min(1, max(0, height))])[0]},
            text=[format_percent(v) if v >= _FITS else "" for v in answered["bagian"]],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            textfont={"size": 12},
            hoverinfo="text",
            hovertext=[
                f"{escape(r.label)}<br>nilai {escape(level)}: {r.banyak} jawaban ({format_percent(r.bagian, 1)})"
                for r in rows_of(answered, _Count)
            ],
        )
    above = [place - 0.26 for place in places.values()]
    texts(figure, [0] * len(above), above, [short(label) for label in questions["label"]], "top right", ink)
    means = [f"<b>{format_number(v)}</b>" for v in questions["rata_rata"]]
    texts(figure, [1] * len(above), above, means, "top left", ink)
    figure.for_each_trace(lambda trace: trace.update(showlegend=trace.type == "bar"))
    figure.update_layout(
        barmode="stack",
        bargap=0,
        legend={
            "orientation": "h", "y": 1, "yanchor": "bottom", "x": 0, "traceorder": "normal", "font": {"color": ink}
        },
        **frame(dark, _ROW * len(questions) + 60, top=36),
    )  # fmt: skip
    figure.update_xaxes(range=[0, 1.004], visible=False, fixedrange=True)
    figure.update_yaxes(range=[len(questions) - 0.5, -0.8], visible=False, fixedrange=True)
    return figure


def index_dots(rows: pd.DataFrame, minima: dict[str, float], dark: bool = False) -> go.Figure:
    """Indices as dots with their intervals, one line each, minima as dashed upright lines.

    rows, top to bottom: label, indeks, bawah, atas (NaN = no interval), status (a key of STATUS_COLOUR; any
    other: nothing is asked of it), figure.
    """
    ink, faint = inks(dark)
    known = pd.concat([rows["indeks"], rows["bawah"], rows["atas"], pd.Series([*minima.values()], dtype=float)])
    low, high = known.min() - 0.08, known.max() + 0.08
    places = list(range(len(rows)))
    figure = go.Figure()
    lines(figure, [(low, high, place, place) for place in places], {"color": faint, "width": 4}, "below")
    for name, minimum in minima.items():
        figure.add_vline(
            x=minimum,
            line={"color": ink, "width": 1.5, "dash": "dash"},
            annotation_text=f"{escape(name)} {format_minimum(minimum)}",
            annotation_position="top",
            annotation_font={"color": ink, "size": 12},
        )
    reaches = [(p, r) for p, r in zip(places, rows_of(rows, _Index), strict=True) if not pd.isna(r.bawah)]
    for place, row in reaches:
        colour = STATUS_COLOUR.get(row.status, _LINE)
        figure.add_scatter(
            x=[row.bawah, row.atas],
            y=[place, place],
            mode="lines",
            line={"color": colour, "width": 4},
            hoverinfo="skip",
        )
    figure.add_scatter(
        x=rows["indeks"],
        y=places,
        mode="markers",
        marker={
            "size": 13,
            "color": [STATUS_COLOUR.get(status, _LINE) for status in rows["status"]],
            "line": {"color": ink, "width": 1},
        },
        hoverinfo="text",
        hovertext=[f"{escape(r.label)}<br>{escape(r.figure)}" for r in rows_of(rows, _Index)],
    )
    above = [place - 0.16 for place in places]
    texts(figure, [low] * len(rows), above, [short(label) for label in rows["label"]], "top right", ink)
    texts(figure, [high] * len(rows), above, [f"<b>{escape(f)}</b>" for f in rows["figure"]], "top left", ink)
    figure.update_layout(showlegend=False, **frame(dark, _ROW * len(rows) + 44, top=26))
    figure.update_xaxes(range=[low, high], visible=False, fixedrange=True)
    figure.update_yaxes(range=[len(rows) - 0.6, -0.75], visible=False, fixedrange=True)
    return figure


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
    figure.update_yaxes(
        range=[known.min() - 0.15, known.max() + 0.15],
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


def nrr_map(table: pd.DataFrame, dark: bool = False) -> go.Figure:
    """Units x unsur as a numbered heat map of NRR, darker (light theme) = better.

    table: index = unit names (top to bottom), columns = codes of unsur, values on the instrument's scale, NaN = none.
    """
    hover = [
        [f"{escape(str(unit))}<br>{escape(str(kode))}: {format_number(value)}" for kode, value in row.items()]
        for unit, row in table.iterrows()
    ]
    words = [[format_number(value) for value in row] for row in table.to_numpy()]
    span = float(table.min().min()), float(table.max().max())
    return numbered_map(table, words, hover, _NRR_SCALE[dark], span, dark, top=28, right=6, angle=0)


def _levels(spread: pd.DataFrame) -> list[tuple[float, str, pd.DataFrame]]:
    """The levels from worst to best: height in [0, 1], name, and the rows of it."""
    kinds = spread[["tinggi", "taraf"]].drop_duplicates().sort_values(["tinggi", "taraf"])
    return [
        (level.tinggi, level.taraf, spread[(spread["tinggi"] == level.tinggi) & (spread["taraf"] == level.taraf)])
        for level in rows_of(kinds, _Level)
    ]


def _around(values: pd.Series) -> tuple[float, float]:
    room = max(0.05, 0.25 * (values.max() - values.min()))
    return values.min() - room, values.max() + room
