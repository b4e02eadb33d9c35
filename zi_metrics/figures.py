"""Plotly figures from tables. No arithmetic about scores here, no streamlit; every figure carries its own template.

All figures work in a light and a dark theme (`dark`), on a 390 px wide phone (labels stand above their bars, not
beside them), and need nothing from the internet. Texts from users are escaped: Plotly renders a subset of HTML.
"""

from html import escape

import pandas as pd
import plotly.graph_objects as go

from zi_metrics.answers import PENILAI, PENILAI_SHORT
from zi_metrics.bahasa import MISSING, format_number, format_percent
from zi_metrics.figure_style import (
    EMPTY,
    EMPTY_COLOUR,
    JUDGE_COLOUR,
    STATUS_COLOUR,
    frame,
    inks,
    name_rows,
    short,
    texts,
    threshold,
)

# White to deep blue: one hue, so that it reads by lightness alone.
_SHARE_SCALE = {
    False: [[0, "#f2f0e9"], [0.5, "#8fb8d8"], [1, "#0b4f86"]],
    True: [[0, "#2a2d33"], [0.5, "#2f6b9c"], [1, "#9fd3f7"]],
}
_ROW, _TICK_NAME = 46, 14


def bullet_bars(rows: pd.DataFrame, dark: bool = False, name_ticks: bool = False) -> go.Figure:
    """Bars against their minimum and their full mark, all on one scale of 0 to 100 % of the full mark.

    rows, top to bottom: label, nilai, penuh (points), ticks (list of (name, points): minima), status (a key of
    STATUS_COLOUR, or EMPTY where nothing is answered), figure (the text at the right).
    name_ticks writes each minimum below its tick.
    """
    ink, faint = inks(dark)
    places = list(range(len(rows)))
    figure = go.Figure()
    hatch = ["/" if status == EMPTY else "" for status in rows["status"]]
    ground = {"color": faint, "pattern": {"shape": hatch, "fgcolor": EMPTY_COLOUR, "size": 6}}
    figure.add_bar(y=places, x=[1] * len(rows), orientation="h", marker=ground, width=0.32, hoverinfo="skip")
    figure.add_bar(
        y=places,
        x=(rows["nilai"] / rows["penuh"]).tolist(),
        orientation="h",
        width=0.32,
        hovertext=[_bullet_hover(row) for row in rows.itertuples()],
        hoverinfo="text",
        marker_color=[STATUS_COLOUR.get(status, EMPTY_COLOUR) for status in rows["status"]],
    )
    above = [place - 0.2 for place in places]
    texts(figure, [0] * len(rows), above, [short(label) for label in rows["label"]], "top right", ink)
    texts(figure, [1] * len(rows), above, [f"<b>{escape(text)}</b>" for text in rows["figure"]], "top left", ink)
    ticks = [
        (place, name, points / row.penuh) for place, row in enumerate(rows.itertuples()) for name, points in row.ticks
    ]
    # A named tick ends at the bar, so that it does not strike through its name.
    end = 0.17 if name_ticks else 0.25
    for place, _, x in ticks:
        figure.add_shape(type="line", x0=x, x1=x, y0=place - 0.25, y1=place + end, line={"color": ink, "width": 2})
    if name_ticks:
        below = [place + 0.22 for place, _, _ in ticks]
        texts(figure, [x for _, _, x in ticks], below, [escape(name) for _, name, _ in ticks], "bottom center", ink, 11)
    height = _ROW + (_TICK_NAME if name_ticks else 0)
    figure.update_layout(barmode="overlay", showlegend=False, bargap=0, **frame(dark, height * len(rows) + 16))
    figure.update_xaxes(range=[0, 1.004], visible=False, fixedrange=True)
    figure.update_yaxes(range=[len(rows) - (0.3 if name_ticks else 0.45), -0.75], visible=False, fixedrange=True)
    return figure


def share_map(table: pd.DataFrame, dark: bool = False) -> go.Figure:
    """Units x nodes as a numbered heat map of shares in percent.

    table: index = unit names (top to bottom), columns = node codes (left to right), values = shares, NaN = no data.
    """
    ink, _ = inks(dark)
    percent = (100 * table).round(0)
    names = {kode: kode for kode in table.columns}
    hover = [
        [
            f"{escape(str(unit))}<br>{escape(names[kode])}: {format_percent(table.iloc[r, c])}"
            for c, kode in enumerate(table.columns)
        ]
        for r, unit in enumerate(table.index)
    ]
    numbers = [[MISSING if pd.isna(v) else f"{v:.0f}" for v in row] for row in percent.to_numpy()]
    figure = go.Figure(
        go.Heatmap(
            z=percent.to_numpy(),
            x=list(table.columns),
            y=list(range(len(table))),
            text=numbers,
            texttemplate="%{text}",
            hovertext=hover,
            hoverinfo="text",
            zmin=0,
            zmax=100,
            colorscale=_SHARE_SCALE[dark],
            showscale=False,
            xgap=2,
            ygap=2,
            textfont={"size": 12},
        )
    )
    figure.update_layout(**frame(dark, 26 * len(table) + 70, left=92, right=22, top=58))
    figure.update_xaxes(side="top", tickangle=-60, fixedrange=True, tickfont={"size": 11}, ticks="", showgrid=False)
    name_rows(figure, table.index, ink)
    return figure


def area_trend(table: pd.DataFrame, minima: dict[str, float], dark: bool = False) -> go.Figure:
    """One area over the years: the mean as a line, lowest to highest as a band, the minima as dashed lines.

    table: tahun, rata_rata, terendah, tertinggi (shares); minima: name -> share (e.g. {'WBK': 0.6}).
    """
    ink, faint = inks(dark)
    years = table["tahun"].astype(str).tolist()
    figure = go.Figure()
    figure.add_scatter(x=years, y=table["tertinggi"], mode="lines", line={"width": 0}, hoverinfo="skip")
    figure.add_scatter(
        x=years,
        y=table["terendah"],
        mode="lines",
        line={"width": 0},
        fill="tonexty",
        hoverinfo="skip",
        fillcolor="rgba(86,180,233,0.22)",
    )
    figure.add_scatter(
        x=years,
        y=table["rata_rata"],
        mode="lines+markers+text",
        line={"color": "#0072B2", "width": 3},
        marker={"size": 9},
        text=[format_percent(v) for v in table["rata_rata"]],
        textposition="top center",
        textfont={"color": ink},
        hoverinfo="text",
        hovertext=[
            f"{r.tahun}: rata-rata {format_percent(r.rata_rata)}, terendah {format_percent(r.terendah)}, "
            f"tertinggi {format_percent(r.tertinggi)}, {r.unit} unit"
            for r in table.itertuples()
        ],
    )
    for name, share in minima.items():
        threshold(figure, share, f"{name} {format_percent(share)}", ink)
    figure.update_layout(showlegend=False, **frame(dark, 320, left=44, bottom=32, top=16))
    figure.update_yaxes(
        range=[0, 1.05],
        tickvals=[0, 0.25, 0.5, 0.75, 1],
        ticktext=["0%", "25%", "50%", "75%", "100%"],
        gridcolor=faint,
        fixedrange=True,
        zeroline=False,
    )
    figure.update_xaxes(type="category", fixedrange=True, showgrid=False, range=[-0.3, len(years) - 0.3])
    return figure


def unit_history(table: pd.DataFrame, minima: dict[str, float], dark: bool = False) -> go.Figure:
    """A unit's totals over the years, a line per judge, the predicates' totals as dashed lines.

    table: tahun, penilai, total (points); minima: name -> points (e.g. {'WBK': 75}).
    """
    ink, faint = inks(dark)
    years = sorted(table["tahun"].unique())
    figure = go.Figure()
    for judge, label in PENILAI.items():
        own = table[table["penilai"] == judge]
        if own.empty:
            continue
        figure.add_scatter(
            x=own["tahun"].astype(str),
            y=own["total"],
            mode="lines+markers",
            name=PENILAI_SHORT[judge],
            line={"color": JUDGE_COLOUR[judge], "width": 3},
            marker={"size": 9},
            hoverinfo="text",
            hovertext=[f"{label}, {r.tahun}: {format_number(r.total)}" for r in own.itertuples()],
        )
    for name, points in minima.items():
        threshold(figure, points, f"{name} {format_number(points, 0)}", ink)
    low = min([*table["total"], *minima.values()], default=0)
    figure.update_layout(
        legend={"orientation": "h", "y": -0.16, "x": 0, "font": {"color": ink}},
        **frame(dark, 340, left=44, bottom=70, top=16),
    )
    figure.update_yaxes(range=[max(0, low - 10), 102], gridcolor=faint, fixedrange=True, zeroline=False)
    figure.update_xaxes(
        type="category",
        categoryorder="array",
        categoryarray=[str(y) for y in years],
        fixedrange=True,
        showgrid=False,
        range=[-0.3, len(years) - 0.3],
    )
    return figure


def _bullet_hover(row) -> str:
    minima = "".join(f"<br>{escape(name)}: minimum {format_number(points)}" for name, points in row.ticks)
    return f"{escape(row.label)}<br>{format_number(row.nilai)} dari {format_number(row.penuh)}{minima}"
