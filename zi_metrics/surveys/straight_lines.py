"""Questionnaires with one value throughout: more of them than the answers' spread and connection make likely?

Satisfied people tick full marks everywhere; how many do so follows from how many do so at each question, and from how
closely the questions go together (one common factor, ordered probit). Held against it: the same, and besides a share
of questionnaires that have that value throughout for no such reason.
"""

from dataclasses import dataclass

import numpy as np

# Of so many questionnaires a seeded part is looked at; more would tell no more.
MOST_ROWS = 5_000
_SEED = 20170014
_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(41)
_LEAST = 1e-300
# Twice the gain in log likelihood beyond which it is no chance: 0.2 % of honest surveys (half a chi-square of one
# degree, as a share cannot be negative; Self and Liang 1987).
_NO_CHANCE = 8.0
# The shared part of the variance is sought between these.
_SHARED = (0.005, 0.98)


@dataclass(frozen=True)
class StraightLines:
    """Questionnaires with one value throughout.

    nilai: the value
    bagian: their share of all (0-1)
    wajar: the share that the spread of the answers and their connection make likely
    surprising: whether chance does not explain the rest
    """

    nilai: float
    bagian: float
    wajar: float
    surprising: bool

    @property
    def excess(self) -> float:
        """The share beyond what is likely."""
        return self.bagian - self.wajar


def looked_at(rows: np.ndarray) -> np.ndarray:
    """Of these rows those that are enough to be looked at, always the same ones."""
    if len(rows) <= MOST_ROWS:
        return rows
    return rows[np.random.default_rng(_SEED).choice(len(rows), MOST_ROWS, replace=False)]


def straight_lines(values: np.ndarray, least: float) -> list[StraightLines]:
    """Each value that at least this share of the questionnaires have throughout, held against what is likely.

    values: (respondent, question), all answered.
    """
    values = looked_at(values)
    if not len(values):
        return []
    same = values[(values == values[:, :1]).all(axis=1), 0]
    found, counts = np.unique(same, return_counts=True)
    common = [float(value) for value, count in zip(found, counts, strict=True) if count >= max(1, least * len(values))]
    return [_held(values, value) for value in common]


def _held(values: np.ndarray, value: float) -> StraightLines:
    # Here and below, because it takes longer to load than most commands to run.
    from scipy.optimize import minimize_scalar

    model = _Model(values, value)
    share = model.straight_share
    plain = model.best(0.0)
    # A survey of nothing else would have no answers left to learn the connection from.
    extra = minimize_scalar(
        lambda x: -model.best(x), bounds=(0, 0.98 * share), method="bounded", options={"xatol": 5e-3}
    )
    gain = 2 * (-extra.fun - plain)
    added = float(extra.x) if gain > 0 else 0.0
    return StraightLines(value, share, share - added, bool(gain > _NO_CHANCE))


class _Model:
    """The likelihood of answers that lie below, at or above one value: thresholds from the margins, one factor."""

    def __init__(self, values: np.ndarray, value: float) -> None:
        place = np.where(values < value, 0, np.where(values == value, 1, 2))
        patterns, self._counts = np.unique(place, axis=0, return_counts=True)
        self._straight = np.flatnonzero((patterns == 1).all(axis=1))
        self._chosen = np.concatenate([patterns == level for level in range(3)], axis=1).astype(float)
        self._shares = np.stack([(place == level).mean(axis=0) for level in range(3)])
        self.straight_share = float(self._counts[self._straight].sum() / len(values))

    def best(self, extra: float) -> float:
        """The highest log likelihood, whatever the connection, with this share of straight lines besides."""
        from scipy.optimize import minimize_scalar

        found = minimize_scalar(
            lambda shared: -self._likelihood(shared, extra), bounds=_SHARED, method="bounded", options={"xatol": 5e-3}
        )
        return -float(found.fun)

    def _likelihood(self, shared: float, extra: float) -> float:
        from scipy.special import ndtr, ndtri

        shares = self._shares.copy()
        shares[1] -= extra
        shares = np.clip(shares / (1 - extra), 0.0, 1.0)
        low = ndtri(shares[0])[:, None]
        high = -ndtri(shares[2])[:, None]
        loading, rest = np.sqrt(shared), np.sqrt(1 - shared)
        below, to = ndtr((low - loading * _NODES) / rest), ndtr((high - loading * _NODES) / rest)
        chances = np.concatenate([below, to - below, 1 - to])
        each = np.exp(self._chosen @ np.log(np.maximum(chances, _LEAST))) @ (_WEIGHTS / _WEIGHTS.sum())
        each *= 1 - extra
        each[self._straight] += extra
        return float(self._counts @ np.log(np.maximum(each, _LEAST)))
