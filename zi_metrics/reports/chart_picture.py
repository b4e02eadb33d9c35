"""A paper's chart alone, as a picture to be put into another document: with its title, date and source."""

from typing import Literal

from zi_metrics.reports.chart_data import chart_data
from zi_metrics.reports.paper import Chart
from zi_metrics.reports.typesetting import pictured


def chart_picture(chart: Chart, format: Literal["png", "svg"] = "png") -> bytes:
    """The chart as PNG (17 cm wide, 200 dots an inch) or SVG; its title above it, its source and date below it."""
    return pictured("chart", chart_data(chart), format)
