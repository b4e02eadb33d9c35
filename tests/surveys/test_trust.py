"""Sample sizes, intervals and doubts, held against published tables, scipy and statsmodels."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simple_samples import KODE, correlated

from zi_metrics.surveys.improvement import pulling_down, rises_needed
from zi_metrics.surveys.instruments.library import load_survey_instruments
from zi_metrics.surveys.moments import index_variance, moments_from, moments_of, moments_table
from zi_metrics.surveys.trust import krejcie_morgan, needed_respondents, sample_findings


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
    values = correlated(missing=missing)
    moments = moments_of(KODE, values)
    means = np.nanmean(values, axis=0)
    answered = (~np.isnan(values)).sum(axis=0)
    # Each respondent's influence, written out one by one.
    influence = [
        sum((row[q] - means[q]) * len(values) / answered[q] / 5 for q in range(5) if not np.isnan(row[q]))
        for row in values
    ]
    assert index_variance(moments) == pytest.approx(np.var(influence, ddof=1) / len(values), rel=1e-9)


def test_moments_survive_the_store_and_add_up():
    whole = moments_of(KODE, correlated(n=300, missing=0.1))
    parts = [moments_of(KODE, p) for p in np.array_split(correlated(n=300, missing=0.1), 3)]
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


def test_more_respondents_than_were_served_are_doubted_with_what_to_check():
    (found,) = sample_findings(65, 60)
    assert found.tingkat == "peringatan" and "65 responden, padahal yang dilayani disebut 60" in found.pesan
    assert "periksa jumlah yang dilayani" in found.saran
    assert sample_findings(60, 60) == []
