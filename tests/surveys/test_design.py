"""What the way a survey was made does to its index: strata by those served, days as clusters, blanks."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
from hypothesis import given, settings
from hypothesis import strategies as st
from simple_samples import correlated, sample
from statsmodels.stats.anova import anova_lm

from zi_metrics.surveys.design import Sample, estimate
from zi_metrics.surveys.intervals import interval_of_sample

SCALE = (1.0, 4.0)


def daily(days, each, alike, seed=3):
    """Answers of so many days, each of so many people, who share part of their mood."""
    rng = np.random.default_rng(seed)
    mood = np.repeat(rng.normal(0, alike, days), each)[:, None]
    values = np.clip(np.round(3.2 + mood + rng.normal(0, 0.7, (days * each, 5))), 1, 4)
    return values, np.repeat(np.arange(days), each)


def test_the_design_effect_is_kishs_with_the_icc_of_an_analysis_of_variance():
    values, days = daily(12, 10, 0.3)
    found = estimate(sample(values, days), SCALE)
    frame = pd.DataFrame({"y": values.mean(axis=1), "hari": days.astype(str)})
    table = anova_lm(smf.ols("y ~ C(hari)", frame).fit())
    between, within = table["mean_sq"]
    icc = (between - within) / (between + 9 * within)
    assert icc > 0.05 and found.efek_desain == pytest.approx(1 + 9 * icc)
    assert found.hari == 12 and found.derajat == 11
    assert found.ragam == pytest.approx(np.var(frame["y"], ddof=1) / 120 * (1 + 9 * icc))


def test_days_of_different_sizes_are_weighted_as_the_analysis_of_variance_does():
    sizes = np.array([30, 2, 5, 1, 12, 8, 20, 3])
    rng = np.random.default_rng(5)
    days = np.repeat(np.arange(8), sizes)
    values = np.clip(np.round(3.1 + rng.normal(0, 0.4, 8)[days][:, None] + rng.normal(0, 0.6, (len(days), 5))), 1, 4)
    own, n = values.mean(axis=1), len(days)
    means = np.array([own[days == day].mean() for day in range(8)])
    between = (sizes * (means - own.mean()) ** 2).sum() / 7
    within = sum(((own[days == day] - means[day]) ** 2).sum() for day in range(8)) / (n - 8)
    usual = (n - (sizes**2).sum() / n) / 7
    icc = (between - within) / (between + (usual - 1) * within)
    found = estimate(sample(values, days), SCALE)
    assert icc > 0 and found.efek_desain == pytest.approx(1 + ((sizes**2).sum() / n - 1) * icc)


def test_days_that_differ_no_more_than_chance_change_nothing():
    values = correlated(100, seed=8)
    # Each day gets the same mixture of people: they differ less than chance makes them.
    days = np.argsort(np.argsort(values.mean(axis=1), kind="stable")) % 10
    told, untold = estimate(sample(values, days), SCALE), estimate(sample(values), SCALE)
    assert told.efek_desain == 1 and told.hari == 10 and told.ragam == untold.ragam
    assert told.derajat == untold.derajat == pytest.approx(99)


@pytest.mark.parametrize("days", [1, 4])
def test_too_few_days_say_nothing_of_days(days):
    values, number = daily(days, 20, 0.5)
    found = estimate(sample(values, number), SCALE)
    assert (found.hari, found.hari_disebut, found.efek_desain) == (0, days, 1)


def test_days_of_a_few_may_be_missing_but_not_of_many():
    values, days = daily(12, 10, 0.4)
    told = sample(values, days)
    some = told.hari.copy()
    some[::15] = np.datetime64("NaT")
    assert estimate(Sample(told.kode, values, some, told.lapis), SCALE).efek_desain > 1
    some[::3] = np.datetime64("NaT")
    assert estimate(Sample(told.kode, values, some, told.lapis), SCALE).hari == 0


def test_strata_are_weighted_by_those_served():
    values = correlated(100)
    values[80:] = np.clip(values[80:] - 1, 1, 4)
    strata, served = np.repeat([0, 1], [80, 20]), (400, 600)
    found = estimate(sample(values, strata=strata, served=served), SCALE)
    first, other = values[:80].mean(axis=1), values[80:].mean(axis=1)
    assert found.indeks == pytest.approx(0.4 * first.mean() + 0.6 * other.mean()) and found.lapis == 2
    parts = [w**2 * np.var(own, ddof=1) / len(own) * (1 - len(own) / served[h])
             for h, (w, own) in enumerate([(0.4, first), (0.6, other)])]  # fmt: skip
    assert found.ragam == pytest.approx(sum(parts))
    free = [w**2 * np.var(own, ddof=1) / len(own) for w, own in [(0.4, first), (0.6, other)]]
    assert found.derajat == pytest.approx(sum(free) ** 2 / (free[0] ** 2 / 79 + free[1] ** 2 / 19))


def test_proportional_strata_leave_the_index_as_it_is():
    values = correlated(100)
    found = estimate(sample(values, strata=np.repeat([0, 1], [70, 30]), served=(700, 300)), SCALE)
    assert found.indeks == pytest.approx(values.mean())


def test_strata_of_very_few_go_together_and_untold_ones_are_not_weighted():
    values = correlated(60)
    strata = np.repeat([0, 1, 2], [55, 3, 2])
    found = estimate(sample(values, strata=strata, served=(500, 300, 200)), SCALE)
    few, many = values[55:].mean(), values[:55].mean()
    assert found.lapis == 2 and found.indeks == pytest.approx(0.5 * many + 0.5 * few)
    assert estimate(sample(values, strata=strata, served=(500, None, 200)), SCALE).indeks == pytest.approx(
        values.mean()
    )
    # A number that cannot be true is not used for weighting either.
    assert estimate(sample(values, strata=strata, served=(50, 300, 200)), SCALE).indeks == pytest.approx(values.mean())


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 1000), st.floats(0.05, 0.4))
def test_blanks_leave_bounds_that_hold_what_would_have_been_answered(seed, missing):
    full = correlated(50, seed=seed)
    holes = np.where(np.random.default_rng(seed + 1).random(full.shape) < missing, np.nan, full)
    found = estimate(sample(holes), SCALE)
    known = ~np.isnan(holes).all(axis=1)
    assert found.kosong == pytest.approx(np.isnan(holes[known]).mean())
    assert found.terburuk == pytest.approx(np.where(np.isnan(holes), 1, holes)[known].mean())
    assert found.terbaik == pytest.approx(np.where(np.isnan(holes), 4, holes)[known].mean())
    assert found.terburuk <= full[known].mean() <= found.terbaik


def test_days_and_those_served_widen_and_narrow_the_interval():
    values, days = daily(12, 10, 0.4)
    width = {
        name: found.atas - found.bawah
        for name, found in {
            "plain": interval_of_sample(sample(values)),
            "days": interval_of_sample(sample(values, days)),
            "both": interval_of_sample(sample(values, days, served=(150,))),
        }.items()
    }
    assert width["both"] < width["days"] and width["plain"] < width["days"]
