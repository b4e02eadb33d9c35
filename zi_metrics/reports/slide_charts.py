"""Charts on slides that an office edits: bars with their minima drawn in, lines over time, with their data."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.oxml.ns import qn
from pptx.util import Pt

from zi_metrics.printable import in_one_line
from zi_metrics.reports.cell_texts import fitting, needs_quote
from zi_metrics.reports.slide_deck import INK, SOFT, Box, Page, colour, describe
from zi_metrics.reports.slide_text import fit

_TITLE, _SMALL = 13.0, 10.0
_GRID = "D8D5CD"
# The share of a chart's width that the categories' names may take.
_NAMES = 0.36
# Points that title and legend take of a chart; height of a line of a name, in sizes of its letters.
_BESIDE_BARS, _NAME_LINE = 60.0, 1.25


@dataclass(frozen=True)
class Series:
    """One series of a chart.

    nama: in the legend; nilai: for each category, None = nothing there; warna: of all bars, or of each of them
    label: what stands beside each bar, as people read it, () = nothing
    garis: drawn as an outline only, as minima are
    """

    nama: str
    nilai: Sequence[float | None]
    warna: str | Sequence[str]
    label: Sequence[str] = ()
    garis: bool = False


def add_bars(
    page: Page,
    box: Box,
    title: str,
    categories: Sequence[str],
    series: Sequence[Series],
    highest: float | None = None,
    size: float = 12.0,
    names: float = _NAMES,
) -> None:
    """Bars from left to right, the first category at the top; of several series the later ones lie over the earlier.

    title: above it, with what is measured; highest: the axis' end; size: of the categories' names; names: the share of
    the width that these may take. A name that does not fit is cut, and stands whole in the notes.
    """
    # As many lines as there is room for beside a bar, at most two.
    room = (box.height - _BESIDE_BARS) / max(1, len(categories))
    lines = 2 if room >= 2 * size * _NAME_LINE else 1
    shown = [_name(page, one, box.width * names, size, lines) for one in categories]
    chart = _chart(page, box, XL_CHART_TYPE.BAR_CLUSTERED, title, shown, series)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 45, 100
    chart.category_axis.reverse_order = True
    chart.category_axis.format.line.color.rgb = colour(_GRID)
    chart.category_axis.has_major_gridlines = False
    chart.category_axis.tick_labels.font.size = Pt(size)
    chart.category_axis.tick_labels.font.color.rgb = colour(INK)
    chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    axis = chart.value_axis
    axis.visible, axis.has_major_gridlines, axis.minimum_scale = False, False, 0
    if highest is not None:
        axis.maximum_scale = highest
    for drawn, one in zip(plot.series, series, strict=True):
        _colour_bars(drawn, one)
        if one.label:
            _label(drawn, one.label, size)


def add_lines(
    page: Page,
    box: Box,
    title: str,
    categories: Sequence[str],
    series: Sequence[Series],
    lowest: float | None = None,
    highest: float | None = None,
) -> None:
    """Lines over points in time; over a missing point it goes on. Outlined series (minima) are dashed."""
    chart = _chart(page, box, XL_CHART_TYPE.LINE_MARKERS, title, [in_one_line(one) for one in categories], series)
    # Judges judge on different days: a line goes on to their next one.
    for shown in chart._chartSpace.iter(qn("c:dispBlanksAs")):
        shown.set("val", "span")
    axis = chart.value_axis
    axis.major_gridlines.format.line.color.rgb = colour(_GRID)
    axis.format.line.fill.background()
    axis.tick_labels.font.size = Pt(_SMALL + 1)
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = "0", False
    if lowest is not None:
        axis.minimum_scale = lowest
    if highest is not None:
        axis.maximum_scale = highest
    chart.category_axis.tick_labels.font.size = Pt(_SMALL + 1)
    chart.category_axis.format.line.color.rgb = colour(_GRID)
    for drawn, one in zip(chart.plots[0].series, series, strict=True):
        ink = one.warna if isinstance(one.warna, str) else one.warna[0]
        drawn.smooth = False
        drawn.format.line.color.rgb = colour(ink)
        drawn.format.line.width = Pt(1.5 if one.garis else 2.5)
        if one.garis:
            drawn.format.line.dash_style = 4
            drawn.marker.style = XL_MARKER_STYLE.NONE
        else:
            drawn.marker.style, drawn.marker.size = XL_MARKER_STYLE.CIRCLE, 8
            drawn.marker.format.fill.solid()
            drawn.marker.format.fill.fore_color.rgb = colour(ink)
            drawn.marker.format.line.color.rgb = colour(ink)
        if one.label:
            _label(drawn, one.label, _SMALL + 1, XL_LABEL_POSITION.ABOVE)


def _chart(page: Page, box: Box, kind: Any, title: str, categories: Sequence[str], series: Sequence[Series]) -> Any:
    data = CategoryChartData()
    data.categories = list(categories)
    for one in series:
        data.add_series(in_one_line(one.nama), list(one.nilai))
    # The library's own annotations know neither the kind of data nor what it gives.
    frame: Any = page.slide.shapes.add_chart(kind, *box.placed, data)  # pyright: ignore[reportArgumentType]
    frame.name = "Grafik"
    describe(frame, title)
    chart = frame.chart
    # Names that look like formulas must be texts in the sheet behind the chart, too.
    chart.part.chart_workbook.update_from_xlsx_blob(_sheet(categories, series))
    chart.has_title = True
    said = chart.chart_title.text_frame
    said.text = in_one_line(title)
    for run in said.paragraphs[0].runs:
        run.font.size, run.font.bold = Pt(_TITLE), True
        run.font.color.rgb = colour(INK)
    chart.chart_title.include_in_layout = False
    chart.has_legend = len(series) > 1
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
        chart.legend.font.size = Pt(_SMALL + 1)
        chart.legend.font.color.rgb = colour(SOFT)
    return chart


def _colour_bars(drawn: Any, one: Series) -> None:
    if one.garis:
        drawn.format.fill.background()
        drawn.format.line.color.rgb = colour(one.warna if isinstance(one.warna, str) else one.warna[0])
        drawn.format.line.width = Pt(1.5)
        return
    first = one.warna if isinstance(one.warna, str) else (one.warna[0] if one.warna else SOFT)
    drawn.format.fill.solid()
    drawn.format.fill.fore_color.rgb = colour(first)
    if not isinstance(one.warna, str):
        for place, ink in enumerate(one.warna):
            point = drawn.points[place]
            point.format.fill.solid()
            point.format.fill.fore_color.rgb = colour(ink)


def _label(drawn: Any, labels: Sequence[str], size: float, place: Any = XL_LABEL_POSITION.OUTSIDE_END) -> None:
    """Each point's label as it is read on the screens: a figure that misses its minimum never seems to reach it."""
    for number, text in enumerate(labels):
        if not text:
            continue
        label = drawn.points[number].data_label
        label.position = place
        frame = label.text_frame
        frame.text = in_one_line(text)
        for run in frame.paragraphs[0].runs:
            run.font.size = Pt(size)
            run.font.color.rgb = colour(INK)


def _name(page: Page, text: str, width: float, size: float, lines: int) -> str:
    """A category's name in at most so many lines of the room for names."""
    said = fit(text, width, lines * size * _NAME_LINE, size)
    if said.dipotong:
        page.keep_whole(text)
    return said.teks


def _sheet(categories: Sequence[str], series: Sequence[Series]) -> bytes:
    """The data behind a chart where the chart looks for it: names in the first column, a column per series."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_urls": False}) as workbook:
        sheet = workbook.add_worksheet("Sheet1")
        quoted = workbook.add_format({"quote_prefix": True})
        for row, text in enumerate(categories, 1):
            sheet.write_string(row, 0, fitting(text), quoted if needs_quote(text) else None)
        for column, one in enumerate(series, 1):
            name = fitting(in_one_line(one.nama))
            sheet.write_string(0, column, name, quoted if needs_quote(name) else None)
            for row, value in enumerate(one.nilai, 1):
                if value is not None:
                    sheet.write_number(row, column, value)
    return out.getvalue()
