"""The assumptions about a submission week, read from a file that anyone may change."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

USUAL = Path(__file__).with_name("anggapan.yaml")
_TOLERANCE = 1e-6


class _Declared(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Enough(_Declared):
    """Seconds in which 95 of 100 acts are over. halaman: a page or a choice; unggah: a file until it is read."""

    halaman: float = Field(gt=0)
    unggah: float = Field(gt=0)


class Agency(_Declared):
    """For whom. nama; unit: how many units build ZI."""

    nama: str
    unit: int = Field(gt=0)


class Layout(_Declared):
    """What is run. toko: the store; proses: of the app, over one store; inti: processors, all machines together."""

    toko: Literal["berkas", "danau"]
    proses: int = Field(gt=0)
    inti: int = Field(gt=0)

    @model_validator(mode="after")
    def _one_process_over_a_file(self) -> "Layout":
        if self.toko == "berkas" and self.proses > 1:
            raise ValueError("satu berkas DuckDB hanya dapat dibuka oleh satu proses")
        if self.inti < self.proses:
            raise ValueError("setiap proses memerlukan satu inti")
        return self


class Assumptions(_Declared):
    """A submission week; what each means stands in the file."""

    hari: list[float]
    jam: dict[int, float]
    lke_per_unit: float = Field(ge=0)
    survei_per_unit: float = Field(ge=0)
    jawaban_per_unit: int = Field(ge=0)
    tindakan_per_berkas: int = Field(ge=1)
    kunjungan_per_unit: float = Field(ge=0)
    tindakan_per_kunjungan: int = Field(ge=1)
    jeda: tuple[float, float]
    cukup: Enough
    instansi: list[Agency]
    susunan: list[Layout]

    @model_validator(mode="after")
    def _shares_are_whole(self) -> "Assumptions":
        for name, shares in (("hari", self.hari), ("jam", list(self.jam.values()))):
            if abs(sum(shares) - 1) > _TOLERANCE:
                raise ValueError(f"bagian-bagian pada '{name}' harus berjumlah 1, bukan {sum(shares):g}")
        return self


@dataclass(frozen=True)
class BusyHour:
    """The busiest hour of the week. berkas, kunjungan: how many begin in it; jam: which hour; hari: which day (1..)"""

    berkas: float
    kunjungan: float
    jam: int
    hari: int


def read_assumptions(path: Path = USUAL) -> Assumptions:
    """What a file assumes. Raises pydantic.ValidationError, which names every place that is wrong."""
    return Assumptions.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


def files_in_week(assumed: Assumptions, units: int) -> float:
    """How many files are uploaded in the week."""
    return units * (assumed.lke_per_unit + assumed.survei_per_unit)


def busiest_hour(assumed: Assumptions, units: int) -> BusyHour:
    """The busiest hour: of the day with the greatest share, the hour with the greatest."""
    day, hour = (
        max(range(len(assumed.hari)), key=assumed.hari.__getitem__),
        max(assumed.jam, key=assumed.jam.__getitem__),
    )
    share = assumed.hari[day] * assumed.jam[hour]
    return BusyHour(files_in_week(assumed, units) * share, units * assumed.kunjungan_per_unit * share, hour, day + 1)
