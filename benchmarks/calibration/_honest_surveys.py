"""Surveys whose truth is known: ordered-probit answers of honest people, and ways to forge them; no product code."""

import numpy as np
from scipy.optimize import brentq
from scipy.stats import norm

# Distances of the thresholds between the four answers on the latent scale, lowest first.
_GAPS = np.array([-1.5, -0.8, 0.0])


def thresholds(mean, gaps=_GAPS):
    """The three thresholds at which a standard normal person gives 1 to 4 with this mean."""
    return gaps + brentq(lambda shift: 1 + norm.sf(gaps + shift).sum() - mean, -8, 8)


def honest(rng, n, means, loadings, clusters=None, icc=0.0):
    """(respondent, question) answers 1 to 4, one latent factor.

    means: the true mean of each question; loadings: its latent correlation with the factor
    clusters: the group of each respondent, which shares `icc` of the factor
    """
    loadings = np.asarray(loadings, dtype=float)
    factor = rng.normal(size=n)
    if clusters is not None:
        shared = rng.normal(size=clusters.max() + 1)[clusters]
        factor = np.sqrt(icc) * shared + np.sqrt(1 - icc) * factor
    latent = factor[:, None] * loadings + rng.normal(size=(n, len(loadings))) * np.sqrt(1 - loadings**2)
    cuts = np.array([thresholds(mean) for mean in means])
    return 1 + (latent[:, :, None] > cuts).sum(axis=2)


def item_means(rng, index, questions):
    """Means of so many questions around an index, each at most 3.98."""
    spread = min(0.1, (4 - index) / 2)
    means = index + rng.uniform(-spread, spread, size=questions)
    return np.minimum(means - means.mean() + index, 3.98)


def straightened(rng, answers, share, level=4):
    """The same with a share of the people forged: `level` everywhere."""
    forged = answers.copy()
    forged[rng.permutation(len(answers))[: round(share * len(answers))]] = level
    return forged


def arrivals(rng, n, traffic):
    """Seconds at which n honest answers come, ascending: 'tersebar', 'tautan' (a link sent round), 'acara'."""
    if traffic == "tersebar":
        days = rng.integers(0, 60, n) * 86_400
        return np.sort(days + 8 * 3600 + rng.integers(0, 8 * 3600, n))
    if traffic == "tautan":
        return np.sort((rng.exponential(2 * 3600, n)).astype(int))
    # All in one room, within ten minutes a group of thirty.
    return np.sort(np.arange(n) // 30 * 86_400 + rng.integers(0, 600, n))


def copied(rng, answers, seconds, share):
    """A share of the rows are copies of others, sent 5 to 60 s after their original; rows in the order of time.

    Gives answers and seconds.
    """
    n = len(answers)
    copies = round(share * n)
    keep = np.sort(rng.permutation(n)[: n - copies])
    source = rng.choice(keep, copies)
    all_answers = np.vstack([answers[keep], answers[source]])
    moments = np.concatenate([seconds[keep], seconds[source] + rng.integers(5, 61, copies)])
    order = np.argsort(moments, kind="stable")
    return all_answers[order], moments[order]


def posted_twice(rng, answers, seconds, share):
    """A share of the rows are the same questionnaire once more, within the same second."""
    n = len(answers)
    copies = round(share * n)
    keep = np.sort(rng.permutation(n)[: n - copies])
    rows = np.sort(np.concatenate([keep, rng.choice(keep, copies, replace=False) if copies <= len(keep) else keep]))
    return answers[rows], seconds[rows]
