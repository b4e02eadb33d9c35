"""The table of rights (hak.yaml), and what a role is granted by it."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, field_validator

from zi_metrics.answers import PENILAI
from zi_metrics.scope import Act, Extent
from zi_metrics.store.people import Role
from zi_metrics.yaml_data import read_model

FILE = Path(__file__).parent / "hak.yaml"


class RoleWords(BaseModel):
    """A role's name, and what it is for, in a sentence."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    nama: str
    arti: str


@dataclass(frozen=True)
class Place:
    """Where a role may do an act: di = 'instansi', 'lingkup' or 'area'; penilai: as these judges, None = as any."""

    di: Literal["instansi", "lingkup", "area"]
    penilai: frozenset[str] | None = None

    @classmethod
    def of(cls, text: str) -> "Place":
        """'area: unit, tpi' as a place. Raises ValueError for words that are none."""
        di, _, judges = (part.strip() for part in text.partition(":"))
        named = frozenset(judge.strip() for judge in judges.split(",") if judge.strip())
        if di not in ("instansi", "lingkup", "area") or named - set(PENILAI):
            raise ValueError(f"'{text}' is no place of hak.yaml")
        return cls(di, named or None)  # pyright: ignore[reportArgumentType]


class Rights(BaseModel):
    """hak.yaml as it stands there."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    peran: dict[str, RoleWords]
    hak: dict[Act, dict[str, str]]
    layar: dict[str, list[Act]]
    ekspor: dict[str, Act]
    perintah: dict[str, list[Act]]

    @field_validator("hak")
    @classmethod
    def _every_act(cls, hak: dict[Act, dict[str, str]]) -> dict[Act, dict[str, str]]:
        if missing := set(Act) - set(hak):
            raise ValueError(f"acts without a row: {sorted(missing)}")
        for places in hak.values():
            for text in places.values():
                Place.of(text)
        return hak

    def place(self, act: Act, peran: str) -> Place | None:
        """Where a role may do an act; None = nowhere."""
        text = self.hak[act].get(peran)
        return None if text is None else Place.of(text)


@lru_cache(maxsize=1)
def rights() -> Rights:
    """The table of rights. Raises yaml_data's error when the file is damaged."""
    return read_model(FILE, Rights)


def grants_of(role: Role, units: frozenset[str] | None) -> dict[Act, Extent]:
    """What one role grants. units: those that it is about, None = all of the agency."""
    found = {}
    for act in Act:
        place = rights().place(act, role.peran)
        if place is None:
            continue
        pokja = frozenset(role.pokja) if place.di == "area" and role.pokja else None
        found[act] = Extent(None if place.di == "instansi" else units, pokja, place.penilai)
    return found
