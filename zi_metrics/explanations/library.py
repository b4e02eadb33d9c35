"""*Cara menghitung*: the words beside a figure that rests on statistics, with what a calibration found about it.

The words stand in cara_menghitung.yaml; figures in braces are those that the last calibration wrote into
kalibrasi.yaml (`benchmarks/calibrate.py`), so that no sentence promises what was not tried.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, RootModel

from zi_metrics.yaml_data import read_model

_FOLDER = Path(__file__).parent
_FIGURE = re.compile(r"{([a-z0-9_]+)}")


class _Entry(BaseModel):
    """One figure's explanation as it stands in the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    judul: str
    cara: str
    anggapan: str
    terbukti: str
    tidak_diketahui: str


class _Entries(RootModel[dict[str, _Entry]]):
    """Code of the figure -> its explanation."""


class _Calibration(BaseModel):
    """What the last calibration found: name -> figure as it is written in a sentence."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    tanggal: str
    angka: dict[str, str]


@dataclass(frozen=True)
class Explanation:
    """How one figure is found.

    kode: the figure's code
    judul: its name
    cara: how it is found
    anggapan: what is assumed
    terbukti: how often it held when tried
    tidak_diketahui: what it does not know
    """

    kode: str
    judul: str
    cara: str
    anggapan: str
    terbukti: str
    tidak_diketahui: str

    def parts(self) -> dict[str, str]:
        """Heading -> words, in the order in which they are read."""
        return {
            "Cara": self.cara,
            "Yang dianggap": self.anggapan,
            "Seberapa sering benar ketika dicoba": self.terbukti,
            "Yang tidak diketahuinya": self.tidak_diketahui,
        }


def explanation(kode: str) -> Explanation:
    """The explanation of a figure. Raises KeyError for a code that has none, or a figure that was never calibrated."""
    entry, figures = _entries()[kode], calibrated()

    def filled(text: str) -> str:
        return " ".join(_FIGURE.sub(lambda found: figures[found[1]], text).split())

    words = (filled(t) for t in (entry.judul, entry.cara, entry.anggapan, entry.terbukti, entry.tidak_diketahui))
    return Explanation(kode, *words)


def explained() -> list[str]:
    """The codes of all figures that are explained."""
    return list(_entries())


@cache
def calibrated() -> dict[str, str]:
    """Name -> figure of the last calibration, as it is written in a sentence."""
    return read_model(_FOLDER / "kalibrasi.yaml", _Calibration).angka


@cache
def _entries() -> dict[str, _Entry]:
    return read_model(_FOLDER / "cara_menghitung.yaml", _Entries).root
