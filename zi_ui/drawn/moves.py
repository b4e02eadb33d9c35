"""A figure before and after: the bar of the new one, with what was gained or lost set apart on it."""

import pandas as pd
from markupsafe import Markup

from zi_ui.drawn.bars import Tick, bar, share
from zi_ui.drawn.markup import EMPTY, join, tag
from zi_ui.drawn.status import look


def moved_bar(before: float, after: float, full: float, standing: str, minimum: float) -> Markup:
    """A bar up to `after`, whose part beyond or short of `before` is set apart; the words have to stand beside it."""
    low, high = sorted((before, after))
    kind = "zi-gain" if after > before else "zi-loss"
    moved = tag("i", EMPTY, class_=kind, style=f"left:{share(low, full)};right:{share(full - high, full)}")
    own = bar(after, full, standing, [Tick("minimum", minimum)])
    return tag("span", own, moved if high > low else EMPTY, class_="zi-moved", aria_hidden="true")


def moved_bars(rows: pd.DataFrame, alt: str) -> Markup:
    """A list of such bars. rows: MOVED_BAR_COLUMNS of `figures.bars`, top to bottom; alt: what they show."""
    drawn = []
    for row in rows.to_dict("records"):
        (_, minimum), *_ = row["ticks"]
        before, after = (0.0 if pd.isna(row[name]) else float(row[name]) for name in ("sebelum", "nilai"))
        drawn.append(
            tag(
                "li",
                tag("span", row["label"], class_="zi-bar-name"),
                tag("span", row["figure"], class_=f"zi-bar-figure zi-{look(str(row['status']))}"),
                moved_bar(before, after, float(row["penuh"]), str(row["status"]), float(minimum)),
                tag("small", row["note"], class_="zi-bar-note") if row["note"] else EMPTY,
            )
        )
    return tag("ul", join(drawn), class_="zi-bars", aria_label=alt)
