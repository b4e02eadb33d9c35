"""A figure on its scale: a bullet bar (value, minima as ticks, full mark as the end) and a range with its point."""

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd
from markupsafe import Markup

from zi_ui.drawn.markup import EMPTY, join, tag
from zi_ui.drawn.status import look


class Tick(NamedTuple):
    """A minimum on a bar's scale: its name, and its place in the bar's own unit."""

    name: str
    place: float


def bar(value: float, full: float, standing: str, ticks: Sequence[Tick] = ()) -> Markup:
    """A bar from 0 to `full`. The figure itself has to stand beside it: for a screen reader the bar says nothing."""
    marks = [tag("i", EMPTY, class_="zi-tick", style=f"left:{share(t.place, full)}", title=t.name) for t in ticks]
    fill = tag("i", EMPTY, class_=f"zi-fill zi-{look(standing)}", style=f"width:{share(value, full)}")
    return tag("span", join([fill, *marks]), class_="zi-bar", aria_hidden="true")


def bars(rows: pd.DataFrame, alt: str) -> Markup:
    """A list of named bars. rows: BAR_COLUMNS of `figures.bars`, top to bottom, with a note where there is one."""
    drawn = []
    for row in rows.to_dict("records"):
        note = row.get("note") or ""
        # NaN where nothing is answered: an empty bar, and the words say so.
        value = 0.0 if pd.isna(row["nilai"]) else float(row["nilai"])
        ticks = [Tick(name, place) for name, place in row["ticks"]]
        drawn.append(
            tag(
                "li",
                tag("span", row["label"], class_="zi-bar-name"),
                tag("span", row["figure"], class_="zi-bar-figure"),
                bar(value, float(row["penuh"]), str(row["status"]), ticks),
                tag("small", note, class_="zi-bar-note") if note else EMPTY,
            )
        )
    return tag("ul", join(drawn), class_="zi-bars", aria_label=alt)


def interval(low: float, high: float, value: float, full: float = 1.0) -> Markup:
    """A range as a line with its point, on a scale from 0 to `full`; the words have to stand beside it."""
    span = tag("i", EMPTY, class_="zi-span", style=f"left:{share(low, full)};right:{share(full - high, full)}")
    dot = tag("i", EMPTY, class_="zi-dot", style=f"left:{share(value, full)}")
    return tag("span", span, dot, class_="zi-interval", aria_hidden="true")


def share(value: float, full: float) -> str:
    """A place on the scale as CSS writes it, kept inside the scale."""
    part = value / full if full else 0.0
    return f"{100 * min(max(part, 0.0), 1.0):.2f}%"
