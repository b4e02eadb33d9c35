"""Chances with their ranges as a picture to be taken away, as the tables of Rencana draw them in their cells."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from zi_metrics.figures.plan import chance_ranges
from zi_metrics.figures.style import PICTURE
from zi_metrics.plan.chance import Probability

CHANCES = "Titik: peluang; garis tebal: rentang 90%; skala 0 sampai 100%."


def chances_drawn(named: Sequence[tuple[str, Probability]]) -> go.Figure:
    """The figure. named: what each is the chance of, at least one."""
    rows = [{"nama": name, "peluang": c.peluang, "rendah": c.rendah, "tinggi": c.tinggi} for name, c in named]
    return chance_ranges(pd.DataFrame(rows), wide=PICTURE)
