"""Counts side by side that narrow what stands below them; and a list of what has to be decided."""

from collections.abc import Iterable
from typing import NamedTuple

from markupsafe import Markup

from zi_ui.drawn.links import link
from zi_ui.drawn.markup import EMPTY, join, tag
from zi_ui.drawn.status import look, sign


class Tile(NamedTuple):
    """A count. figure: as it is read; words: of what; href: what a click leads to; chosen: narrowed to it now;
    note: a second line, '' = none; standing: by which it is coloured, None = by nothing.
    """

    figure: str
    words: str
    href: str
    chosen: bool = False
    note: str = ""
    standing: str | None = None


def tiles(every: Iterable[Tile], alt: str) -> Markup:
    """Tiles side by side, two in a row on a phone. The chosen one leads back to all: its href has to do so."""
    return tag("nav", join(map(_tile, every)), class_="zi-tiles", aria_label=alt)


def _tile(one: Tile) -> Markup:
    inside = join(
        [
            tag("strong", one.figure),
            tag("span", join([sign(one.standing), " ", one.words]) if one.standing else one.words),
            tag("small", one.note) if one.note else EMPTY,
        ]
    )
    kind = f" zi-edge-{look(one.standing)}" if one.standing else ""
    return link(inside, one.href, f"zi-tile{kind}", aria_current="true" if one.chosen else None)
