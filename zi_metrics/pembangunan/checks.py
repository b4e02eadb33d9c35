"""The checks of an LKE's quality as data (checks.yaml): what each looks for, how grave it is, why, what to do."""

from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from zi_metrics.yaml_data import read_model

_FILE = Path(__file__).with_suffix(".yaml")


class Check(BaseModel):
    """One check; the field names are those of checks.yaml, whose head explains them."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    kode: str
    nama: str
    aturan: str
    parameter: dict[str, float | int | str | list[str]] = Field(default_factory=dict)
    tingkat: Literal["galat", "peringatan", "catatan"]
    mengapa: str
    tindakan: str


class _Checks(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    pemeriksaan: Annotated[list[Check], Field(min_length=1)]


@lru_cache(maxsize=1)
def load_checks() -> tuple[Check, ...]:
    """All checks, in their order. Raises yaml_data.Unusable when the file is damaged."""
    return tuple(read_model(_FILE, _Checks).pemeriksaan)


def checks_by_code() -> dict[str, Check]:
    """Code -> check."""
    return {check.kode: check for check in load_checks()}
