"""A long list in pages, which one of them stands in the address."""

from markupsafe import Markup

from zi_metrics.bahasa import format_number
from zi_ui import address
from zi_ui.drawn.links import here, link
from zi_ui.drawn.markup import join, tag

_FROM = "mulai"
# So many digits of a place are read; the address may say anything.
_DIGITS = 6


def first_of(count: int, on_a_page: int, name: str = _FROM) -> int:
    """The place of the first of so many rows on the page that the address names; 0 where it names none."""
    asked = address.asked(name) or ""
    first = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) <= _DIGITS else 0
    first = first - first % on_a_page if first < count else 0
    address.write(name, str(first) if first else None)
    return first


def page_links(
    page: str, first: int, count: int, on_a_page: int, noun: str, name: str = _FROM, **without: None
) -> Markup:
    """Which of how many rows are shown, with the ways to the others.

    page: the present screen; noun: what the rows are ('Jawaban'); without: names that these addresses leave out
    """
    whole = format_number(count, 0)
    if count <= on_a_page:
        return tag("p", f"{whole} {noun.lower()}.", class_="zi-soft zi-pages")
    last = min(first + on_a_page, count)
    ways: list[Markup | str] = [f"{noun} {format_number(first + 1, 0)}–{format_number(last, 0)} dari {whole}."]
    if first:
        ways.append(link("‹ Sebelumnya", here(page, **{**without, name: first - on_a_page or None})))
    if last < count:
        ways.append(link("Berikutnya ›", here(page, **{**without, name: last})))
    return tag("p", join(ways, " "), class_="zi-soft zi-pages")
