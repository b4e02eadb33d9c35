"""Cells of a numbered map: a ground that is the stronger the further the figure lies from nothing, or from the least.

The figure always stands in it, so that nothing hangs on the colour.
"""

import pandas as pd
from markupsafe import Markup

from zi_ui.drawn.links import link
from zi_ui.drawn.markup import EMPTY, tag

_STEPS = 5


def changed(words: str, value: float, reach: float, href: str | None = None) -> Markup:
    """A change in its cell: taken off in the colour of what misses, added in blue. reach: the largest there is."""
    if pd.isna(value):
        return EMPTY
    kind = "down" if value < 0 else "up"
    return _cell(words, kind, abs(value) / reach if reach else 0.0, href)


def lacking(words: str, value: float, best: float, worst: float, href: str | None = None) -> Markup:
    """A figure among others: the nearer to the worst, the stronger its ground."""
    if pd.isna(value):
        return EMPTY
    return _cell(words, "down", (best - value) / (best - worst) if best > worst else 0.0, href)


def _cell(words: str, kind: str, share: float, href: str | None) -> Markup:
    look = f"zi-shade zi-{kind}-{round(min(max(share, 0.0), 1.0) * _STEPS)}"
    return tag("span", words, class_=look) if href is None else link(words, href, look)
