"""The road to a predicate as data (roads/*.yaml): the stages in their order, by regulation or by an agency's habit."""

from functools import cached_property, lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field
from rapidfuzz import fuzz, process

from zi_metrics.store.connection import Store
from zi_metrics.store.settings import ROAD, setting
from zi_metrics.yaml_data import read_model

_FOLDER = Path(__file__).parent / "roads"
DEFAULT_ROAD = "permenpanrb-90-2021"
# How alike (0-100) a text and a stage's name must be to mean the same.
_ALIKE = 85


class Stage(BaseModel):
    """One stage. kode: the same on every road, so that what was recorded stays when an agency takes another one.

    bagian: the part of the road; sebelum_usul: it must be over before a unit is proposed; boleh_dilewati: not every
    agency has it; tiap_tahun: it is gone through anew for every year's proposal; alias: other ways of calling it
    daftar_periksa: what is expected to be there
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    kode: str
    nama: str
    bagian: str
    sebelum_usul: bool = False
    boleh_dilewati: bool = False
    tiap_tahun: bool = False
    alias: list[str] = Field(default_factory=list)
    daftar_periksa: list[str] = Field(default_factory=list)


class Road(BaseModel):
    """A road. nama: as people choose it; sumber: the text that it is taken from; tahap: in their order."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    kode: str
    nama: str
    sumber: str
    tahap: list[Stage] = Field(min_length=1)

    @cached_property
    def by_code(self) -> dict[str, Stage]:
        """Code -> stage."""
        return {stage.kode: stage for stage in self.tahap}


@lru_cache(maxsize=1)
def roads() -> dict[str, Road]:
    """All roads by their code, the one that holds by default first. Raises yaml_data.Unusable for a damaged file."""
    found = [read_model(path, Road) for path in sorted(_FOLDER.glob("*.yaml"))]
    return {road.kode: road for road in sorted(found, key=lambda road: road.kode != DEFAULT_ROAD)}


@lru_cache(maxsize=1)
def stage_names() -> dict[str, str]:
    """Every stage of every road, code -> name, as the first road that has it calls it."""
    return {stage.kode: stage.nama for road in reversed(roads().values()) for stage in road.tahap}


@lru_cache(maxsize=1)
def _ways() -> dict[str, str]:
    """Every way of writing a stage, folded -> its code."""
    stages = [stage for road in reversed(roads().values()) for stage in road.tahap]
    return {_folded(way): stage.kode for stage in stages for way in (*stage.alias, stage.nama, stage.kode)}


def stage_meant(text: str) -> str:
    """The code of the stage that a text names, by any road's name for it; the text itself where it names none."""
    folded = _folded(text)
    alike = process.extractOne(folded, list(_ways()), scorer=fuzz.ratio, score_cutoff=_ALIKE) if folded else None
    return text if alike is None else _ways()[alike[0]]


def _folded(text: str) -> str:
    words = "".join(sign if sign.isalnum() else " " for sign in text.casefold()).split()
    # Written before the name in many sheets: '2. Tahap pembangunan'.
    while len(words) > 1 and (words[0].isdigit() or words[0] in ("tahap", "tahapan")):
        words = words[1:]
    return " ".join(words)


def chosen_road(store: Store) -> Road:
    """The road that the agency's units take."""
    return roads().get(setting(store, ROAD) or DEFAULT_ROAD, roads()[DEFAULT_ROAD])
