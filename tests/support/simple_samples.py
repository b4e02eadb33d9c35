"""Samples of survey answers for tests: everybody to every question, with days and strata if wished."""

import numpy as np

from zi_metrics.surveys.design import Sample

KODE = ("A1", "A2", "A3", "A4", "A5")


def correlated(n=200, questions=5, missing=0.0, seed=1):
    """(respondent, question) answers 1-4 in which people differ, some of them left out."""
    rng = np.random.default_rng(seed)
    person = rng.normal(0, 0.6, size=(n, 1))
    values = np.clip(np.round(3.3 + person + rng.normal(0, 0.6, size=(n, questions))), 1, 4)
    values[rng.random(values.shape) < missing] = np.nan
    return values


def sample(values, days=None, strata=None, served=(None,)):
    """These answers as a `Sample`; days: numbers, strata: from 0, served: how many each stratum served."""
    count = len(values)
    told = np.full(count, np.datetime64("NaT"), dtype="datetime64[D]")
    if days is not None:
        told = np.datetime64("2026-01-05") + np.asarray(days).astype("timedelta64[D]")
    kode = tuple(f"A{number + 1}" for number in range(values.shape[1]))
    return Sample(kode, values, told, np.zeros(count, int) if strata is None else np.asarray(strata), tuple(served))
