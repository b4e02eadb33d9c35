"""Why a figure is what it is: one step down from a gate, a node or a question to what makes it up, in words.

Every figure is taken from the same tables that the screens show; nothing is computed anew here except products and
sums that are shown as such.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from zi_metrics.bahasa import format_number, format_percent, format_plain
from zi_metrics.instruments.library import Gate, IndexScale, OptionScale, PercentScale, Question
from zi_metrics.lke.unit import UnitReport
from zi_metrics.near_minimum import format_beside, format_minimum, format_shortfall
from zi_metrics.scoring.standing import certain_source
from zi_metrics.scoring.values import effective_counts
from zi_metrics.table_rows import rows_of

TOTAL = ""
# Enough decimals to see where a rounded figure comes from.
_EXACT = 4


class _GateRow(NamedTuple):
    predikat: str
    minimum: float
    terpenuhi: bool
    kurang: float
    sumber: str
    kepastian: str


class _Node(NamedTuple):
    kode: str
    nama: str
    # What is at the top has none.
    induk: object


class _Part(NamedTuple):
    terjawab: int
    nilai_jawaban: float


class _Count(NamedTuple):
    kunci: str
    angka: float


@dataclass(frozen=True)
class Derivation:
    """One step: what the figure is, how it comes about, and what it is made of.

    path: (code, name) from the whole down to this, the whole first (code TOTAL)
    nilai, bobot: points; sentences: how the figure comes about (Indonesian)
    parts: what it is made of, columns as `UnitReport.nodes`; empty for a question
    """

    kode: str
    nama: str
    nilai: float
    bobot: float
    path: tuple[tuple[str, str], ...]
    sentences: tuple[str, ...]
    parts: pd.DataFrame


def derive(report: UnitReport, kode: str = TOTAL) -> Derivation:
    """How the figure of a node, a question or a gate (its code) comes about; TOTAL for the whole.

    A gate and a node may share a code: then the node is meant, whose figure is the same. Raises KeyError.
    """
    if kode == TOTAL:
        return _whole(report)
    rows = report.nodes[report.nodes["kode"] == kode]
    if rows.empty:
        return _gate(report, next((g for g in report.instrument.syarat if g.kode == kode), None), kode)
    row = rows.iloc[0]
    parts = report.nodes[report.nodes["induk"] == kode]
    if row["jenis"] == "pertanyaan":
        sentences = _question_sentences(report, row, report.instrument.question(kode))
    elif (parts["jenis"] == "pertanyaan").all():
        sentences = _leaf_sentences(row, parts)
    else:
        sentences = [_sum_sentence(row["nilai"], parts)]
    return Derivation(kode, row["nama"], row["nilai"], row["bobot"], _path(report, kode), tuple(sentences), parts)


def is_derived(report: UnitReport, kode: str) -> bool:
    """Whether there is a figure of this code that `derive` explains."""
    gates = {gate.kode for gate in report.instrument.syarat}
    return kode == TOTAL or kode in gates or bool((report.nodes["kode"] == kode).any())


def _whole(report: UnitReport) -> Derivation:
    parts = report.components()
    nilai, bobot = float(parts["nilai"].sum()), float(parts["bobot"].sum())
    return Derivation(TOTAL, "Total", nilai, bobot, ((TOTAL, "Total"),), (_sum_sentence(nilai, parts),), parts)


def _gate(report: UnitReport, gate: Gate | None, kode: str) -> Derivation:
    if gate is None:
        raise KeyError(kode)
    parts = report.nodes[report.nodes["kode"].isin(gate.simpul)]
    nilai, bobot = float(parts["nilai"].sum()), float(parts["bobot"].sum())
    own = report.gates[report.gates["kode"] == kode]
    sentences = [_sum_sentence(nilai, parts, own["minimum"].tolist())]
    for row in rows_of(own, _GateRow):
        name = report.instrument.predikat[row.predikat].singkatan
        outcome = "terpenuhi" if row.terpenuhi else f"kurang {format_shortfall(row.kurang)}"
        source = certain_source(row.sumber, row.kepastian)
        sentences.append(f"Minimum {name} {format_minimum(row.minimum)}: {outcome} ({source}).")
    path = ((TOTAL, "Total"), (kode, gate.nama))
    return Derivation(kode, gate.nama, nilai, bobot, path, tuple(sentences), parts)


def _path(report: UnitReport, kode: str) -> tuple[tuple[str, str], ...]:
    nodes = {node.kode: node for node in rows_of(report.nodes, _Node)}
    steps: list[tuple[str, str]] = []
    above: object = kode
    while isinstance(above, str):
        steps.append((above, nodes[above].nama))
        above = nodes[above].induk
    return ((TOTAL, "Total"), *reversed(steps))


def _sum_sentence(nilai: float, parts: pd.DataFrame, minima: Sequence[float] = ()) -> str:
    shown = format_beside(nilai, minima)
    if len(parts) == 1:
        return f"{shown} adalah nilai {parts.iloc[0]['nama']}."
    terms = " + ".join(format_number(value) for value in parts["nilai"])
    return f"{shown} = {terms}, jumlah {len(parts)} bagiannya."


def _leaf_sentences(row: pd.Series, parts: pd.DataFrame) -> list[str]:
    values = [
        format_plain(part.nilai_jawaban, _EXACT) if part.terjawab else "0 (belum dijawab)"
        for part in rows_of(parts, _Part)
    ]
    sentences = [
        f"{format_number(row['nilai'])} = rata-rata nilai {len(parts)} pertanyaan ({'; '.join(values)}) × bobot "
        f"{format_number(row['bobot'])}."
    ]
    if row["terjawab"] == 0:
        sentences.append("Belum ada jawaban, sehingga rumus LKE tidak menghasilkan angka di sini.")
    elif row["terjawab"] < row["pertanyaan"]:
        sentences.append(
            f"Rumus LKE merata-rata {row['terjawab']} jawaban yang ada saja: {format_number(row['nilai_rumus_lke'])}."
        )
    return sentences


def _question_sentences(report: UnitReport, row: pd.Series, question: Question) -> list[str]:
    leaf = report.nodes[report.nodes["kode"] == row["induk"]].iloc[0]
    worth = (
        f"Pertanyaan ini bernilai paling banyak {format_number(row['bobot'], _EXACT)} poin: bobot {leaf['kode']} "
        f"{format_number(leaf['bobot'])} dibagi {leaf['pertanyaan']} pertanyaan."
    )
    if not row["terjawab"]:
        return ["Belum dijawab, dihitung 0 poin.", worth]
    value = float(row["nilai_jawaban"])
    points = (
        f"{format_plain(value, _EXACT)} × {format_number(row['bobot'], _EXACT)} = {format_number(row['nilai'])} poin."
    )
    return [*_value_sentences(report, row, question, value), worth, points]


def _value_sentences(report: UnitReport, row: pd.Series, question: Question, value: float) -> list[str]:
    scale = report.instrument.scale_of(question)
    if isinstance(scale, OptionScale):
        options = "; ".join(f"{option} = {format_plain(worth)}" for option, worth in scale.pilihan.items())
        written, option = row["tertulis"], row["pilihan"]
        # How an option was recognised is told only where it was written in other words.
        read = f" dibaca {option}," if isinstance(option, str) and option != written else ""
        return [f"Jawaban '{written}'{read} bernilai {format_plain(value, _EXACT)} ({options})."]
    if isinstance(scale, IndexScale):
        full = format_plain(scale.maksimum)
        return [f"Indeks {format_plain(value * scale.maksimum, _EXACT)} dibagi {full} = {format_plain(value, _EXACT)}."]
    if isinstance(scale, PercentScale):
        return [f"Persentase '{row['tertulis']}' dihitung {format_percent(value, 2)}."]
    return _ratio_sentences(report, question, value)


def _ratio_sentences(report: UnitReport, question: Question, value: float) -> list[str]:
    own = report.counts[report.counts["kode"] == question.kode]
    typed = {row.kunci: None if math.isnan(row.angka) else row.angka for row in rows_of(own, _Count)}
    counts = {key: count for key, count in effective_counts(question, typed).items() if count is not None}
    if question.rasio is None or not {*question.rasio.pembilang, *question.rasio.penyebut} <= set(counts):
        return [f"Rasio {format_percent(value, 2)} diketik langsung; angka mentahnya tidak ada."]
    pembilang, penyebut = question.rasio.pembilang, question.rasio.penyebut
    labels = {count.kunci: count.label for count in question.masukan}
    above, below = (_terms(side, counts, labels) for side in (pembilang, penyebut))
    divisor = sum(factor * counts[key] for key, factor in penyebut.items())
    dividend = sum(factor * counts[key] for key, factor in pembilang.items())
    if divisor == 0:
        why = "tidak ada yang wajib dipenuhi" if dividend == 0 else "dari tidak ada menjadi ada"
        return [
            f"Pembilang {above}, penyebut {below}: penyebutnya 0, {why}, sehingga dihitung {format_percent(value)}."
        ]
    plain = dividend / divisor
    capped = "" if 0 <= plain <= 1 else f", dibatasi menjadi {format_percent(value, 2)}"
    return [f"Pembilang {above}, penyebut {below}: {format_percent(plain, 2)}{capped}."]


def _terms(side: dict[str, float], counts: dict[str, float], labels: dict[str, str]) -> str:
    terms = []
    for key, factor in side.items():
        sign = ("− " if factor < 0 else "+ ") if terms or factor < 0 else ""
        times = "" if abs(factor) == 1 else f"{format_plain(abs(factor))} × "
        terms.append(f"{sign}{times}{format_plain(counts[key])} ({labels[key].strip(' -')})")
    return " ".join(terms)
