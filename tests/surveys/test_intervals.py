"""Where intervals are shown they belong to the figure beside them; where they are not, the screen says so."""

import numpy as np
import pytest
from scipy import stats
from service_answers import ANSWERS, SERVICES

from zi_metrics.surveys import portfolio as portfolio_module
from zi_metrics.surveys.parts import breakdown, service_intervals
from zi_metrics.surveys.portfolio import survey_portfolio
from zi_metrics.surveys.report import survey_report


@pytest.mark.parametrize(("decimals", "weight"), [(None, 1 / 9), (3, 0.111), (2, 0.11)])
def test_rounded_weights_move_the_interval_with_the_index(services_store, decimals, weight):
    report = survey_report(services_store, "Kantor Contoh", 2026, "skm", decimals)
    index = ANSWERS.mean(axis=0).sum() * weight
    assert report.figure.indeks == pytest.approx(index)
    assert report.interval.indeks == pytest.approx(index)
    # Independent: every respondent answered all, so that the index is a mean of respondents' sums.
    own = ANSWERS.sum(axis=1) * weight
    low, high = stats.bootstrap((own,), np.mean, method="percentile", n_resamples=4000, rng=3).confidence_interval
    assert (report.interval.bawah, report.interval.atas) == (
        pytest.approx(low, abs=0.006),
        pytest.approx(high, abs=0.006),
    )


def test_rounded_weights_count_for_the_services_too(services_store):
    report = survey_report(services_store, "Kantor Contoh", 2026, "skm", 2)
    table = breakdown(services_store, report, "layanan").set_index("layanan")
    own = ANSWERS[np.array(SERVICES) == "KK"]
    assert table.loc["KK", "indeks"] == pytest.approx(own.mean(axis=0).sum() * 0.11)


def test_each_service_of_enough_people_has_the_interval_that_its_own_part_shows(services_store):
    whole = survey_report(services_store, "Kantor Contoh", 2026, "skm")
    found = service_intervals(services_store, whole)
    assert set(found) == {"KTP", "KK"}, "twelve respondents are too few"
    for name, interval in found.items():
        part = survey_report(services_store, "Kantor Contoh", 2026, "skm", layanan=name)
        assert (interval.bawah, interval.atas) == (part.interval.bawah, part.interval.atas)
        own = ANSWERS[np.array(SERVICES) == name].mean(axis=1)
        low, high = stats.t.interval(0.95, len(own) - 1, own.mean(), stats.sem(own))
        assert (interval.bawah, interval.atas) == (pytest.approx(low, abs=0.02), pytest.approx(high, abs=0.02))


def test_a_portfolio_too_large_for_intervals_says_so(services_store, monkeypatch):
    assert survey_portfolio(services_store, 2026, "skm").no_intervals() == ""
    monkeypatch.setattr(portfolio_module, "MOST_INTERVALS", 0)
    found = survey_portfolio(services_store, 2026, "skm")
    assert found.units["bawah"].isna().all()
    assert "lebih dari 0 unit" in found.no_intervals()
