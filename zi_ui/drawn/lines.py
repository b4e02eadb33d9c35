"""A line of the past in a table's cell: a few points in time, and the minimum they are held against.

Streamlit's cleaning leaves no SVG in `st.html`: the line is a ground of ink, cut to shape.
"""

from collections.abc import Sequence

from markupsafe import Markup

from zi_ui.drawn.markup import EMPTY, join, tag

_WIDE, _HIGH, _EDGE = 88, 24, 3
# Half of the line's thickness, upright.
_HALF = 0.9


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
    around = [(x, y - _HALF) for x, y in points] + [(x, y + _HALF) for x, y in reversed(points)]
    shape = ",".join(f"{x:.1f}px {y:.1f}px" for x, y in around)
    x, y = points[-1]
    drawn = [
        tag("i", EMPTY, class_="zi-line-ink", style=f"clip-path:polygon({shape})"),
        tag("i", EMPTY, class_="zi-line-dot", style=f"left:{x:.1f}px;top:{y:.1f}px"),
    ]
    if minimum is not None:
        drawn.insert(0, tag("i", EMPTY, class_="zi-line-minimum", style=f"top:{down(minimum):.1f}px"))
    return tag("span", join(drawn), class_="zi-line", aria_hidden="true")
