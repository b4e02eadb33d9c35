"""Sums over respondents from which intervals and correlations follow, for a thousand answers as for a million.

Joint sums of each pair of questions over those who answered both: enough for the variance of every weighted index and
for every correlation, so that nothing about single respondents is needed any more.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from zi_metrics.survey_answers import KESELURUHAN

# So many respondents at a time, so that a million need no second copy in memory.
_BLOCK = 200_000
# The columns of `moments_table`.
MOMENT_COLUMNS = ("kolom_a", "kolom_b", "banyak", "jumlah_a", "silang")


@dataclass(frozen=True)
class Moments:
    """Joint sums of each pair of questions.

    kode: the unsur of each question
    n: respondents
    pairs: (question, question) how many answered both
    sums: [a, b] the sum of a's values over those
    products: [a, b] the sum of a x b over those
    """

    kode: tuple[str, ...]
    n: int
    pairs: np.ndarray
    sums: np.ndarray
    products: np.ndarray

    @property
    def answered(self) -> np.ndarray:
        """How many answered each question."""
        return np.diag(self.pairs)

    @property
    def means(self) -> np.ndarray:
        """Mean of each question; NaN where nobody answered."""
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.diag(self.sums) / self.answered

    def only(self, kept: Sequence[bool]) -> "Moments":
        """Those of some of the questions, told by a mark for each."""
        chosen = np.flatnonzero(kept)
        grid = np.ix_(chosen, chosen)
        kode = tuple(self.kode[place] for place in chosen)
        return Moments(kode, self.n, self.pairs[grid], self.sums[grid], self.products[grid])

    def covariance(self) -> np.ndarray:
        """(question, question) covariance over those who answered both (divisor: their number); NaN where none did."""
        with np.errstate(invalid="ignore", divide="ignore"):
            return self.products / self.pairs - self.sums * self.sums.T / self.pairs**2


def moments_of(kode: tuple[str, ...], values: np.ndarray) -> Moments:
    """The moments of (respondent, question) values, NaN = not answered."""
    count = values.shape[1]
    pairs, sums, products = (np.zeros((count, count)) for _ in range(3))
    for start in range(0, len(values), _BLOCK):
        block = values[start : start + _BLOCK]
        known = ~np.isnan(block)
        filled, answered = np.where(known, block, 0.0), known.astype(float)
        pairs += answered.T @ answered
        sums += filled.T @ answered
        products += filled.T @ filled
    return Moments(kode, len(values), pairs, sums, products)


def moments_table(moments: Moments) -> pd.DataFrame:
    """The moments as rows, as they are stored; MOMENT_COLUMNS, kolom_a and kolom_b from 1."""
    count = len(moments.kode)
    a, b = np.divmod(np.arange(count * count), count)
    return pd.DataFrame(
        {
            "kolom_a": a + 1,
            "kolom_b": b + 1,
            "banyak": moments.pairs.ravel().astype(int),
            "jumlah_a": moments.sums.ravel(),
            "silang": moments.products.ravel(),
        }
    )


def moments_from(table: pd.DataFrame, kode: tuple[str, ...], n: int) -> Moments:
    """The moments from their rows; several surveys' rows with the same questions add up."""
    total = table.groupby(["kolom_a", "kolom_b"])[["banyak", "jumlah_a", "silang"]].sum()
    shape = (len(kode), len(kode))
    grid = total.reindex(pd.MultiIndex.from_product([range(1, shape[0] + 1)] * 2), fill_value=0)
    pairs, sums, products = (grid[c].to_numpy(float).reshape(shape) for c in ("banyak", "jumlah_a", "silang"))
    return Moments(kode, n, pairs, sums, products)


def question_weights(kode: tuple[str, ...]) -> np.ndarray:
    """Weight of each question in the index: the same for each unsur, shared by its questions; 0 for the overall one."""
    own = [k for k in kode if k != KESELURUHAN]
    return np.array([0.0 if k == KESELURUHAN else 1 / (len(set(own)) * own.count(k)) for k in kode])


def influences(kode: tuple[str, ...], values: np.ndarray) -> tuple[float, np.ndarray]:
    """The index of (respondent, question) values, NaN = not answered, and each respondent's part in its error.

    A part is the sum over questions of weight x (answer - mean) / number who answered; the parts add up to 0, and
    n / (n - 1) times their sum of squares is `index_variance`. NaN and zeros where nothing of the index was answered.
    """
    known = ~np.isnan(values)
    answered = known.sum(axis=0)
    weights = question_weights(kode)
    asked = (weights > 0) & (answered > 0)
    if not asked.any():
        return float("nan"), np.zeros(len(values))
    own, known, answered = values[:, asked], known[:, asked], answered[asked]
    weights = weights[asked] / weights[asked].sum()
    filled = np.where(known, own, 0.0)
    means = filled.sum(axis=0) / answered
    return float(means @ weights), np.where(known, own - means, 0.0) @ (weights / answered)


def index_of_moments(moments: Moments) -> float:
    """The index: the weighted mean of the questions' means."""
    weights = question_weights(moments.kode)
    asked = (weights > 0) & (moments.answered > 0)
    return float(moments.means[asked] @ weights[asked] / weights[asked].sum())


def index_variance(moments: Moments) -> float:
    """Variance of the index over repeated samples of the same size, linearised for answers left out.

    Each respondent's influence on the index is the sum over questions of weight x (answer - mean) / share answered;
    the variance is the influences' variance / (n - 1). Where all is answered this is exactly the variance of the mean
    of the respondents' own indices. NaN below two respondents. Source: Särndal, Swensson, Wretman, Model Assisted
    Survey Sampling, 1992, section 5.5 (linearisation of ratios).
    """
    weights = question_weights(moments.kode)
    asked = (weights > 0) & (moments.answered > 0)
    if moments.n < 2 or not asked.any():
        return float("nan")
    weights = weights[asked] / weights[asked].sum()
    means = moments.means[asked]
    pairs, sums, products = (m[np.ix_(asked, asked)] for m in (moments.pairs, moments.sums, moments.products))
    central = products - sums * means[None, :] - sums.T * means[:, None] + np.outer(means, means) * pairs
    factor = weights * moments.n / moments.answered[asked]
    return float(factor @ central @ factor) / (moments.n * (moments.n - 1))
