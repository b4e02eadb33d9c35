"""Room above the minima: a plan that aims higher than 75,01, so that a few corrections do not take the predicate."""

from dataclasses import replace

import numpy as np

from zi_metrics.bahasa import format_plain
from zi_metrics.scoring.gates import GateSystem

# What a plan can aim at, in points of the total above its minimum; 0 = the minimum itself.
ROOMS = (0.0, 1.0, 2.0, 3.0, 5.0)


def with_room(gates: GateSystem, points: float) -> GateSystem:
    """The gates with higher minima: the total's by so many points, every other's by as large a share of its full marks.

    A gate of half the total's weight is raised by half the points; none above its full marks.
    """
    if not points:
        return gates
    full = gates.coefficients.sum(axis=0)
    share = points / float(gates.worth().sum())
    return replace(gates, minima=np.maximum(gates.minima, np.minimum(gates.minima + share * full, full)))


def room_words(points: float) -> str:
    """' dengan ruang 2 poin', to follow what is aimed at; '' without any."""
    return f" dengan ruang {format_plain(points)} poin" if points else ""
