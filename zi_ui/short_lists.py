"""Lists that are read: a few rows at a time, with links to those before and after; the present part is in the address.

Long tables that people sort and search have `paging`.
"""

from markupsafe import Markup

from zi_metrics.bahasa import format_number
from zi_ui import address
from zi_ui.drawn.links import here, link
from zi_ui.drawn.markup import EMPTY, join, tag

ROWS = 20
_NAME = "hal"


def part_of(count: int, rows: int = ROWS) -> slice:
    """Which of so many rows are shown: those of the part that the address asks for, else the first ones."""
    asked = address.asked(_NAME) or ""
    wanted = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1
    number = min(max(1, wanted), max(1, -(-count // rows)))
    return slice((number - 1) * rows, min(number * rows, count))


def others(page: str, count: int, part: slice, noun: str, rows: int = ROWS) -> Markup:
    """'1–20 dari 131 komentar', with links to the parts before and after; '' where one part holds all."""
    if count <= rows:
        return EMPTY
    number = part.start // rows + 1
    before = link("‹ Sebelumnya", here(page, **{_NAME: number - 1})) if part.start else EMPTY
    after = link("Berikutnya ›", here(page, **{_NAME: number + 1})) if part.stop < count else EMPTY
    shown = f"{format_number(part.start + 1, 0)}–{format_number(part.stop, 0)} dari {format_number(count, 0)} {noun}"
    return tag("nav", join([before, tag("span", shown), after]), class_="zi-others", aria_label=f"Bagian lain: {noun}")
