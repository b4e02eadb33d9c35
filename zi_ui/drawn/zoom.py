"""A figure with its interval and minima on a part of its scale, whose ends are written, as near figures need it."""

from collections.abc import Sequence

import pandas as pd
from markupsafe import Markup

from zi_ui.drawn.bars import Tick
from zi_ui.drawn.markup import EMPTY, join, tag


def zoom(
    start: float,
    end: float,
    value: float,
    reach: tuple[float, float],
    ticks: Sequence[Tick],
    ends: tuple[str, str] | None = None,
) -> Markup:
    """The figure as a dot, its interval (NaN = none) as a line, minima as ticks, between `start` and `end`.

    reach: the interval; ends: what is written at the ends, with the minima's names between them; None = nothing, as in
    a table's cell. The figures have to stand beside it: for a screen reader it says nothing.
    """

    def place(at: float) -> float:
        return round(100 * min(max((at - start) / (end - start) if end > start else 0.5, 0.0), 1.0), 2)

    low, high = reach
    drawn = []
    if not pd.isna(low):
        drawn.append(tag("i", EMPTY, class_="zi-span", style=f"left:{place(low)}%;right:{100 - place(high):.2f}%"))
    drawn += [tag("i", EMPTY, class_="zi-tick", style=f"left:{place(t.place)}%", title=t.name) for t in ticks]
    drawn.append(tag("i", EMPTY, class_="zi-dot", style=f"left:{place(value)}%"))
    line = tag("span", join(drawn), class_="zi-zoom-line")
    below = EMPTY
    if ends:
        names = [tag("b", t.name, class_=_near(place(t.place)), style=f"left:{place(t.place)}%") for t in ticks]
        below = tag("span", tag("span", ends[0]), join(names), tag("span", ends[1]), class_="zi-zoom-ends")
    return tag("span", line, below, class_="zi-zoom", aria_hidden="true")


def _near(place: float) -> str | None:
    """A name near an end is written towards the middle."""
    return "zi-first" if place < 15 else "zi-last" if place > 85 else None
