"""Questionnaires filled in alike at the same moment, or one after another: more often than chance would have it?

Chance: the same answers and the same moments, dealt to one another at random. How many pairs then coincide, and how
much that number varies, follows from counts alone (Mantel 1967), so that a million answers take a second.
"""

from dataclasses import dataclass

import numpy as np

from zi_metrics.surveys.recognition.distinct_rows import row_codes

# A coincidence is told only beyond this share of what chance brings.
_RARELY = 0.001
# No gamma distribution of shape 1 or more goes beyond fewer standard deviations above its mean as rarely as that.
_NEVER_RARE = 3.0
# Answers that follow one another within so many seconds, and up to so many places further on, are held together.
_SECONDS, _PLACES = 60, 3


@dataclass(frozen=True)
class Coincidences:
    """Pairs of answers that are alike, among pairs that are close to one another.

    pairs: how many are alike
    expected: how many would be by chance
    surprising: more than chance brings once in a thousand surveys
    """

    pairs: int
    expected: float
    surprising: bool

    @property
    def excess(self) -> float:
        """How many pairs more than expected."""
        return self.pairs - self.expected


def in_the_same_moment(patterns: np.ndarray, moments: np.ndarray) -> Coincidences:
    """Pairs of the very same answers in the very same moment; both as of `row_codes`.

    moments: with all else that two of them must share, as the service: who comes together often comes for the same.
    """
    counts = np.bincount(patterns)
    crowd = np.bincount(moments).astype(float)
    both = row_codes(patterns, moments)
    first = np.zeros(int(both.max(initial=-1)) + 1, dtype=np.int64)
    first[both] = patterns
    alike = np.bincount(both, minlength=len(first)).astype(float)
    alike_pairs = np.bincount(first, weights=alike * (alike - 1) / 2, minlength=len(counts))
    return _judged(counts, alike_pairs, (crowd * (crowd - 1)).sum() / 2, (crowd * (crowd - 1) * (crowd - 2)).sum())


def in_sequence(patterns: np.ndarray, seconds: np.ndarray | None = None) -> Coincidences:
    """Pairs of the same answers one after another (Kuriakose and Robbins 2016).

    seconds: when each came; then those within a minute of one another, up to three places apart. None = not known; then
    neighbours in the order of the file.
    """
    n, counts = len(patterns), np.bincount(patterns)
    if seconds is None:
        alike = patterns[1:][patterns[1:] == patterns[:-1]]
        # All but the first and the last are part of two pairs.
        return _judged(counts, _pairs_of(alike, counts), float(max(0, n - 1)), 2.0 * max(0, n - 2))
    order = np.argsort(seconds, kind="stable")
    patterns, seconds = patterns[order], seconds[order]
    near = [np.flatnonzero(seconds[k:] - seconds[:-k] <= _SECONDS) for k in range(1, min(_PLACES, n - 1) + 1)]
    first = np.concatenate(near)
    second = np.concatenate([places + k for k, places in enumerate(near, 1)])
    alike = patterns[first[patterns[first] == patterns[second]]]
    degree = np.bincount(np.concatenate([first, second]), minlength=n).astype(float)
    return _judged(counts, _pairs_of(alike, counts), float(len(first)), (degree * (degree - 1)).sum())


def _pairs_of(alike: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """How many pairs of each pattern there are, from the pattern of each pair."""
    return np.bincount(alike, minlength=len(counts)).astype(float)


def _judged(counts: np.ndarray, alike: np.ndarray, near: float, sharing: float) -> Coincidences:
    """What chance makes of it.

    counts: how often each pattern occurs; alike: close pairs of that pattern; near: close pairs in all; sharing: how
    many ordered pairs of close pairs have an answer in common.
    A pattern counts the more the rarer it is (log 1/share), as what many say coincides by itself. The bound is a gamma
    distribution's with the mean and variance of dealing at random; Poisson's would be too low for crowds, whose pairs
    hang together.
    """
    m, n = counts.astype(float), float(counts.sum())
    expected = near * (m * (m - 1)).sum() / (n * (n - 1)) if n > 1 else 0.0
    pairs = int(alike.sum())
    if n < 4 or expected <= 0:
        return Coincidences(pairs, expected, False)
    weight = np.log(n / np.maximum(m, 1))
    own = weight * m * (m - 1)
    two = own.sum() / (n * (n - 1))
    squared = (weight * own).sum() / (n * (n - 1))
    three = (weight * own * (m - 2)).sum() / (n * (n - 1) * (n - 2))
    apart = own.sum() ** 2 - (own**2).sum() + (weight * own * (m - 2) * (m - 3)).sum()
    four = apart / (n * (n - 1) * (n - 2) * (n - 3))
    mean = near * two
    variance = near * squared + sharing * three + (near * (near - 1) - sharing) * four - mean**2
    if mean <= 0 or variance <= 0:
        return Coincidences(pairs, expected, False)
    told, shape = weight @ alike, mean**2 / variance
    if shape >= 1 and told <= mean + _NEVER_RARE * np.sqrt(variance):
        return Coincidences(pairs, expected, False)
    # Here, because it takes long to load and honest answers hardly ever need it.
    from scipy.special import gammainccinv

    bound = gammainccinv(shape, _RARELY) * variance / mean
    return Coincidences(pairs, expected, bool(told > bound))
