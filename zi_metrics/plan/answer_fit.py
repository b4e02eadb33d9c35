"""The fit of how likely answers move (`plan.answer_model`): all effects at once, at the mode of their posterior.

Newton's method on the joint posterior, the variances by expectation-maximisation with weak priors. A unit's own effects
are eliminated first (Schur's complement). What belongs to a unit in one area touches that area's questions alone, and
its general effect is the sum over its areas; so the second derivatives of units are never laid out as matrices, which
keeps thousands of pairs quick.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import expit

# The general level before anything is known: about one answer in six moves, and that is not known well.
_LEVEL, _LEVEL_SPREAD = -1.6, 2.5
# Standard deviations of the effects before anything is known, and the number of effects that this is worth.
_PRIOR = {"area": 0.5, "pertanyaan": 0.5, "tahun": 0.5, "unit": 0.35, "unit_area": 0.3}
PRIOR_WORTH = 2.0
# How much of a year's effect the next year keeps.
_YEARS_ALIKE = 0.5
_ROUNDS = 25
_STEPS = 4


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
class Fit:
    """Estimates of the effects common to all and of each unit's (unit, 1 + area), and what is not known of them.

    common: the level, the areas', the questions' and the years' effects, in this order; covariance: of these
    variances: (unit, 1 + area) of the units' own effects
    """

    common: np.ndarray
    units: np.ndarray
    covariance: np.ndarray
    variances: np.ndarray


class Setting:
    """The data, laid out for the fit: which effect belongs where."""

    def __init__(
        self, happened: np.ndarray, area: np.ndarray, unit_of: np.ndarray, year_of: np.ndarray, years: np.ndarray
    ) -> None:
        """happened: (pair, question) 1, 0 or NaN; area: (question,) number of its area, from 0
        unit_of, year_of: (pair,) places of its unit (each has a pair) and of its year; years: all that have an effect
        """
        self.known = ~np.isnan(happened)
        self.happened = np.where(self.known, happened, 0.0)
        self.area, self.areas, self.questions = area, int(area.max()) + 1, len(area)
        self.unit_of, self.units = unit_of, int(unit_of.max(initial=-1)) + 1
        self.years, self.year_of = years, year_of
        self.member = (area == np.arange(self.areas)[:, None]).astype(float)
        self.size = 1 + self.areas + self.questions + len(years)
        year, question = np.divmod(np.arange(len(years) * self.questions), self.questions)
        first = 1 + self.areas
        effects = np.column_stack(
            [np.zeros_like(year), 1 + area[question], first + question, first + self.questions + year]
        )
        # (year x question, 16) what a question in a year adds to: each of its four common effects with each.
        self.pairs_of_effects = (effects[:, :, None] * self.size + effects[:, None, :]).reshape(len(effects), -1)
        # (area, most) its questions, and the common effects of what belongs to it: level, area, questions, years. Where
        # it has fewer than another, a question and an effect that are none.
        asked = [np.flatnonzero(area == number) for number in range(self.areas)]
        most = max(map(len, asked))
        self.asked = np.array([np.pad(one, (0, most - len(one)), constant_values=self.questions) for one in asked])
        of_asked = np.where(self.asked < self.questions, first + self.asked, self.size)
        of_years = np.tile(first + self.questions + np.arange(len(years)), (self.areas, 1))
        of_area = np.arange(self.areas)[:, None]
        self.places = np.concatenate([np.zeros_like(of_area), 1 + of_area, of_asked, of_years], axis=1)
        # (area, place, place) where each two of them meet in a table with one row and column more.
        self.meetings = self.places[:, :, None] * (self.size + 1) + self.places[:, None, :]

    def logits(self, common: np.ndarray, units: np.ndarray) -> np.ndarray:
        """(pair, question) logits under the common effects and (unit, 1 + area) the units' own."""
        first = 1 + self.areas
        question = common[0] + common[1 + self.area] + common[first : first + self.questions]
        year = common[first + self.questions :][self.year_of]
        own = units[self.unit_of]
        return question + year[:, None] + own[:, [0]] + own[:, 1 + self.area]

    def by_unit(self, table: np.ndarray) -> np.ndarray:
        """(unit, …) a (pair, …) table summed over each unit's pairs."""
        total = np.zeros((self.units, *table.shape[1:]))
        np.add.at(total, self.unit_of, table)
        return total

    def by_unit_and_year(self, table: np.ndarray) -> np.ndarray:
        """(unit, year, …) the same, of each year."""
        total = np.zeros((self.units, len(self.years), *table.shape[1:]))
        np.add.at(total, (self.unit_of, self.year_of), table)
        return total

    def common_sums(self, table: np.ndarray) -> np.ndarray:
        """(size,) a (pair, question) table summed over what each common effect belongs to."""
        questions = table.sum(axis=0)
        years = np.bincount(self.year_of, table.sum(axis=1), minlength=len(self.years))
        return np.concatenate([[questions.sum()], self.member @ questions, questions, years])

    def common_information(self, weight: np.ndarray) -> np.ndarray:
        """(common, common) second derivatives. weight: (pair, question)"""
        by_year = np.zeros((len(self.years), self.questions))
        np.add.at(by_year, self.year_of, weight)
        weights = np.repeat(by_year.ravel(), self.pairs_of_effects.shape[1])
        size = self.size**2
        return np.bincount(self.pairs_of_effects.ravel(), weights, minlength=size).reshape(self.size, self.size)

    def prior_precision(self, spreads: Spreads) -> np.ndarray:
        """(common, common) what is known of the common effects before any answer."""
        first = 1 + self.areas
        precision = np.zeros((self.size, self.size))
        precision[0, 0] = 1 / _LEVEL_SPREAD**2
        diagonal = np.arange(1, first + self.questions)
        precision[diagonal, diagonal] = np.where(diagonal < first, 1 / spreads.area, 1 / spreads.pertanyaan)
        apart = np.abs(self.years[:, None] - self.years[None, :])
        of_years = np.linalg.inv(spreads.tahun * _YEARS_ALIKE**apart)
        precision[first + self.questions :, first + self.questions :] = of_years
        return precision


class _Units:
    """The second derivatives that units' own effects have a part in.

    W, between a unit's own effects: its areas' stand on the diagonal, its general one beside all of them. B, between
    these and the common effects: an area's row touches its places alone, and the general row is the sum of the areas'.
    """

    def __init__(self, setting: Setting, weight: np.ndarray, own: np.ndarray) -> None:
        """weight: (pair, question) second derivatives; own: (1 + area,) precisions before any answer"""
        by_area = weight @ setting.member.T
        self._setting = setting
        self._inside, self._questions = setting.by_unit(by_area), setting.by_unit(weight)
        self._years = setting.by_unit_and_year(by_area)
        self._diagonal = self._inside + own[1:]
        # Of an area's effect so much is not the general one's.
        self._apart = own[1:] / self._diagonal
        self._shared = self._inside / self._diagonal
        self._general = own[0] + (self._inside * self._apart).sum(axis=1)
        self._rows = self._laid_out()

    def solved(self, general: np.ndarray, areas: np.ndarray) -> np.ndarray:
        """(unit, 1 + area) the inverse of W times a (unit,) and a (unit, area) table."""
        first = (general - (self._shared * areas).sum(axis=1)) / self._general
        return np.column_stack([first, areas / self._diagonal - self._shared * first[:, None]])

    def times(self, step: np.ndarray) -> np.ndarray:
        """(unit, 1 + area) the inverse of W times B times a step of the common effects."""
        setting, first = self._setting, 1 + self._setting.areas
        asked = (self._questions * step[first : first + setting.questions]) @ setting.member.T
        rows = self._inside * (step[0] + step[1:first]) + asked
        rows += np.tensordot(step[first + setting.questions :], self._years, axes=(0, 1))
        return self.solved(rows.sum(axis=1), rows)

    def common(self, factors: np.ndarray) -> np.ndarray:
        """(unit, common) the areas' rows of B, each times its factor (unit, area), added up."""
        area = self._inside * factors
        questions = self._questions * factors[:, self._setting.area]
        years = (self._years * factors[:, None, :]).sum(axis=2)
        return np.concatenate([area.sum(axis=1, keepdims=True), area, questions, years], axis=1)

    def eliminated(self) -> np.ndarray:
        """(common, common) what the units' own effects take from the common second derivatives."""
        general = self.common(self._apart)
        size = self._setting.size + 1
        weighed = self._rows / self._diagonal.T[:, :, None]
        areas = self._rows.transpose(0, 2, 1) @ weighed
        total = np.bincount(self._setting.meetings.ravel(), areas.ravel(), minlength=size**2).reshape(size, size)
        return general.T @ (general / self._general[:, None]) + total[:-1, :-1]

    def variances(self, covariance: np.ndarray) -> np.ndarray:
        """(unit, 1 + area) of the own effects, given the covariance of the common ones."""
        general = self.common(self._apart) / self._general[:, None]
        moved = np.pad(general @ covariance, ((0, 0), (0, 1)))
        first = (moved[:, :-1] * general).sum(axis=1)
        places = self._setting.places
        around = np.pad(covariance, ((0, 1), (0, 1)))[places[:, :, None], places[:, None, :]]
        alone = ((self._rows @ around) * self._rows).sum(axis=2).T / self._diagonal**2
        both = (self._rows * moved[:, places].transpose(1, 0, 2)).sum(axis=2).T / self._diagonal
        own = 1 / self._diagonal + self._shared**2 / self._general[:, None]
        areas = own + alone - 2 * self._shared * both + self._shared**2 * first[:, None]
        return np.column_stack([1 / self._general + first, areas])

    def _laid_out(self) -> np.ndarray:
        """(area, unit, place) the rows of B where they are not zero, at the places of `Setting`."""
        inside = self._inside.T[:, :, None]
        asked = np.pad(self._questions, ((0, 0), (0, 1)))[:, self._setting.asked].transpose(1, 0, 2)
        return np.concatenate([inside, inside, asked, self._years.transpose(2, 0, 1)], axis=2)


def fitted(setting: Setting, spreads: Spreads | None = None) -> tuple[Fit, Spreads]:
    """All effects, and their variances. spreads: variances found before, which are then kept; None = find them"""
    kept = spreads is not None
    spreads = PRIOR_SPREADS if spreads is None else spreads
    fit = _start(setting)
    for _ in range(1 if kept else _ROUNDS):
        fit = _newton(setting, fit, spreads)
        if not kept:
            spreads = _spreads(setting, fit)
    return fit, spreads


def _start(setting: Setting) -> Fit:
    common = np.zeros(setting.size)
    common[0] = _LEVEL
    nothing = np.zeros((setting.units, 1 + setting.areas))
    return Fit(common, nothing, np.eye(setting.size), nothing)


def _newton(setting: Setting, fit: Fit, spreads: Spreads) -> Fit:
    """The mode of the posterior under these variances, and the variances there."""
    precision = setting.prior_precision(spreads)
    own = np.array([1 / spreads.unit, *[1 / spreads.unit_area] * setting.areas])
    centre = np.zeros(setting.size)
    centre[0] = _LEVEL
    steps = 0
    while True:
        chance = expit(setting.logits(fit.common, fit.units))
        weight = np.where(setting.known, chance * (1 - chance), 0.0)
        rest = np.where(setting.known, setting.happened - chance, 0.0)
        units = _Units(setting, weight, own)
        pull = setting.by_unit(rest @ setting.member.T)
        moved = units.solved(pull.sum(axis=1) - fit.units[:, 0] * own[0], pull - fit.units[:, 1:] * own[1:])
        push = setting.common_sums(rest) - precision @ (fit.common - centre)
        schur = setting.common_information(weight) + precision - units.eliminated()
        step = np.linalg.solve(schur, push - units.common(moved[:, [0]] + moved[:, 1:]).sum(axis=0))
        # Far from the mode a whole step may overshoot.
        step *= min(1.0, 2.0 / max(np.abs(step).max(), 1e-12))
        fit = replace(fit, common=fit.common + step, units=fit.units + moved - units.times(step))
        steps += 1
        if steps == _STEPS or np.abs(step).max() < 1e-6:
            break
    # Of the last step only: no step needs them.
    covariance = np.linalg.inv(schur)
    covariance = (covariance + covariance.T) / 2
    return replace(fit, covariance=covariance, variances=units.variances(covariance))


def _spreads(setting: Setting, fit: Fit) -> Spreads:
    """The variances that the effects and what is unknown of them speak for, beside their priors."""
    square = fit.common**2 + np.diag(fit.covariance)
    own = fit.units**2 + fit.variances
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
            name: float((effects.sum() + PRIOR_WORTH * _PRIOR[name] ** 2) / (len(effects) + PRIOR_WORTH))
            for name, effects in found.items()
        }
    )
