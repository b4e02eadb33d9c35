"""Where the words of a plan lead: a question to its answer, a unit to its plan."""

from functools import cache

from markupsafe import Markup

from zi_metrics.instruments.library import Instrument
from zi_metrics.lke.unit import UnitReport
from zi_ui import filters
from zi_ui.drawn.links import address, link


def to_answer(report: UnitReport, kode: str, words: str | None = None) -> Markup:
    """A question's code (or other words) as a link to the report's unit, at the part of the form with its answer."""
    source = report.assessment
    place = address(
        "unit_kerja",
        unit=source.unit,
        tahun=source.tahun,
        penilai=source.penilai,
        bagian=_parts(report.instrument).get(kode),
    )
    return link(words or kode, place, title=f"Buka jawaban {kode}")


def to_plan(unit: str, tahun: int, penilai: str, predikat: str) -> Markup:
    """A unit's name as a link to its plan."""
    place = address("rencana", unit=unit, tahun=tahun, penilai=penilai, predikat=predikat, lihat="rencana")
    return link(unit, place, title="Buka rencananya")


@cache
def _parts(instrument: Instrument) -> dict[str, str]:
    """Question -> the part of the form that it stands in (`filters.parts_of`)."""
    parts = filters.parts_of(instrument)
    return {q.kode: node.kode for node in instrument.nodes() if node.kode in parts for q in node.questions()}
