"""How a survey's answers were drawn, and what follows for its index: strata by those served, days as clusters, blanks.

Everything is found from the respondents' influences on the index (linearisation; Särndal, Swensson, Wretman, Model
Assisted Survey Sampling, 1992, sections 5.5, 7.6), without resampling: mean, variance, third moment.
"""

from dataclasses import dataclass

import numpy as np

from zi_metrics.survey_answers import KESELURUHAN
from zi_metrics.surveys.moments import influences, question_weights

# Fewer answers in a stratum tell too little about it; fewer days tell nothing about how days differ.
FEWEST_IN_STRATUM, FEWEST_DAYS = 5, 5
# Days are of use when nearly everybody's is told.
_DAYS_TOLD = 0.9


@dataclass(frozen=True)
class Sample:
    """Raw answers with what is known of how they were drawn.

    kode: the unsur of each question; values: (respondent, question), NaN = not answered
    hari: day of each (datetime64[D], NaT = not told)
    lapis: stratum of each respondent, from 0 (a period, a service); dilayani: how many each stratum served, None where
        nobody told; of all together `served` is the sum
    """

    kode: tuple[str, ...]
    values: np.ndarray
    hari: np.ndarray
    lapis: np.ndarray
    dilayani: tuple[int | None, ...] = (None,)

    @property
    def served(self) -> int | None:
        """How many were served, None = not told of every stratum."""
        told = [n for n in self.dilayani if n is not None]
        return sum(told) if len(told) == len(self.dilayani) else None

    @property
    def too_many(self) -> bool:
        """Whether a stratum has more respondents than it served: then what was told of those served is wrong."""
        counts = np.bincount(self.lapis, minlength=len(self.dilayani))
        return any(n is not None and count > n for n, count in zip(self.dilayani, counts, strict=True))


@dataclass(frozen=True)
class Estimate:
    """The index of all those served as a sample tells it, on the instrument's scale.

    indeks: weighted by those served where `lapis` > 1; responden: who answered something of the index
    ragam: variance, with the design and the finite number served; 0 = everybody served answered
    ragam_acak: the same as if the answers had been drawn one by one, before the finite number counts
    sisa: what share of that variance the finite number leaves
    kemencengan: skewness of the index's error (third moment of the influences / variance^1.5)
    derajat: degrees of freedom; efek_desain: variance with days as clusters / without
    hari: clusters (0 = days not used); hari_disebut: days that are told, used or not
    lapis: strata that were weighted by those served (1 = none)
    beragam: how many respondents differ from the commonest answer; bukan_ujung: how many are not at the scale's end
    kosong: share of the index's answers that are blank; terburuk, terbaik: the index if all blanks were lowest, highest
    """

    indeks: float
    responden: int
    ragam: float
    ragam_acak: float
    sisa: float
    kemencengan: float
    derajat: float
    efek_desain: float
    hari: int
    hari_disebut: int
    lapis: int
    beragam: int
    bukan_ujung: int
    kosong: float
    terburuk: float
    terbaik: float


def estimate(sample: Sample, scale: tuple[float, float]) -> Estimate | None:
    """What a sample tells of the index; None below two respondents. What was told of those served counts unless it
    cannot be true (`Sample.too_many`).
    """
    asked = (question_weights(sample.kode) > 0) & (~np.isnan(sample.values)).any(axis=0)
    # Who answered no question of the index tells nothing about it.
    answered = ~np.isnan(sample.values[:, asked]).all(axis=1)
    if answered.sum() < 2:
        return None
    values = np.nanmean(sample.values[answered][:, asked], axis=1)
    strata, served = _strata(sample.lapis[answered], sample.dilayani if not sample.too_many else None)
    days = sample.hari[answered]
    values_told = sample.values[answered]
    n = len(values_told)
    index, parts = _weighted(sample.kode, values_told, strata, served)
    free, kept, freedom = _variance(parts, strata, served)
    clusters, told = _clusters(days)
    effect, freedom = _design(parts, clusters, freedom) if clusters is not None else (1.0, freedom)
    squares = float((parts**2).sum())
    skewness = float((parts**3).sum()) / squares**1.5 if squares > 0 else 0.0
    low, high, blank = _bounds(sample.kode, values_told, strata, served, scale)
    _, repeats = np.unique(np.round(values, 9), return_counts=True)
    end = scale[1] if index >= sum(scale) / 2 else scale[0]
    return Estimate(
        index, n, free * kept * effect, free, kept, skewness, freedom, effect,
        0 if clusters is None else int(clusters.max()) + 1, told, len(served),
        n - int(repeats.max()), int((np.abs(values - end) > 1e-9).sum()), blank, low, high,
    )  # fmt: skip


def _strata(lapis: np.ndarray, dilayani: tuple[int | None, ...] | None) -> tuple[np.ndarray, list[int | None]]:
    """Strata with enough respondents each, and those served; one stratum where they are not told of all.

    Small strata go together, and with the next smallest one until there are enough.
    """
    if dilayani is None:
        return np.zeros(len(lapis), dtype=int), [None]
    told = [n for n in dilayani if n is not None]
    if len(told) < len(dilayani) or len(dilayani) == 1:
        return np.zeros(len(lapis), dtype=int), [sum(told) if len(told) == len(dilayani) else None]
    counts = np.bincount(lapis, minlength=len(told))
    groups: list[list[int]] = []
    for place in np.argsort(counts, kind="stable").tolist():
        if groups and counts[groups[-1]].sum() < FEWEST_IN_STRATUM:
            groups[-1].append(place)
        else:
            groups.append([place])
    if len(groups) > 1 and counts[groups[-1]].sum() < FEWEST_IN_STRATUM:
        groups[-2:] = [groups[-2] + groups[-1]]
    number = np.empty(len(told), dtype=int)
    for place, group in enumerate(groups):
        number[group] = place
    return number[lapis], [sum(told[place] for place in group) for group in groups]


def _weighted(
    kode: tuple[str, ...], values: np.ndarray, strata: np.ndarray, served: list[int | None]
) -> tuple[float, np.ndarray]:
    """The index, each stratum weighted by those served, and each respondent's influence on it."""
    if len(served) == 1:
        return influences(kode, values)
    total = sum(n or 0 for n in served)
    index, parts = 0.0, np.zeros(len(values))
    for place, count in enumerate(served):
        own = strata == place
        its, influence = influences(kode, values[own])
        share = (count or 0) / total
        index += share * its
        parts[own] = share * influence
    return index, parts


def _variance(parts: np.ndarray, strata: np.ndarray, served: list[int | None]) -> tuple[float, float, float]:
    """Variance of an index drawn one by one, the share that the finite number served leaves, degrees of freedom.

    Degrees by Satterthwaite over the strata.
    """
    free, finite, weights = 0.0, 0.0, 0.0
    left = 1.0
    for place, count in enumerate(served):
        own = parts[strata == place]
        n = len(own)
        variance = n / (n - 1) * float((own**2).sum())
        left = 1.0 if count is None else max(0.0, 1 - n / count)
        free, finite = free + variance, finite + variance * left
        weights += variance**2 / (n - 1)
    if free <= 0:
        whole = None if None in served else sum(n or 0 for n in served)
        return 0.0, 1.0 if whole is None else max(0.0, 1 - len(parts) / whole), len(parts) - len(served)
    return free, finite / free, free**2 / weights


def _clusters(days: np.ndarray) -> tuple[np.ndarray | None, int]:
    """The day of each respondent, from 0, and how many days are told; None where they are of no use.

    Whoever's day is not told is a cluster by himself.
    """
    told = ~np.isnat(days)
    found = np.unique(days[told])
    if told.mean() < _DAYS_TOLD or len(found) < FEWEST_DAYS or len(found) + (~told).sum() == len(days):
        return None, len(found)
    clusters = np.searchsorted(found, days)
    clusters[~told] = len(found) + np.arange((~told).sum())
    return clusters, len(found)


def _design(parts: np.ndarray, clusters: np.ndarray, freedom: float) -> tuple[float, float]:
    """The design effect of days, and the degrees of freedom with it.

    1 + (m - 1) icc (Kish, Survey Sampling, 1965, section 5.4), m being the respondents' mean size of their day and icc
    estimated by the analysis of variance; where days differ no more than chance makes them, nothing changes.
    """
    n, sizes = len(parts), np.bincount(clusters)
    count = len(sizes)
    between = float((np.bincount(clusters, parts) ** 2 / sizes).sum())
    within = float((parts**2).sum()) - between
    if within <= 0 or n == count:
        return 1.0, freedom
    mean_between, mean_within = between / (count - 1), within / (n - count)
    usual = (n - float((sizes**2).sum()) / n) / (count - 1)
    icc = (mean_between - mean_within) / (mean_between + (usual - 1) * mean_within)
    if icc <= 0:
        return 1.0, freedom
    effect = 1 + (float((sizes**2).sum()) / n - 1) * min(icc, 1.0)
    return effect, min(freedom, count - 1)


def _bounds(
    kode: tuple[str, ...],
    values: np.ndarray,
    strata: np.ndarray,
    served: list[int | None],
    scale: tuple[float, float],
) -> tuple[float, float, float]:
    """The index if every blank were the lowest and the highest answer, and the share of blanks (Manski, 1995)."""
    asked = np.array([place for place, own in enumerate(values.T) if not np.isnan(own).all()], dtype=int)
    kodes = tuple(kode[place] for place in asked)
    own = values[:, asked]
    from_index = np.array([k != KESELURUHAN for k in kodes])
    blank = np.isnan(own)
    low, high = (_weighted(kodes, np.where(blank, end, own), strata, served)[0] for end in scale)
    return low, high, float(blank[:, from_index].mean())
