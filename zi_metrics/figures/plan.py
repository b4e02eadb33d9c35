"""Figures about the way to a predicate: the waterfall of a plan, where points lie, efforts and chances side by side.

As all figures: for a light and a dark theme, readable on a 390 px wide phone, nothing from the internet.
"""

from collections.abc import Iterable, Mapping
from html import escape
from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from zi_metrics.bahasa import format_chance, format_chances, format_change, format_number
from zi_metrics.figures.bars import MovedBar
from zi_metrics.figures.style import PHONE, STATUS_COLOUR, frame, inks, length_beside, short, texts
from zi_metrics.figures.units import bullet_bars
from zi_metrics.near_minimum import format_beside, format_minimum
from zi_metrics.table_rows import rows_of

_BLUE = "#0072B2"
_STEP_ROW, _BAR_ROW = 26, 46
# More steps than this are drawn as one, so that the picture stays a picture; the table has all.
_STEPS = 24


class _Step(NamedTuple):
    nomor: int
    kode: str
    pertanyaan: str
    teks_dari: str
    teks_ke: str
    poin: float
    total_sesudah: float


class _Part(NamedTuple):
    kode: str
    nama: str
    nilai: float
    sisa: float


class _Unit(NamedTuple):
    unit: str
    upaya: float
    langkah: int
    total: float
    total_sesudah: float


class _ChanceRange(NamedTuple):
    peluang: float
    rendah: float
    tinggi: float


def waterfall(steps: pd.DataFrame, before: float, minima: Mapping[str, float], dark: bool = False) -> go.Figure:
    """The total from now, step by step downwards, to after the plan.

    steps: nomor, kode, pertanyaan, teks_dari, teks_ke, poin, total_sesudah (points), in the plan's order, at least one;
    before: the total now; minima: name -> total that a predicate asks for, drawn as upright lines.
    The scale begins near the lowest figure, so only lengths of steps compare, not totals.
    """
    ink, faint = inks(dark)
    rows = _step_rows(steps, before)
    last = len(rows) + 1
    end = rows[-1]["ke"]
    low, high = min(before, *minima.values()), max(end, *minima.values())
    room = max(high - low, 1.0)
    # The room at the right carries the totals.
    first, right = low - 0.04 * room, high + 0.26 * room
    figure = go.Figure()
    for place, row in enumerate(rows, 1):
        start = {"x0": row["dari"], "x1": row["dari"], "y0": place - 1, "y1": place}
        figure.add_shape(type="line", **start, line={"color": faint, "width": 1}, layer="below")
    figure.add_bar(
        y=list(range(1, last)),
        x=[row["ke"] - row["dari"] for row in rows],
        base=[row["dari"] for row in rows],
        orientation="h",
        width=0.62,
        marker_color=_BLUE,
        hovertext=[row["hover"] for row in rows],
        hoverinfo="text",
    )
    figure.add_scatter(
        x=[before, end],
        y=[0, last],
        mode="markers",
        marker={"symbol": "diamond", "size": 11, "color": ink},
        hoverinfo="skip",
    )
    for name, points in minima.items():
        line = {"color": STATUS_COLOUR["hampir"], "width": 2, "dash": "dash"}
        figure.add_shape(type="line", x0=points, x1=points, y0=-0.7, y1=last + 0.5, line=line)
        texts(figure, [points], [-0.75], [escape(f"{name} {format_minimum(points, 0)}")], "top center", ink, 12)
    names = ["<b>Sekarang</b>", *(row["nama"] for row in rows), "<b>Sesudah</b>"]
    ends = (f"<b>{format_beside(points, minima.values())}</b>" for points in (before, end))
    totals = [next(ends), *(format_beside(row["ke"], minima.values()) for row in rows), next(ends)]
    figure.update_layout(showlegend=False, bargap=0, **frame(dark, _STEP_ROW * (last + 1) + 40, left=104))
    figure.update_yaxes(
        range=[last + 0.6, -1.6],
        tickmode="array",
        tickvals=list(range(last + 1)),
        ticktext=names,
        showgrid=False,
        zeroline=False,
        fixedrange=True,
        tickfont={"size": 12},
        ticks="",
    )
    figure.update_xaxes(range=[first, right], visible=False, fixedrange=True)
    texts(figure, [right] * (last + 1), list(range(last + 1)), totals, "middle left", ink, 12)
    return figure


def moved_bars(rows: Iterable[MovedBar], dark: bool = False, wide: int = PHONE) -> go.Figure:
    """Gates after answers changed, top to bottom; what was gained or lost is hatched on the bar.

    wide: pixels that names may take
    """
    every = list(rows)
    table = pd.DataFrame(
        [
            {**one._asdict(), "nilai": one.nilai or 0.0, "ticks": [(f"min {format_minimum(one.minimum)}", one.minimum)]}
            for one in every
        ]
    )
    figure = bullet_bars(table, dark, name_ticks=False, wide=wide)
    ends = [sorted(((one.sebelum or 0.0) / one.penuh, (one.nilai or 0.0) / one.penuh)) for one in every]
    ink, _ = inks(dark)
    figure.add_bar(
        y=list(range(len(every))),
        x=[high - low for low, high in ends],
        base=[low for low, _ in ends],
        orientation="h",
        width=0.32,
        marker={"color": "rgba(255,255,255,0.35)", "pattern": {"shape": "/", "fgcolor": ink, "size": 5}},
        hoverinfo="skip",
    )
    return figure


def reached_bars(parts: pd.DataFrame, dark: bool = False, wide: int = PHONE) -> go.Figure:
    """What each part of the form gives and could still give, all on one scale of points.

    parts, top to bottom: kode, nama, nilai, sisa (points reached, and still to be had).
    """
    _, faint = inks(dark)
    labels = [f"{row.kode} {row.nama}" for row in rows_of(parts, _Part)]
    words = [f"<b>{format_number(row.nilai)}</b> · sisa {format_number(row.sisa)}" for row in rows_of(parts, _Part)]
    most = float((parts["nilai"] + parts["sisa"]).max())
    figure = go.Figure()
    places = list(range(len(parts)))
    common = {"y": places, "orientation": "h", "width": 0.3, "hoverinfo": "text"}
    hover = [
        f"{short(label, 80)}<br>tercapai {format_number(row.nilai)}, masih dapat diraih {format_number(row.sisa)}"
        for label, row in zip(labels, rows_of(parts, _Part), strict=True)
    ]
    figure.add_bar(x=parts["nilai"].tolist(), marker_color=_BLUE, hovertext=hover, **common)
    pattern = {"color": faint, "pattern": {"shape": "/", "fgcolor": STATUS_COLOUR["hampir"], "size": 5}}
    figure.add_bar(x=parts["sisa"].tolist(), marker=pattern, hovertext=hover, **common)
    return _labelled(figure, labels, words, most, dark, wide, barmode="stack")


def effort_bars(units: pd.DataFrame, dark: bool = False, wide: int = PHONE) -> go.Figure:
    """Units by the effort that still separates them from a predicate, one bar each.

    units, top to bottom: unit, upaya, langkah, total, total_sesudah.
    """
    words = [f"<b>{format_number(row.upaya, 1)}</b> · {row.langkah} perbaikan" for row in rows_of(units, _Unit)]
    hover = [
        f"{short(row.unit, 80)}<br>total {format_number(row.total)} menjadi {format_number(row.total_sesudah)}"
        for row in rows_of(units, _Unit)
    ]
    figure = go.Figure()
    figure.add_bar(
        y=list(range(len(units))),
        x=units["upaya"].tolist(),
        orientation="h",
        width=0.3,
        marker_color=_BLUE,
        hovertext=hover,
        hoverinfo="text",
    )
    return _labelled(figure, units["unit"].tolist(), words, float(units["upaya"].max()), dark, wide)


def chance_ranges(chances: pd.DataFrame, dark: bool = False, wide: int = PHONE) -> go.Figure:
    """Chances as ranges with a dot, on one scale from 0 to 100 %.

    chances, top to bottom: nama, peluang, rendah, tinggi (shares).
    """
    ink, faint = inks(dark)
    figure = go.Figure()
    for place, row in enumerate(rows_of(chances, _ChanceRange)):
        ground = {"x0": 0, "x1": 1, "y0": place, "y1": place, "line": {"color": faint, "width": 6}}
        figure.add_shape(type="line", **ground, layer="below")
        span = {"x0": row.rendah, "x1": row.tinggi, "y0": place, "y1": place, "line": {"color": _BLUE, "width": 6}}
        figure.add_shape(type="line", **span, layer="below")
    figure.add_scatter(
        x=chances["peluang"].tolist(),
        y=list(range(len(chances))),
        mode="markers",
        marker={"size": 12, "color": ink},
        # Chances of 0 and 100 % stand on the edge.
        cliponaxis=False,
        hoverinfo="skip",
    )
    words = []
    for row in rows_of(chances, _ChanceRange):
        own, between = format_chance(row.peluang), format_chances(row.rendah, row.tinggi)
        # '>99%' once is enough.
        words.append(f"<b>{escape(own)}</b>" + ("" if between == own else f" · {escape(between)}"))
    # Half a dot's room at both ends.
    return _labelled(figure, chances["nama"].tolist(), words, 1.0, dark, wide, left=8, right=8)


def _labelled(
    figure: go.Figure,
    labels: list[str],
    words: list[str],
    most: float,
    dark: bool,
    wide: int,
    left: int = 2,
    right: int = 2,
    barmode: str | None = None,
) -> go.Figure:
    """Names above their bars at the left, figures at the right; the longest bar fills the width."""
    ink, _ = inks(dark)
    above = [place - 0.18 for place in range(len(labels))]
    names = [short(label, length_beside(said, wide)) for label, said in zip(labels, words, strict=True)]
    texts(figure, [0] * len(labels), above, names, "top right", ink)
    texts(figure, [most] * len(labels), above, words, "top left", ink)
    layout = frame(dark, _BAR_ROW * len(labels) + 16, left=left, right=right)
    figure.update_layout(showlegend=False, bargap=0, barmode=barmode, **layout)
    figure.update_xaxes(range=[0, 1.004 * most], visible=False, fixedrange=True)
    figure.update_yaxes(range=[len(labels) - 0.45, -0.75], visible=False, fixedrange=True)
    return figure


def _step_rows(steps: pd.DataFrame, before: float) -> list[dict]:
    """One row per step; where there are too many, the last ones together."""
    rows, at = [], before
    alone = steps if len(steps) <= _STEPS else steps.head(_STEPS - 1)
    for step in rows_of(alone, _Step):
        hover = (
            f"{short(f'{step.kode} {step.pertanyaan}', 90)}<br>{short(step.teks_dari)} menjadi {short(step.teks_ke)}: "
            f"{format_change(step.poin)} poin, total {format_number(step.total_sesudah)}"
        )
        rows.append(
            {"nama": escape(f"{step.nomor}. {step.kode}"), "dari": at, "ke": step.total_sesudah, "hover": hover}
        )
        at = step.total_sesudah
    rest = steps.iloc[len(alone) :]
    if not rest.empty:
        end = rest["total_sesudah"].iloc[-1]
        hover = f"{len(rest)} langkah terakhir: {format_change(rest['poin'].sum())} poin, total {format_number(end)}"
        rows.append({"nama": f"{len(rest)} lainnya", "dari": at, "ke": end, "hover": hover})
    return rows
