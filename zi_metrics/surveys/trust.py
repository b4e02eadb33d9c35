"""How far a survey's figures can be trusted: sample size, and what is doubtful in the answers (intervals: `intervals`).

All thresholds, with their reasons and advice, stand in rules/kepercayaan.yaml.
"""

from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd
from pydantic import BaseModel, ConfigDict

from zi_metrics.bahasa import format_number, format_percent
from zi_metrics.findings import Finding
from zi_metrics.survey_answers import MISSING, Responses, SurveyQuestion
from zi_metrics.yaml_data import read_yaml

_RULES = Path(__file__).parent / "rules" / "kepercayaan.yaml"
# Krejcie and Morgan, Determining Sample Size for Research Activities, 1970.
_CHI_SQUARE, _SHARE, _ERROR = 3.841, 0.5, 0.05
_BURST_SECONDS = 300


class Rule(BaseModel):
    """One rule that doubts; the fields are explained at the head of the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    tingkat: Literal["galat", "peringatan", "catatan"]
    batas: float
    alasan: str
    saran: str


class TrustRules(BaseModel):
    """All thresholds of this module."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    tingkat_kepercayaan: float
    jawaban_dibaca_sampai: int
    minimum_responden: int
    minimum_selang: int
    tambahan_paling_banyak: int
    kosong_disebut: float
    sensus_disebut: float
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


def sample_findings(n: int | None, population: int | None) -> list[Finding]:
    """Whether there are enough respondents for ZI and for those served, and not more than these."""
    if n is None:
        return []
    if population is not None and n > population:
        return [served_finding(n, population)]
    fewest = min(trust_rules().minimum_responden, population or trust_rules().minimum_responden)
    if n < fewest:
        return [_finding("responden_minimum", f"hanya {n} responden, paling sedikit {fewest}")]
    if population is not None and n < krejcie_morgan(population):
        text = (
            f"{n} responden dari {format_number(population, 0)} yang dilayani; sampelnya {krejcie_morgan(population)}"
        )
        return [_finding("responden_sampel", text)]
    return []


def served_finding(n: int, population: int, part: str = "") -> Finding:
    """More respondents than were served. part: of which period or service, '' = of all."""
    text = f"{format_number(n, 0)} responden, padahal yang dilayani disebut {format_number(population, 0)}"
    return _finding("responden_melebihi", f"{part}: {text}" if part else text)


def answer_findings(responses: Responses, moments: np.ndarray | None = None) -> list[Finding]:
    """What is doubtful in raw answers; moments: when each was given (datetime64[s]), None = not known."""
    doubts = [_dominant(responses), _straight(responses), _twins(responses, moments), _burst(moments)]
    return [doubt for doubt in [*doubts, *_unanswered(responses)] if doubt]


def _dominant(responses: Responses) -> Finding | None:
    codes = responses.layanan.codes
    counts = np.bincount(codes[codes >= 0], minlength=len(responses.layanan.categories))
    if (counts > 0).sum() < 2:
        return None
    share = counts.max() / counts.sum()
    if share < trust_rules().aturan["layanan_dominan"].batas:
        return None
    name = responses.layanan.categories[int(counts.argmax())]
    return _finding("layanan_dominan", f"{format_percent(share)} responden berasal dari satu layanan: {name}")


def _straight(responses: Responses) -> Finding | None:
    values = responses.values()
    if values.shape[1] < 5 or len(values) < trust_rules().minimum_responden:
        return None
    known = ~np.isnan(values)
    full = known.all(axis=1)
    # Halfway up one scale is not halfway up another, but the ends and equal values are.
    same = full & (np.nanmax(np.where(known, values, np.nan), axis=1, initial=-np.inf, where=known)
                   == np.nanmin(np.where(known, values, np.nan), axis=1, initial=np.inf, where=known))  # fmt: skip
    share = same.sum() / max(1, full.sum())
    if share < trust_rules().aturan["jawaban_lurus"].batas:
        return None
    return _finding(
        "jawaban_lurus", f"{format_percent(share)} responden menjawab semua pertanyaan dengan nilai yang sama"
    )


def _twins(responses: Responses, moments: np.ndarray | None) -> Finding | None:
    if moments is None or np.isnat(moments).all():
        return None
    frame = pd.DataFrame(responses.levels).assign(waktu=moments, layanan=responses.layanan.codes)
    for name, values in responses.kelompok.items():
        frame[name] = values.codes
    # A day without a time says too little to call two answers the same.
    timed = moments.astype("datetime64[D]") != moments
    twins = frame[timed & ~np.isnat(moments)].duplicated().sum()
    if twins == 0 or twins < trust_rules().aturan["jawaban_kembar"].batas * len(responses):
        return None
    return _finding("jawaban_kembar", f"{twins} jawaban sama persis dengan jawaban lain, waktunya pun sama")


def _burst(moments: np.ndarray | None) -> Finding | None:
    most = int(trust_rules().aturan["jawaban_beruntun"].batas)
    if moments is None:
        return None
    timed = np.sort(moments[~np.isnat(moments) & (moments.astype("datetime64[D]") != moments)]).astype("int64")
    if len(timed) < most:
        return None
    # How many answers begin within five minutes of each; what is usual for a busy survey is no burst.
    within = np.searchsorted(timed, timed + _BURST_SECONDS, side="right") - np.arange(len(timed))
    usual = np.median(within)
    if within.max() < max(most, 5 * usual):
        return None
    at = np.datetime64(int(timed[within.argmax()]), "s").item()
    return _finding("jawaban_beruntun", f"{within.max()} jawaban masuk dalam lima menit pada {at:%d-%m-%Y pukul %H.%M}")


def _unanswered(responses: Responses) -> list[Finding]:
    if not len(responses):
        return []
    shares = (responses.levels == MISSING).mean(axis=0)
    limit = trust_rules().aturan["tidak_dijawab"].batas
    return [
        _finding("tidak_dijawab", f"{format_percent(share)} responden tidak menjawab '{q.teks[:60]}'", q)
        for q, share in zip(responses.questions, shares, strict=True)
        if share > limit
    ]


def _finding(kode: str, text: str, question: SurveyQuestion | None = None) -> Finding:
    """A finding by one of the rules; question: whose answers it doubts, None = the survey's as a whole."""
    rule = trust_rules().aturan[kode]
    place = (question.lembar, question.sel, question.kode) if question else (None, None, None)
    return Finding(rule.tingkat, f"{text} ({rule.alasan})", rule.saran, *place)
