"""A line of the past in a table's cell: a few points in time, and the minimum they are held against."""

from collections.abc import Sequence

from markupsafe import Markup

from zi_ui.drawn.markup import EMPTY, join, tag

_WIDE, _HIGH, _EDGE = 88, 24, 3


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
    drawn = [tag("polyline", EMPTY, points=" ".join(f"{x:.1f},{y:.1f}" for x, y in points))]
    if minimum is not None:
        at = f"{down(minimum):.1f}"
        drawn.insert(0, tag("line", EMPTY, x1=0, x2=_WIDE, y1=at, y2=at))
    drawn.append(tag("circle", EMPTY, cx=f"{points[-1][0]:.1f}", cy=f"{points[-1][1]:.1f}", r=2.5))
    box = {"viewBox": f"0 0 {_WIDE} {_HIGH}"}
    return tag("svg", join(drawn), class_="zi-line", width=_WIDE, height=_HIGH, aria_hidden="true", **box)
