"""The rules of readiness.yaml: each looks at one thing that is known of a unit, and says whether it holds, and why."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from zi_metrics.bahasa import format_date, format_list, format_plain
from zi_metrics.instruments.library import Instrument
from zi_metrics.lke.known_prerequisites import Given, held_by
from zi_metrics.lke.prerequisites import Met
from zi_metrics.near_minimum import format_beside, format_minimum
from zi_metrics.pembangunan.after_award import Award
from zi_metrics.penilai import BY_CODE
from zi_metrics.scoring.score import MET, MISSED
from zi_metrics.tolerance import SUM_TOLERANCE
from zi_metrics.whole_years import years_later
from zi_metrics.yaml_data import read_model

_FILE = Path(__file__).parent / "readiness.yaml"
NOT_YET, REMARK = "belum", "catatan"
# So many names are written out in a reason.
_NAMED = 3


class Rule(BaseModel):
    """One rule; the field names are those of readiness.yaml, whose head explains them."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    kode: str
    nama: str
    periksa: str
    parameter: dict[str, str | list[str] | dict[str, float]] = Field(default_factory=dict)
    akibat: Literal["belum", "catatan"]
    akibat_stranas: Literal["", "belum", "catatan"] = ""
    predikat: list[str] = Field(default_factory=list)
    sumber: str


class _Rules(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    aturan: Annotated[list[Rule], Field(min_length=1)]


@lru_cache(maxsize=1)
def load_rules() -> tuple[Rule, ...]:
    """All rules, in their order. Raises yaml_data.Unusable when the file is damaged."""
    return tuple(read_model(_FILE, _Rules).aturan)


def deciding_judge() -> str:
    """The judge whose word counts about the gates."""
    return next(str(rule.parameter["penilai"]) for rule in load_rules() if rule.periksa == gates.__name__)


@dataclass(frozen=True)
class Proposal:
    """What the register says of a unit's proposal for a predicate.

    jalur: 'tpn', 'mandiri', '' = not said; kuota: its number; stranas: whether it is a unit of Stranas PK, None = not
    said; kawasan: the zone's integration score (0-10), None = no zone; surat: when the letter went out
    hasil: 'ditetapkan', 'tidak', 'ditarik', '' = not known yet
    """

    jalur: str = ""
    kuota: str = ""
    stranas: bool | None = None
    kawasan: float | None = None
    surat: date | None = None
    hasil: str = ""


@dataclass(frozen=True)
class UnitFacts:
    """What is known of one unit towards a year's proposal, and of one predicate what depends on it.

    untuk: the predicate; instrument: whose prerequisites and predicates; batas: the day by which units are proposed
    dinilai: TPI's assessment is stored; sendiri: somebody's is
    putusan: what the gates say by it (MET, MISSED, UNDECIDED), None = it knows no such predicate; gagal: the gates that
    fail; prasyarat: kode -> whether it is met, by the stage where it is recorded; mulai: when building began by it
    predikat: all that the unit was given; usulan: its proposal for this predicate
    """

    untuk: str
    instrument: Instrument
    batas: date
    dinilai: bool = False
    sendiri: bool = False
    putusan: str | None = None
    gagal: Sequence[str] = ()
    prasyarat: Met = field(default_factory=dict)
    mulai: date | None = None
    predikat: Sequence[Award] = ()
    usulan: Proposal = Proposal()


class Outcome(NamedTuple):
    """Whether a rule holds (None = nobody knows), and why, as a sentence without its full stop."""

    terpenuhi: bool | None
    kalimat: str


def gates(facts: UnitFacts, rule: Rule) -> Outcome | None:
    """All gates hold by the assessment of the judge whose word counts."""
    judge = BY_CODE[str(rule.parameter["penilai"])].menurut
    if not facts.dinilai:
        other = "; baru ada nilai penilai lain" if facts.sendiri else ""
        return Outcome(None, f"belum ada nilai menurut {judge} tahun ini{other}")
    if facts.putusan is None:
        return Outcome(None, "LKE-nya menurut peraturan yang tidak mengenal predikat ini")
    if facts.putusan == MET:
        return Outcome(True, f"semua syarat nilai terpenuhi menurut {judge}")
    if facts.putusan == MISSED:
        return Outcome(False, f"{len(facts.gagal)} syarat nilai belum tercapai menurut {judge}: {_few(facts.gagal)}")
    return Outcome(None, f"syarat nilai masih bergantung pada pertanyaan yang belum dijawab {judge}")


def prerequisites(facts: UnitFacts, rule: Rule) -> Outcome | None:
    """All prerequisites of a scope hold, but for those that a rule of their own looks at."""
    left_out = rule.parameter.get("kecuali", ())
    own = [
        item
        for item in facts.instrument.prasyarat
        if item.lingkup == rule.parameter["lingkup"] and item.kode in facts.prasyarat and item.kode not in left_out
    ]
    missed = [item.nama for item in own if facts.prasyarat[item.kode] is False]
    unknown = [item.nama for item in own if facts.prasyarat[item.kode] is None]
    what = rule.nama[0].lower() + rule.nama[1:]
    if missed:
        return Outcome(False, f"{what} belum terpenuhi: {_few(missed)}")
    if unknown:
        return Outcome(None, f"{what} belum tercatat: {_few(unknown)}")
    return Outcome(True, f"{what} terpenuhi")


def years_of_building(facts: UnitFacts, rule: Rule) -> Outcome | None:
    """Building began long enough before the proposal, by the prerequisite; the stage, where it is known, says since
    when.
    """
    kode = str(rule.parameter["prasyarat"])
    minimum = next((item.minimum.get(facts.untuk) for item in facts.instrument.prasyarat if item.kode == kode), None)
    if not isinstance(minimum, str):
        return None
    years, met = int(float(minimum)), facts.prasyarat.get(kode)
    if facts.mulai is not None:
        since = f"pembangunan mulai {_day(facts.mulai)}"
        if met:
            return Outcome(True, f"{since}, sudah {years} tahun pada batas pengusulan")
        return Outcome(False, f"{since}, baru genap {years} tahun pada {_day(years_later(facts.mulai, years))}")
    words = {
        True: f"tercatat sudah membangun paling sedikit {years} tahun",
        False: f"tercatat membangun kurang dari {years} tahun",
        None: "belum tercatat sejak kapan pembangunan berjalan",
    }
    return Outcome(met, words[met])


def holds_predicate(facts: UnitFacts, rule: Rule) -> Outcome | None:
    """The unit holds another predicate: by the register of awards, else by the prerequisite that records it."""
    held = str(rule.parameter["dipegang"])
    name = facts.instrument.predikat[held].singkatan
    given = [
        Given(one.predikat, one.tanggal_sk, one.dicabut)
        for one in facts.predikat
        if one.predikat in (held, facts.untuk)
    ]
    now = held_by(given, facts.batas)
    if now is not None and now.dicabut is None:
        when = "" if now.tanggal_sk is None else f" sejak {_day(now.tanggal_sk)}"
        return Outcome(True, f"berpredikat {facts.instrument.predikat[now.predikat].singkatan}{when}")
    if now is not None:
        return Outcome(False, f"predikat {name} sudah dicabut")
    met = facts.prasyarat.get(str(rule.parameter["prasyarat"]))
    words = {
        True: f"tercatat sudah berpredikat {name}",
        False: f"tercatat belum berpredikat {name}",
        None: f"belum tercatat apakah sudah berpredikat {name}",
    }
    return Outcome(met, words[met])


def not_held_yet(facts: UnitFacts, _rule: Rule) -> Outcome | None:
    """The unit does not hold the predicate already; only where the register says that it was given it."""
    held = next((one for one in facts.predikat if one.predikat == facts.untuk and one.dicabut is None), None)
    if held is None:
        return None
    name = facts.instrument.predikat[facts.untuk].singkatan
    return Outcome(False, f"sudah berpredikat {name} sejak {_day(held.tanggal_sk)}")


def after_withdrawal(facts: UnitFacts, _rule: Rule) -> Outcome | None:
    """No predicate was withdrawn so shortly before that the unit may not be proposed yet."""
    withdrawn = [one for one in facts.predikat if one.again_from is not None]
    if not withdrawn:
        return None
    last = max(withdrawn, key=lambda one: one.again_from or date.min)
    words = f"predikat dicabut {_day(last.dicabut)}, boleh diusulkan lagi mulai {_day(last.again_from)}"
    return Outcome(last.again_from is not None and last.again_from <= facts.batas, words)


def zone(facts: UnitFacts, rule: Rule) -> Outcome | None:
    """The zone's integration score reaches its minimum; only where one is given."""
    minima = rule.parameter["minimum"]
    if facts.usulan.kawasan is None or not isinstance(minima, Mapping) or facts.untuk not in minima:
        return None
    score, minimum = facts.usulan.kawasan, minima[facts.untuk]
    words = f"nilai integrasi kawasan {format_beside(score, minimum)} dari minimum {format_minimum(minimum)}"
    return Outcome(score >= minimum - SUM_TOLERANCE, words)


# What `periksa` may name.
CHECKS: dict[str, Callable[[UnitFacts, Rule], Outcome | None]] = {
    check.__name__: check
    for check in (gates, prerequisites, years_of_building, holds_predicate, not_held_yet, after_withdrawal, zone)
}


@lru_cache(maxsize=10_000)
def _day(day: date | None) -> str:
    # Many thousands of units share few days.
    return format_date(day)


def _few(names: Sequence[str]) -> str:
    shown = list(names[:_NAMED])
    more = len(names) - len(shown)
    return format_list([*shown, f"{format_plain(more)} lainnya"] if more else shown)
