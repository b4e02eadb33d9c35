"""From a value back to the answer it stands for: the option, the index on its scale, or the share."""

import math
from collections.abc import Mapping

from zi_metrics.bahasa import format_number, format_percent, format_plain
from zi_metrics.instruments.library import Instrument
from zi_metrics.instruments.model import Scale
from zi_metrics.scoring.levers import cases_in, lever_key
from zi_metrics.scoring.values import effective_counts
from zi_metrics.tolerance import SUM_TOLERANCE

# Indices are written with two decimals; more than these are rounding of floats.
_DECIMALS = 9


def full_figure(scale: Scale) -> float:
    """The figure that means value 1 on a scale without options: an index's maximum, 1 for ratios and percentages."""
    return getattr(scale, "maksimum", 1.0)


def answer_of(scale: Scale, value: float | None) -> str | float | None:
    """The answer with this value: an option's name, an index on its own scale, a share in [0, 1]; None = unanswered.

    A value that no option has (as in old or merged data) stays a number.
    """
    if value is None or math.isnan(value):
        return None
    if scale.jenis == "pilihan":
        named = (option for option, worth in scale.pilihan.items() if abs(worth - value) <= SUM_TOLERANCE)
        return next(named, float(value))
    return round(float(value) * full_figure(scale), _DECIMALS)


def answer_text(instrument: Instrument, kode: str, answer: str | float | None) -> str:
    """An answer as people read it: 'B', '3,60', '85%', 'belum dijawab'."""
    if answer is None:
        return "belum dijawab"
    if isinstance(answer, str):
        return answer
    scale = instrument.scale_of(instrument.question(kode))
    if scale.jenis in ("pilihan", "indeks"):
        return format_number(answer)
    return format_percent(answer, 1).replace(",0%", "%")


def answer_meaning(
    instrument: Instrument, kode: str, answer: str | float | None, counts: Mapping[str, float | None] | None = None
) -> str:
    """What an answer means: an option in the instrument's words, a ratio by its raw counts ('Jumlah pengaduan yang
    selesai: 35 dari 37'); '' for anything without such words, and for a ratio whose counts are not all known.
    """
    question = instrument.question(kode)
    if isinstance(answer, str):
        return question.kriteria.get(answer, "")
    kunci, rule = lever_key(question), question.rasio
    if answer is None or rule is None or kunci is None or counts is None:
        return ""
    known, cases = effective_counts(question, counts), cases_in(question, counts)
    done = known[kunci]
    if done is None or cases is None:
        return ""
    labels = {count.kunci: count.label for count in question.masukan}
    if len(rule.pembilang) == 1:
        return f"{labels[kunci]}: {format_plain(done)} dari {format_plain(cases)}"
    due = (f"{labels[key]}: {format_plain(known[key] or 0)}" for key in rule.pembilang if key != kunci)
    return f"{labels[kunci]}: {format_plain(done)} ({'; '.join(due)})"


def share_meaning(instrument: Instrument, kode: str, share: float) -> str:
    """What a share of a ratio question comes to where nobody knows how many cases there are: of every hundred."""
    question = instrument.question(kode)
    kunci, rule = lever_key(question), question.rasio
    if rule is None or kunci is None:
        return ""
    labels = {count.kunci: count.label for count in question.masukan}
    others = sum(factor for key, factor in rule.pembilang.items() if key in rule.penyebut)
    done = 100 * (share - others) / rule.pembilang[kunci]
    due = " dan ".join(labels[key] for key in rule.penyebut)
    # 'Jumlah' within a sentence is written small, 'ASN' is not.
    small = due[0].lower() + due[1:] if due[1:2].islower() else due
    return f"{labels[kunci]}: {format_plain(done)} untuk setiap 100 {small}"
