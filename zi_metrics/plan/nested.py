"""The least-effort plan where gates lie inside one another, put together from the plans of their parts.

Every question gives the same points to each gate that it counts in, and two gates share all of the smaller one's
questions or none: so it is for areas within a component within the total. What is chosen inside a gate then matters
outside by two figures only, its effort and its points, and the choices that another one beats in both are dropped.

Of those left only few can be in the lightest plan. Points have a price at which choices in parts would just give every
gate what it is missing (the linear relaxation); at this price a choice costs so much more than the best one, its
`excess`, and the lightest plan is the one with least excess altogether. So each gate is asked for its ways up to some
excess only, and for more until the lightest is among them: what has more cannot be part of it, which is the proof.

Effort and points are whole numbers of small units here: sums are exact, and equal is equal.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, inf
from typing import NamedTuple

import numpy as np

from zi_metrics.plan.choices import UNIT, TooMany, choices_of, pieces_of
from zi_metrics.plan.nesting import Nesting, Node, nesting_of
from zi_metrics.plan.rises import Rise, Target
from zi_metrics.scoring.score import GATE_TOLERANCE

# So many units apart efforts and points are equal: rounding of thirds and the like. The gates' tolerance is ten times
# that of points.
_SAME_EFFORT, _SAME_POINTS = 10_000, 100
# Excesses are efforts as floats: so much closer they are the same.
_SAME_EXCESS = 1e-6
# The first excess asked for, as a share of what a usual step costs; each next one is so many times more.
_FIRST, _MORE = 0.03, 3.0
# So many pairs are tried one by one; of more, those that cannot be are never made. So many ways are sorted as they are.
_FEW_PAIRS, _FEW_TO_SORT = 50_000, 3_000
# Where more would have to be compared at once, the general program is the faster one.
_MOST_PAIRS = 1_000_000
# Further than any sum of points or efforts.
_FAR = 1 << 60


class _Ways(NamedTuple):
    """Ways through some questions, none better than another in both effort and points.

    picks: (way, part) what is chosen of each part: a place among all choices, or among the ways of the node inside
    """

    effort: np.ndarray
    raised: np.ndarray
    points: np.ndarray
    excess: np.ndarray
    picks: np.ndarray
    inner: tuple["_Ways", ...] = ()

    def up_to(self, most: float) -> "_Ways":
        kept = self.excess <= most + _SAME_EXCESS
        if kept.all():
            return self
        return _Ways(*(one[kept] for one in self[:5]), inner=self.inner)


def least_effort(coefficients: np.ndarray, missing: np.ndarray, rises: Sequence[Rise]) -> dict[int, Target] | None:
    """Row of a question -> what it rises to, in the plan of least effort that gives every gate what it is missing.

    coefficients, missing, rises: as of `program.least_effort`, which has to answer where the result is None: gates that
    do not lie inside one another, far too many choices, or no plan at all.
    Of plans of equal effort the one with the fewest improvements, of these the one with most points, and among the
    rest the same at every run.
    """
    if not (missing > GATE_TOLERANCE).any() and not any(rise.wajib for rise in rises):
        return {}
    nesting = nesting_of(coefficients.tobytes(), coefficients.shape)
    if nesting is None:
        return None
    try:
        return _Search(nesting, missing, rises).lightest()
    except TooMany:
        return None


@dataclass
class _Part:
    """A node in one search.

    need: the points that it is missing; choices: how many there are inside
    price: of points in it; own: how much of that is its own gates', not of those around it
    ways: those found so far, up to the excess `known`; least: the least excess of its parts together
    """

    node: Node
    need: int
    choices: int
    price: float = 0.0
    own: float = 0.0
    ways: _Ways | None = None
    known: float = -1.0
    least: float | None = None


class _Search:
    """One search for the lightest plan. Raises TooMany."""

    def __init__(self, nesting: Nesting, missing: np.ndarray, rises: Sequence[Rise]) -> None:
        block = nesting.block
        if any(len({block[row] for row in rise.rows}) > 1 for rise in rises):
            raise TooMany
        choices = [choices_of(rise, nesting.worth) for rise in rises]
        # Block by block; in each those with few choices first, so that those with very many meet few ways.
        order = sorted(
            range(len(rises)), key=lambda n: (block[rises[n].rows[0]], len(choices[n].effort), rises[n].rows)
        )
        self._nesting, self._choices = nesting, [choices[n] for n in order]
        self._block = np.array([block[rises[n].rows[0]] for n in order], dtype=np.int64)
        sizes = np.array([len(one.effort) for one in self._choices], dtype=np.int64)
        self._first = np.concatenate([[0], np.cumsum(sizes)])
        self._owner = np.repeat(np.arange(len(sizes)), sizes)
        nothing = [np.zeros(0, dtype=np.int64)]
        self._effort = np.concatenate([one.effort for one in self._choices] or nothing)
        self._raised = np.concatenate([one.raised for one in self._choices] or nothing)
        self._points = np.concatenate([one.points for one in self._choices] or nothing)
        needs = np.ceil((missing - GATE_TOLERANCE) * UNIT).astype(np.int64).tolist()
        own = np.bincount(self._block, sizes, minlength=int(block.max(initial=-1)) + 1).astype(int).tolist()
        self._parts: list[_Part] = []
        for node in nesting.nodes:
            inside = sum(self._parts[place].choices for place in node.inner)
            need = max((needs[gate] for gate in node.gates), default=-_FAR)
            self._parts.append(_Part(node, need, own[node.block] if node.block >= 0 else inside))

    def lightest(self) -> dict[int, Target] | None:
        """The targets; None when there is no plan. Raises TooMany."""
        if not self._set_prices():
            return None
        found: dict[int, Target] = {}
        for place in self._nesting.outermost:
            ways = self._ways(place, 0.0)
            best = _lightest_first(ways.effort, ways.raised, ways.points)[0]
            for number in self._chosen(place, ways, int(best)):
                owner = self._owner[number]
                found |= self._choices[owner].targets(int(number - self._first[owner]))
        return dict(sorted(found.items()))

    def _chosen(self, place: int, ways: _Ways, way: int) -> list[int]:
        """The places of what a way chooses, among all choices."""
        picks = ways.picks[way].tolist()
        if not ways.inner:
            return picks
        inner = zip(self._parts[place].node.inner, ways.inner, picks, strict=True)
        return [number for part, within, pick in inner for number in self._chosen(part, within, pick)]

    def _set_prices(self) -> bool:
        """The price of points in every node, by the linear relaxation; False when a gate cannot get what it misses.

        Where choices may be taken in parts, each gate takes the cheapest points first, the inner gates before those
        around them: the price is that of the last ones taken.
        """
        prices, supply = self._supply()
        gets: list[np.ndarray] = []
        for part in self._parts:
            inner = (gets[place] for place in part.node.inner)
            points = supply[:, part.node.block] if part.node.block >= 0 else sum(inner, np.zeros(len(prices)))
            if part.need > points[0]:
                last = int(np.searchsorted(points, part.need))
                if last == len(prices):
                    return False
                part.price = float(prices[last])
                points = np.maximum(points, part.need)
            gets.append(points)
        by_block = np.zeros(supply.shape[1])
        for part in reversed(self._parts):
            part.own = part.price - part.own
            for place in part.node.inner:
                inside = self._parts[place]
                inside.own, inside.price = part.price, max(inside.price, part.price)
            if part.node.block >= 0:
                by_block[part.node.block] = part.price
        excess = (self._effort - by_block[self._block][self._owner] * self._points) / UNIT
        if len(excess):
            excess -= np.minimum.reduceat(excess, self._first[:-1])[self._owner]
        self._excess = excess
        return True

    def _supply(self) -> tuple[np.ndarray, np.ndarray]:
        """Prices from 0 up, and (price, block) the points that can be had at most at so much each."""
        given = np.zeros(len(self._nesting.block) and int(self._nesting.block.max()) + 1)
        pieces = []
        for one, block in zip(self._choices, self._block.tolist(), strict=True):
            least, own = pieces_of(one.corners)
            given[block] += least
            pieces += [(price, points, block) for price, points in own]
        pieces.sort()
        supply = np.zeros((len(pieces) + 1, len(given)))
        supply[0] = given
        supply[np.arange(1, len(supply)), [block for _, _, block in pieces]] = [points for _, points, _ in pieces]
        usual = sum(price * points for price, points, _ in pieces) / max(1, len(pieces))
        self._step = _FIRST * usual / UNIT + _SAME_EXCESS
        return np.array([0.0, *(price for price, _, _ in pieces)]), supply.cumsum(axis=0)

    def _ways(self, place: int, most: float) -> _Ways:
        """The ways through a node with at most so much excess above its lightest."""
        part = self._parts[place]
        if part.ways is not None and part.known >= most:
            return part.ways.up_to(most)
        within = most + (self._step if part.least is None else part.least)
        while True:
            ways = self._together(part, within)
            least = inf if ways is None else float(ways.excess.min())
            if ways is not None and least + most <= within:
                break
            within = within * _MORE if ways is None else least + most + _SAME_EXCESS
            if within > _FAR:
                raise TooMany
        part.known, part.least = most, least
        part.ways = ways._replace(excess=ways.excess - least).up_to(most)
        return part.ways

    def _together(self, part: _Part, within: float, low: int = -_FAR, high: int = _FAR) -> _Ways | None:
        """The ways through a node whose parts have at most so much excess together; None when there are none.

        low, high: of the points that matter to the node around it
        """
        need, price = max(part.need, low), part.own / UNIT
        if part.node.block >= 0:
            return _combined(*self._of_block(part.node.block, within), need, high, price, within)
        found: dict[int, _Ways] = {}
        for place in sorted(part.node.inner, key=lambda place: (self._passes_on(place), self._parts[place].choices)):
            if not self._passes_on(place):
                found[place] = self._ways(place, within)
                continue
            low, high_inside = -_FAR, _FAR
            if price and len(found) == len(part.node.inner) - 1:
                # The last one has to bring what the others leave, and not much more.
                low = need - sum(int(one.points.max()) for one in found.values())
                high_inside = need - sum(int(one.points.min()) for one in found.values())
                high_inside = min(_FAR, high_inside + ceil((within + _SAME_EXCESS) / price))
            ways = self._together(self._parts[place], within, low, high_inside)
            if ways is None:
                return None
            found[place] = ways
        inner = tuple(found[place] for place in part.node.inner)
        lists = [_List(n, *one[:4], np.arange(len(one.effort))) for n, one in enumerate(inner)]
        none = np.zeros(1, dtype=np.int64)
        nothing = _Ways(none, none, none, np.zeros(1), np.zeros((1, len(lists)), dtype=np.int64))
        ways = _combined(nothing, lists, need, high, price, within)
        return ways and ways._replace(inner=inner)

    def _of_block(self, block: int, within: float) -> tuple[_Ways, list["_List"]]:
        """What is chosen in a block where one choice alone has little enough excess, and what else may be chosen."""
        first, last = np.searchsorted(self._block, [block, block + 1])
        start, end = self._first[[first, last]]
        kept = start + np.flatnonzero(self._excess[start:end] <= within + _SAME_EXCESS)
        begins = np.searchsorted(kept, self._first[first : last + 1])
        alone = np.diff(begins) == 1
        picks = kept[begins[:-1]] if len(kept) else kept
        only = picks[alone]
        fixed = _Ways(
            self._effort[only].sum(keepdims=True),
            self._raised[only].sum(keepdims=True),
            self._points[only].sum(keepdims=True),
            self._excess[only].sum(keepdims=True),
            picks[None, :],
        )
        lists = []
        for place in np.flatnonzero(~alone).tolist():
            own = kept[begins[place] : begins[place + 1]]
            lists.append(_List(place, self._effort[own], self._raised[own], self._points[own], self._excess[own], own))
        return fixed, lists

    def _passes_on(self, place: int) -> bool:
        """Whether a node's own gates cost nothing: then its points matter only to the one around it."""
        return not self._parts[place].own and self._parts[place].node.block < 0


class _List(NamedTuple):
    """What may be chosen of one part: its place among the parts, and of each choice the name by which it is picked."""

    place: int
    effort: np.ndarray
    raised: np.ndarray
    points: np.ndarray
    excess: np.ndarray
    names: np.ndarray


def _combined(fixed: _Ways, lists: Sequence[_List], need: int, high: int, price: float, within: float) -> _Ways | None:
    """The ways to choose one of each list, with points enough and at most so much excess; None when there are none.

    fixed: what is chosen of the other parts
    """
    most = within + _SAME_EXCESS
    effort, raised, points, excess, picks, _ = fixed
    rest = sum(int(one.points.max()) for one in lists)
    if points[0] + rest < need:
        return None
    for place, one in enumerate(sorted(lists, key=lambda one: len(one.names)), 1):
        rest -= int(one.points.max())
        if len(excess) * len(one.names) < _FEW_PAIRS:
            way, pick = np.divmod(np.flatnonzero(np.add.outer(excess, one.excess).ravel() <= most), len(one.names))
        elif (price or high < _FAR) and place == len(lists):
            way, pick = _closing(points, excess, one, need, high, most, price)
        else:
            way, pick = _every(excess, one, most)
        beyond, gained = excess[way] + one.excess[pick], points[way] + one.points[pick]
        # Points above the need are paid for, too, and the rest can only add some.
        paid = beyond + price * np.maximum(gained - need, 0) if price else beyond
        good = np.flatnonzero((paid <= most) & (gained >= need - rest) & (gained <= high))
        if not len(good):
            return None
        way, pick, gained = way[good], pick[good], gained[good]
        cost, number = effort[way] + one.effort[pick], raised[way] + one.raised[pick]
        best = _not_beaten(cost, number, gained)
        effort, raised, points, excess = cost[best], number[best], gained[best], beyond[good[best]]
        picks = picks[way[best]]
        picks[:, one.place] = one.names[pick[best]]
    excess = excess + price * np.maximum(points - need, 0)
    ways = _Ways(effort, raised, points, excess, picks)
    return ways.up_to(within) if (excess <= most).any() else None


def _every(excess: np.ndarray, one: _List, most: float) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of a way and a choice that have at most so much excess together, way by way."""
    order = np.argsort(one.excess, kind="stable")
    return _pairs(np.zeros(len(excess), np.int64), np.searchsorted(one.excess[order], most - excess, "right"), order)


def _closing(
    points: np.ndarray, excess: np.ndarray, one: _List, need: int, high: int, most: float, price: float
) -> tuple[np.ndarray, np.ndarray]:
    """The same for the last choice: what the way still needs, and no more than its excess leaves to pay for."""
    order = np.argsort(one.points, kind="stable")
    ranked, lacking = one.points[order], need - points
    spent = lacking + (most - excess) / price if price else high - points
    return _pairs(
        np.searchsorted(ranked, lacking), np.searchsorted(ranked, np.minimum(spent, high - points), "right"), order
    )


def _pairs(first: np.ndarray, end: np.ndarray, order: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each way with the choices order[first:end] of its own. Raises TooMany."""
    counts = np.maximum(end - first, 0)
    total = int(counts.sum())
    if total > _MOST_PAIRS:
        raise TooMany
    way = np.repeat(np.arange(len(counts)), counts)
    within = np.arange(total) - np.repeat(np.cumsum(counts) - counts, counts)
    # In the order in which all pairs would stand, so that of equal ones the same is the first.
    return np.divmod(np.sort(way * len(order) + order[first[way] + within]), max(1, len(order)))


def _not_beaten(effort: np.ndarray, raised: np.ndarray, points: np.ndarray) -> np.ndarray:
    """The places, in their order, of what nothing else beats in effort or points; of equals the first."""
    some = _not_clearly_beaten(effort, points) if len(effort) > _FEW_TO_SORT else np.arange(len(effort))
    order = some[_lightest_first(effort[some], raised[some], points[some])]
    ranked = points[order]
    kept = np.ones(len(order), dtype=bool)
    kept[1:] = ranked[1:] > np.maximum.accumulate(ranked)[:-1] + _SAME_POINTS
    return np.sort(order[kept])


def _not_clearly_beaten(effort: np.ndarray, points: np.ndarray) -> np.ndarray:
    """The places, in their order, without most that are beaten: those heavier than something a bin higher."""
    bins = (points - points.min()) // ((points.max() - points.min()) // _FEW_TO_SORT + 1)
    lightest = np.full(_FEW_TO_SORT + 2, _FAR)
    np.minimum.at(lightest, bins, effort)
    above = np.minimum.accumulate(lightest[::-1])[::-1]
    return np.flatnonzero(effort <= above[bins + 1] + 2 * _SAME_EFFORT)


def _lightest_first(effort: np.ndarray, raised: np.ndarray, points: np.ndarray) -> np.ndarray:
    """The places by effort, then by fewest improvements, then by most points; equals in their order."""
    return np.lexsort((-np.rint(points / (10 * _SAME_POINTS)), raised, np.rint(effort / _SAME_EFFORT)))
