"""What a unit's registers suggest for questions of the LKE: counts of a year, shares; nothing is answered by itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import pandas as pd
from pydantic import BaseModel, ConfigDict

from zi_metrics.bahasa import format_number, format_percent
from zi_metrics.instruments.library import Instrument, Question
from zi_metrics.pembangunan import online_services
from zi_metrics.pembangunan.complaints import Counted, counted, months_words
from zi_metrics.pembangunan.register import register
from zi_metrics.scoring.values import ratio_meaning
from zi_metrics.store.connection import Store
from zi_metrics.store.registers import register_rows
from zi_metrics.yaml_data import read_model

_FILE = Path(__file__).with_suffix(".yaml")
_SHARE_WORDS = {"pemohon_online": "pemohon lewat daring", "tepat_waktu": "pemohon selesai tepat waktu"}
_YOURS = "Hanya saran; jawabannya tetap Anda yang menulis."


class _Counts(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    pertanyaan: str
    dari: str
    jenis: str
    masukan: dict[str, str]


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    pertanyaan: str
    dari: str
    bagian: list[str]


class _Rules(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    instrumen: list[str]
    hitungan: list[_Counts]
    kalimat: list[_Words]


@dataclass(frozen=True)
class CountSuggestion:
    """What a register suggests for one question.

    pertanyaan: its code; hitungan: raw counts (kunci -> number), {} = only words; kalimat: all of it, with where it
    comes from and what is missing (Indonesian)
    """

    pertanyaan: str
    hitungan: Mapping[str, float]
    kalimat: str


def count_suggestions(
    store: Store, unit_id: str, tahun: int, instrument: Instrument, today: date
) -> dict[str, CountSuggestion]:
    """Question -> what the unit's registers of a year suggest for it; only what this instrument asks for.

    today: until when months should be told
    """
    rules = _rules()
    if instrument.kode not in rules.instrumen:
        return {}
    questions = {question.kode: question for question in instrument.questions()}
    found = {}
    for rule in rules.hitungan:
        question = questions.get(rule.pertanyaan)
        rows = register_rows(store, register(rule.dari).table, [unit_id], tahun)
        own = rows[rows["jenis"] == rule.jenis]
        if question is not None and len(own):
            found[rule.pertanyaan] = _of_counts(rule, question, counted(own, tahun, today), tahun)
    for words in rules.kalimat:
        rows = register_rows(store, register(words.dari).table, [unit_id], tahun)
        if words.pertanyaan in questions and (said := _of_shares(words, rows, tahun)):
            found[words.pertanyaan] = CountSuggestion(words.pertanyaan, {}, said)
    return found


def _of_counts(rule: _Counts, question: Question, year: Counted, tahun: int) -> CountSuggestion:
    """The sums of a year as the raw counts of a question."""
    asked = {count.kunci for count in question.masukan}
    sums = {key: getattr(year, name) for key, name in rule.masukan.items() if key in asked}
    counts = {key: float(number) for key, number in sums.items() if number is not None}
    name = register(rule.dari).field("jenis").pilihan[rule.jenis].lower()
    told = ", ".join(f"{field.replace('_', ' ')} {format_number(getattr(year, field), 0)}"
                     for field in dict.fromkeys(rule.masukan.values()) if getattr(year, field) is not None)  # fmt: skip
    said = f"Dari {len(year.bulan)} bulan {name} {tahun}: {told}."
    if set(year.sebagian) & set(rule.masukan.values()):
        # Sums in which months are missing would make the unit look worse than it is.
        counts, said = {}, f"{said}{year.partly} Lengkapi dahulu sebelum dipakai di sini."
    value = ratio_meaning(question, counts).value if counts else None
    if value is not None:
        said += f" Bila dipakai di sini: {format_percent(value, 1)}."
    if year.kurang:
        said += f" Belum tercatat: {months_words(year.kurang)}."
    return CountSuggestion(rule.pertanyaan, counts, f"{said} {_YOURS}")


def _of_shares(rule: _Words, rows: pd.DataFrame, tahun: int) -> str:
    shares = {name: online_services.whole_share(rows, name) for name in rule.bagian}
    told = [f"{format_percent(share)} {_SHARE_WORDS[name]}" for name, share in shares.items() if share is not None]
    if not told:
        return ""
    services = online_services.by_service(rows)
    return f"Dari {len(services)} layanan daring {tahun}: {', '.join(told)}. {_YOURS}"


@lru_cache(maxsize=1)
def _rules() -> _Rules:
    return read_model(_FILE, _Rules)
