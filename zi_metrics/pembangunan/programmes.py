"""The seventeen corruption-prevention programmes that a unit shows, as data (programmes.yaml), by name or number."""

import re
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, RootModel
from rapidfuzz import fuzz

from zi_metrics.yaml_data import read_model

_FILE = Path(__file__).with_suffix(".yaml")
# A name that is written so much alike (0-100) is meant, and by so much more than any other.
_ALIKE, _AHEAD = 88.0, 6.0
# '8', '08.', 'Program 8', 'No. 8: Whistle blowing system'.
_NUMBERED = re.compile(r"(?:program|no|nomor)?[\s.:]*(\d{1,2})(?:[\s.:)\-–]+(.*))?", re.IGNORECASE)
_LINKS = frozenset(("dan", "atau", "atas", "yang", "secara", "sistem", "system", "program"))


class Programme(BaseModel):
    """One programme. kode: '1' to '17'; pokja: the area that it belongs to; alias: other ways of calling it."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    kode: str
    nama: str
    pokja: int
    alias: list[str] = Field(default_factory=list)


class _Programmes(RootModel[list[Programme]]):
    """The whole file."""


@lru_cache(maxsize=1)
def programmes() -> dict[str, Programme]:
    """All programmes by their code, in their order. Raises yaml_data.Unusable when the file is damaged."""
    return {one.kode: one for one in read_model(_FILE, _Programmes).root}


def programme_named(text: str) -> str | None:
    """The code of the programme that a text means; None where it means none, or more than one as well.

    A number alone is the programme's; beside a name the name counts, as agencies number them otherwise.
    """
    said = " ".join(text.split())
    found = _NUMBERED.fullmatch(said)
    name = said if found is None else (found[2] or "")
    if found is not None and not _folded(name):
        number = str(int(found[1]))
        return number if number in programmes() else None
    key = _folded(name)
    if not key:
        return None
    scores = {
        one.kode: max(_alike(key, _folded(way)) for way in (one.nama, *one.alias)) for one in programmes().values()
    }
    best, *others = sorted(scores, key=lambda kode: -scores[kode])
    is_clear = scores[best] >= _ALIKE and scores[best] - scores[others[0]] >= _AHEAD
    return best if is_clear else None


def _alike(said: str, way: str) -> float:
    """How much alike two names are: letter by letter, or word by word in any order."""
    if said == way:
        return 200.0
    return max(fuzz.ratio(said, way), fuzz.token_sort_ratio(said, way))


def _folded(text: str) -> str:
    words = re.sub(r"[^a-z0-9]+", " ", text.casefold()).split()
    return " ".join(word for word in words if word not in _LINKS) or " ".join(words)
