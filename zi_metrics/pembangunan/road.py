"""The road to a predicate as data (roads/*.yaml): the stages in their order, by regulation or by an agency's habit."""

from functools import cached_property, lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from zi_metrics.store.connection import Store
from zi_metrics.store.settings import ROAD, setting
from zi_metrics.yaml_data import read_model

_FOLDER = Path(__file__).parent / "roads"
DEFAULT_ROAD = "permenpanrb-90-2021"


class Stage(BaseModel):
    """One stage. kode: the same on every road, so that what was recorded stays when an agency takes another one.

    bagian: the part of the road; sebelum_usul: it must be over before a unit is proposed; boleh_dilewati: not every
    agency has it; daftar_periksa: what is expected to be there
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    kode: str
    nama: str
    bagian: str
    sebelum_usul: bool = False
    boleh_dilewati: bool = False
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


def chosen_road(store: Store) -> Road:
    """The road that the agency's units take."""
    return roads().get(setting(store, ROAD) or DEFAULT_ROAD, roads()[DEFAULT_ROAD])
