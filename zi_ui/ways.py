"""The ways from a name to what it names: a unit, an answer, an area, as addresses with whose figures they are."""

from zi_ui.drawn.links import address


def to_unit(unit: str, tahun: int, penilai: str, **more: object) -> str:
    """A unit's screen."""
    return address("unit_kerja", unit=unit, tahun=tahun, penilai=penilai, **more)


def to_answers(unit: str, tahun: int, penilai: str, kode: str) -> str:
    """A unit's answers below a node of the form, or the one to a question: they are the screen's first tab."""
    return to_unit(unit, tahun, penilai, bagian=kode)


def to_pokja(pokja: int, tahun: int, penilai: str) -> str:
    """An area's screen."""
    return address("pokja", pokja=pokja, tahun=tahun, penilai=penilai)
