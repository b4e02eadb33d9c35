"""What a part of the calibration gives: a table in words, the promises that it holds, figures for the screens."""

from dataclasses import dataclass, field

import pandas as pd


@dataclass(frozen=True)
class Promise:
    """A figure that must lie in a range: what it is, the figure, the range's ends, and how many trials it rests on."""

    apa: str
    angka: float
    rendah: float
    tinggi: float
    percobaan: int

    @property
    def holds(self):
        return self.rendah <= self.angka <= self.tinggi


@dataclass(frozen=True)
class Section:
    """A part of docs/kalibrasi.md.

    judul, teks: heading and what was tried (Indonesian); tabel: as it is shown, texts already in Indonesian format
    janji: promises; angka: name -> figure as a sentence writes it, for zi_metrics/explanations/kalibrasi.yaml
    """

    judul: str
    teks: str
    tabel: pd.DataFrame
    janji: list[Promise] = field(default_factory=list)
    angka: dict[str, str] = field(default_factory=dict)
