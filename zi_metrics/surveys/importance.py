"""What matters to respondents, and how well it is done: importance-performance analysis, told only where it is sure.

How much an unsur matters is its polychoric correlation with the overall question, or where none was asked with the
other unsur together; ordinary correlations would call everything important that is far from full marks.
"""

import numpy as np
import pandas as pd

from zi_metrics.survey_answers import KESELURUHAN
from zi_metrics.surveys.instruments.library import SurveyInstrument
from zi_metrics.surveys.polychoric import polychoric

# The four fields of an importance-performance analysis (Martilla and James, 1977).
KUADRAN = {
    (True, False): "Prioritas utama",
    (True, True): "Pertahankan",
    (False, False): "Prioritas rendah",
    (False, True): "Sudah lebih dari cukup",
}
UNDECIDED = "Belum dapat dibedakan"
# Below this many respondents too few fields are right, however sure they look (benchmarks/calibration/quadrants.py).
FEWEST_FOR_IMPORTANCE = 200
# Of very many a part is looked at, in which a correlation is known to about 0.01.
MOST_FOR_IMPORTANCE = 5_000
# A field is named where so large a share of the drawn surveys has the unsur in it, too.
_SURE = 0.8
_DRAWS, _SEED = 200, 20170014
# From the whole survey's correlations the search for a drawn one's is short.
_STEPS = 5
# Scales of more levels than this are cut into as many parts with about as many answers each.
_MOST_LEVELS = 6
# The columns of `importance`.
IMPORTANCE_COLUMNS = ("kode", "nama", "nrr", "penting", "kuadran", "bertahan", "acuan")


def importance(instrument: SurveyInstrument, kode: tuple[str, ...], values: np.ndarray) -> pd.DataFrame:
    """How much each unsur matters to satisfaction, and how well it does.

    values: (respondent, question) of the unsur `kode`, NaN = not answered
    IMPORTANCE_COLUMNS: penting: latent correlation, -1 to 1, NaN = cannot be told; kuadran: a field, or UNDECIDED where
    it is not the same in four of five surveys drawn from this one (whole respondents), '' where penting cannot be told;
    bertahan: in what share of them it is the same; acuan: with what it was correlated. A field is told by lying above
    or below the mean of all unsur. Empty below FEWEST_FOR_IMPORTANCE respondents.
    """
    kodes = instrument.order({k for k in kode if k != KESELURUHAN})
    n = len(values)
    if n < FEWEST_FOR_IMPORTANCE or len(kodes) < 2:
        return pd.DataFrame(columns=list(IMPORTANCE_COLUMNS))
    levels = _levels(values)
    patterns, places, counts = np.unique(levels, axis=0, return_inverse=True, return_counts=True)
    sums = _sums_by_pattern(values, places.ravel(), len(patterns))
    # Each unsur as a combination of its questions.
    unsur = np.array([[1 / kode.count(k) if q == k else 0.0 for q in kode] for k in kodes])
    overall = np.array([1.0 if q == KESELURUHAN else 0.0 for q in kode])
    own = counts.astype(float)
    tables = _PairTables(patterns)
    found = tables.correlations(own)
    draws = np.random.default_rng(_SEED).multinomial(n, own / n, size=_DRAWS).astype(float)
    drawn = tables.correlations(draws, found, _STEPS)
    penting, nrr = _importance(_matrix(found, len(kode)), unsur, overall), _means(own, *sums) @ unsur.T
    fields = _fields(penting, nrr)
    same = _fields(_importance(_matrix(drawn, len(kode)), unsur, overall), _means(draws, *sums) @ unsur.T) == fields
    kept = same.mean(axis=0)
    names = [
        "" if np.isnan(value) else KUADRAN[bool(field & 2), bool(field & 1)] if share >= _SURE else UNDECIDED
        for value, field, share in zip(penting, fields, kept, strict=True)
    ]
    table = pd.DataFrame(
        {
            "kode": kodes,
            "nama": [instrument.find(k).nama for k in kodes],
            "nrr": nrr,
            "penting": penting,
            "kuadran": names,
            "bertahan": np.where(np.isnan(penting), np.nan, kept),
            "acuan": "pertanyaan kepuasan keseluruhan" if overall.any() else "unsur lain bersama-sama",
        }
    )
    return table[list(IMPORTANCE_COLUMNS)]


class _PairTables:
    """The contingency tables of all pairs of questions, for any weights of the patterns of answers."""

    def __init__(self, patterns: np.ndarray) -> None:
        self._questions = patterns.shape[1]
        self._levels = int(patterns.max(initial=0)) + 1
        self._chosen = np.concatenate([patterns == level for level in range(self._levels)], axis=1).astype(float)
        self._first, self._second = np.triu_indices(self._questions, 1)

    def correlations(self, weights: np.ndarray, start: np.ndarray | float = 0.5, steps: int = 12) -> np.ndarray:
        """(..., pair) polychoric correlations where each pattern occurs as often as `weights` (..., pattern) say."""
        flat = weights.reshape(-1, weights.shape[-1])
        tables = np.stack([self._tables(own) for own in flat])
        return polychoric(tables, start, steps).reshape(*weights.shape[:-1], -1)

    def _tables(self, weights: np.ndarray) -> np.ndarray:
        joint = (self._chosen * weights[:, None]).T @ self._chosen
        shape = (self._levels, self._questions) * 2
        return joint.reshape(shape).transpose(1, 3, 0, 2)[self._first, self._second]


def _levels(values: np.ndarray) -> np.ndarray:
    """The level of each answer from 0, -1 = not answered; of a finer scale a part of it."""
    levels = np.full(values.shape, -1, dtype=np.int64)
    for column, own in enumerate(values.T):
        known = ~np.isnan(own)
        found = np.unique(own[known])
        if len(found) > _MOST_LEVELS:
            found = np.unique(np.quantile(own[known], np.arange(_MOST_LEVELS) / _MOST_LEVELS, method="higher"))
        levels[known, column] = np.searchsorted(found, own[known], side="right") - 1
    return np.maximum(levels, -1)


def _sums_by_pattern(values: np.ndarray, places: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Per pattern and respondent of it: the sum of each question's values, and how many answered it."""
    known = ~np.isnan(values)
    people = np.bincount(places, minlength=count)[:, None]
    columns = range(values.shape[1])
    sums = [np.bincount(places, np.where(known[:, c], values[:, c], 0.0), count) for c in columns]
    answered = [np.bincount(places, known[:, c].astype(float), count) for c in columns]
    return np.column_stack(sums) / people, np.column_stack(answered) / people


def _means(weights: np.ndarray, sums: np.ndarray, answered: np.ndarray) -> np.ndarray:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.nan_to_num(weights @ sums / (weights @ answered))


def _matrix(pairs: np.ndarray, questions: int) -> np.ndarray:
    """(..., question, question) correlations from those of the pairs; what cannot be told moves with nothing."""
    first, second = np.triu_indices(questions, 1)
    matrix = np.zeros((*pairs.shape[:-1], questions, questions))
    matrix[..., first, second] = matrix[..., second, first] = np.nan_to_num(pairs)
    # A question that everybody answered alike has no part in anything.
    told = ~np.isnan(pairs)
    varies = np.zeros((*pairs.shape[:-1], questions), dtype=bool)
    for pair, (a, b) in enumerate(zip(first, second, strict=True)):
        varies[..., a] |= told[..., pair]
        varies[..., b] |= told[..., pair]
    matrix[..., range(questions), range(questions)] = varies
    return matrix


def _importance(matrix: np.ndarray, unsur: np.ndarray, overall: np.ndarray) -> np.ndarray:
    """(..., unsur) the latent correlation of each unsur with the overall question, or with all other unsur."""
    between = unsur @ matrix @ unsur.T
    own = np.diagonal(between, axis1=-2, axis2=-1)
    if overall.any():
        joint, other = unsur @ matrix @ overall, (overall @ matrix @ overall)[..., None]
    else:
        # With the sum of the others: what the unsur shares with all, less itself.
        row = between.sum(axis=-1)
        joint, other = row - own, between.sum(axis=(-2, -1))[..., None] - 2 * row + own
    with np.errstate(invalid="ignore", divide="ignore"):
        found = joint / np.sqrt(own * other)
    return np.where(np.isfinite(found), np.clip(found, -1, 1), np.nan)


def _fields(penting: np.ndarray, nrr: np.ndarray) -> np.ndarray:
    """(..., unsur) the field of each: 2 where it matters more than the mean, and 1 where it does better."""
    with np.errstate(invalid="ignore"):
        matters = penting >= _row_means(penting)
        does_well = nrr >= nrr.mean(axis=-1, keepdims=True)
    return 2 * matters + does_well


def _row_means(values: np.ndarray) -> np.ndarray:
    known = ~np.isnan(values)
    return np.where(known, values, 0.0).sum(axis=-1, keepdims=True) / np.maximum(known.sum(axis=-1, keepdims=True), 1)
