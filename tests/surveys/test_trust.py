"""Sample sizes, intervals and doubts, held against published tables, scipy and statsmodels."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.weightstats import DescrStatsW

from zi_metrics.surveys.improvement import pulling_down, rises_needed
from zi_metrics.surveys.instruments.library import load_survey_instruments
from zi_metrics.surveys.moments import index_variance, moments_from, moments_of, moments_table
from zi_metrics.surveys.trust import (
    bootstrap_interval,
    gate_sentence,
    krejcie_morgan,
    needed_respondents,
    normal_interval,
    sample_findings,
    settling_respondents,
)

KODE = ("A1", "A2", "A3", "A4", "A5")


def answers(n=200, questions=5, missing=0.0, seed=1):
    rng = np.random.default_rng(seed)
    person = rng.normal(0, 0.6, size=(n, 1))
    values = np.clip(np.round(3.3 + person + rng.normal(0, 0.6, size=(n, questions))), 1, 4)
    values[rng.random(values.shape) < missing] = np.nan
    return values


@pytest.mark.parametrize(
    ("population", "sample"),
    # Krejcie and Morgan (1970), table 1.
    [(10, 10), (15, 14), (30, 28), (50, 44), (100, 80), (200, 132), (500, 217), (1000, 278), (5000, 357)],
)
def test_samples_are_those_of_the_published_table(population, sample):
    assert krejcie_morgan(population) == sample


@given(st.integers(1, 10**7))
def test_a_survey_needs_thirty_people_unless_fewer_were_served(population):
    needed = needed_respondents(population)
    assert min(population, 30) <= needed <= population
    assert needed >= min(population, krejcie_morgan(population))


@pytest.mark.parametrize("missing", [0.0, 0.1])
def test_the_variance_is_that_of_the_respondents_own_indices(missing):
    values = answers(missing=missing)
    moments = moments_of(KODE, values)
    means = np.nanmean(values, axis=0)
    answered = (~np.isnan(values)).sum(axis=0)
    # Each respondent's influence, written out one by one.
    influence = [
        sum((row[q] - means[q]) * len(values) / answered[q] / 5 for q in range(5) if not np.isnan(row[q]))
        for row in values
    ]
    assert index_variance(moments) == pytest.approx(np.var(influence, ddof=1) / len(values), rel=1e-9)


def test_the_normal_interval_is_statsmodels_and_scipys_for_complete_answers():
    values = answers(n=6000)
    own = values.mean(axis=1)
    ours = normal_interval(moments_of(KODE, values))
    assert (ours.bawah, ours.atas) == pytest.approx(DescrStatsW(own).zconfint_mean(alpha=0.05), abs=1e-12)
    assert (ours.bawah, ours.atas) == pytest.approx(stats.norm.interval(0.95, own.mean(), stats.sem(own)), abs=1e-12)
    assert ours.share_reaching(3.3) == pytest.approx(stats.norm.sf(3.3, own.mean(), stats.sem(own)))


@pytest.mark.parametrize("missing", [0.0, 0.15])
def test_the_bootstrap_agrees_with_scipys(missing):
    values = answers(n=150, missing=missing)
    theirs = stats.bootstrap(
        tuple(values.T),
        lambda *columns: np.mean([np.nanmean(column) for column in columns]),
        paired=True,
        vectorized=False,
        n_resamples=3000,
        method="percentile",
        rng=np.random.default_rng(3),
    )
    ours = bootstrap_interval(KODE, values)
    assert ours.indeks == pytest.approx(np.nanmean(values, axis=0).mean())
    assert (ours.bawah, ours.atas) == pytest.approx(tuple(theirs.confidence_interval), abs=0.008)
    assert ours.variance**0.5 == pytest.approx(theirs.standard_error, rel=0.06)


def test_both_ways_give_the_same_interval_for_many_and_the_same_every_time():
    values = answers(n=3000, missing=0.05)
    one, other = bootstrap_interval(KODE, values), normal_interval(moments_of(KODE, values))
    assert (one.bawah, one.atas) == pytest.approx((other.bawah, other.atas), abs=0.003)
    again = bootstrap_interval(KODE, values)
    assert (one.bawah, one.atas) == (again.bawah, again.atas)


@settings(max_examples=25, deadline=None)
@given(st.integers(2, 60), st.integers(0, 1000), st.floats(0, 0.4))
def test_an_interval_holds_its_index_and_stays_on_the_scale(n, seed, missing):
    values = answers(n=n, missing=missing, seed=seed)
    values[0] = 3
    interval = bootstrap_interval(KODE, values)
    assert 1 <= interval.bawah <= interval.indeks + 1e-9 and interval.indeks - 1e-9 <= interval.atas <= 4
    shares = [interval.share_reaching(m) for m in (1, 2, 3, 3.5, 4.01)]
    assert shares == sorted(shares, reverse=True) and shares[0] == 1 and shares[-1] == 0


def test_the_interval_covers_the_truth_about_as_often_as_it_says():
    truth = answers(n=200_000, seed=9).mean()
    held = sum(
        i.bawah <= truth <= i.atas for i in (bootstrap_interval(KODE, answers(n=80, seed=s)) for s in range(100, 300))
    )
    assert 0.9 <= held / 200 <= 0.99


def test_asking_everybody_leaves_no_doubt():
    values = answers(n=100)
    interval = bootstrap_interval(KODE, values, population=100)
    assert interval.bawah == interval.atas == pytest.approx(interval.indeks)
    half = bootstrap_interval(KODE, values, population=200)
    whole = bootstrap_interval(KODE, values)
    assert half.atas - half.bawah == pytest.approx((whole.atas - whole.bawah) / 2**0.5, rel=0.01)


def test_more_respondents_settle_what_is_open():
    values = answers(n=100)
    interval = normal_interval(moments_of(KODE, values))
    minimum = interval.indeks + 0.05
    more = settling_respondents(interval, 100, minimum)
    # With so many, and the same spread, half the interval is the distance.
    assert 1.96 * (interval.variance * 100 / (100 + more)) ** 0.5 == pytest.approx(0.05, rel=0.01)
    assert settling_respondents(interval, 100, 2.0) == 0
    assert settling_respondents(interval, 100, interval.indeks) is None
    assert settling_respondents(interval, 100, minimum, population=110) in (None, *range(1, 11))


def test_the_sentence_says_how_sure_it_is():
    interval = normal_interval(moments_of(KODE, answers()))
    sentence = gate_sentence("IPAK", interval, interval.indeks)
    assert "dalam 50 dari 100 survei seperti ini syaratnya terpenuhi" in sentence and "," in sentence


def test_moments_survive_the_store_and_add_up():
    whole = moments_of(KODE, answers(n=300, missing=0.1))
    parts = [moments_of(KODE, p) for p in np.array_split(answers(n=300, missing=0.1), 3)]
    again = moments_from(pd.concat(map(moments_table, parts)), KODE, 300)
    assert np.allclose(again.products, whole.products) and np.allclose(again.pairs, whole.pairs)
    assert index_variance(again) == pytest.approx(index_variance(whole))


@settings(deadline=None)
@given(st.lists(st.floats(1, 4), min_size=5, max_size=5), st.floats(1, 4))
def test_the_rises_asked_for_reach_the_gate_and_not_more(nrr, minimum):
    spak = load_survey_instruments()["spak"]
    table = rises_needed(spak, dict(zip(KODE, nrr, strict=True)), minimum)
    for way in ("bersama", "terendah"):
        lifted = table["nrr"] + table[way]
        assert lifted.max() <= 4 + 1e-9
        assert lifted.mean() == pytest.approx(max(minimum, np.mean(nrr)), abs=1e-6)
    alone = table["sendiri"].dropna()
    assert (alone <= 4 - table.loc[alone.index, "nrr"] + 1e-6).all()
    lacks = pulling_down(spak, dict(zip(KODE, nrr, strict=True)))
    assert lacks["sumbangan"].sum() == pytest.approx(4 - np.mean(nrr))


def test_too_few_respondents_are_told_with_what_is_needed():
    assert "paling sedikit 30" in sample_findings(12, None)[0].pesan
    assert sample_findings(12, 12) == [] and sample_findings(40, None) == []
    assert "sampelnya 278" in sample_findings(100, 1000)[0].pesan
