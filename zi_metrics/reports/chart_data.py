"""A paper's chart as the template draws it: shares of the width and height, and the marks of its axes."""

import math
from collections.abc import Iterator
from datetime import date
from typing import Any

from zi_metrics.bahasa import format_plain
from zi_metrics.reports.paper import Bar, Bars, Chart, Lines
from zi_metrics.written_dates import SHORT_MONTH_NAMES

# So many marks an axis has, about.
_MARKS = 4
# A mark of the time axis needs so much of the width.
_LEAST_APART = 0.14


def chart_data(chart: Chart) -> dict[str, Any]:
    """What `paper.typ` draws."""
    return _bars(chart) if isinstance(chart, Bars) else _lines(chart)


def _bars(chart: Bars) -> dict[str, Any]:
    return {
        "jenis": "bars",
        "judul": chart.judul,
        "sumber": chart.sumber,
        "alt": chart.alt,
        "batang": [_bar(one) for one in chart.batang],
    }


def _bar(one: Bar) -> dict[str, Any]:
    def share(value: float) -> float:
        return min(1.0, max(0.0, value / one.penuh)) if one.penuh else 0.0

    return {
        "nama": one.nama,
        "teks": one.teks,
        "keadaan": one.keadaan,
        "catatan": one.catatan,
        "bagian": share(one.nilai),
        "batas": None if one.minimum is None else share(one.minimum),
    }


def _lines(chart: Lines) -> dict[str, Any]:
    values = [point.nilai for line in chart.garis for point in line.titik]
    days = sorted({point.tanggal for line in chart.garis for point in line.titik})
    marks = list(_marks(min([*values, *(one.nilai for one in chart.ambang)], default=0.0),
                        max([*values, *(one.nilai for one in chart.ambang)], default=1.0)))  # fmt: skip
    low, high = marks[0], marks[-1]

    def y(value: float) -> float:
        return (value - low) / (high - low)

    def x(day: date) -> float:
        whole = (days[-1] - days[0]).days
        return (day - days[0]).days / whole if whole else 0.5

    return {
        "jenis": "lines",
        "judul": chart.judul,
        "sumber": chart.sumber,
        "alt": chart.alt,
        "sumbu": [{"y": y(mark), "teks": format_plain(mark)} for mark in marks],
        "ambang": [{"nama": one.nama, "y": y(one.nilai)} for one in chart.ambang],
        "garis": [
            {
                "nama": line.nama,
                "warna": line.warna,
                "titik": [{"x": x(p.tanggal), "y": y(p.nilai), "teks": p.teks} for p in line.titik],
            }
            for line in chart.garis
        ],
        "hari": list(_days(days, x)),
    }


def _marks(low: float, high: float) -> Iterator[float]:
    """Round values around these, from below the lowest to above the highest."""
    span = max(high - low, 1e-9)
    rough = span / _MARKS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough)
    first, last = math.floor(low / step), math.ceil(high / step)
    yield from (number * step for number in range(first, max(last, first + 1) + 1))


def _days(days: list[date], x: Any) -> Iterator[dict[str, Any]]:
    """The days that are written below the axis: the last one, and before it those that leave each other room."""
    kept: list[date] = []
    for day in reversed(days):
        if not kept or x(kept[-1]) - x(day) >= _LEAST_APART:
            kept.append(day)
    for day in reversed(kept):
        yield {"x": x(day), "teks": f"{day.day} {SHORT_MONTH_NAMES[day.month - 1]} {day.year}"}
