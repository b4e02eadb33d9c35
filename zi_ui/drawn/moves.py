"""A figure before and after: the bar of the new one, with what was gained or lost set apart on it."""

from collections.abc import Iterable

from markupsafe import Markup

from zi_metrics.figures.bars import MovedBar
from zi_ui.drawn.bars import Tick, bar, share
from zi_ui.drawn.markup import EMPTY, join, tag

# What is drawn on them, for who meets them without the page.
MOVED = "Garis tegak: minimum. Bagian yang diarsir: perubahan dari semula. Ujung kanan: nilai penuh."


def moved_bar(before: float, after: float, full: float, standing: str, minimum: float) -> Markup:
    """A bar up to `after`, whose part beyond or short of `before` is set apart; the words have to stand beside it."""
    low, high = sorted((before, after))
    kind = "zi-gain" if after > before else "zi-loss"
    moved = tag("i", EMPTY, class_=kind, style=f"left:{share(low, full)};right:{share(full - high, full)}")
    own = bar(after, full, standing, [Tick("minimum", minimum)])
    return tag("span", own, moved if high > low else EMPTY, class_="zi-moved", aria_hidden="true")


def moved_bars(rows: Iterable[MovedBar], alt: str) -> Markup:
    """A list of such bars, top to bottom; alt: what they show."""
    return tag("ul", join(map(_entry, rows)), class_="zi-bars", aria_label=alt)


def _entry(row: MovedBar) -> Markup:
    return tag(
        "li",
        tag("span", row.label, class_="zi-bar-name"),
        tag("span", row.figure, class_="zi-bar-figure"),
        # NaN where nothing is answered: an empty bar, and the words say so.
        moved_bar(row.sebelum or 0.0, row.nilai or 0.0, row.penuh, row.status, row.minimum),
        tag("small", row.note, class_="zi-bar-note") if row.note else EMPTY,
    )
