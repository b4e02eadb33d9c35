"""Figures about the judges of the same form: dots side by side, and who corrects what."""

from html import escape

import pandas as pd
import plotly.graph_objects as go

from zi_metrics.answers import PENILAI_SHORT
from zi_metrics.bahasa import MISSING, format_change, format_number
from zi_metrics.figures.numbered_map import numbered_map
from zi_metrics.figures.style import JUDGE_COLOUR, JUDGE_SYMBOL, cut, frame, inks, lines, short, texts

_ROW = 46
# Pixels: the first judge's dot and the last one's.
_LARGEST, _SMALLEST = 20, 11
# Lowered answers in vermilion, raised ones in blue, nothing changed in the ground's own colour.
_CHANGE_SCALE = {
    False: [[0, "#D55E00"], [0.5, "#f7f5ef"], [1, "#0072B2"]],
    True: [[0, "#c85a10"], [0.5, "#2a2d33"], [1, "#4aa3dd"]],
}


def judge_dots(parts: pd.DataFrame, judges: list[str], dark: bool = False) -> go.Figure:
    """Each part of the form on one line, a dot per judge at its share of the bobot.

    parts, top to bottom: nama, bobot, nilai_<judge> (points, NaN = that judge has answered nothing).
    """
    ink, faint = inks(dark)
    places = list(range(len(parts)))
    figure = go.Figure()
    lines(figure, [(0, 1, place, place) for place in places], {"color": faint, "width": 6}, "below")
    texts(figure, [0] * len(parts), [p - 0.14 for p in places], [short(n) for n in parts["nama"]], "top right", ink)
    figures = [
        " · ".join(f"{PENILAI_SHORT[j]} {format_number(row[f'nilai_{j}'])}" for j in judges)
        for _, row in parts.iterrows()
    ]
    texts(figure, [0] * len(parts), [p + 0.12 for p in places], figures, "bottom right", ink, 12)
    # Where judges agree, the later one's smaller dot leaves an edge of the one below.
    for place, judge in enumerate(judges):
        size = _LARGEST - place * (_LARGEST - _SMALLEST) / max(1, len(judges) - 1)
        points = parts[f"nilai_{judge}"]
        figure.add_scatter(
            x=(points / parts["bobot"]).tolist(),
            y=places,
            mode="markers",
            name=PENILAI_SHORT[judge],
            marker={
                "color": JUDGE_COLOUR[judge],
                "symbol": JUDGE_SYMBOL[judge],
                "size": size,
                "line": {"color": ink, "width": 1},
            },
            hoverinfo="text",
            hovertext=[
                f"{escape(name)}<br>{PENILAI_SHORT[judge]}: {format_number(value)} dari {format_number(full)}"
                for name, value, full in zip(parts["nama"], points, parts["bobot"], strict=True)
            ],
        )
    figure.for_each_trace(lambda trace: trace.update(showlegend=trace.mode == "markers"))
    figure.update_layout(
        legend={"orientation": "h", "y": 1.0, "yanchor": "bottom", "x": 0, "font": {"color": ink}},
        **frame(dark, (_ROW + 10) * len(parts) + 60, left=8, right=10, top=40),
    )
    figure.update_xaxes(range=[0, 1.004], visible=False, fixedrange=True)
    figure.update_yaxes(range=[len(parts) - 0.35, -0.75], visible=False, fixedrange=True)
    return figure


def correction_map(table: pd.DataFrame, dark: bool = False) -> go.Figure:
    """Units x parts of the form: the points that a judge took off or added, as a numbered heat map.

    table: index = unit names (top to bottom), columns = names of parts, values = points, NaN = not compared.
    """
    reach = float(table.abs().max().max() or 1)
    words = [[MISSING if pd.isna(v) else format_change(v, 1) for v in row] for row in table.to_numpy()]
    hover = [
        [f"{escape(str(unit))}<br>{escape(str(name))}: {format_change(value)} poin" for name, value in row.items()]
        for unit, row in table.iterrows()
    ]
    names = [cut(str(name), 20) for name in table.columns]
    return numbered_map(table, words, hover, _CHANGE_SCALE[dark], (-reach, reach), dark, 120, 60, -50, names)
