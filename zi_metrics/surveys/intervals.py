"""The confidence interval of a survey's index, how sure it is that the true index reaches a minimum, and how many more
respondents would tell.

No resampling: Hall's t, corrected for skewness by a cubic (Hall, On the removal of skewness by transformation, JRSS B
54, 1992, 221-228), needs mean, variance and third moment only. Where nearly everybody gave the same answers these tell
nothing; then Wilson's score interval (JASA 22, 1927, 209-212) of the index as a share of its scale, with an effective
number of respondents, which has a width even when all answers are full marks. docs/keputusan/0018.
"""

import math
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from zi_metrics.scoring.score import GATE_TOLERANCE
from zi_metrics.surveys.design import Estimate, Sample, estimate
from zi_metrics.surveys.moments import Moments, index_of_moments, index_variance
from zi_metrics.surveys.trust import trust_rules

# Fewer respondents than this who answer unlike the others say nothing about skewness.
_FEWEST_VARIED = 5
# With how many respondents the variance is drawn towards that of answers that are all or nothing.
_PRIOR = 1.0
# Assurances for which more respondents are told.
ASSURANCES = (0.5, 0.8)
# True indices, and numbers of more respondents, that are tried.
_STEPS = 300
# Beside the scale's ends, where an all-or-nothing answer has no variance, and beside certainty.
_EDGE = 1e-9


@dataclass(frozen=True)
class Interval:
    """A confidence interval of an index, at the confidence of `trust_rules`, on the instrument's scale.

    indeks: what the sample tells of all those served; the index of the respondents unless strata are weighted
    bawah, atas: its ends; skala: the scale's ends
    cara: how it was found; 'sensus': everybody served answered, only blanks leave a doubt
    galat_baku: standard error, never 0 but for a census
    derajat: degrees of freedom; kemencengan: skewness of the error, 0 where it is not used
    responden: on how many it rests; efektif: as how many all-or-nothing answers they count (Wilson)
    sampel: what the sample told; None where only sums were read
    """

    indeks: float
    bawah: float
    atas: float
    skala: tuple[float, float]
    cara: Literal["hall", "wilson", "normal", "sensus"]
    galat_baku: float
    derajat: float
    kemencengan: float
    responden: int
    efektif: float = math.nan
    sampel: Estimate | None = None

    @property
    def variance(self) -> float:
        """Variance of the index."""
        return self.galat_baku**2

    def weighted(self, factor: float) -> "Interval":
        """The same with every index times `factor`, as rounded weights of the unsur make it; never above full marks."""
        full = self.skala[1]
        return replace(
            self,
            indeks=min(self.indeks * factor, full),
            bawah=min(self.bawah * factor, full),
            atas=min(self.atas * factor, full),
            skala=(self.skala[0] * factor, full * factor),
            galat_baku=self.galat_baku * factor,
        )

    def confidence(self, minimum: float) -> float:
        """How sure it is (0-1) that the true index reaches a minimum.

        The interval's own confidence: a minimum at its lower end is reached with 97.5 %, one at its upper end with
        2.5 %.
        """
        return float(self._sure(np.array([minimum]), 1.0)[0])

    def next_reaches(self, minimum: float) -> float:
        """How likely another survey of the same size and manner reaches a minimum: its own error comes on top.

        The variance is twice that of `confidence`; skewness, which both errors have alike, falls out. Where it made
        the confidence smaller, the next survey is not surer for that: it has one error more.
        """
        furthest = abs(self.confidence(minimum) - 0.5)
        return float(np.clip(self._sure(np.array([minimum]), 2.0)[0], 0.5 - furthest, 0.5 + furthest))

    def confidences(self, minima: np.ndarray) -> np.ndarray:
        """`confidence` of many minima."""
        return self._sure(minima, 1.0)

    def _sure(self, minima: np.ndarray, errors: float) -> np.ndarray:
        # Here and below, because it takes longer to load than most commands to run.
        from scipy.special import stdtr

        low, high = self.skala
        minima = minima - GATE_TOLERANCE
        if self.cara == "sensus":
            width = self.atas - self.bawah
            return np.clip((self.atas - minima) / width, 0, 1) if width > 0 else (self.indeks >= minima) * 1.0
        inside = np.clip(minima, low + _EDGE, high - _EDGE)
        if self.cara == "wilson":
            share, own = (inside - low) / (high - low), (self.indeks - low) / (high - low)
            reach = (own - share) / np.sqrt(errors * share * (1 - share) / self.efektif)
        elif errors > 1:
            reach = (self.indeks - inside) / self.galat_baku / math.sqrt(errors)
        else:
            reach = _corrected((self.indeks - inside) / self.galat_baku, self.kemencengan)
        # A sample makes nothing certain, however many digits a float has.
        sure = np.clip(stdtr(self.derajat, reach), _EDGE, 1 - _EDGE)
        return np.where(minima <= low, 1.0, np.where(minima >= high, 0.0, sure))


def interval_of_sample(
    sample: Sample, scale: tuple[float, float] = (1, 4), fewest: int | None = None
) -> Interval | None:
    """The interval of raw answers; None below so many respondents (None = the fewest that `trust_rules` asks for)."""
    from scipy.special import ndtri

    found = estimate(sample, scale)
    if found is None or found.responden < (trust_rules().minimum_selang if fewest is None else fewest):
        return None
    if found.sisa == 0:
        middle = (found.terbaik - found.terburuk) / 2 / float(ndtri(_tail()))
        ends = (found.indeks, found.terburuk, found.terbaik)
        return Interval(*ends, scale, "sensus", middle, math.inf, 0.0, found.responden, sampel=found)
    if found.beragam >= _FEWEST_VARIED and found.bukan_ujung >= _FEWEST_VARIED:
        return _hall(found, scale)
    return _wilson(found, scale)


def interval_of_moments(
    moments: Moments, population: int | None = None, scale: tuple[float, float] = (1, 4)
) -> Interval | None:
    """The interval of very many answers, of which only joint sums were read; None below the fewest respondents."""
    from scipy.special import stdtrit

    variance = index_variance(moments)
    n = moments.n
    if n < trust_rules().minimum_selang or not variance > 0:
        return None
    if population is not None and n <= population:
        variance *= 1 - n / population
    index = index_of_moments(moments)
    if variance == 0:
        return Interval(index, index, index, scale, "sensus", 0.0, math.inf, 0.0, n)
    error = math.sqrt(variance)
    reach = float(stdtrit(n - 1, _tail())) * error
    low, high = max(index - reach, scale[0]), min(index + reach, scale[1])
    return Interval(index, low, high, scale, "normal", error, n - 1, 0.0, n)


def _hall(found: Estimate, scale: tuple[float, float]) -> Interval:
    from scipy.special import stdtrit

    error = math.sqrt(found.ragam)
    # The skewness that was seen holds for a finite number, too: it is that mean and spread of a sample go together.
    skew = found.kemencengan
    reach = float(stdtrit(found.derajat, _tail()))
    low = found.indeks - error * _uncorrected(reach, skew)
    high = found.indeks - error * _uncorrected(-reach, skew)
    ends = (found.indeks, max(low, scale[0]), min(high, scale[1]))
    return Interval(*ends, scale, "hall", error, found.derajat, skew, found.responden, sampel=found)


def _wilson(found: Estimate, scale: tuple[float, float]) -> Interval:
    from scipy.special import stdtrit

    low, full = scale[0], scale[1] - scale[0]
    share = (found.indeks - low) / full
    bernoulli = share * (1 - share)
    ratio = found.responden * found.ragam_acak / full**2 / bernoulli if bernoulli > 1e-12 else 1.0
    # Whoever is at the scale's end tells nothing of how much the others vary.
    ratio = (found.bukan_ujung * ratio + _PRIOR) / (found.bukan_ujung + _PRIOR)
    effective = found.responden / (ratio * found.efek_desain * found.sisa)
    reach = float(stdtrit(found.derajat, _tail()))
    square = reach**2 / effective
    middle = (share + square / 2) / (1 + square)
    half = reach * math.sqrt(max(0.0, bernoulli) / effective + square / effective / 4) / (1 + square)
    ends = (max(0.0, middle - half), min(1.0, middle + half))
    return Interval(
        found.indeks, low + full * min(ends[0], share), low + full * max(ends[1], share), scale, "wilson",
        full * half / reach, found.derajat, 0.0, found.responden, effective, found,
    )  # fmt: skip


def _corrected(reach: np.ndarray, skew: float) -> np.ndarray:
    """Hall's cubic: the t statistic without its skewness; it never falls."""
    return reach + skew * reach**2 / 3 + skew**2 * reach**3 / 27 + skew / 6


def _uncorrected(reach: float, skew: float) -> float:
    """The inverse of `_corrected`."""
    if abs(skew) < 1e-8:
        return reach - skew / 6
    return 3 / skew * (float(np.cbrt(1 + skew * (reach - skew / 6))) - 1)


def _tail() -> float:
    return (1 + trust_rules().tingkat_kepercayaan) / 2


def more_respondents(interval: Interval, minimum: float, served: int | None = None) -> tuple[int | None, ...]:
    """How many more respondents would tell whether the index reaches a minimum, with each of ASSURANCES.

    They are taken to answer like the others. How far the index lies from the minimum is itself known only as well as
    the interval says, so the chance is taken over all true indices that it leaves, each as often as its confidence
    (assurance; O'Hagan, Stevens, Campbell, Assurance in clinical trial design, Pharmaceutical Statistics 4, 2005,
    187-201). The standard error at each of them is that which gives its confidence, so skewness counts. 0 = it is told
    already; None = not with as many as can be asked (`trust_rules().tambahan_paling_banyak` times those who answered,
    or everybody served).
    """
    from scipy.special import ndtr, ndtri

    if not interval.bawah < minimum <= interval.atas:
        return (0,) * len(ASSURANCES)
    n = interval.responden
    most = n * trust_rules().tambahan_paling_banyak
    if served is not None and served >= n:
        most = min(most, served - n)
    if interval.cara == "sensus" or most < 1:
        return (None,) * len(ASSURANCES)
    more = np.unique(np.geomspace(1, most, _STEPS).round())
    finite = 0.0 if served is None or served < n else 1 / served
    # What is left of the variance, with so many more.
    left = ((1 / (n + more) - finite) / (1 / n - finite))[:, None]
    low, high = interval.skala
    ends = np.linspace(low, high, _STEPS + 1)
    sure = interval.confidences(ends)
    truths, weights = (ends[1:] + ends[:-1]) / 2, sure[:-1] - sure[1:]
    errors = _errors_at(interval, truths)
    middle = left * interval.indeks + (1 - left) * truths
    spread = errors * np.sqrt(np.maximum(left * (1 - left), 1e-12))
    reach = float(ndtri(_tail())) * _errors_at(interval, np.array([minimum])) * np.sqrt(left)
    told = ndtr((middle - minimum - reach) / spread) + ndtr((minimum - reach - middle) / spread)
    chance = told @ weights / weights.sum()
    enough = [np.flatnonzero(chance >= assurance) for assurance in ASSURANCES]
    return tuple(int(more[places[0]]) if len(places) else None for places in enough)


def _errors_at(interval: Interval, truths: np.ndarray) -> np.ndarray:
    """The standard error if these were the true indices: what makes their confidence that of a normal distribution."""
    from scipy.special import ndtri

    distance = interval.indeks - truths
    deviates = ndtri(np.clip(interval.confidences(truths), 1e-12, 1 - 1e-12))
    # Near the index itself both vanish.
    known = (np.abs(distance) > interval.galat_baku / 20) & (deviates * distance > 0)
    return np.where(known, distance / np.where(known, deviates, 1.0), interval.galat_baku)
