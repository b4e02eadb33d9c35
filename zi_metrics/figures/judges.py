"""Figures about judges: their points of every part of the form on one scale, and who corrected what by how much."""

from collections.abc import Mapping, Sequence
from html import escape

import pandas as pd
import plotly.graph_objects as go

from zi_metrics.answers import PENILAI_SHORT
from zi_metrics.bahasa import MISSING, format_change, format_number, format_plain
from zi_metrics.figures.numbered_map import numbered_map
from zi_metrics.figures.style import JUDGE_COLOUR, JUDGE_SYMBOL, PICTURE, frame, inks, length_beside, short, texts
from zi_metrics.table_rows import is_missing

_ROW = 46
# Taken off in the colour of what misses, added in blue: the stronger, the more.
_SCALE = {
    False: [[0, "#e08a4a"], [0.5, "#f6f4ee"], [1, "#5b9fd0"]],
    True: [[0, "#a04a10"], [0.5, "#2a2d33"], [1, "#1f6299"]],
}


def judge_points(parts: pd.DataFrame, judges: Sequence[str], dark: bool = False) -> go.Figure:
    """Every part of a form, each judge's points in it as their sign, on a scale from 0 to its full mark.

    parts: nama, bobot, and nilai_<judge> of each judge (NaN = nothing answered), top to bottom
    """
    ink, faint = inks(dark)
    rows = parts.to_dict("records")
    places = list(range(len(rows)))
    figure = go.Figure()
    for place in places:
        ground = {"x0": 0, "x1": 1, "y0": place, "y1": place, "line": {"color": faint, "width": 6}}
        figure.add_shape(type="line", **ground, layer="below")
    for judge in judges:
        known = [place for place, row in enumerate(rows) if not is_missing(row[f"nilai_{judge}"])]
        figure.add_scatter(
            x=[rows[place][f"nilai_{judge}"] / rows[place]["bobot"] for place in known],
            y=known,
            mode="markers",
            name=PENILAI_SHORT[judge],
            marker={"size": 12, "color": JUDGE_COLOUR[judge], "symbol": JUDGE_SYMBOL[judge]},
            cliponaxis=False,
            hoverinfo="skip",
        )
    above = [place - 0.2 for place in places]
    words = [_said(row, judges) for row in rows]
    names = [short(row["nama"], length_beside(said, PICTURE)) for row, said in zip(rows, words, strict=True)]
    texts(figure, [0] * len(rows), above, names, "top right", ink)
    texts(figure, [1] * len(rows), above, words, "top left", ink, 12)
    figure.update_traces(showlegend=False, selector={"mode": "text"})
    layout = frame(dark, _ROW * len(rows) + 16, left=8, right=8)
    legend = {"orientation": "h", "y": -0.1, "x": 0, "font": {"color": ink}}
    figure.update_layout(showlegend=True, legend=legend, **layout)
    figure.update_xaxes(range=[0, 1.004], visible=False, fixedrange=True)
    figure.update_yaxes(range=[len(rows) - 0.45, -0.75], visible=False, fixedrange=True)
    return figure


def _said(row: Mapping, judges: Sequence[str]) -> str:
    """'Unit 6,20 · TPI 5,80 dari 8'."""
    values = [row[f"nilai_{judge}"] for judge in judges]
    said = " · ".join(
        f"{escape(PENILAI_SHORT[judge])} {MISSING if is_missing(value) else format_number(value)}"
        for judge, value in zip(judges, values, strict=True)
    )
    return f"{said} dari {format_plain(row['bobot'])}"


def correction_map(points: pd.DataFrame, dark: bool = False) -> go.Figure:
    """Units x parts of a form: the points that a judge took off or added.

    points: index = units (top to bottom), columns = names of parts, values = points, NaN = nothing in common
    """
    reach = float(points.abs().max().max()) if len(points) else 1.0
    reach = 1.0 if is_missing(reach) or not reach else reach
    told = [[MISSING if is_missing(value) else format_change(value) for value in row] for row in points.to_numpy()]
    return numbered_map(points, told, told, _SCALE[dark], (-reach, reach), dark, wide=PICTURE)
