"""A gate's values on the way to the day of the proposal: points, the straight line, and the band on the day.

As all figures: for a light and a dark theme, readable on a 390 px wide phone, nothing from the internet.
"""

from datetime import timedelta
from html import escape

import plotly.graph_objects as go

from zi_metrics.answers import PENILAI_SHORT
from zi_metrics.bahasa import format_date
from zi_metrics.figures.style import JUDGE_COLOUR, JUDGE_SYMBOL, frame, inks, lines, texts, threshold
from zi_metrics.figures.time_axis import time_axis
from zi_metrics.near_minimum import format_beside, format_minimum
from zi_metrics.pembangunan.pace import GatePace


def pace_lines(gate: GatePace, penilai: str, dark: bool = False) -> go.Figure:
    """One gate on its way. penilai: the code of whose values these are."""
    ink, faint = inks(dark)
    first, end = gate.garis
    figure = go.Figure()
    if first.tanggal < end.tanggal:
        figure.add_scatter(
            x=[first.tanggal.isoformat(), end.tanggal.isoformat()],
            y=[first.nilai, end.nilai],
            mode="lines",
            name="garis lurus ke minimum",
            line={"color": ink, "width": 1.5, "dash": "dot"},
            hoverinfo="skip",
        )
    figure.add_scatter(
        x=[point.tanggal.isoformat() for point in gate.titik],
        y=[point.nilai for point in gate.titik],
        mode="lines+markers",
        name=PENILAI_SHORT[penilai],
        line={"color": JUDGE_COLOUR[penilai], "width": 3},
        marker={"size": 9, "symbol": JUDGE_SYMBOL[penilai]},
        hoverinfo="text",
        hovertext=[
            f"per {format_date(point.tanggal)}: {format_beside(point.nilai, gate.minimum)}" for point in gate.titik
        ],
    )
    if gate.perkiraan is not None:
        _add_band(figure, gate, ink)
    day = end.tanggal.isoformat()
    lines(figure, [(day, day, 0, gate.penuh)], {"color": faint, "width": 2}, "below")
    threshold(figure, gate.minimum, f"minimum {escape(format_minimum(gate.minimum, 0))}", ink, "top left")
    figure.update_layout(
        showlegend=True,
        legend={"orientation": "h", "y": -0.2, "x": 0, "font": {"color": ink}},
        **frame(dark, 340, left=44, bottom=80, top=16),
    )
    shown = [*(point.nilai for point in gate.titik), gate.minimum, *(gate.perkiraan or ())]
    room = max(0.15 * (max(shown) - min(shown)), 0.02 * gate.penuh)
    figure.update_yaxes(
        range=[max(0.0, min(shown) - room), min(gate.penuh * 1.02, max(shown) + room)],
        gridcolor=faint,
        fixedrange=True,
        zeroline=False,
    )
    time_axis(figure, [*(point.tanggal for point in gate.titik), end.tanggal])
    return figure


def _add_band(figure: go.Figure, gate: GatePace, ink: str) -> None:
    low, high = gate.perkiraan or (0.0, 0.0)
    middle, day = gate.tengah if gate.tengah is not None else low, gate.garis[1].tanggal
    shown = [format_beside(value, gate.minimum, 1) for value in (low, high)]
    figure.add_scatter(
        x=[day.isoformat()],
        y=[middle],
        mode="markers",
        name="perkiraan 80%",
        marker={"size": 9, "color": ink, "symbol": "line-ew-open", "line": {"width": 3}},
        error_y={"array": [high - middle], "arrayminus": [middle - low], "color": ink, "thickness": 4, "width": 7},
        hoverinfo="text",
        hovertext=[f"perkiraan pada {format_date(day)}: {shown[0]}–{shown[1]}"],
    )
    # Beside the bar, not on it.
    beside = day - timedelta(days=max(1, (day - min(gate.titik[0].tanggal, day)).days // 50))
    texts(figure, [beside.isoformat()] * 2, [high, low], [*reversed(shown)], "middle left", ink, 12)
    figure.update_traces(showlegend=False, selector={"mode": "text"})
