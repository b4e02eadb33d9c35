"""From a value back to the answer it stands for: the option, the index on its scale, or the share."""

import math

from zi_metrics.bahasa import format_number, format_percent
from zi_metrics.instrument import Instrument
from zi_metrics.instrument_model import Scale

# Values that came through sums and divisions differ from the scale's own by the rounding of floats only.
_TOLERANCE = 1e-9
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
        named = (option for option, worth in scale.pilihan.items() if abs(worth - value) <= _TOLERANCE)
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


def answer_meaning(instrument: Instrument, kode: str, answer: str | float | None) -> str:
    """What an option means, in the instrument's words; '' for anything without such words."""
    return instrument.question(kode).kriteria.get(answer, "") if isinstance(answer, str) else ""
