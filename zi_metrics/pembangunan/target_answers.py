"""Which answer of the LKE the actions' figures suggest; nothing is answered by itself."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from zi_metrics.bahasa import format_percent
from zi_metrics.instruments.library import Instrument
from zi_metrics.pembangunan.actions import Reached
from zi_metrics.yaml_data import read_model

_FILE = Path(__file__).with_suffix(".yaml")


class _Option(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    lebih_dari: float = Field(ge=0, le=1)
    jawaban: str


class _Rule(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    pertanyaan: str
    sumber: str
    pilihan: list[_Option]
    selainnya: str


class _Rules(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    jawaban: list[_Rule]


@dataclass(frozen=True)
class Suggestion:
    """pertanyaan: a question's code; jawaban: the option that fits; arti: what that option says; kalimat: all of it,
    with where it comes from (Indonesian).
    """

    pertanyaan: str
    jawaban: str
    arti: str
    kalimat: str


def suggestions(found: Reached, tahun: int, instrument: Instrument) -> list[Suggestion]:
    """What the share of reached targets suggests, for the questions that this instrument has; [] when nothing counts.

    tahun: of the actions
    """
    if found.share is None:
        return []
    suggested = []
    for rule in _rules():
        question = next((one for one in instrument.questions() if one.kode == rule.pertanyaan), None)
        option = next((one.jawaban for one in rule.pilihan if found.share > one.lebih_dari), rule.selainnya)
        if question is None or option not in question.kriteria:
            continue
        said = (
            f"Rencana aksi {tahun}: {found.tercapai} dari {found.dihitung} tindakan tercapai "
            f"({format_percent(found.share)}). Itu sesuai dengan pilihan {option} pada {rule.pertanyaan}: "
            f"{question.kriteria[option]}. Batasnya menurut {rule.sumber}; jawabannya tetap Anda yang menulis."
        )
        suggested.append(Suggestion(rule.pertanyaan, option, question.kriteria[option], said))
    return suggested


@lru_cache(maxsize=1)
def _rules() -> tuple[_Rule, ...]:
    return tuple(read_model(_FILE, _Rules).jawaban)
