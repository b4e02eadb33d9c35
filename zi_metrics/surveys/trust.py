"""How far a survey's figures can be trusted: sample size (intervals: `intervals`; doubts in answers: `answer_doubts`).

All thresholds, with their reasons and advice, stand in rules/kepercayaan.yaml.
"""

from functools import cache
from pathlib import Path
from typing import Literal

import pandas as pd
from pydantic import BaseModel, ConfigDict

from zi_metrics.bahasa import format_number
from zi_metrics.findings import Finding
from zi_metrics.yaml_data import read_yaml

_RULES = Path(__file__).parent / "rules" / "kepercayaan.yaml"
# Krejcie and Morgan, Determining Sample Size for Research Activities, 1970.
_CHI_SQUARE, _SHARE, _ERROR = 3.841, 0.5, 0.05


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


def _finding(kode: str, text: str) -> Finding:
    """A finding by one of the rules."""
    rule = trust_rules().aturan[kode]
    return Finding(rule.tingkat, f"{text} ({rule.alasan})", rule.saran)


def doubts(findings: pd.DataFrame) -> list[str]:
    """What makes the figures doubtful, a sentence or two each, the gravest first; notes of little weight left out.

    findings: as of `findings.findings_table`.
    """
    order = {"galat": 0, "peringatan": 1}
    grave = findings[findings["tingkat"].isin(list(order))]
    grave = grave.sort_values("tingkat", key=lambda level: level.map(order), kind="stable")
    return [
        " ".join(f"{text[0].upper()}{text[1:].rstrip('.')}." for text in (message, advice) if text)
        for message, advice in zip(grave["pesan"], grave["saran"], strict=True)
    ]
