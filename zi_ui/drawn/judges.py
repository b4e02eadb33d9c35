"""Judges side by side: a mark in each one's colour and shape, and their points on one scale."""

from collections.abc import Mapping

import pandas as pd
from markupsafe import Markup

from zi_metrics.answers import PENILAI_SHORT
from zi_metrics.figures.style import JUDGE_SYMBOL
from zi_ui.drawn.markup import EMPTY, join, tag


def judge_name(judge: str) -> Markup:
    """A judge's mark and short name."""
    return tag("span", join([_mark(judge), " ", PENILAI_SHORT[judge]]), class_="zi-judge-name")


def judge_dots(points: Mapping[str, float], full: float) -> Markup:
    """Each judge's points (NaN = nothing answered) on a scale from 0 to `full`; the figures have to stand beside it.

    points: judge -> points, in the judges' order: where two agree, the later one's smaller mark leaves an edge of the
    earlier one's.
    """
    known = {judge: value for judge, value in points.items() if not pd.isna(value)}
    line = EMPTY
    if known:
        low, high = (_share(end(known.values()), full) for end in (min, max))
        line = tag("i", EMPTY, class_="zi-between", style=f"left:{low}%;width:{high - low:.2f}%")
    marks = [
        _mark(judge, f"left:{_share(value, full)}%", " zi-under" if place < len(known) - 1 else "")
        for place, (judge, value) in enumerate(known.items())
    ]
    return tag("span", join([line, *marks]), class_="zi-judges", aria_hidden="true")


def _mark(judge: str, style: str = "", more: str = "") -> Markup:
    colour = f"--zi-fill:var(--zi-judge-{judge})"
    return tag(
        "i",
        EMPTY,
        class_=f"zi-judge zi-shape-{JUDGE_SYMBOL[judge]}{more}",
        style=f"{colour};{style}".rstrip(";"),
        aria_hidden="true",
    )


def _share(value: float, full: float) -> float:
    return round(100 * min(max(value / full if full else 0.0, 0.0), 1.0), 2)
