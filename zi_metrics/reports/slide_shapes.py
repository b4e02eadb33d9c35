"""What stands on a slide as text: sentences, and real tables that an office goes on editing, all measured to fit."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Pt

from zi_metrics.bahasa import format_number
from zi_metrics.reports.slide_deck import ACCENT, INK, SOFT, Box, Page, colour, describe
from zi_metrics.reports.slide_text import LINE, Fitted, fit, width_of

_CELL_X, _CELL_Y = 5.0, 2.5
_LARGEST, _SMALLEST = 14.0, 9.0
# Smaller letters are used only where rows would be lost, not to spare a cut.
_READABLE = 11.0
# Beside a sign the words are in its colour, dark enough to be read on white.
_INK_OF = {"✔": "00664A", "▲": "7A5200", "✘": "A34700", "○": SOFT}
_HEAD, _STRIPE, _LINE = "E4E2DC", "F7F5F0", "C9C6BE"
# Points between two sentences.
_BETWEEN = 6.0


@dataclass(frozen=True)
class SlideColumn:
    """A column of a table. judul: its heading; lebar: its share of the width; kanan: figures, written at the right."""

    judul: str
    lebar: float
    kanan: bool = False


def add_heading(page: Page, box: Box, text: str) -> Box:
    """A small heading above something; gives what is left of the box."""
    height = 20.0
    _write(page, box.upper(height), [text], 13.0, ACCENT, bold=True)
    return box.below(height + 4)


def add_sentences(
    page: Page, box: Box, sentences: Sequence[str], largest: float = 18.0, smallest: float = 11.0
) -> float:
    """Sentences, each a paragraph of its own, as large as the box allows; gives the height that they take.

    What does not fit at the smallest size is cut at its end, and stands whole in the notes.
    """
    said = [one for one in sentences if one]
    if not said:
        return 0.0
    size = largest
    while size > smallest and _height(said, box, size) > box.height:
        size -= 1
    shown, left = [], box.height
    for one in said:
        if left < size * LINE:
            page.keep_whole(one)
            continue
        fitted = fit(one, box.width - 2, left, size)
        if fitted.dipotong:
            page.keep_whole(one)
        shown.append(fitted.teks)
        left -= fitted.baris * size * LINE + _BETWEEN
    _write(page, box, shown, size, INK)
    return box.height - left


def add_table(
    page: Page,
    box: Box,
    columns: Sequence[SlideColumn],
    rows: Sequence[Sequence[str]],
    title: str,
    lines: int = 2,
    more: int = 0,
    largest: float = _LARGEST,
) -> None:
    """A table with its heading row. title: what it shows, for who does not see it; lines: so many in a cell at most;
    more: rows that there are beside these; largest: size of its letters, where there is room.

    Written as large as the box allows; rows that do not fit are counted in a last one and stand in the notes.
    """
    laid = _laid(columns, rows, box, lines, largest)
    size, widths, head, fitted = laid.ukuran, laid.lebar, laid.kepala, laid.baris
    heads = [column.judul for column in columns]
    kept, used = 0, _row_height(head)
    room = box.height - (size * LINE + 2 * _CELL_Y)
    for place, row in enumerate(fitted):
        last = place == len(fitted) - 1 and not more
        if used + _row_height(row) > (box.height if last else room):
            break
        used += _row_height(row)
        kept = place + 1
    left = len(rows) - kept + more
    for row in rows[kept:]:
        page.keep_whole(" | ".join(row))
    drawn = page.slide.shapes.add_table(
        1 + kept + bool(left), len(columns), *Box(box.left, box.top, box.width, used).placed
    )
    describe(drawn, title)
    drawn.name = "Tabel"
    table = drawn.table
    for place, width in enumerate(widths):
        table.columns[place].width = Pt(width)
    _fill_row(page, table, 0, head, heads, columns, _HEAD, bold=True)
    for place, (row, said) in enumerate(zip(fitted[:kept], rows, strict=False), 1):
        _fill_row(page, table, place, row, said, columns, "FFFFFF" if place % 2 else _STRIPE)
    if left:
        words = f"… dan {format_number(left, 0)} lagi" + ("; lihat catatan" if not more else "")
        rest = [words, *[""] * (len(columns) - 1)]
        _fill_row(page, table, kept + 1, _cells(rest, [box.width, *widths[1:]], size, 1), rest, columns, "FFFFFF")
        if len(columns) > 1:
            table.cell(kept + 1, 0).merge(table.cell(kept + 1, len(columns) - 1))


def _fill_row(
    page: Page,
    table: Any,
    place: int,
    row: Sequence[Fitted],
    said: Sequence[str],
    columns: Sequence[SlideColumn],
    ground: str,
    bold: bool = False,
) -> None:
    table.rows[place].height = Pt(_row_height(row))
    for number, (fitted, text, column) in enumerate(zip(row, said, columns, strict=True)):
        if fitted.dipotong:
            page.keep_whole(text)
        cell = table.cell(place, number)
        cell.margin_left = cell.margin_right = Pt(_CELL_X)
        cell.margin_top = cell.margin_bottom = Pt(_CELL_Y)
        cell.vertical_anchor = MSO_ANCHOR.TOP
        cell.fill.solid()
        cell.fill.fore_color.rgb = colour(ground)
        ink = INK if bold else _INK_OF.get(fitted.teks[:1], INK)
        _set(cell.text_frame, [fitted.teks], fitted.ukuran, ink, bold, column.kanan)


def _write(page: Page, box: Box, said: Sequence[str], size: float, ink: str, bold: bool = False) -> None:
    drawn = page.slide.shapes.add_textbox(*box.placed)
    frame = drawn.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Emu(0)
    frame.word_wrap = True
    _set(frame, said, size, ink, bold)


def _set(frame: Any, said: Sequence[str], size: float, ink: str, bold: bool = False, right: bool = False) -> None:
    for place, text in enumerate(said):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
        paragraph.line_spacing = 1.0
        paragraph.space_after = Pt(_BETWEEN if place < len(said) - 1 else 0)
        run = paragraph.add_run()
        run.text = text
        run.font.size, run.font.bold = Pt(size), bold
        run.font.color.rgb = colour(ink)
        run._r.get_or_add_rPr().set("lang", "id-ID")


def _height(said: Sequence[str], box: Box, size: float) -> float:
    every = [fit(one, box.width - 2, 10_000, size).baris * size * LINE for one in said]
    return sum(every) + _BETWEEN * (len(said) - 1)


def _cells(row: Sequence[str], widths: Sequence[float], size: float, lines: int, bold: bool = False) -> list[Fitted]:
    return [
        fit(text, width - 2 * _CELL_X - 1, lines * size * LINE + 0.1, size, bold=bold)
        for text, width in zip(row, widths, strict=True)
    ]


def _row_height(row: Sequence[Fitted]) -> float:
    return max(one.baris * one.ukuran * LINE for one in row) + 2 * _CELL_Y


@dataclass(frozen=True)
class _Laid:
    """A table as it is written: size of its letters, widths of its columns in points, its heading row and its rows."""

    ukuran: float
    lebar: list[float]
    kepala: list[Fitted]
    baris: list[list[Fitted]]

    @property
    def height(self) -> float:
        return _row_height(self.kepala) + sum(map(_row_height, self.baris))

    @property
    def is_cut(self) -> bool:
        return any(one.dipotong for row in [self.kepala, *self.baris] for one in row)


def _laid(columns: Sequence[SlideColumn], rows: Sequence[Sequence[str]], box: Box, lines: int, largest: float) -> _Laid:
    """The table with the largest letters with which it fits; to cut nothing they may become smaller, but readable."""
    heads, size = [column.judul for column in columns], largest
    while True:
        widths = _widths(columns, rows, box.width, size)
        head = _cells(heads, widths, size, lines, bold=True)
        found = _Laid(size, widths, head, [_cells(row, widths, size, lines) for row in rows])
        if size <= _SMALLEST or (found.height <= box.height and (size <= _READABLE or not found.is_cut)):
            return found
        size -= 1


def _widths(columns: Sequence[SlideColumn], rows: Sequence[Sequence[str]], width: float, size: float) -> list[float]:
    """The columns' widths: by their shares, but none so narrow that words are broken, if others can spare it."""
    whole = sum(column.lebar for column in columns)
    asked = [width * column.lebar / whole for column in columns]
    least = [min(_longest_word([column.judul], size, True), 0.4 * width) for column in columns]
    for row in rows:
        for place, text in enumerate(row):
            least[place] = max(least[place], min(_longest_word([text], size, False), 0.4 * width))
    least = [one + 2 * _CELL_X + 2 for one in least]
    if sum(least) >= width:
        return [width * one / sum(least) for one in least]
    # What the narrow ones need is taken from what the others have beyond their own need.
    lack = sum(max(0.0, need - have) for need, have in zip(least, asked, strict=True))
    spare = sum(max(0.0, have - need) for need, have in zip(least, asked, strict=True))
    share = lack / spare if spare else 0.0
    return [max(need, have - max(0.0, have - need) * share) for need, have in zip(least, asked, strict=True)]


def _longest_word(texts: Sequence[str], size: float, bold: bool) -> float:
    return max((width_of(word, size, bold) for text in texts for word in text.split()), default=0.0)
