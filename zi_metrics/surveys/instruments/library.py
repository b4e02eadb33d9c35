"""Survey instruments as data: reads and validates `*.yaml` beside it, one file per instrument.

Unsur, question wordings, scale, formula and quality bands stand in these files only; an instrument of one's own is one
more file there, or in another folder given to `load_survey_instruments`.
"""

from collections import Counter
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from zi_metrics.instruments.library import Instrument, InstrumentError
from zi_metrics.yaml_data import Unusable, read_model

SURVEY_INSTRUMENTS = Path(__file__).parent


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SurveyScale(_Model):
    """A numeric answer scale, worst to best.

    minimum, maksimum: its ends
    """

    minimum: float
    maksimum: float


class Wording(_Model):
    """A wording of a question.

    teks: as it is asked
    terbalik: to agree with it means that something is bad
    """

    teks: str
    terbalik: bool = False


class Unsur(_Model):
    """One unsur (SKM) or aspect (SPAK, SPKP); the fields are explained at the head of skm.yaml."""

    kode: str
    nama: str
    arah: Literal["baik", "buruk"] = "baik"
    sebutan: list[str] = []
    kata_kunci: list[str] = []
    pertanyaan: list[Wording] = []
    label: list[str] = []


class Band(_Model):
    """A quality category.

    huruf, nama: how it is called
    mulai: the published value at which it begins
    """

    huruf: str
    nama: str
    mulai: float


class SurveyInstrument(_Model):
    """A whole survey instrument, valid: codes are unique, bands descend, every reference resolves."""

    kode: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")]
    versi: int
    nama: str
    singkatan: str
    indeks: str
    sumber: str
    skala: SurveyScale
    konversi: Annotated[float, Field(gt=0)] | None = None
    bobot_desimal: Annotated[list[int | None], Field(min_length=1)] = [None]
    mutu: Annotated[list[Band], Field(min_length=1)]
    lke: dict[str, str] = {}
    konteks: list[str] = []
    susunan: Annotated[dict[str, list[str]], Field(min_length=1)]
    unsur: Annotated[list[Unsur], Field(min_length=1)]

    def find(self, kode: str) -> Unsur:
        """The unsur with this code. Raises KeyError."""
        for unsur in self.unsur:
            if unsur.kode == kode:
                return unsur
        raise KeyError(kode)

    def order(self, kodes: set[str]) -> list[str]:
        """These codes in the instrument's order."""
        return [u.kode for u in self.unsur if u.kode in kodes]

    def missing(self, kodes: set[str]) -> list[str]:
        """What the best-fitting arrangement (susunan) has and `kodes` lacks; [] when one is complete."""
        lacking = [[k for k in members if k not in kodes] for members in self.susunan.values()]
        return min(lacking, key=len)

    def published(self, indeks: float) -> float:
        """The index as it is published: IKM 25-100 where there is a conversion, else the index itself."""
        return indeks * (self.konversi or 1)

    def band(self, indeks: float) -> Band:
        """The quality category of an index, held against the bands on a scale to 100, in two decimals, half up.

        So one index has one category whatever it is the index of (PermenPANRB 14/2017: 88,305 is A, 88,304 is B). An
        index below the lowest band, which no answer can give, is in the lowest.
        """
        hundredths = 100 / self.skala.maksimum
        value = _two_decimals(indeks * hundredths)
        starts = (_two_decimals(band.mulai / (self.konversi or 1) * hundredths) for band in self.mutu)
        return next((b for b, start in zip(self.mutu, starts, strict=True) if value >= start), self.mutu[-1])

    def lke_weight(self, lke: Instrument) -> float | None:
        """Bobot in points of this survey's node in an LKE instrument; None when it has none there."""
        node = next((n for n in lke.nodes() if n.kode == self.lke.get(lke.kode)), None)
        return node.bobot if node else None


def _two_decimals(value: float) -> Decimal:
    return Decimal(repr(round(value, 9))).quantize(Decimal("0.01"), ROUND_HALF_UP)


def convert(value: float, scale: SurveyScale, source_minimum: float, source_maximum: float) -> float:
    """A value on another scale, carried over in a straight line: the ends meet the ends.

    For a scale of 1-4: (x - min) / (max - min) x 3 + 1; see docs/keputusan/0012.
    """
    share = (value - source_minimum) / (source_maximum - source_minimum)
    return share * (scale.maksimum - scale.minimum) + scale.minimum


def read_survey_instrument(path: Path) -> SurveyInstrument:
    """Read and validate one file.

    Raises InstrumentError naming every place that is wrong (all at once), FileNotFoundError when there is no file.
    """
    try:
        instrument = read_model(path, SurveyInstrument)
    except Unusable as error:
        raise InstrumentError(path.name, error.problems) from error
    problems = list(_contradictions(instrument))
    if problems:
        raise InstrumentError(path.name, problems)
    return instrument


@cache
def load_survey_instruments(folder: Path = SURVEY_INSTRUMENTS) -> dict[str, SurveyInstrument]:
    """All instruments of a folder by code, read once per process. Raises InstrumentError, also for a doubled code."""
    instruments: dict[str, SurveyInstrument] = {}
    for path in sorted(folder.glob("*.yaml")):
        instrument = read_survey_instrument(path)
        if instrument.kode in instruments:
            raise InstrumentError(path.name, [f"kode: '{instrument.kode}' sudah dipakai berkas lain"])
        instruments[instrument.kode] = instrument
    return instruments


def _contradictions(instrument: SurveyInstrument) -> Iterator[str]:
    """What the types cannot tell: uniqueness, order, references."""
    if instrument.skala.minimum >= instrument.skala.maksimum:
        yield "skala: minimum harus di bawah maksimum"
    codes = [u.kode for u in instrument.unsur]
    yield from (f"unsur {kode}: kode dipakai {count} kali" for kode, count in Counter(codes).items() if count > 1)
    for unsur in instrument.unsur:
        yield from _unsur_contradictions(unsur, instrument.skala)
    for name, members in instrument.susunan.items():
        yield from (f"susunan {name}: unsur '{kode}' tidak ada" for kode in members if kode not in codes)
    starts = [band.mulai for band in instrument.mutu]
    if starts != sorted(starts, reverse=True) or len(set(starts)) < len(starts):
        yield f"mutu: batas bawah harus menurun, dari kategori terbaik ({starts})"


def _unsur_contradictions(unsur: Unsur, scale: SurveyScale) -> Iterator[str]:
    """What is wrong with one unsur: nothing to know it by, or not an answer in words for each level."""
    levels = scale.maksimum - scale.minimum + 1
    if not (unsur.sebutan or unsur.pertanyaan):
        yield f"unsur {unsur.kode}: perlu sebutan atau pertanyaan, supaya dapat dikenali"
    if unsur.label and len(unsur.label) != levels:
        yield f"unsur {unsur.kode}: label {len(unsur.label)} buah, seharusnya {levels:g} (satu per nilai skala)"
