"""The interval of an index, against statsmodels, scipy and Hall's own equation; it always has a width."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import optimize, stats
from simple_samples import KODE, correlated, sample
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.weightstats import DescrStatsW

from zi_metrics.surveys.intervals import interval_of_moments, interval_of_sample, more_respondents
from zi_metrics.surveys.moments import moments_of


def hall(own):
    """The ends of Hall's (1992) interval of a mean, by solving his equation numerically: g(T) = t quantile."""
    n, mean = len(own), np.mean(own)
    error = np.std(own, ddof=1) / math.sqrt(n)
    # gamma / sqrt(n) with the moments' own divisor, as in his section 2.
    skew = stats.skew(own) / math.sqrt(n)

    def corrected(reach):
        return reach + skew * reach**2 / 3 + skew**2 * reach**3 / 27 + skew / 6

    quantile = stats.t.ppf(0.975, n - 1)
    ends = [optimize.brentq(lambda x, aim=aim: corrected(x) - aim, -60, 60) for aim in (quantile, -quantile)]
    return mean - error * ends[0], mean - error * ends[1]


@pytest.mark.parametrize(("n", "seed"), [(12, 1), (30, 2), (65, 3), (400, 4)])
def test_it_is_halls_for_complete_answers(n, seed):
    values = correlated(n, seed=seed)
    found = interval_of_sample(sample(values))
    low, high = hall(values.mean(axis=1))
    assert found.cara == "hall" and found.bawah == pytest.approx(low) and found.atas == pytest.approx(min(high, 4))
    assert found.indeks == pytest.approx(values.mean())
    assert found.galat_baku == pytest.approx(stats.sem(values.mean(axis=1)))


def test_for_very_many_it_is_the_normal_one_of_statsmodels():
    values = correlated(6000)
    expected = DescrStatsW(values.mean(axis=1)).tconfint_mean()
    ours = interval_of_moments(moments_of(KODE, values))
    assert (ours.bawah, ours.atas) == pytest.approx(expected, abs=1e-12)
    assert ours.confidence(3.3) == pytest.approx(
        stats.t.sf(3.3, 5999, values.mean(), stats.sem(values.mean(axis=1))), abs=1e-6
    )
    close = interval_of_sample(sample(values))
    assert (close.bawah, close.atas) == pytest.approx(expected, abs=0.0006)


@pytest.mark.parametrize(("n", "good"), [(30, 30), (30, 27), (100, 97), (12, 12), (60, 2)])
def test_answers_that_are_all_or_nothing_have_wilsons_interval(n, good):
    values = np.where(np.arange(n) < good, 4.0, 1.0)[:, None]
    found = interval_of_sample(sample(values))
    assert found.cara == "wilson"
    # statsmodels takes the normal quantile; with its alpha moved to ours, t with n - 1, it is the same interval.
    alpha = 2 * stats.norm.sf(stats.t.ppf(0.975, n - 1))
    low, high = proportion_confint(good, n, alpha=alpha, method="wilson")
    # The sample's variance has the divisor n - 1; with few who differ it is drawn towards the whole one.
    own = found.efektif / n
    assert own == pytest.approx(1, abs=0.09)
    assert found.bawah == pytest.approx(1 + 3 * low, abs=0.02)
    assert found.atas == pytest.approx(1 + 3 * high, abs=0.02)
    if good == n:
        assert (found.bawah, found.atas) == (pytest.approx(1 + 3 * low), 4)


@pytest.mark.parametrize(("n", "low"), [(10, 2.98), (30, 3.63), (100, 3.89)])
def test_full_marks_from_everybody_are_not_certain(n, low):
    found = interval_of_sample(sample(np.full((n, 5), 4.0)))
    assert (found.indeks, found.atas) == (4, 4) and found.bawah == pytest.approx(low, abs=0.005)
    assert 0 < found.confidence(3.9) < 1 and found.galat_baku > 0
    # Nearly as good is not surer by much: one answer below full marks tells more, not everything.
    values = np.full((n, 5), 4.0)
    values[0, 0] = 3
    assert interval_of_sample(sample(values)).bawah < 4 - (4 - found.bawah) / 3


@pytest.mark.parametrize("n", [1, 2, 3, 9])
def test_fewer_than_ten_have_no_interval(n):
    assert interval_of_sample(sample(np.full((n, 5), 4.0))) is None
    assert interval_of_sample(sample(correlated(n))) is None


@settings(max_examples=60, deadline=None)
@given(st.integers(10, 80), st.integers(0, 10_000), st.sampled_from([0.0, 0.2]), st.sampled_from([None, 90, 1000]))
def test_whatever_is_answered_the_interval_has_a_width_and_holds_its_index(n, seed, missing, served):
    rng = np.random.default_rng(seed)
    # From all answers alike to all kinds.
    values = rng.choice([1.0, 2.0, 3.0, 4.0], size=(n, 5), p=rng.dirichlet([0.15] * 4))
    values[rng.random(values.shape) < missing] = np.nan
    found = interval_of_sample(sample(values, served=(served,)))
    if found is None:
        assert (~np.isnan(values).all(axis=1)).sum() < 10
        return
    assert (
        1 <= found.bawah < found.atas <= 4 and found.bawah <= found.indeks + 1e-9 and found.indeks <= found.atas + 1e-9
    )
    minima = np.linspace(0.9, 4.1, 60)
    sure = found.confidences(minima)
    assert (np.diff(sure) <= 1e-12).all() and sure[0] == 1 and sure[-1] == 0
    # On the scale nothing is certain.
    assert ((sure > 0) & (sure < 1))[(minima > 1.001) & (minima < 3.999)].all()
    assert [found.confidence(m) for m in minima[::7]] == pytest.approx(sure[::7])
    assert (np.abs(0.5 - np.array([found.next_reaches(m) for m in minima])) <= 0.5).all()


@settings(max_examples=30, deadline=None)
@given(st.integers(20, 200), st.integers(0, 1000))
def test_the_confidence_is_the_intervals_own(n, seed):
    found = interval_of_sample(sample(correlated(n, seed=seed)))
    assume(found.atas < 4)
    assert found.confidence(found.bawah) == pytest.approx(0.975, abs=1e-6)
    assert found.confidence(found.atas) == pytest.approx(0.025, abs=1e-6)


def test_a_next_survey_has_its_own_error_on_top():
    found = interval_of_sample(sample(correlated(100)))
    for distance in (0.02, 0.05, 0.1):
        expected = stats.t.cdf(distance / found.galat_baku / math.sqrt(2), 99)
        assert found.next_reaches(found.indeks - distance) == pytest.approx(expected, abs=1e-6)
        assert found.next_reaches(found.indeks - distance) < found.confidence(found.indeks - distance)


def test_a_known_number_served_draws_the_interval_in():
    values = correlated(100)
    whole = interval_of_sample(sample(values))
    half = interval_of_sample(sample(values, served=(200,)))
    assert half.galat_baku == pytest.approx(whole.galat_baku / math.sqrt(2))
    assert half.atas - half.bawah == pytest.approx((whole.atas - whole.bawah) / math.sqrt(2), rel=0.01)


def test_when_everybody_answered_only_blanks_leave_a_doubt():
    values = correlated(100)
    found = interval_of_sample(sample(values, served=(100,)))
    assert found.cara == "sensus" and found.bawah == found.atas == found.indeks
    assert found.confidence(found.indeks - 0.01) == 1 and found.confidence(found.indeks + 0.01) == 0
    values[:10, 0] = np.nan
    holes = interval_of_sample(sample(values, served=(100,)))
    filled = [np.where(np.isnan(values), end, values).mean() for end in (1, 4)]
    assert (holes.bawah, holes.atas) == pytest.approx(tuple(filled))
    assert 0 < holes.confidence(holes.indeks) < 1


def test_more_respondents_than_served_are_taken_as_if_nobody_had_told():
    values = correlated(65)
    told, untold = interval_of_sample(sample(values, served=(60,))), interval_of_sample(sample(values))
    assert (told.bawah, told.atas, told.confidence(3.3)) == (untold.bawah, untold.atas, untold.confidence(3.3))


def test_rounded_weights_move_everything_alike_and_never_past_full_marks():
    found = interval_of_sample(sample(correlated(80)))
    low = found.weighted(0.99)
    assert low.indeks == pytest.approx(0.99 * found.indeks) and low.bawah == pytest.approx(0.99 * found.bawah)
    assert low.confidence(0.99 * 3.3) == pytest.approx(found.confidence(3.3), abs=1e-6)
    full = interval_of_sample(sample(np.full((40, 7), 4.0))).weighted(0.143 * 7)
    assert full.indeks == full.atas == 4


def assurance(found, minimum, more, draws=40_000):
    """How often so many more settle it, drawn: a true index by the interval's normal form, then a mean of them all."""
    rng = np.random.default_rng(1)
    n = found.responden
    truth = rng.normal(found.indeks, found.galat_baku, draws)
    later = rng.normal(truth, found.galat_baku * math.sqrt(n / more))
    together = (n * found.indeks + more * later) / (n + more)
    return np.mean(np.abs(together - minimum) > 1.96 * found.galat_baku * math.sqrt(n / (n + more)))


def test_more_respondents_settle_it_as_often_as_is_said():
    found = interval_of_moments(moments_of(KODE, correlated(400)))
    minimum = found.indeks - 1.8 * found.galat_baku
    half, most = more_respondents(found, minimum)
    assert 0 < half < most
    assert assurance(found, minimum, half) == pytest.approx(0.5, abs=0.02)
    assert assurance(found, minimum, most) == pytest.approx(0.8, abs=0.02)


def test_what_is_settled_needs_nobody_and_what_is_too_close_cannot_be_asked():
    found = interval_of_sample(sample(correlated(100)))
    assert more_respondents(found, found.bawah - 0.01) == more_respondents(found, found.atas + 0.01) == (0, 0)
    assert more_respondents(found, found.indeks - 0.001) == (None, None)
    # Of those served only the rest can be asked; asking them all settles it.
    half, most = more_respondents(found, found.indeks - 0.02, served=200)
    assert 0 < half <= most <= 100
    assert more_respondents(found, found.indeks - 0.02, served=100) == (None, None)
    census = interval_of_sample(sample(np.where(np.eye(12, 5) > 0, np.nan, 3.0), served=(12,)))
    assert more_respondents(census, census.indeks) == (None, None)
