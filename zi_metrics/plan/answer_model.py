"""How likely answers move from one assessment to the next, learned from past pairs: what is known, and what is not.

Whether an answer falls (before a stricter judge), or rises (in a year's work), is Bernoulli with a logit that is the
sum of a general level, and of what the question's area, the question, the year (and so its judges), the unit, and the
unit in the area add. All but the level are random effects (A. Gelman, J. Hill, Data Analysis Using Regression and
Multilevel/Hierarchical Models, 2007, chapters 14-16), so that few pairs are drawn towards what is common, and three
pairs of one year know one year only. How it is fitted: `plan.answer_fit`.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from zi_metrics.plan.answer_fit import PRIOR_WORTH, Fit, Setting, Spreads, fitted

# The normal approximation at the mode knows a little too much of yes and no; so much wider, ranges hold what they say
# (docs/kalibrasi.md).
_WIDER = 1.25
# So many units tell what is common to all as well as all of very many do (docs/keputusan/0035-sangat-banyak-unit.md).
ENOUGH = 500


@dataclass(frozen=True)
class Outcomes:
    """Which answers moved in past pairs, of those that could.

    happened: (pair, question) 1 = it happened, 0 = it did not, NaN = it could not, or unanswered
    unit: (pair,) the unit's id
    tahun: (pair,) the year
    area: (question,) number of the question's area (shares apart from options), from 0
    """

    happened: np.ndarray
    unit: tuple[str, ...]
    tahun: np.ndarray
    area: np.ndarray

    def without(self, pairs: np.ndarray) -> "Outcomes":
        """Without some pairs (a mask)."""
        kept = ~pairs
        units = tuple(unit for unit, keep in zip(self.unit, kept, strict=True) if keep)
        return replace(self, happened=self.happened[kept], unit=units, tahun=self.tahun[kept])

    def of_enough(self, beside: str = "") -> "Outcomes":
        """Of very many units those of ENOUGH; all where there are fewer. beside: a unit that is kept in any case.

        What is common to all is as well known from these, and every unit more takes its time. Which ones is told by
        their ids, which tell nothing about them.
        """
        names = sorted(set(self.unit))
        if len(names) <= ENOUGH:
            return self
        wanted = {*names[:ENOUGH], beside}
        return self.without(np.array([unit not in wanted for unit in self.unit], dtype=bool))


def digest_of(words: object, figures: Iterable[np.ndarray]) -> str:
    """The same only for the same: by it is found again what was computed from many pairs.

    words: what Python writes out exactly
    """
    found = hashlib.sha256(repr(words).encode())
    for part in figures:
        found.update(f"{part.dtype}{part.shape}".encode())
        found.update(np.ascontiguousarray(part).tobytes())
    return found.hexdigest()


@dataclass(frozen=True)
class AnswerModel:
    """What was learned, for one year to come.

    common: estimates of the level, the areas', the questions' and the years' effects, in this order
    covariance: of these; root: of it, somewhat wider, by which they are drawn
    spreads: variances of the effects
    own: (1 + area,) estimates of one unit's own effects, zero where it has no history; own_variances: of these
    area: (question,) number of the question's area, from 0
    target: the place of the year foretold among the years
    seen_years, units: how many years and units the pairs come from
    has_history: whether the unit itself is among them
    """

    common: np.ndarray
    covariance: np.ndarray
    root: np.ndarray
    spreads: Spreads
    own: np.ndarray
    own_variances: np.ndarray
    area: np.ndarray
    target: int
    seen_years: int
    units: int
    has_history: bool

    def draw_common(self, count: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """What is the same for every unit, drawn from what is known.

        Returns (count, question) logits, and (count, 2) variances of the units' effects and of those in an area.
        """
        areas, questions = int(self.area.max()) + 1, len(self.area)
        drawn = self.common + rng.standard_normal((count, len(self.common))) @ self.root.T
        first = 1 + areas + questions
        year = first + self.target
        # How much years differ is itself known from few years: the less a year was seen, the more this matters.
        ratio = np.sqrt((self.seen_years + PRIOR_WORTH) / rng.chisquare(self.seen_years + PRIOR_WORTH, size=count))
        unseen = min(1.0, self.covariance[year, year] / self.spreads.tahun)
        centre = self.common[year]
        effect = centre + (drawn[:, year] - centre) * ratio**unseen
        logits = drawn[:, [0]] + drawn[:, 1 + self.area] + drawn[:, 1 + areas : first] + effect[:, None]
        known = self.units + PRIOR_WORTH
        spread = np.array([self.spreads.unit, self.spreads.unit_area])
        return logits, spread * known / rng.chisquare(known, size=(count, 1))

    def draw_own(self, count: int, spreads: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """(count, question) what the unit itself adds to the logits. spreads: (count, 2) of `draw_common`."""
        known = self.own_variances
        prior = np.array([self.spreads.unit, *[self.spreads.unit_area] * (len(known) - 1)])
        share = np.sqrt(np.clip(known / prior, 0, 1))
        scale = np.sqrt(np.column_stack([spreads[:, [0]], *[spreads[:, [1]]] * (len(known) - 1)]))
        drawn = self.own + rng.standard_normal((count, len(known))) * scale * share
        return drawn[:, [0]] + drawn[:, 1 + self.area]


@dataclass(frozen=True)
class Learned:
    """What was learned for a year, of which each unit's model is a part: the fit is one for all of them.

    fit, spreads: estimates of all effects, and their variances; root: as of `AnswerModel`
    names: the units that pairs come from, in the order of the fit's
    area: (question,) number of the question's area, from 0
    target, seen_years: as of `AnswerModel`
    """

    fit: Fit
    root: np.ndarray
    spreads: Spreads
    names: tuple[str, ...]
    area: np.ndarray
    target: int
    seen_years: int

    def model(self, unit: str = "") -> AnswerModel:
        """The model for a unit (its own history counts; '' = one without)."""
        place = self.names.index(unit) if unit in self.names else None
        size = self.fit.units.shape[1]
        prior = np.array([self.spreads.unit, *[self.spreads.unit_area] * (size - 1)])
        return AnswerModel(
            common=self.fit.common,
            covariance=self.fit.covariance,
            root=self.root,
            spreads=self.spreads,
            own=np.zeros(size) if place is None else self.fit.units[place],
            own_variances=prior if place is None else self.fit.variances[place],
            area=self.area,
            target=self.target,
            seen_years=self.seen_years,
            units=len(self.names),
            has_history=place is not None,
        )


def learn(outcomes: Outcomes, tahun: int, spreads: Spreads | None = None) -> Learned:
    """What past pairs say about a year, of all units at once.

    spreads: variances found before, which are then kept; None = find them.
    """
    names = list(dict.fromkeys(outcomes.unit))
    number = {name: place for place, name in enumerate(names)}
    unit_of = np.array([number[name] for name in outcomes.unit], dtype=int)
    years = np.unique(np.append(outcomes.tahun, tahun)).astype(int)
    year_of = np.searchsorted(years, outcomes.tahun)
    fit, spreads = fitted(Setting(outcomes.happened, outcomes.area, unit_of, year_of, years), spreads)
    target, seen = int(np.searchsorted(years, tahun)), len(np.unique(outcomes.tahun))
    root = np.linalg.cholesky(_WIDER**2 * fit.covariance)
    return Learned(fit, root, spreads, tuple(names), outcomes.area, target, seen)
