"""From a value back to the answer it stands for: the option, the index on its scale, or the share."""

import math

from zi_metrics.bahasa import format_number, format_percent, format_plain
from zi_metrics.instruments.library import Instrument
from zi_metrics.instruments.model import Scale
from zi_metrics.tolerance import SUM_TOLERANCE

# Indices are written with two decimals; more than these are rounding of floats.
_DECIMALS = 9
# A share is kept with so many decimals that a count of cases comes back whole to within this.
_WHOLE = 1e-4


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


def answer_meaning(instrument: Instrument, kode: str, answer: str | float | None, cases: float | None = None) -> str:
    """What an answer means: an option in the instrument's words, the share of a number of cases as a count of them
    ('Jumlah pengaduan yang selesai: 35 dari 37'); '' for anything without such words.
    """
    question = instrument.question(kode)
    if isinstance(answer, str):
        return question.kriteria.get(answer, "")
    if not cases or answer is None or question.rasio is None or len(question.rasio.pembilang) > 1:
        return ""
    ((counted, factor),) = question.rasio.pembilang.items()
    number = answer * cases / factor
    if abs(number - round(number)) > _WHOLE:
        return ""
    (label,) = (count.label for count in question.masukan if count.kunci == counted)
    return f"{label}: {format_plain(round(number))} dari {format_plain(cases)}"
