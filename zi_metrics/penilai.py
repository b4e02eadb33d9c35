"""The judges of the LKE, in the order in which they fill in the same form: a list that is data (`penilai.yaml`)."""

from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from zi_metrics.yaml_data import read_model

_FILE = Path(__file__).with_suffix(".yaml")
_Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
_Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$")]
_Words = tuple[Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+( [a-z0-9]+)*$")], ...]


class Judge(BaseModel):
    """One judge; the field names are those of `penilai.yaml`, whose head explains them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kode: _Code
    nama: str
    singkatan: str
    menurut: str
    tanda_tangan: str
    warna: _Colour
    simbol: str
    setempat: bool = False
    judul: _Words
    judul_saja: _Words = ()
    nama_berkas: _Words
    penutup: _Words = ()


class _Judges(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    penilai: Annotated[tuple[Judge, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _told_apart(self) -> "_Judges":
        """Raises ValueError where two judges share what tells them apart."""
        for field in ("kode", "nama", "singkatan", "menurut", "warna", "simbol"):
            values = [getattr(judge, field) for judge in self.penilai]
            if len(set(values)) < len(values):
                raise ValueError(f"{field}: dua penilai tidak boleh sama")
        return self


def read_judges(path: Path = _FILE) -> tuple[Judge, ...]:
    """The judges of a file, in their order. Raises yaml_data.Unusable naming every place that is wrong."""
    return read_model(path, _Judges).penilai


JUDGES = read_judges()
BY_CODE = {judge.kode: judge for judge in JUDGES}
# The furthest along the road first: where a text names several, this order decides.
LAST_FIRST = JUDGES[::-1]


def in_order(codes: Iterable[str]) -> list[str]:
    """Some judges' codes, each once, in the judges' order; what is no judge's code is left out."""
    known = set(codes)
    return [judge.kode for judge in JUDGES if judge.kode in known]


def neighbours(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Who corrects whom among some judges: each the one before, and, where there are more than two, the last the first.

    ['unit', 'tpi', 'tpn'] -> unit-tpi, tpi-tpn, unit-tpn.
    """
    order = in_order(codes)
    return [*pairwise(order), *([(order[0], order[-1])] if len(order) > 2 else [])]


def pairs_among(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Every two of some judges, the earlier first: `neighbours`, then all others."""
    order = in_order(codes)
    first = neighbours(order)
    return [*first, *(pair for pair in combinations(order, 2) if pair not in first)]


def next_judge(penilai: str, seen: Iterable[str] = ()) -> str | None:
    """The judge who comes after this one; None after the last.

    seen: who has ever judged the unit. One whom only some agencies have is expected only there.
    """
    order = [judge.kode for judge in JUDGES]
    met = set(seen)
    later = JUDGES[order.index(penilai) + 1 :]
    return next((judge.kode for judge in later if not judge.setempat or judge.kode in met), None)


def counted(judges: Iterable[str]) -> str:
    """How many are whose, short, for a cell or brackets: '6 TPI, 3 unit sendiri', the furthest along the road first."""
    found = list(judges)
    return ", ".join(f"{found.count(j.kode)} {j.menurut}" for j in LAST_FIRST if j.kode in found)


def according_to(judges: Sequence[str], all_judges: Iterable[str] = ()) -> str:
    """Whose figures a count rests on, for its sentence.

    judges: of each that was counted; all_judges: of all that could have been (default: the same).
    'menurut TPI'; of several '2 menurut TPI, 4 baru menurut unit sendiri': 'baru' as others are further along.
    """
    among = in_order([*judges, *all_judges])
    if len(among) == 1:
        return f"menurut {BY_CODE[among[0]].menurut}"
    own = list(judges)
    return ", ".join(
        f"{own.count(j.kode)} {'' if j.kode == among[-1] else 'baru '}menurut {j.menurut}"
        for j in LAST_FIRST
        if j.kode in own
    )
