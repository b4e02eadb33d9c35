"""Risks by likelihood and impact: a square of 5 x 5 with how many lie in each cell, coloured by level."""

import pandas as pd
import plotly.graph_objects as go

from zi_metrics.bahasa import MISSING
from zi_metrics.figures.style import frame, inks, texts

_CELL = 52
# Light to strong: one hue, so that it reads by lightness alone; the figure in the cell is what counts.
_SCALE = {
    False: [[0, "#f6f1e7"], [0.4, "#f3c98b"], [1, "#d55e00"]],
    True: [[0, "#2a2d33"], [0.4, "#7a4a1c"], [1, "#e07a2a"]],
}
_HIGHEST = 25


def risk_map(counts: pd.DataFrame, line: int, dark: bool = False) -> go.Figure:
    """The map. counts: index = likelihood, columns = impact; line: from this level on cells are framed."""
    ink, faint = inks(dark)
    likelihood, impact = ([int(str(one)) for one in axis] for axis in (counts.index, counts.columns))
    told = {(row, column): int(counts.to_numpy()[i][j])
            for i, row in enumerate(likelihood) for j, column in enumerate(impact)}  # fmt: skip
    levels = [[row * column for column in impact] for row in likelihood]
    hover = [
        [f"Kemungkinan {row}, dampak {column}<br>Tingkat {row * column}: {told[row, column]} risiko"
         for column in impact]
        for row in likelihood
    ]  # fmt: skip
    figure = go.Figure(
        go.Heatmap(
            z=levels,
            x=impact,
            y=likelihood,
            hovertext=hover,
            hoverinfo="text",
            zmin=1,
            zmax=_HIGHEST,
            colorscale=_SCALE[dark],
            showscale=False,
            xgap=3,
            ygap=3,
        )
    )
    places = [(column, row) for row in likelihood for column in impact]
    words = [f"<b>{told[row, column]}</b>" if told[row, column] else MISSING for column, row in places]
    # On the strongest cells of either theme dark letters are read best.
    letters = ["#1f2933" if column * row >= line or not dark else ink for column, row in places]
    texts(figure, [x for x, _ in places], [y for _, y in places], words, "middle center", letters, 15)
    for column, row in places:
        if column * row >= line:
            figure.add_shape(
                type="rect", x0=column - 0.47, x1=column + 0.47, y0=row - 0.46, y1=row + 0.46,
                line={"color": ink, "width": 1.5},
            )  # fmt: skip
    height = _CELL * len(likelihood) + 60
    figure.update_layout(showlegend=False, **frame(dark, height, left=54, bottom=48, top=8, right=8))
    axis = {
        "tickmode": "array",
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "ticks": "",
        "linecolor": faint,
    }
    figure.update_xaxes(title="Dampak", tickvals=impact, range=[0.45, len(impact) + 0.55], **axis)
    figure.update_yaxes(title="Kemungkinan", tickvals=likelihood, range=[0.45, len(likelihood) + 0.55], **axis)
    return figure
