"""An axis of dates, in Indonesian: Plotly's own writes months in English, and its locales come from the internet."""

from collections.abc import Sequence
from datetime import date, timedelta

import plotly.graph_objects as go

from zi_metrics.written_dates import SHORT_MONTH_NAMES

# Months between ticks, the closest first; so many ticks fit beside each other on a phone.
_STEPS, _MOST = (1, 2, 3, 6, 12), 6
# Of the whole span, so that no point is cut in half.
_MARGIN = 0.05


def time_axis(figure: go.Figure, days: Sequence[date]) -> None:
    """Give a figure an axis of dates that holds all of these; ticks on the first of months, the year where it turns."""
    first, last = min(days), max(days)
    room = max(timedelta(days=20), (last - first) * _MARGIN)
    first, last = first - room, last + room
    ticks = _ticks(first, last)
    figure.update_xaxes(
        type="date",
        range=[first.isoformat(), last.isoformat()],
        tickvals=[day.isoformat() for day in ticks],
        ticktext=[_label(day, place == 0) for place, day in enumerate(ticks)],
        fixedrange=True,
        showgrid=False,
    )


def _ticks(first: date, last: date) -> list[date]:
    ticks: list[date] = []
    for step in _STEPS:
        ticks = _each(first, last, step)
        if len(ticks) <= _MOST:
            return ticks
    years = _each(first, last, _STEPS[-1])
    return years[:: 1 + len(years) // _MOST]


def _each(first: date, last: date, step: int) -> list[date]:
    """The firsts of every so many months, counted from January."""
    months = range(12 * first.year + first.month - 1, 12 * last.year + last.month)
    ticks = [date(month // 12, month % 12 + 1, 1) for month in months if month % step == 0]
    return [day for day in ticks if first <= day <= last]


def _label(day: date, is_first: bool) -> str:
    month = SHORT_MONTH_NAMES[day.month - 1]
    return f"{month}<br>{day.year}" if is_first or day.month == 1 else month
