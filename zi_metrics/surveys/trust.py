"""How far a survey's figures can be trusted: sample size and confidence interval.

All thresholds, with their reasons and advice, stand in rules/kepercayaan.yaml.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict
from scipy.stats import norm

from zi_metrics.bahasa import format_number
from zi_metrics.findings import Finding
from zi_metrics.near_minimum import format_beside
from zi_metrics.scoring.score import GATE_TOLERANCE
from zi_metrics.surveys.moments import Moments, index_variance, question_weights
from zi_metrics.yaml_data import read_yaml

_RULES = Path(__file__).parent / "rules" / "kepercayaan.yaml"
# Krejcie and Morgan, Determining Sample Size for Research Activities, 1970.
_CHI_SQUARE, _SHARE, _ERROR = 3.841, 0.5, 0.05
_BOOTSTRAP_BLOCK = 200


class Rule(BaseModel):
    """One rule that doubts; the fields are explained at the head of the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    tingkat: Literal["galat", "peringatan", "catatan"]
    batas: float
    alasan: str
    saran: str


class TrustRules(BaseModel):
    """All thresholds, of sample sizes, intervals and doubts."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    tingkat_kepercayaan: float
    ulangan_bootstrap: int
    benih: int
    bootstrap_sampai: int
    minimum_responden: int
    aturan: dict[str, Rule]


@cache
def trust_rules() -> TrustRules:
    """The rules, read once per process. Raises pydantic.ValidationError when the file is not usable."""
    return TrustRules.model_validate(read_yaml(_RULES))


def krejcie_morgan(population: int) -> int:
    """The sample that a population needs at 95 % and 5 % error; the whole population when it is below one's minimum.

    S = X2 N P (1-P) / (d2 (N-1) + X2 P (1-P)), rounded to the nearest, as their table is.
    """
    spread = _CHI_SQUARE * _SHARE * (1 - _SHARE)
    return round(spread * population / (_ERROR**2 * (population - 1) + spread)) if population > 0 else 0


def needed_respondents(population: int | None) -> int:
    """The fewest respondents a survey for ZI should have: the sample of those served, at least 30 unless fewer were.

    population: how many were served, None = nobody told.
    """
    minimum = trust_rules().minimum_responden
    return minimum if population is None else min(population, max(minimum, krejcie_morgan(population)))


@dataclass(frozen=True)
class Interval:
    """A confidence interval of an index.

    indeks: on the instrument's scale
    bawah, atas: the interval's ends on the instrument's scale
    method: how it was found
    variance: of the index
    draws: the index in each repetition (bootstrap only)
    """

    indeks: float
    bawah: float
    atas: float
    method: Literal["bootstrap", "normal"]
    variance: float
    draws: np.ndarray | None = None

    def weighted(self, factor: float) -> "Interval":
        """The same with every index times `factor`, as rounded weights of the unsur make it."""
        draws = None if self.draws is None else self.draws * factor
        ends = (self.indeks * factor, self.bawah * factor, self.atas * factor)
        return Interval(*ends, self.method, self.variance * factor**2, draws)

    def share_reaching(self, minimum: float) -> float:
        """In what share (0-1) of surveys like this one the index would reach a minimum."""
        if self.draws is not None:
            return float(np.mean(self.draws >= minimum - GATE_TOLERANCE))
        if self.variance == 0:
            return float(self.indeks >= minimum - GATE_TOLERANCE)
        return float(norm.sf((minimum - self.indeks) / math.sqrt(self.variance)))


def bootstrap_interval(
    kode: tuple[str, ...], values: np.ndarray, population: int | None = None, scale: tuple[float, float] = (1, 4)
) -> Interval | None:
    """The interval by resampling respondents (percentiles; fixed seed); None below two respondents.

    values: (respondent, question), NaN = not answered; kode: the unsur of each question.
    Repetitions draw how often each pattern of answers occurs (multinomial), which is the same as drawing respondents.
    With a known population the draws are drawn together by sqrt(1 - n / N) (finite population).
    """
    rules = trust_rules()
    weights = question_weights(kode)
    known = ~np.isnan(values)
    asked = (weights > 0) & known.any(axis=0)
    # Who answered no question of the index tells nothing about it.
    rows = known[:, asked].any(axis=1)
    values, known, weights = values[rows][:, asked], known[rows][:, asked], weights[asked] / weights[asked].sum()
    n = len(values)
    if n < 2:
        return None
    coded = np.where(known, values, -1.0)
    patterns, repeats = np.unique(coded, axis=0, return_counts=True)
    answered = (patterns >= 0).astype(float)
    filled = np.where(patterns >= 0, patterns, 0.0)
    generator = np.random.default_rng(rules.benih)
    draws = np.empty(rules.ulangan_bootstrap)
    for start in range(0, len(draws), _BOOTSTRAP_BLOCK):
        size = min(_BOOTSTRAP_BLOCK, len(draws) - start)
        chosen = generator.multinomial(n, repeats / n, size=size).astype(float)
        draws[start : start + size] = _weighted_means(chosen @ filled, chosen @ answered, weights)
    own = repeats.astype(float)[None, :]
    index = float(_weighted_means(own @ filled, own @ answered, weights)[0])
    draws = index + (draws - index) * _finite(n, population)
    low, high = np.quantile(draws, _tails(rules))
    low, high = max(low, scale[0]), min(high, scale[1])
    return Interval(index, float(low), float(high), "bootstrap", float(np.var(draws, ddof=1)), draws)


def normal_interval(
    moments: Moments, population: int | None = None, scale: tuple[float, float] = (1, 4)
) -> Interval | None:
    """The interval by the normal distribution, for very many respondents; None below two."""
    variance = index_variance(moments)
    if math.isnan(variance):
        return None
    variance *= _finite(moments.n, population) ** 2
    weights = question_weights(moments.kode)
    asked = (weights > 0) & (moments.answered > 0)
    index = float(moments.means[asked] @ weights[asked] / weights[asked].sum())
    reach = float(norm.ppf(_tails(trust_rules())[1])) * math.sqrt(variance)
    return Interval(index, max(index - reach, scale[0]), min(index + reach, scale[1]), "normal", variance)


def _weighted_means(sums: np.ndarray, counts: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """The index of each row; a question that a repetition happened to leave without answers has no weight in it."""
    with np.errstate(invalid="ignore", divide="ignore"):
        means = sums / counts
    has = counts > 0
    return np.where(has, means, 0.0) @ weights / (has @ weights)


def _finite(n: int, population: int | None) -> float:
    return 1.0 if population is None or population <= 1 else math.sqrt(max(0.0, 1 - n / population))


def _tails(rules: TrustRules) -> tuple[float, float]:
    return (1 - rules.tingkat_kepercayaan) / 2, (1 + rules.tingkat_kepercayaan) / 2


def settling_respondents(interval: Interval, n: int, minimum: float, population: int | None = None) -> int | None:
    """How many more respondents would settle whether the index reaches a minimum, if they answered like the others.

    0 when it is settled; None when it cannot be: the index is the minimum itself, or more than were served.
    """
    if not interval.bawah < minimum <= interval.atas:
        return 0
    distance = abs(interval.indeks - minimum)
    if distance <= GATE_TOLERANCE:
        return None
    # The variance of the index shrinks with the number of respondents; one respondent's is n times as large.
    reach = float(norm.ppf(_tails(trust_rules())[1]))
    single = interval.variance / _finite(n, population) ** 2 * n if _finite(n, population) else 0.0
    needed = single * (reach / distance) ** 2
    if population is not None:
        needed = needed / (1 + needed / population)
    more = math.ceil(needed) - n
    return max(1, more) if population is None or n + max(1, more) <= population else None


def gate_sentence(name: str, interval: Interval, minimum: float, shown_beside: Iterable[float] = ()) -> str:
    """'IPAK 3,58 [3,49–3,66]: dalam 31 dari 100 survei seperti ini syaratnya terpenuhi.'

    shown_beside: other minima that the same figure is held against.
    """
    share = interval.share_reaching(minimum)
    hundred = round(100 * share)
    # 'In 0 of 100' would say never, where it is only rare.
    often = (
        "dalam kurang dari 1 dari 100" if share > 0 and hundred == 0
        else "dalam lebih dari 99 dari 100" if share < 1 and hundred == 100
        else f"dalam {hundred} dari 100"
    )  # fmt: skip
    shown = format_beside(interval.indeks, [minimum, *shown_beside])
    return (
        f"{name} {shown} [{format_number(interval.bawah)}–{format_number(interval.atas)}]: "
        f"{often} survei seperti ini syaratnya terpenuhi."
    )


def sample_findings(n: int | None, population: int | None) -> list[Finding]:
    """Whether there are enough respondents for ZI and for the population served."""
    if n is None:
        return []
    fewest = min(trust_rules().minimum_responden, population or trust_rules().minimum_responden)
    if n < fewest:
        return [_finding("responden_minimum", f"hanya {n} responden, paling sedikit {fewest}")]
    if population is not None and n < krejcie_morgan(population):
        text = (
            f"{n} responden dari {format_number(population, 0)} yang dilayani; sampelnya {krejcie_morgan(population)}"
        )
        return [_finding("responden_sampel", text)]
    return []


def _finding(kode: str, text: str) -> Finding:
    """A finding by one of the rules."""
    rule = trust_rules().aturan[kode]
    return Finding(rule.tingkat, f"{text} ({rule.alasan})", rule.saran)
