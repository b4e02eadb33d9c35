"""The least-effort plan as an integer program, solved exactly by HiGHS (scipy.optimize.milp).

Variables: how many of a group of equal questions rise to each option; whether an index or share rises, and how many
steps further; which level a count takes that several ratios share, and how much more is done of it there. Questions
are equal when they have the same points in every gate and the same rises; grouping them takes away the symmetry that
makes such programs slow, and no setting is lost, because a question with its own effort, cap or duty is a group of its
own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

import numpy as np

from zi_metrics.plan.rises import FigureRise, OptionRise, Rise, SharedRise, Target
from zi_metrics.tolerance import SUM_TOLERANCE

if TYPE_CHECKING:
    from scipy.optimize import OptimizeResult

# HiGHS lets a row fall short by 1e-6; written in thousandths of a point that is the gates' own tolerance of 1e-9.
ROW_SCALE = 1000.0
# After so many seconds the best plan found so far is given, with the gap that is left.
TIME_LIMIT = 30.0
_DECIMALS = 12


class SolverStopped(RuntimeError):
    """The time limit passed before any plan was found (message in Indonesian)."""


@dataclass(frozen=True)
class Solution:
    """What the solver found.

    targets: row of a question -> what it rises to; upaya: its effort
    bound: no plan takes less effort than this (proven by the solver)
    """

    targets: dict[int, Target]
    upaya: float
    bound: float


@dataclass(frozen=True)
class Group:
    """Equal questions (or a single index or share) and their variables: `raised` counts those that rise."""

    rises: tuple[OptionRise | FigureRise, ...]
    variables: tuple[int, ...]
    raised: tuple[int, ...]

    @property
    def rows(self) -> tuple[int, ...]:
        """The questions' rows, in the form's order."""
        return tuple(rise.row for rise in self.rises)

    def targets(self, counts: np.ndarray) -> dict[int, Target]:
        """What each question rises to: inside a group the earlier question in the form rises higher."""
        first, taken = self.rises[0], counts[list(self.variables)]
        if isinstance(first, FigureRise):
            return {first.row: first.target(first.first + int(taken[1]))} if taken[0] else {}
        chosen = [target for target, n in zip(first.targets, taken, strict=True) for _ in range(n)]
        return dict(zip(self.rows, reversed(chosen), strict=False))


@dataclass(frozen=True)
class SharedGroup:
    """Ratios that share a count: for each level of it whether it is taken, and what each user does beyond the least."""

    rise: SharedRise
    taken: tuple[int, ...]
    further: tuple[tuple[int, ...], ...]

    def targets(self, counts: np.ndarray) -> dict[int, Target]:
        """What each question rises to."""
        for level, taken, further in zip(self.rise.levels, self.taken, self.further, strict=True):
            if counts[taken]:
                done = [least + int(counts[more]) for least, more in zip(level.least, further, strict=True)]
                return self.rise.targets(level, done)
        return {}


def least_effort(
    coefficients: np.ndarray,
    missing: np.ndarray,
    rises: Sequence[Rise],
    apart_from: Sequence[frozenset[int]] = (),
    share: float = 0.0,
) -> Solution | None:
    """The rises of least effort that give every gate the points it is missing; None when there are none.

    coefficients: (question, gate) points per value; missing: (gate,) points, negative where there is room
    apart_from: sets of rows that earlier plans raise; of each, at least `share` (and one) must not be raised
    The result is the same at every run: the program is written in the form's order and the solver is deterministic.
    Raises SolverStopped.
    """
    program = _Program()
    alone = [rise for rise in rises if not isinstance(rise, SharedRise)]
    groups: list[Group | SharedGroup] = [
        program.add(members, coefficients) for members in _grouped(alone, coefficients)
    ]
    groups += [program.add_shared(rise, coefficients) for rise in rises if isinstance(rise, SharedRise)]
    for earlier in apart_from:
        program.keep_apart(groups, earlier, max(1, ceil(share * len(earlier))))
    if not program.costs:
        return None if (missing > 0).any() or apart_from else Solution({}, 0.0, 0.0)
    result = program.solve(missing)
    if result.status == 2:
        return None
    if result.x is None:
        raise SolverStopped("Rencana belum ditemukan dalam batas waktu; kurangi kunci dan batas, lalu coba lagi.")
    counts = np.rint(result.x).astype(int)
    targets = {row: target for group in groups for row, target in group.targets(counts).items()}
    return Solution(targets, sum(target.upaya for target in targets.values()), float(result.mip_dual_bound))


class _Program:
    """Costs, bounds and rows, collected variable by variable."""

    def __init__(self) -> None:
        self.costs: list[float] = []
        self.upper: list[float] = []
        self.gains: list[np.ndarray] = []
        # Each row: its terms (variable -> factor), lower and upper bound.
        self.rows: list[tuple[dict[int, float], float, float]] = []

    def variable(self, cost: float, upper: float, gain: np.ndarray) -> int:
        """One more whole number from 0 to `upper`, with its points in every gate; gives its place."""
        self.costs.append(cost)
        self.upper.append(upper)
        self.gains.append(gain)
        return len(self.costs) - 1

    def row(self, terms: dict[int, float], lower: float, upper: float) -> None:
        """One more condition: lower <= sum of factor x variable <= upper."""
        self.rows.append((terms, lower, upper))

    def add(self, members: Sequence[OptionRise | FigureRise], coefficients: np.ndarray) -> Group:
        """The variables and rows of a group of equal rises."""
        first, count = members[0], len(members)
        points = coefficients[first.row]
        if isinstance(first, OptionRise):
            variables = tuple(
                self.variable(target.upaya, count, points * (target.nilai - first.start)) for target in first.targets
            )
            raised = variables
            self.row(dict.fromkeys(variables, 1.0), count if first.wajib else 0, count)
        else:
            nearest, further = first.target(first.first), first.last - first.first
            begun = self.variable(nearest.upaya, 1, points * (nearest.nilai - first.start))
            one = first.step / first.full
            steps = self.variable(first.rate * one, further, points * one)
            variables, raised = (begun, steps), (begun,)
            self.row({steps: 1.0, begun: -float(further)}, -np.inf, 0)
            if first.wajib:
                self.row({begun: 1.0}, 1, 1)
        return Group(tuple(members), variables, raised)

    def add_shared(self, rise: SharedRise, coefficients: np.ndarray) -> SharedGroup:
        """The variables and rows of ratios that share a count: at most one level of it is taken.

        The count is a divisor too, so the ratios are no lines in it; at each of its levels they are.
        """
        levels, further = [], []
        for level in rise.levels:
            gains, effort = rise.begun(level)
            taken = self.variable(effort, 1, points_of(coefficients, gains))
            levels.append(taken)
            own = []
            for place, (user, least, most) in enumerate(zip(rise.users, level.least, level.most, strict=True)):
                # Of nothing, nothing can be done; above the whole nothing is gained.
                one = 1 / level.number if level.number and least < level.number else 0.0
                more = self.variable(rise.user_rate(place, level), most - least, coefficients[user.row] * one)
                self.row({more: 1.0, taken: -float(most - least)}, -np.inf, 0)
                own.append(more)
            further.append(tuple(own))
        self.row(dict.fromkeys(levels, 1.0), 1 if rise.wajib else 0, 1)
        return SharedGroup(rise, tuple(levels), tuple(further))

    def _left_out_together(self, group: SharedGroup, row: int) -> int:
        """A switch that can be 1 only where this question of ratios that share a count is not raised."""
        switch = self.variable(0.0, 1, np.zeros_like(self.gains[0]))
        place = group.rise.rows.index(row) - len(group.rise.makers)
        for level, taken, further in zip(group.rise.levels, group.taken, group.further, strict=True):
            gains, _ = group.rise.begun(level)
            if gains[row] > SUM_TOLERANCE:
                self.row({taken: 1.0, switch: 1.0}, -np.inf, 1)
            elif place >= 0:
                room = float(level.most[place] - level.least[place])
                self.row({further[place]: 1.0, switch: room}, -np.inf, room)
        return switch

    def keep_apart(self, groups: Sequence[Group | SharedGroup], earlier: frozenset[int], least: int) -> None:
        """Of the questions that an earlier plan raises, at least so many must not be raised."""
        left_out: dict[int, float] = {}
        certain = 0
        for group in groups:
            if isinstance(group, SharedGroup):
                left_out |= {self._left_out_together(group, row): 1.0 for row in earlier.intersection(group.rise.rows)}
                continue
            count, before = len(group.rows), len(earlier.intersection(group.rows))
            if before == count:
                certain += count
                left_out.update(dict.fromkeys(group.raised, -1.0))
            elif before:
                # max(0, before - raised) is no line: the switch says whether fewer rise than before, and `fewer` then
                # counts by how many.
                nothing = np.zeros_like(self.gains[0])
                fewer, switch = self.variable(0.0, before, nothing), self.variable(0.0, 1, nothing)
                self.row({fewer: 1.0, switch: -float(before)}, -np.inf, 0)
                self.row(
                    {fewer: 1.0, switch: float(count), **dict.fromkeys(group.raised, 1.0)}, -np.inf, before + count
                )
                left_out[fewer] = 1.0
        self.row(left_out, least - certain, np.inf)

    def solve(self, missing: np.ndarray) -> "OptimizeResult":
        """scipy's result; its x is None when there is no solution (status 2) or none was found in time."""
        # Where no plan is asked for, nobody waits for the solver to be loaded.
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import coo_array

        conditions = []
        if missing.size:
            conditions.append(LinearConstraint(np.array(self.gains).T * ROW_SCALE, missing * ROW_SCALE, np.inf))
        if self.rows:
            places = [(r, c, factor) for r, (terms, _, _) in enumerate(self.rows) for c, factor in terms.items()]
            rows, columns, factors = zip(*places, strict=True)
            matrix = coo_array((factors, (rows, columns)), shape=(len(self.rows), len(self.costs))).tocsr()
            lower, upper = [low for _, low, _ in self.rows], [up for _, _, up in self.rows]
            conditions.append(LinearConstraint(matrix, lower, upper))
        return milp(
            self.costs,
            integrality=np.ones(len(self.costs), dtype=np.int64),
            bounds=Bounds(0, self.upper),
            constraints=conditions,
            options={"mip_rel_gap": 0.0, "time_limit": TIME_LIMIT},
        )


def points_of(coefficients: np.ndarray, gains: Mapping[int, float]) -> np.ndarray:
    """(gate,) points of several questions together. gains: row -> value gained."""
    return sum((coefficients[row] * gain for row, gain in gains.items()), np.zeros(coefficients.shape[1]))


def _grouped(rises: Sequence[OptionRise | FigureRise], coefficients: np.ndarray) -> list[list[OptionRise | FigureRise]]:
    """Rises that are equal in all that the program sees, together; in the form's order of their first."""
    groups: dict[tuple, list[OptionRise | FigureRise]] = {}
    for rise in rises:
        if isinstance(rise, FigureRise):
            key: tuple = (rise.row,)
        else:
            points = tuple(np.round(coefficients[rise.row], _DECIMALS))
            key = (points, round(rise.start, _DECIMALS), rise.targets, rise.wajib)
        groups.setdefault(key, []).append(rise)
    return list(groups.values())


@dataclass(frozen=True)
class Unlock:
    """What freeing some questions of lock or cap brings.

    rows: those freed; gains: (gate,) points; effort: of using it; group: of several with the same, one may be taken
    """

    rows: tuple[int, ...]
    gains: np.ndarray
    effort: float
    group: int


def fewest_unlocks(missing: np.ndarray, unlocks: Sequence[Unlock]) -> list[int] | None:
    """The fewest questions (rows) whose freeing gives every gate the points it is missing, in the form's order.

    None when even all of them do not suffice. Of equally small sets the one of least effort: the efforts are scaled to
    weigh less than one question, all together.
    Raises SolverStopped.
    """
    program = _Program()
    everything = 1.0 + sum(unlock.effort for unlock in unlocks)
    together: dict[int, dict[int, float]] = {}
    for unlock in unlocks:
        variable = program.variable(len(unlock.rows) + unlock.effort / everything, 1, unlock.gains)
        together.setdefault(unlock.group, {})[variable] = 1.0
    for variables in together.values():
        if len(variables) > 1:
            program.row(variables, 0, 1)
    result = program.solve(missing) if unlocks else None
    if result is None or result.status == 2:
        return None
    if result.x is None:
        raise SolverStopped("Kunci yang harus dibuka belum ditemukan dalam batas waktu.")
    return sorted(row for unlock, freed in zip(unlocks, np.rint(result.x), strict=True) if freed for row in unlock.rows)
