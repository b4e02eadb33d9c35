"""What may become of each question, in whole numbers: what the search in `plan.nested` chooses among."""

from collections.abc import Callable, Sequence
from itertools import pairwise, product
from math import prod
from typing import NamedTuple

import numpy as np

from zi_metrics.plan.rises import FigureRise, OptionRise, Rise, Target

# Efforts and points are counted in these units: their sums are exact.
UNIT = 10**12
_MOST_CHOICES = 5_000


class TooMany(Exception):
    """There are more choices or ways than the quick road is good for."""


class Choices(NamedTuple):
    """What may become of the questions of one rise: the highest first, nothing last where that is allowed.

    raised: how many questions rise
    corners: (effort, points) of those choices that no mixture of others beats, or of more
    targets: the place of a choice -> row -> target
    """

    effort: Sequence[int] | np.ndarray
    raised: Sequence[int] | np.ndarray
    points: Sequence[int] | np.ndarray
    corners: Sequence[tuple[int, int]]
    targets: Callable[[int], dict[int, Target]]


def choices_of(rise: Rise, worth: np.ndarray) -> Choices:
    """Raises TooMany."""
    if isinstance(rise, FigureRise):
        return _figures(rise, float(worth[rise.row]))
    if isinstance(rise, OptionRise):
        return _options(rise, float(worth[rise.row]))
    spans = [[range(n, m + 1) for n, m in zip(level.least, level.most, strict=True)] for level in rise.levels]
    if sum(prod(map(len, span)) for span in spans) > _MOST_CHOICES:
        raise TooMany
    ways = [(level, done) for level, span in zip(rise.levels, spans, strict=True) for done in product(*span)]
    found = [targets for level, done in reversed(ways) if (targets := rise.targets(level, done))]
    found += [] if rise.wajib else [{}]
    start = {part.row: part.start for part in (*rise.makers, *rise.users)}
    value = {row: float(worth[row]) for row in rise.rows}
    effort = [round(sum(t.upaya for t in one.values()) * UNIT) for one in found]
    points = [round(sum(value[row] * (t.nilai - start[row]) for row, t in one.items()) * UNIT) for one in found]
    corners = list(zip(effort, points, strict=True))
    return Choices(effort, [len(one) for one in found], points, corners, found.__getitem__)


def _options(rise: OptionRise, worth: float) -> Choices:
    targets = rise.targets[::-1]
    effort = [round(target.upaya * UNIT) for target in targets]
    points = [round((target.nilai - rise.start) * worth * UNIT) for target in targets]
    raised = [1] * len(targets)
    if not rise.wajib:
        for counts in (effort, points, raised):
            counts.append(0)
    corners = list(zip(effort, points, strict=True))
    return Choices(effort, raised, points, corners, lambda n: {rise.row: targets[n]} if n < len(targets) else {})


def _figures(rise: FigureRise, worth: float) -> Choices:
    """The choices of an index or a share: every figure costs as much per point as the others."""
    gains = np.minimum(np.arange(rise.last, rise.first - 1, -1) * rise.step / rise.full, 1.0) - rise.start
    raised = np.ones(len(gains) + (not rise.wajib), dtype=np.int64)
    if not rise.wajib:
        gains, raised[-1] = np.append(gains, 0.0), 0
    effort = np.rint(rise.rate * UNIT * gains).astype(np.int64)
    points = np.rint(worth * UNIT * gains).astype(np.int64)
    ends = [(int(effort[n]), int(points[n])) for n in (0, -1)]
    return Choices(effort, raised, points, ends, lambda n: {rise.row: rise.target(rise.last - n)} if raised[n] else {})


def pieces_of(corners: Sequence[tuple[int, int]]) -> tuple[int, list[tuple[float, int]]]:
    """Choices taken in parts: the points that there are for the least effort, and pieces (price, points) that can be
    had beyond, the cheapest first: the upper hull of points over effort.
    """
    hull: list[tuple[int, int]] = []
    for corner in sorted(corners, key=lambda one: (one[0], -one[1])):
        if hull and corner[1] <= hull[-1][1]:
            continue
        while len(hull) > 1 and _price(hull[-2], hull[-1]) >= _price(hull[-1], corner):
            hull.pop()
        hull.append(corner)
    return hull[0][1], [(_price(low, high), high[1] - low[1]) for low, high in pairwise(hull)]


def _price(low: tuple[int, int], high: tuple[int, int]) -> float:
    return (high[0] - low[0]) / (high[1] - low[1])
