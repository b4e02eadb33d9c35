"""The rises of least effort that make every gate hold: by the quick road where there is one, scored anew."""

from collections.abc import Sequence

import numpy as np

from zi_metrics.plan import nested, program
from zi_metrics.plan.program import Solution
from zi_metrics.plan.rises import Rise
from zi_metrics.scoring.gates import GateSystem

# A plan that rounding leaves short of a minimum is looked for again with the minimum this much higher.
_MARGIN = 1e-7
_ATTEMPTS = 4


def lightest(
    gates: GateSystem,
    start: np.ndarray,
    rises: list[Rise],
    apart_from: Sequence[frozenset[int]] = (),
    share: float = 0.0,
) -> Solution | None:
    """The rises of least effort under which every gate holds when scored anew; None when there are none.

    start: (question,) values, NaN = unanswered; apart_from, share: as of `plan.program.least_effort`
    Of equal effort the one with the fewest improvements, of these the one with most points, and among the rest the same
    at every run; where the general program has to answer, of equal effort the same at every run.
    The bound is that of the gates as they are. Raises SolverStopped.
    """
    missing = gates.minima - gates.nilai(start)[0]
    solution = first = _solved(gates.coefficients, missing, rises, apart_from, share)
    for _ in range(_ATTEMPTS - 1):
        if solution is None:
            return None
        reached = gates.nilai(after(start, solution))[0]
        short = ~gates.holds(reached)
        if not short.any():
            break
        missing = np.where(short, missing + (gates.minima - reached) + _MARGIN, missing)
        solution = _solved(gates.coefficients, missing, rises, apart_from, share)
    if solution is None or first is None:
        return None
    return Solution(solution.targets, solution.upaya, min(first.bound, solution.upaya))


def _solved(
    coefficients: np.ndarray,
    missing: np.ndarray,
    rises: list[Rise],
    apart_from: Sequence[frozenset[int]],
    share: float,
) -> Solution | None:
    """As `plan.program.least_effort`, which answers what the quicker road does not."""
    targets = None if apart_from else nested.least_effort(coefficients, missing, rises)
    if targets is None:
        return program.least_effort(coefficients, missing, rises, apart_from, share)
    effort = sum(target.upaya for target in targets.values())
    return Solution(targets, effort, effort)


def after(start: np.ndarray, solution: Solution) -> np.ndarray:
    """The values once everything has risen."""
    values = start.copy()
    for row, target in solution.targets.items():
        values[row] = target.nilai
    return values
