"""What a survey report says in sentences, the same on every screen (Indonesian)."""

from typing import NamedTuple

import pandas as pd

from zi_metrics.bahasa import format_number, format_plain
from zi_metrics.instruments.library import load_instrument
from zi_metrics.near_minimum import format_beside, format_minimum, format_shortfall
from zi_metrics.store import surveys as stored
from zi_metrics.store.connection import Store
from zi_metrics.surveys.certainty import confidence_words, kept_sentence, why_no_interval
from zi_metrics.surveys.disclosure import FEWEST_SHOWN
from zi_metrics.surveys.instruments.library import SurveyInstrument
from zi_metrics.surveys.intervals import Interval
from zi_metrics.surveys.report import SurveyReport
from zi_metrics.table_rows import rows_of

AGGREGATE = {"unsur": "hanya rata-rata unsur", "indeks": "hanya indeks"}


class _Gate(NamedTuple):
    """A gate for a predicate.

    predikat: its code
    minimum_indeks: the index that it asks for
    """

    predikat: str
    minimum_indeks: float


def published_interval(report: SurveyReport) -> str:
    """The interval as published: '[3,49–3,66]'; '' when it is not known."""
    if report.interval is None:
        return ""
    return interval_words(report, report.interval)


def interval_words(report: SurveyReport, interval: Interval) -> str:
    """An interval as published: '[3,49–3,66]', its ends with enough digits to be seen beside the report's minima."""
    published = report.instrument.published
    minima = [published(minimum) for minimum in targets(report).values()]
    low, high = (format_beside(published(end), minima) for end in (interval.bawah, interval.atas))
    return f"[{low}–{high}]"


def published_index(report: SurveyReport) -> str:
    """The index as published, with enough digits to be seen beside what it is held against."""
    published = report.instrument.published
    return format_beside(report.figure.nilai, [published(minimum) for minimum in targets(report).values()])


def headline(report: SurveyReport) -> str:
    """The one sentence: the index with its interval, and whether the gate holds, or the quality where there is none."""
    figure, minima = report.figure, targets(report)
    shown = f"{report.instrument.indeks} {published_index(report)}"
    if report.gates.empty:
        between = f" {published_interval(report)}" if report.interval else ""
        return f"{shown}{between}: mutu {figure.mutu.huruf} ({figure.mutu.nama})."
    if report.interval is None:
        held = [f"{name} {_verdict(report, minimum)}" for name, minimum in minima.items()]
        return f"{shown} ({why_no_interval(report)}): syarat {', syarat '.join(held)}."
    sure = [
        f"syarat {name} ({format_minimum(minimum)}): {confidence_words(report.interval.confidence(minimum))}"
        for name, minimum in minima.items()
    ]
    return f"{shown} {published_interval(report)}. Keyakinan bahwa indeks sebenarnya mencapai {'; '.join(sure)}."


def targets(report: SurveyReport) -> dict[str, float]:
    """What the index is held against: name of the predicates -> minimum index; else the next better quality, if any.

    Predicates with the same minimum share a line ('WBK dan WBBM').
    """
    lke = load_instrument(report.lke)
    names: dict[float, list[str]] = {}
    for gate in rows_of(report.gates, _Gate):
        names.setdefault(gate.minimum_indeks, []).append(lke.predikat[gate.predikat].singkatan)
    return {" dan ".join(own): minimum for minimum, own in names.items()} or _next_quality(report)


def gate_sentences(report: SurveyReport, sure: bool = True) -> list[str]:
    """For each minimum: what is lacking or to spare, in index and points, how sure it is, and what would tell.

    sure: with how sure it is, which `headline` says as well.
    """
    sentences = []
    for name, minimum in targets(report).items() if len(report.gates) else ():
        gate = report.gates[report.gates["minimum_indeks"] == minimum].iloc[0]
        distance = (
            f"{_verdict(report, minimum)}"
            if gate["terpenuhi"]
            else f"kurang {format_shortfall(gate['kurang_indeks'])} indeks ({format_shortfall(gate['kurang'])} poin)"
        )
        kept = kept_sentence(report, minimum, sure)
        sentences.append(f"Syarat {name} (indeks {format_minimum(minimum)}): {distance}. {kept}".rstrip())
    return sentences


def scale_sentences(store: Store, report: SurveyReport) -> list[str]:
    """Which questions were answered on another scale than the instrument's, and which were turned round."""
    questions = stored.survey_questions(store, report.ids)
    scale = report.instrument.skala
    asked: dict[tuple[float, float], list[str]] = {}
    for kode, low, high in zip(questions["kode"], questions["skala_minimum"], questions["skala_maksimum"], strict=True):
        asked.setdefault((low, high), []).append(kode)
    sentences = [
        f"Jawaban {', '.join(dict.fromkeys(asked[low, high]))} berskala {format_plain(low)}–{format_plain(high)}, "
        f"dikonversi lurus ke skala {format_plain(scale.minimum)}–{format_plain(scale.maksimum)}."
        for low, high in sorted(asked.keys() - {(scale.minimum, scale.maksimum)})
    ]
    turned = questions[questions["terbalik"]]
    if len(turned):
        sentences.append(
            f"Pertanyaan {', '.join(dict.fromkeys(turned['kode']))} menanyakan hal buruk; jawabannya sudah dibalik."
        )
    return sentences


def aggregate_sentence(report: SurveyReport) -> str:
    """What cannot be shown of a survey of which only results are known; '' for raw answers."""
    levels = set(report.surveys["agregat"]) - {""}
    if not levels:
        return ""
    what = " dan ".join(AGGREGATE[level] for level in sorted(levels, reverse=True))
    where = "Survei ini" if report.is_aggregate else "Sebagian survei ini"
    return (
        f"{where} memuat {what}, tanpa jawaban responden. Sebaran jawaban, rincian, dan selangnya tidak dapat dihitung."
    )


def weight_sentence(report: SurveyReport) -> str:
    """How the index was weighted; '' where only the index is known."""
    figure = report.figure
    if not figure.unsur:
        return ""
    text = f"{figure.unsur} unsur, bobot masing-masing {figure.bobot_tertulis}"
    if report.instrument.konversi:
        text += f"; {report.instrument.indeks} = indeks dikali {format_plain(report.instrument.konversi)}"
    missing = report.instrument.missing({*report.nrr["kode"], *report.sedikit})
    for why, kodes in (
        ("Tidak ditanyakan", missing),
        (f"Tidak dihitung karena dijawab kurang dari {FEWEST_SHOWN} orang", report.sedikit),
    ):
        if kodes:
            text += f". {why}: {', '.join(report.instrument.find(kode).nama for kode in kodes)}"
    return f"{text}."


def nrr_words(instrument: SurveyInstrument, table: pd.DataFrame) -> str:
    """What pulls the index down most, as published, in a sentence; '' when nothing does.

    table: `SurveyReport.pulling_down`.
    """
    if table.empty or not table["kurang"].iloc[0]:
        return ""
    first = table.iloc[0]
    value, full, taken = map(instrument.published, (first["nrr"], instrument.skala.maksimum, first["sumbangan"]))
    return (
        f"{first['nama']} paling menurunkan indeks: nilainya {format_number(value)} dari "
        f"{format_number(full, 0)}, mengambil {format_number(taken)} dari indeks."
    )


def _verdict(report: SurveyReport, minimum: float) -> str:
    gate = report.gates[report.gates["minimum_indeks"] == minimum].iloc[0]
    if not gate["terpenuhi"]:
        return f"belum terpenuhi, kurang {format_shortfall(gate['kurang_indeks'])}"
    return f"terpenuhi, lebih {format_shortfall(report.figure.indeks - minimum)} indeks"


def _next_quality(report: SurveyReport) -> dict[str, float]:
    instrument, now = report.instrument, report.figure.mutu
    better = [band for band in instrument.mutu if band.mulai > now.mulai]
    return {f"mutu {better[-1].huruf}": better[-1].mulai / (instrument.konversi or 1)} if better else {}
