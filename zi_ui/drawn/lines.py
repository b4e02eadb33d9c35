"""A line of the past in a table's cell: a few points in time, and the minimum they are held against.

Cut out of a filled box by CSS: a picture (svg) does not come through Streamlit's cleaning of HTML.
"""

from collections.abc import Sequence

from markupsafe import Markup

from zi_ui.drawn.markup import EMPTY, tag

# Pixels: the box, the room that the last point needs, and half of the line's own width.
_WIDE, _HIGH, _EDGE, _HALF = 88, 24, 3, 0.9


def line(values: Sequence[float], minimum: float | None = None) -> Markup:
    """Values from left to right, the last with its point; fewer than two draw nothing. The table says them in words."""
    if len(values) < 2:
        return EMPTY
    among = [*values] if minimum is None else [*values, minimum]
    low, high = min(among), max(among)
    reach = (high - low) or 1.0

    def down(value: float) -> float:
        return _EDGE + (_HIGH - 2 * _EDGE) * (high - value) / reach

    step = (_WIDE - 2 * _EDGE) / (len(values) - 1)
    points = [(_EDGE + step * place, down(value)) for place, value in enumerate(values)]
    # There above the line and back below it.
    around = [(x, y - _HALF) for x, y in points] + [(x, y + _HALF) for x, y in reversed(points)]
    corners = ",".join(f"{x:.1f}px {y:.1f}px" for x, y in around)
    least = EMPTY if minimum is None else tag("i", EMPTY, class_="zi-least", style=f"top:{down(minimum):.1f}px")
    way = tag("i", EMPTY, class_="zi-way", style=f"clip-path:polygon({corners})")
    last = tag("i", EMPTY, class_="zi-last", style=f"left:{points[-1][0]:.1f}px;top:{points[-1][1]:.1f}px")
    return tag("span", least, way, last, class_="zi-line", aria_hidden="true")
