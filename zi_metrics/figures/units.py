"""Plotly figures from tables. No arithmetic about scores here, no streamlit; every figure carries its own template.

All figures work in a light and a dark theme (`dark`), on a 390 px wide phone (labels stand above their bars, not
beside them), and need nothing from the internet. Texts from users are escaped: Plotly renders a subset of HTML.
"""

from collections.abc import Collection
from datetime import datetime
from html import escape
from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from zi_metrics.answers import PENILAI, PENILAI_SHORT
from zi_metrics.as_of import as_of_words
from zi_metrics.bahasa import MISSING, format_number, format_percent
from zi_metrics.figures.numbered_map import numbered_map
from zi_metrics.figures.style import (
    EMPTY,
    EMPTY_COLOUR,
    JUDGE_COLOUR,
    JUDGE_SYMBOL,
    PHONE,
    STATUS_COLOUR,
    frame,
    inks,
    length_beside,
    lines,
    short,
    short_name,
    texts,
    threshold,
)
from zi_metrics.figures.time_axis import time_axis
from zi_metrics.near_minimum import format_beside, format_minimum, format_percent_beside, format_percent_minimum
from zi_metrics.table_rows import rows_of

# White to deep blue: one hue, so that it reads by lightness alone.
_SHARE_SCALE = {
    False: [[0, "#f2f0e9"], [0.5, "#8fb8d8"], [1, "#0b4f86"]],
    True: [[0, "#2a2d33"], [0.5, "#2f6b9c"], [1, "#9fd3f7"]],
}
_ROW, _BELOW, _NOTE_LENGTH = 46, 14, 68


class _Bar(NamedTuple):
    label: str
    nilai: float
    penuh: float
    ticks: list[tuple[str, float]]


class _Year(NamedTuple):
    tahun: int
    rata_rata: float
    unit: int
    terendah: float
    tertinggi: float


class _Total(NamedTuple):
    tahun: int
    per_tanggal: datetime
    monev: str
    total: float
    total_tertinggi: float
    terjawab: int
    pertanyaan: int


def bullet_bars(rows: pd.DataFrame, dark: bool = False, name_ticks: bool = False, wide: int = PHONE) -> go.Figure:
    """Bars against their minimum and their full mark, all on one scale of 0 to 100 % of the full mark.

    rows, top to bottom: label, nilai, penuh (points), ticks (list of (name, points): minima), status (a key of
    STATUS_COLOUR, or EMPTY where nothing is answered), figure (the text at the right); and if there is something to
    add, note (a text below the bar) and detail (list of further lines for the pointer).
    name_ticks writes each minimum below its tick. wide: pixels that names and notes may take.
    """
    ink, faint = inks(dark)
    places, bars = list(range(len(rows))), list(rows_of(rows, _Bar))
    details = rows["detail"] if "detail" in rows else [[]] * len(rows)
    figure = go.Figure()
    hatch = ["/" if status == EMPTY else "" for status in rows["status"]]
    ground = {"color": faint, "pattern": {"shape": hatch, "fgcolor": EMPTY_COLOUR, "size": 6}}
    figure.add_bar(y=places, x=[1] * len(rows), orientation="h", marker=ground, width=0.32, hoverinfo="skip")
    figure.add_bar(
        y=places,
        x=(rows["nilai"] / rows["penuh"]).tolist(),
        orientation="h",
        width=0.32,
        hovertext=[_bullet_hover(bar, detail) for bar, detail in zip(bars, details, strict=True)],
        hoverinfo="text",
        marker_color=[STATUS_COLOUR.get(status, EMPTY_COLOUR) for status in rows["status"]],
    )
    above = [place - 0.2 for place in places]
    names = [
        short_name(label, length_beside(text, wide)) for label, text in zip(rows["label"], rows["figure"], strict=True)
    ]
    texts(figure, [0] * len(rows), above, names, "top right", ink)
    texts(figure, [1] * len(rows), above, [f"<b>{escape(text)}</b>" for text in rows["figure"]], "top left", ink)
    notes = "note" in rows
    if notes:
        words = [short(note, _NOTE_LENGTH * wide // PHONE) for note in rows["note"]]
        texts(figure, [0] * len(rows), [place + 0.2 for place in places], words, "bottom right", ink, 11)
    ticks = [(place, name, points / bar.penuh) for place, bar in enumerate(bars) for name, points in bar.ticks]
    # A tick ends below the figure, which on a phone stands above the ticks, and at the bar where words are below it:
    # so it strikes through neither.
    below = name_ticks or notes
    end = 0.17 if below else 0.25
    lines(figure, [(x, x, place - 0.2, place + end) for place, _, x in ticks], {"color": ink, "width": 2})
    if name_ticks:
        under = [place + 0.22 for place, _, _ in ticks]
        texts(figure, [x for _, _, x in ticks], under, [escape(name) for _, name, _ in ticks], "bottom center", ink, 11)
    height = _ROW + (_BELOW if below else 0)
    figure.update_layout(barmode="overlay", showlegend=False, bargap=0, **frame(dark, height * len(rows) + 16))
    figure.update_xaxes(range=[0, 1.004], visible=False, fixedrange=True)
    figure.update_yaxes(range=[len(rows) - (0.3 if below else 0.45), -0.75], visible=False, fixedrange=True)
    return figure


def share_map(
    table: pd.DataFrame, dark: bool = False, names: dict[str, str] | None = None, wide: int = PHONE
) -> go.Figure:
    """Units x nodes as a numbered heat map of shares in percent.

    names: code -> heading, None = the codes; wide: pixels that a unit's name may take
    table: index = unit names (top to bottom), columns = node codes (left to right), values = shares, NaN = no data.
    """
    hover = [
        [f"{escape(str(unit))}<br>{escape(str(kode))}: {format_percent(value)}" for kode, value in row.items()]
        for unit, row in table.iterrows()
    ]
    numbers = [[MISSING if pd.isna(v) else format_number(100 * v, 0) for v in row] for row in table.to_numpy()]
    headings = [names[str(kode)] for kode in table.columns] if names else None
    return numbered_map(table, numbers, hover, _SHARE_SCALE[dark], (0, 1), dark, columns=headings, wide=wide)


def area_trend(table: pd.DataFrame, minima: dict[str, float], dark: bool = False) -> go.Figure:
    """One area over the years: the mean as a line per judge; of a single judge also lowest to highest as a band.

    A line does not go on from one instrument to another: their areas hold other questions.
    table: as `lke.area.area_trend`; minima: name -> share (e.g. {'WBK': 0.6}), dashed lines.
    """
    ink, faint = inks(dark)
    years = sorted(table["tahun"].unique())
    figure = go.Figure()
    alone = table["penilai"].nunique() == 1

    def shown(share: float) -> str:
        return format_percent_beside(share, minima.values())

    for judge, judged in _lines(table):
        x = judged["tahun"].astype(str).tolist()
        if alone:
            edge = {"x": x, "mode": "lines", "line": {"width": 0}, "hoverinfo": "skip", "showlegend": False}
            figure.add_scatter(y=judged["tertinggi"], **edge)
            figure.add_scatter(y=judged["terendah"], fill="tonexty", fillcolor="rgba(86,180,233,0.22)", **edge)
        figure.add_scatter(
            x=x,
            y=judged["rata_rata"],
            mode="lines+markers+text" if alone else "lines+markers",
            **_named(figure, PENILAI_SHORT[judge]),
            line={"color": JUDGE_COLOUR[judge], "width": 3},
            marker={"size": 9, "symbol": JUDGE_SYMBOL[judge]},
            text=[shown(v) for v in judged["rata_rata"]],
            textposition="top center",
            textfont={"color": ink},
            hoverinfo="text",
            hovertext=[
                f"{PENILAI_SHORT[judge]}, {r.tahun}: rata-rata {shown(r.rata_rata)} dari {r.unit} unit"
                f"<br>terendah {shown(r.terendah)}, "
                f"tertinggi {shown(r.tertinggi)}"
                for r in rows_of(judged, _Year)
            ],
        )
    for name, share in minima.items():
        threshold(figure, share, f"{escape(name)} {format_percent_minimum(share)}", ink)
    figure.update_layout(showlegend=True, legend=_below(ink), **frame(dark, 340, left=44, bottom=70, top=16))
    figure.update_yaxes(
        range=[0, 1.05],
        tickvals=[0, 0.25, 0.5, 0.75, 1],
        ticktext=["0%", "25%", "50%", "75%", "100%"],
        gridcolor=faint,
        fixedrange=True,
        zeroline=False,
    )
    _year_axis(figure, years)
    return figure


def unit_history(table: pd.DataFrame, minima: dict[str, float], dark: bool = False) -> go.Figure:
    """A unit's totals over time, a line per judge through its points in time, the predicates' totals as dashed lines.

    A total with open questions is no point of the line: a ring, with a bar up to what it can still become. A line does
    not go on from one instrument to another.
    table: as `lke.unit.unit_history`; minima: name -> points (e.g. {'WBK': 75}).
    """
    ink, faint = inks(dark)
    figure = go.Figure()
    whole = table["terjawab"] == table["pertanyaan"]
    for part in (table[whole], table[~whole]):
        for judge, own in _lines(part):
            _add_totals(figure, own, judge, minima.values())
    for name, points in minima.items():
        threshold(figure, points, f"{escape(name)} {format_minimum(points, 0)}", ink)
    low = min([*table["total"], *minima.values()], default=0)
    figure.update_layout(showlegend=True, legend=_below(ink), **frame(dark, 340, left=44, bottom=70, top=16))
    figure.update_yaxes(range=[max(0, low - 10), 102], gridcolor=faint, fixedrange=True, zeroline=False)
    if not table.empty:
        time_axis(figure, [day.date() for day in table["per_tanggal"]])
    return figure


def _lines(table: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """The judges in their order, each with the rows of one instrument."""
    by_judge = [(name, table[table["penilai"] == name]) for name in PENILAI]
    return [(name, own) for name, rows in by_judge for _, own in rows.groupby("instrumen", sort=False)]


def _named(figure: go.Figure, name: str) -> dict:
    """A trace's name, in the legend only once."""
    return {"name": name, "legendgroup": name, "showlegend": not any(figure.select_traces({"name": name}))}


def _add_totals(figure: go.Figure, judged: pd.DataFrame, judge: str, minima: Collection[float]) -> None:
    """One judge's totals: a line through whole forms, or rings for forms with open questions."""
    colour, unfinished = JUDGE_COLOUR[judge], bool((judged["terjawab"] < judged["pertanyaan"]).any())
    symbol = JUDGE_SYMBOL[judge]
    words = [
        f"{PENILAI[judge]}, {r.tahun}<br>{as_of_words(r.per_tanggal, monev=r.monev)}: {format_beside(r.total, minima)}"
        for r in rows_of(judged, _Total)
    ]
    style = {"mode": "lines+markers", "line": {"color": colour, "width": 3}, "marker": {"size": 9, "symbol": symbol}}
    if unfinished:
        style = {
            "mode": "markers",
            "marker": {"color": colour, "size": 10, "symbol": f"{symbol}-open", "line": {"width": 3}},
            "error_y": {
                "array": judged["total_tertinggi"] - judged["total"],
                "arrayminus": [0] * len(judged),
                "color": colour,
            },
        }
        words = [
            f"{text}<br>{r.terjawab} dari {r.pertanyaan} dijawab; "
            f"bisa sampai {format_beside(r.total_tertinggi, minima)}"
            for text, r in zip(words, rows_of(judged, _Total), strict=True)
        ]
    figure.add_scatter(
        x=judged["per_tanggal"].dt.strftime("%Y-%m-%d").tolist(),
        y=judged["total"],
        **_named(figure, PENILAI_SHORT[judge] + (" (belum lengkap)" if unfinished else "")),
        hoverinfo="text",
        hovertext=words,
        **style,
    )


def _below(ink: str) -> dict:
    return {"orientation": "h", "y": -0.16, "x": 0, "font": {"color": ink}}


def _year_axis(figure: go.Figure, years: list[int]) -> None:
    figure.update_xaxes(
        type="category",
        categoryorder="array",
        categoryarray=[str(year) for year in years],
        fixedrange=True,
        showgrid=False,
        range=[-0.3, len(years) - 0.3],
    )


def _bullet_hover(bar: _Bar, detail: list[str]) -> str:
    minima = "".join(f"<br>{escape(name)}: minimum {format_minimum(points)}" for name, points in bar.ticks)
    more = "".join(f"<br>{escape(line)}" for line in detail)
    shown = format_beside(bar.nilai, [points for _, points in bar.ticks])
    return f"{escape(bar.label)}<br>{shown} dari {format_number(bar.penuh)}{minima}{more}"
