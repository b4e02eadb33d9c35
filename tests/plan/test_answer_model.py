"""What is learned of judges agrees with a general optimiser, finds made-up effects, and knows what it has not seen."""

import numpy as np
import pytest
from scipy.optimize import minimize

from zi_metrics.plan.answer_fit import PRIOR_SPREADS, Spreads
from zi_metrics.plan.answer_model import Outcomes, learn

AREA = np.array([0, 0, 0, 1, 1, 2, 2, 2])


def falls(seed, pairs, years=2, area=AREA, units=None, year_effects=None, question=0.0, unit=0.0):
    """Made-up falls, and the questions' effects."""
    rng = np.random.default_rng(seed)
    year = np.arange(pairs) % years
    unit_of = np.arange(pairs) if units is None else np.arange(pairs) // years
    of_question = rng.normal(0, question, len(area))
    of_unit = rng.normal(0, unit, pairs)[unit_of]
    of_year = np.zeros(years) if year_effects is None else np.array(year_effects)
    logit = -1.5 + of_question + of_unit[:, None] + of_year[year][:, None]
    fell = (rng.random(logit.shape) < 1 / (1 + np.exp(-logit))).astype(float)
    fell[rng.random(logit.shape) < 0.1] = np.nan
    return Outcomes(fell, tuple(f"u{n}" for n in unit_of), 2020 + year, area), of_question


def test_the_fit_is_the_mode_that_a_general_optimiser_finds():
    data, _ = falls(1, 6, units=True)
    spreads = Spreads(0.3, 0.5, 0.2, 0.4, 0.25)
    names = sorted(set(data.unit))
    years = [2020, 2021, 2022]
    sizes = 1, 3, len(AREA), len(years), len(names), 3 * len(names)
    ends = np.cumsum(sizes)
    apart = np.abs(np.subtract.outer(years, years))
    year_precision = np.linalg.inv(0.2 * 0.5**apart)

    def negative(parameters):
        level, area, question, year, unit, within = np.split(parameters, ends[:-1])
        within = within.reshape(len(names), 3)
        value = (level[0] + 1.6) ** 2 / (2 * 2.5**2) + (area**2).sum() / 0.6 + (question**2).sum() / 1.0
        value += year @ year_precision @ year / 2 + (unit**2).sum() / 0.8 + (within**2).sum() / 0.5
        for row, name, told in zip(data.happened, data.unit, data.tahun, strict=True):
            place = names.index(name)
            logit = level[0] + area[AREA] + question + year[years.index(told)] + unit[place] + within[place][AREA]
            value += np.nansum(np.logaddexp(0, logit) - np.where(np.isnan(row), np.nan, row) * logit)
        return value

    best = minimize(negative, np.zeros(ends[-1]), method="BFGS", options={"gtol": 1e-8})
    found = learn(data, 2022, spreads).model("u1")
    assert found.common == pytest.approx(best.x[: ends[3]], abs=1e-3)
    place = names.index("u1")
    own = [best.x[ends[3] + place], *best.x[ends[4] :].reshape(len(names), 3)[place]]
    assert found.own == pytest.approx(own, abs=1e-3)
    # The curvature at the mode, by differences.
    step, hessian = 1e-3, np.empty((ends[-1], ends[-1]))
    for column in range(ends[-1]):
        for row in range(column, ends[-1]):
            total = 0.0
            for i in (1, -1):
                for j in (1, -1):
                    moved = best.x.copy()
                    moved[column] += i * step
                    moved[row] += j * step
                    total += i * j * negative(moved)
            hessian[column, row] = hessian[row, column] = total / (4 * step**2)
    covariance = np.linalg.inv(hessian)
    assert np.diag(found.covariance) == pytest.approx(np.diag(covariance)[: ends[3]], rel=0.02)
    ours = [ends[3] + place, *range(ends[4] + 3 * place, ends[4] + 3 * place + 3)]
    assert found.own_variances == pytest.approx(np.diag(covariance)[ours], rel=0.02)


def test_made_up_effects_are_found_again():
    area = np.repeat(np.arange(6), 15)
    data, question = falls(3, 200, area=area, question=1.0, unit=0.6)
    found = learn(data, 2021).model()
    assert np.corrcoef(found.common[7 : 7 + len(area)], question)[0, 1] > 0.95
    assert found.spreads.pertanyaan**0.5 == pytest.approx(1.0, abs=0.2)
    assert found.spreads.unit**0.5 == pytest.approx(0.6, abs=0.15)
    assert found.spreads.unit_area**0.5 < 0.35


def test_few_pairs_are_drawn_towards_what_is_common():
    data, _ = falls(4, 3, question=0.0)
    found = learn(data, 2020).model()
    raw = np.nanmean(data.happened, axis=0)
    ours = 1 / (1 + np.exp(-found.draw_common(2000, np.random.default_rng(0))[0].mean(axis=0)))
    assert np.ptp(raw) > 0.3 and np.ptp(ours) < 0.6 * np.ptp(raw)


def spread_of(model):
    return model.draw_common(4000, np.random.default_rng(1))[0].std(axis=0).mean()


def test_a_year_not_seen_is_known_less_than_one_that_was_and_many_years_help():
    area = np.repeat(np.arange(6), 15)
    few, _ = falls(5, 40, years=2, area=area, year_effects=(0.4, -0.4))
    assert spread_of(learn(few, 2022).model()) > 1.5 * spread_of(learn(few, 2021).model())
    alike, _ = falls(5, 40, years=8, area=area)
    assert spread_of(learn(alike, 2028).model()) < spread_of(learn(few, 2022).model())


def test_a_units_own_history_counts_for_it_alone():
    area = np.repeat(np.arange(6), 15)
    data, _ = falls(6, 30, area=area, units=True)
    data.happened[data.tahun == 2020] = np.where(np.isnan(data.happened[data.tahun == 2020]), np.nan, 0.0)
    struck = np.array([unit == "u0" for unit in data.unit])
    data.happened[struck] = 1.0
    strict, other = learn(data, 2022).model("u0"), learn(data, 2022).model("tidak ada")
    assert strict.has_history and not other.has_history
    assert strict.own[0] > 0.3 and (other.own == 0).all()
    assert other.own_variances[0] == pytest.approx(other.spreads.unit)


def test_variances_begin_with_their_priors():
    data, _ = falls(7, 1)
    nothing = Outcomes(np.full_like(data.happened, np.nan), data.unit, data.tahun, AREA)
    found = learn(nothing, 2020).model()
    assert found.spreads.pertanyaan == pytest.approx(PRIOR_SPREADS.pertanyaan)
    assert found.common[0] == pytest.approx(-1.6)
