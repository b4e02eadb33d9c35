"""How likely answers move from one assessment to the next, learned from past pairs: what is known, and what is not.

Whether an answer falls (before a stricter judge), or rises (in a year's work), is Bernoulli with a logit that is the
sum of a general level, and of what the question's area, the question, the year (and so its judges), the unit, and the
unit in the area add. All but the level are random effects (A. Gelman, J. Hill, Data Analysis Using Regression and
Multilevel/Hierarchical Models, 2007, chapters 14-16), so that few pairs are drawn towards what is common, and three
pairs of one year know one year only. Fitted by Newton's method on the joint posterior, the variances by
expectation-maximisation with weak priors; a unit's effects are eliminated first (Schur's complement), which keeps
thousands of pairs quick.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import expit

# The general level before anything is known: about one answer in six moves, and that is not known well.
_LEVEL, _LEVEL_SPREAD = -1.6, 2.5
# Standard deviations of the effects before anything is known, and the number of effects that this is worth.
_PRIOR = {"area": 0.5, "pertanyaan": 0.5, "tahun": 0.5, "unit": 0.35, "unit_area": 0.3}
_WORTH = 2.0
# How much of a year's effect the next year keeps.
_YEARS_ALIKE = 0.5
# The normal approximation at the mode knows a little too much of yes and no; so much wider, ranges hold what they say
# (docs/kalibrasi.md).
_WIDER = 1.25
_ROUNDS = 25
# So many units tell what is common to all as well as all of very many do (docs/keputusan/0035-sangat-banyak-unit.md).
ENOUGH = 500
_STEPS = 4


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


@dataclass(frozen=True)
class Spreads:
    """Variances of the effects of areas, questions, years, units, and units in an area."""

    area: float
    pertanyaan: float
    tahun: float
    unit: float
    unit_area: float


PRIOR_SPREADS = Spreads(**{name: deviation**2 for name, deviation in _PRIOR.items()})


@dataclass(frozen=True)
class AnswerModel:
    """What was learned, for one year to come.

    common: estimates of the level, the areas', the questions' and the years' effects, in this order
    covariance: of these; root: of it, somewhat wider, by which they are drawn
    spreads: variances of the effects
    own: (1 + area,) estimates of one unit's own effects, zero where it has no history; own_covariance: of these
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
    own_covariance: np.ndarray
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
        ratio = np.sqrt((self.seen_years + _WORTH) / rng.chisquare(self.seen_years + _WORTH, size=count))
        unseen = min(1.0, self.covariance[year, year] / self.spreads.tahun)
        centre = self.common[year]
        effect = centre + (drawn[:, year] - centre) * ratio**unseen
        logits = drawn[:, [0]] + drawn[:, 1 + self.area] + drawn[:, 1 + areas : first] + effect[:, None]
        known = self.units + _WORTH
        spread = np.array([self.spreads.unit, self.spreads.unit_area])
        return logits, spread * known / rng.chisquare(known, size=(count, 1))

    def draw_own(self, count: int, spreads: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """(count, question) what the unit itself adds to the logits. spreads: (count, 2) of `draw_common`."""
        known = np.diag(self.own_covariance)
        prior = np.array([self.spreads.unit, *[self.spreads.unit_area] * (len(known) - 1)])
        share = np.sqrt(np.clip(known / prior, 0, 1))
        scale = np.sqrt(np.column_stack([spreads[:, [0]], *[spreads[:, [1]]] * (len(known) - 1)]))
        drawn = self.own + rng.standard_normal((count, len(known))) * scale * share
        return drawn[:, [0]] + drawn[:, 1 + self.area]


@dataclass(frozen=True)
class _Fit:
    """Estimates of the effects common to all, of each unit's (1 + area), and their covariances."""

    common: np.ndarray
    units: np.ndarray
    covariance: np.ndarray
    unit_covariances: np.ndarray


@dataclass(frozen=True)
class Learned:
    """What was learned for a year, of which each unit's model is a part: the fit is one for all of them.

    fit, spreads: estimates of all effects, and their variances; root: as of `AnswerModel`
    names: the units that pairs come from, in the order of the fit's
    area: (question,) number of the question's area, from 0
    target, seen_years: as of `AnswerModel`
    """

    fit: "_Fit"
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
        prior = np.diag([self.spreads.unit, *[self.spreads.unit_area] * (size - 1)])
        return AnswerModel(
            common=self.fit.common,
            covariance=self.fit.covariance,
            root=self.root,
            spreads=self.spreads,
            own=np.zeros(size) if place is None else self.fit.units[place],
            own_covariance=prior if place is None else self.fit.unit_covariances[place],
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
    setting = _Setting(outcomes, unit_of, len(names), years)
    kept = spreads is not None
    spreads = PRIOR_SPREADS if spreads is None else spreads
    fit = _start(setting)
    for _ in range(1 if kept else _ROUNDS):
        fit = _newton(setting, fit, spreads)
        if not kept:
            spreads = _spreads(setting, fit)
    target, seen = int(np.searchsorted(years, tahun)), len(np.unique(outcomes.tahun))
    root = np.linalg.cholesky(_WIDER**2 * fit.covariance)
    return Learned(fit, root, spreads, tuple(names), outcomes.area, target, seen)


class _Setting:
    """The data, laid out for the fit: which effect belongs where."""

    def __init__(self, outcomes: Outcomes, unit_of: np.ndarray, units: int, years: np.ndarray) -> None:
        self.known = ~np.isnan(outcomes.happened)
        self.happened = np.where(self.known, outcomes.happened, 0.0)
        self.area, self.areas = outcomes.area, int(outcomes.area.max()) + 1
        self.questions = len(outcomes.area)
        self.unit_of, self.units = unit_of, units
        self.years, self.year_of = years, np.searchsorted(years, outcomes.tahun)
        self.member = (self.area == np.arange(self.areas)[:, None]).astype(float)
        self.size = 1 + self.areas + self.questions + len(years)
        year, question = np.divmod(np.arange(len(years) * self.questions), self.questions)
        first = 1 + self.areas
        effects = np.column_stack(
            [np.zeros_like(year), 1 + self.area[question], first + question, first + self.questions + year]
        )
        # (year x question, 16) what a question in a year adds to: each of its four common effects with each.
        self.pairs_of_effects = (effects[:, :, None] * self.size + effects[:, None, :]).reshape(len(effects), -1)

    def logits(self, common: np.ndarray, units: np.ndarray) -> np.ndarray:
        first = 1 + self.areas
        question = common[0] + common[1 + self.area] + common[first : first + self.questions]
        year = common[first + self.questions :][self.year_of]
        own = units[self.unit_of]
        return question + year[:, None] + own[:, [0]] + own[:, 1 + self.area]

    def by_unit(self, table: np.ndarray) -> np.ndarray:
        total = np.zeros((self.units, *table.shape[1:]))
        np.add.at(total, self.unit_of, table)
        return total

    def common_sums(self, table: np.ndarray) -> np.ndarray:
        """(size,) a (pair, question) table summed over what each common effect belongs to."""
        questions = table.sum(axis=0)
        years = np.bincount(self.year_of, table.sum(axis=1), minlength=len(self.years))
        return np.concatenate([[questions.sum()], self.member @ questions, questions, years])

    def common_information(self, by_year: np.ndarray) -> np.ndarray:
        """(common, common) second derivatives. by_year: (year, question) weights of all pairs."""
        weights = np.repeat(by_year.ravel(), self.pairs_of_effects.shape[1])
        size = self.size**2
        return np.bincount(self.pairs_of_effects.ravel(), weights, minlength=size).reshape(self.size, self.size)

    def year_precision(self, variance: float) -> np.ndarray:
        apart = np.abs(self.years[:, None] - self.years[None, :])
        return np.linalg.inv(variance * _YEARS_ALIKE**apart)


def _start(setting: _Setting) -> _Fit:
    common = np.zeros(setting.size)
    common[0] = _LEVEL
    size = 1 + setting.areas
    return _Fit(common, np.zeros((setting.units, size)), np.eye(setting.size), np.zeros((setting.units, size, size)))


def _newton(setting: _Setting, fit: _Fit, spreads: Spreads) -> _Fit:
    """The mode of the posterior under these variances, and the covariances there."""
    first = 1 + setting.areas
    precision = np.zeros((setting.size, setting.size))
    precision[0, 0] = 1 / _LEVEL_SPREAD**2
    diagonal = np.arange(1, first + setting.questions)
    precision[diagonal, diagonal] = np.where(diagonal < first, 1 / spreads.area, 1 / spreads.pertanyaan)
    precision[first + setting.questions :, first + setting.questions :] = setting.year_precision(spreads.tahun)
    own = np.array([1 / spreads.unit, *[1 / spreads.unit_area] * setting.areas])
    centre = np.zeros(setting.size)
    centre[0] = _LEVEL
    steps = 0
    while True:
        chance = expit(setting.logits(fit.common, fit.units))
        weight = np.where(setting.known, chance * (1 - chance), 0.0)
        rest = np.where(setting.known, setting.happened - chance, 0.0)
        within, between, core = _information(setting, weight)
        within = within + np.diag(own)
        core = core + precision
        pull = setting.by_unit(rest @ setting.member.T)
        pull = np.concatenate([pull.sum(axis=1, keepdims=True), pull], axis=1) - fit.units * own
        push = setting.common_sums(rest) - precision @ (fit.common - centre)
        solved = np.linalg.solve(within, np.concatenate([between, pull[:, :, None]], axis=2))
        eliminated, moved = solved[:, :, :-1], solved[:, :, -1]
        schur = core - np.tensordot(between, eliminated, axes=([0, 1], [0, 1]))
        step = np.linalg.solve(schur, push - np.tensordot(between, moved, axes=([0, 1], [0, 1])))
        # Far from the mode a whole step may overshoot.
        step *= min(1.0, 2.0 / max(np.abs(step).max(), 1e-12))
        fit = replace(fit, common=fit.common + step, units=fit.units + moved - eliminated @ step)
        steps += 1
        if steps == _STEPS or np.abs(step).max() < 1e-6:
            break
    # Of the last step only: no step needs them.
    covariance = np.linalg.inv(schur)
    inner = np.linalg.inv(within) + eliminated @ covariance @ eliminated.transpose(0, 2, 1)
    return replace(fit, covariance=(covariance + covariance.T) / 2, unit_covariances=inner)


def _information(setting: _Setting, weight: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Second derivatives: (unit, own, own), (unit, own, common), (common, common)."""
    size, first = 1 + setting.areas, 1 + setting.areas
    inside = setting.by_unit(weight @ setting.member.T)
    within = np.zeros((setting.units, size, size))
    within[:, 0, 0] = inside.sum(axis=1)
    within[:, 0, 1:] = within[:, 1:, 0] = inside
    places = np.arange(1, size)
    within[:, places, places] = inside
    between = np.zeros((setting.units, size, setting.size))
    questions = setting.by_unit(weight)
    between[:, 0, 0] = inside.sum(axis=1)
    between[:, 0, 1:first] = inside
    between[:, 1:, 0] = inside
    between[:, places, places] = inside
    between[:, 0, first : first + setting.questions] = questions
    asked = np.arange(setting.questions)
    between[:, 1 + setting.area, first + asked] = questions
    by_area = weight @ setting.member.T
    for year in range(len(setting.years)):
        sums = setting.by_unit(np.where((setting.year_of == year)[:, None], by_area, 0.0))
        between[:, 0, first + setting.questions + year] = sums.sum(axis=1)
        between[:, 1:, first + setting.questions + year] = sums
    by_year = np.zeros((len(setting.years), setting.questions))
    np.add.at(by_year, setting.year_of, weight)
    return within, between, setting.common_information(by_year)


def _spreads(setting: _Setting, fit: _Fit) -> Spreads:
    """The variances that the effects and what is unknown of them speak for, beside their priors."""
    square = fit.common**2 + np.diag(fit.covariance)
    own = fit.units**2 + np.diagonal(fit.unit_covariances, axis1=1, axis2=2)
    first = 1 + setting.areas
    seen = np.isin(np.arange(len(setting.years)), setting.year_of)
    asked = setting.known.any(axis=0)
    found = {
        "area": square[1:first],
        "pertanyaan": square[first : first + setting.questions][asked],
        "tahun": square[first + setting.questions :][seen],
        "unit": own[:, 0],
        "unit_area": own[:, 1:].ravel(),
    }
    return Spreads(
        **{
            name: float((effects.sum() + _WORTH * _PRIOR[name] ** 2) / (len(effects) + _WORTH))
            for name, effects in found.items()
        }
    )
