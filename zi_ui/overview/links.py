"""Where Ringkasan leads: to a unit, to the answer of a question of it."""

from markupsafe import Markup

from zi_metrics.instruments.library import Instrument
from zi_ui.drawn.links import address, link
from zi_ui.filters import parts_of


def unit_link(unit: str, tahun: int, penilai: str) -> Markup:
    """A unit's name, leading to it."""
    return link(unit, address("unit_kerja", unit=unit, tahun=tahun, penilai=penilai))


def question_link(kode: str, unit: str, tahun: int, penilai: str, instrument: Instrument) -> Markup:
    """A question's code, leading to its answer in a unit; its words on hovering."""
    part = next((part for part in parts_of(instrument) if kode.startswith(f"{part}.")), None)
    words = next((question.teks for question in instrument.questions() if question.kode == kode), None)
    return link(kode, address("unit_kerja", unit=unit, tahun=tahun, penilai=penilai, bagian=part), title=words)
