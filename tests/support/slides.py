"""What finished slides say and whether it fits, read by other programs than those that wrote them."""

import io

import openpyxl
from PIL import ImageFont
from pptx import Presentation
from pptx.util import Emu

# Points of a slide.
WIDTH, HEIGHT = 960, 540


def opened(content):
    """The presentation as python-pptx reads it."""
    return Presentation(io.BytesIO(content))


def shapes(content, kind):
    """Slide's number -> its tables (`has_table`), charts (`has_chart`) or texts (`has_text_frame`)."""
    return {
        number: [shape for shape in slide.shapes if getattr(shape, kind)]
        for number, slide in enumerate(opened(content).slides, 1)
    }


def titles(content):
    """The titles, as they stand in their placeholders."""
    return [slide.shapes.title.text_frame.text for slide in opened(content).slides]


def notes(content):
    """The speaker's notes of each slide."""
    return [slide.notes_slide.notes_text_frame.text for slide in opened(content).slides]


def rows(shape):
    """A table's rows as texts, a merged cell once."""
    return [[cell.text for cell in row.cells if not cell.is_spanned] for row in shape.table.rows]


def plotted(shape):
    """A chart's title, its categories, and series -> values."""
    chart = shape.chart
    plot = chart.plots[0]
    series = {one.name: list(one.values) for one in plot.series}
    return chart.chart_title.text_frame.text, list(plot.categories), series


def labels(shape, series=0):
    """The texts beside a series' points."""
    own = shape.chart.plots[0].series[series]
    return [own.points[place].data_label.text_frame.text for place in range(len(list(own.values)))]


def behind(shape):
    """The sheet behind a chart, as openpyxl reads it."""
    blob = shape.chart.part.chart_workbook.xlsx_part.blob
    return openpyxl.load_workbook(io.BytesIO(blob)).active


def texts(content):
    """Every text of the file: of shapes, tables, charts and notes."""
    found = notes(content)
    for slide in opened(content).slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                found.append(shape.text_frame.text)
            if getattr(shape, "has_table", False) and shape.has_table:
                found += [cell for row in rows(shape) for cell in row]
            if getattr(shape, "has_chart", False) and shape.has_chart:
                title, categories, series = plotted(shape)
                found += [title, *map(str, categories), *series]
    return found


def overflowing(content):
    """Where something lies outside its slide, lies over the foot, or has more text than room: (slide, what)."""
    found = []
    for number, slide in enumerate(opened(content).slides, 1):
        for shape in slide.shapes:
            if min(shape.left, shape.top) < 0 or shape.left + shape.width > Emu(int(WIDTH * 12700)):
                found.append((number, f"{shape.name}: outside"))
            if getattr(shape, "has_table", False) and shape.has_table:
                found += [(number, what) for what in _too_full(shape)]
                bottom = shape.top.pt + sum(row.height.pt for row in shape.table.rows)
                if bottom > 509:
                    found.append((number, f"table ends at {bottom}"))
            elif shape.has_text_frame and shape.text_frame.text and "Number" not in shape.name:
                size = shape.text_frame.paragraphs[0].runs[0].font.size.pt
                lines = sum(_lines(part.text, shape.width.pt, size) for part in shape.text_frame.paragraphs)
                if lines * size * 1.15 > shape.height.pt + 1:
                    found.append((number, f"{shape.name}: {lines} lines of {size} in {shape.height.pt}"))
            if shape.top.pt + shape.height.pt > HEIGHT:
                found.append((number, f"{shape.name}: below"))
    return found


def _too_full(shape):
    widths = [column.width.pt for column in shape.table.columns]
    for row in shape.table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            run = next((run for part in cell.text_frame.paragraphs for run in part.runs), None)
            if run is None or cell.is_merge_origin or cell.is_spanned:
                continue
            lines = _lines(cell.text, width - 10, run.font.size.pt)
            if lines * run.font.size.pt * 1.15 > row.height.pt:
                yield f"cell '{cell.text[:30]}': {lines} lines in {row.height.pt}"


def _lines(text, width, size):
    """How many lines a text takes, by a face that Pillow brings along, and that is none of those it was measured by."""
    font, lines, used = ImageFont.load_default(size), 1, 0.0
    for word in text.split(" "):
        own = font.getlength(word + " ")
        if used and used + own > width + font.getlength(" "):
            lines, used = lines + 1, 0.0
        used += own
        while used > width + font.getlength(" "):
            lines, used = lines + 1, used - width
    return lines
