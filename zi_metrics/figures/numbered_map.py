"""Numbered heat maps of units x something: each unit's name stands whole above its row, also on a phone."""

from html import escape
from textwrap import wrap

import pandas as pd
import plotly.graph_objects as go
from plotly.colors import sample_colorscale, unlabel_rgb

from zi_metrics.figures.style import PHONE, frame, inks, length_beside, short_name, texts

# Pixels: a row with its name, and the cells in it.
_ROW, _CELL = 44, 24
# Signs of a name's line that stay free; of a heading's line. Pixels: what a sign takes upwards in a slanting heading.
_ROOM, _LINE, _SIGN = 10, 22, 5.2


def numbered_map(
    values: pd.DataFrame,
    words: list[list[str]],
    hover: list[list[str]],
    scale: list,
    span: tuple[float, float],
    dark: bool = False,
    top: int = 58,
    right: int = 22,
    angle: int = -60,
    columns: list[str] | None = None,
    wide: int = PHONE,
) -> go.Figure:
    """A heat map with a number in each cell.

    values: index = names (top to bottom), NaN = no data; words, hover: the texts of its cells (hover as Plotly's HTML);
    scale: Plotly's colour scale over `span`; columns: headings other than the table's own; top, right: pixels that the
    headings need, written at `angle`; wide: pixels that a name may take, PICTURE = with headings whole, in lines.
    """
    ink, _ = inks(dark)
    headings = [[str(name)] for name in columns or values.columns]
    if wide > PHONE and angle:
        headings = [wrap(lines[0], _LINE) or [""] for lines in headings]
        top = 24 + round(max((len(line) for lines in headings for line in lines), default=0) * _SIGN)
        right = round(top * 0.6) + 10
    across, down = list(range(len(values.columns))), list(range(len(values)))
    figure = go.Figure(
        go.Heatmap(
            z=values.to_numpy(dtype=float),
            x=across,
            y=down,
            hovertext=hover,
            hoverinfo="text",
            zmin=span[0],
            zmax=span[1],
            colorscale=scale,
            showscale=False,
            xgap=2,
            ygap=_ROW - _CELL,
        )
    )
    inside = [_readable(value, scale, span, ink) for row in values.to_numpy(dtype=float) for value in row]
    flat = [word for row in words for word in row]
    texts(figure, across * len(down), [y for y in down for _ in across], flat, "middle center", inside, 12)
    names = [short_name(str(name), length_beside("", wide) - _ROOM) for name in values.index]
    texts(figure, [-0.5] * len(down), [y - 0.44 for y in down], names, "middle right", ink, 12)
    figure.update_layout(showlegend=False, **frame(dark, _ROW * len(down) + _ROW // 4 + top + 4, right=right, top=top))
    figure.update_xaxes(
        side="top",
        range=[-0.5, len(across) - 0.5],
        tickangle=angle,
        fixedrange=True,
        tickmode="array",
        tickvals=across,
        ticktext=["<br>".join(map(escape, lines)) for lines in headings],
        tickfont={"size": 11, "color": ink},
        ticks="",
        showgrid=False,
        zeroline=False,
    )
    figure.update_yaxes(range=[len(down) - 0.5, -0.75], visible=False, fixedrange=True)
    return figure


def _readable(value: float, scale: list, span: tuple[float, float], ink: str) -> str:
    """Black or white, whichever is easier to read on the colour of a value; the ink where there is no colour."""
    low, high = span
    if pd.isna(value) or high <= low:
        return ink
    ground = sample_colorscale(scale, [min(1.0, max(0.0, (value - low) / (high - low)))])[0]
    # Relative luminance and contrast as WCAG 2 defines them.
    linear = [
        c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in unlabel_rgb(ground))
    ]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#000000" if (luminance + 0.05) ** 2 >= 0.05 * 1.05 else "#ffffff"
