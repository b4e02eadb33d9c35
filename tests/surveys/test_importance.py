"""What matters to people: latent correlations held against plain likelihoods, fields named only where they are sure."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar
from scipy.stats import multivariate_normal, norm

from zi_metrics.surveys.importance import FEWEST_FOR_IMPORTANCE, KUADRAN, UNDECIDED, importance
from zi_metrics.surveys.instruments.library import load_survey_instruments
from zi_metrics.surveys.polychoric import polychoric

SPAK = load_survey_instruments()["spak"]
KODE = ("A1", "A2", "A3", "A4", "A5")


def plain_polychoric(table):
    """The two-step estimate written out: thresholds from the margins, scipy's bivariate normal in every cell."""
    edges = [np.concatenate([[-9], norm.ppf(np.cumsum(m)[:-1] / m.sum()), [9]]) for m in (table.sum(1), table.sum(0))]

    def loss(rho):
        below = multivariate_normal([0, 0], [[1, rho], [rho, 1]])
        corners = np.array([[below.cdf([a, b]) for b in edges[1]] for a in edges[0]])
        cells = np.diff(np.diff(corners, axis=0), axis=1)
        return -(table * np.log(np.maximum(cells, 1e-12))).sum()

    return minimize_scalar(loss, bounds=(-0.97, 0.97), method="bounded", options={"xatol": 1e-6}).x


@pytest.mark.parametrize("rho", [-0.6, 0.0, 0.35, 0.8, 0.93])
def test_the_correlation_is_that_of_a_plain_bivariate_normal_likelihood(rho):
    rng = np.random.default_rng(4)
    x, y = rng.multivariate_normal([0, 0], [[1, rho], [rho, 1]], 400).T
    table = np.zeros((4, 4))
    np.add.at(table, (np.searchsorted((-1.6, -0.7, 0.2), x), np.searchsorted((-2.0, -1.1, -0.3), y)), 1)
    assert float(polychoric(table)) == pytest.approx(plain_polychoric(table), abs=2e-4)


def test_a_table_of_four_cells_has_the_tetrachoric_correlation_known_in_closed_form():
    # Where both are cut in the middle the share of both below is 1/4 + asin(rho) / (2 pi) (Sheppard 1899).
    rho = 0.62
    both = 0.25 + np.arcsin(rho) / (2 * np.pi)
    assert float(polychoric(np.array([[both, 0.5 - both], [0.5 - both, both]]) * 1e4)) == pytest.approx(rho, abs=1e-5)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 30), min_size=16, max_size=16))
def test_any_table_has_a_correlation_that_turns_with_it_or_none(cells):
    table = np.array(cells, dtype=float).reshape(4, 4)
    found = float(polychoric(table))
    varies = (table.sum(1) > 0).sum() > 1 and (table.sum(0) > 0).sum() > 1
    assert np.isnan(found) != varies
    if varies:
        assert -0.97 <= found <= 0.97
        assert float(polychoric(table.T)) == pytest.approx(found, abs=2e-3)
        assert float(polychoric(table[::-1])) == pytest.approx(-found, abs=2e-3)


def people(rng, n, loadings, means_cut):
    factor = rng.normal(size=(n, 1))
    latent = factor * loadings + rng.normal(size=(n, len(loadings))) * np.sqrt(1 - np.square(loadings))
    cuts = np.add.outer(np.array([-1.5, -0.8, 0.0]), means_cut)
    return 1.0 + (latent > cuts[:, None, :]).sum(axis=0)


def test_importance_is_the_true_connection_with_the_others_whatever_the_mean():
    rng = np.random.default_rng(8)
    loadings, low = np.array([0.9, 0.8, 0.7, 0.6, 0.5]), np.array([-2.0, -0.5, -1.5, -0.2, -1.0])
    values = people(rng, 5000, loadings, low)
    table = importance(SPAK, KODE, values)
    latent = np.outer(loadings, loadings) + np.diag(1 - loadings**2)
    for place in range(5):
        others = np.delete(np.arange(5), place)
        truth = latent[place, others].sum() / np.sqrt(latent[np.ix_(others, others)].sum())
        assert table["penting"][place] == pytest.approx(truth, abs=0.05)
    assert table["nrr"].to_numpy() == pytest.approx(values.mean(axis=0))
    assert table["kuadran"][0] == "Pertahankan" and table["bertahan"][0] >= 0.8


def test_with_equal_importance_it_does_not_follow_the_mean():
    rng = np.random.default_rng(9)
    cuts = np.linspace(-1.9, -0.3, 5)
    follows = []
    for _ in range(40):
        table = importance(SPAK, KODE, people(rng, 400, np.full(5, 0.77), rng.permutation(cuts)))
        follows.append(np.corrcoef(table["penting"], table["nrr"])[0, 1])
    # Ordinary correlations follow it at -0.9.
    assert abs(np.mean(follows)) < 0.3


def test_an_overall_question_is_what_it_is_held_against():
    rng = np.random.default_rng(3)
    values = people(rng, 600, np.full(5, 0.6), np.full(5, -0.8))
    told = importance(SPAK, (*KODE, "keseluruhan"), np.column_stack([values, values[:, 2]]))
    assert told.set_index("kode")["penting"].idxmax() == "A3" and len(told) == 5
    assert set(told["acuan"]) == {"pertanyaan kepuasan keseluruhan"}


def test_few_respondents_have_no_fields_and_no_field_is_named_that_is_not_kept():
    rng = np.random.default_rng(6)
    values = people(rng, FEWEST_FOR_IMPORTANCE, np.full(5, 0.7), np.full(5, -0.8))
    assert importance(SPAK, KODE, values[:-1]).empty
    table = importance(SPAK, KODE, values)
    assert set(table["kuadran"]) <= {UNDECIDED, *KUADRAN.values()}
    assert ((table["bertahan"] >= 0.8) == (table["kuadran"] != UNDECIDED)).all()
    again = importance(SPAK, KODE, values)
    assert table.equals(again), "the same every time"


def test_blanks_other_scales_and_questions_without_variance_are_borne():
    rng = np.random.default_rng(6)
    values = people(rng, 400, np.full(5, 0.7), np.full(5, -0.8))
    values[:, 1] = 4
    values[rng.random(values.shape) < 0.1] = np.nan
    table = importance(SPAK, KODE, values).set_index("kode")
    assert np.isnan(table.loc["A2", "penting"]) and table.loc["A2", "kuadran"] == ""
    assert table["penting"].drop("A2").between(0.4, 1).all()
    fine = rng.normal(size=(400, 1)) + rng.normal(size=(400, 5))
    fine = 1 + 3 * norm.cdf(fine / 2**0.5)
    assert importance(SPAK, KODE, fine)["penting"].between(0.5, 0.75).all(), "a scale of many steps"
