"""The board of readiness: which units may be proposed for a predicate, which with a remark, which not, and why."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from zi_metrics.bahasa import capitalised, format_date, format_number
from zi_metrics.instruments.library import Instrument, load_instrument
from zi_metrics.lke.chosen import in_scope
from zi_metrics.lke.known_prerequisites import stage_since
from zi_metrics.lke.portfolio import gates_of
from zi_metrics.lke.prerequisites import Met, MetOf, stored_met
from zi_metrics.pembangunan.after_award import Award, awards
from zi_metrics.pembangunan.readiness_rules import (
    CHECKS,
    NOT_YET,
    Proposal,
    Rule,
    UnitFacts,
    deciding_judge,
    load_rules,
)
from zi_metrics.pembangunan.register import register
from zi_metrics.pembangunan.road import Road, chosen_road
from zi_metrics.pembangunan.stages import BUILDING, PROPOSAL, TPI, LateStage, UnitRoad, day_of, unit_roads
from zi_metrics.pembangunan.units import units_with_work
from zi_metrics.scoring.standing import standing
from zi_metrics.store import tables
from zi_metrics.store.connection import Store
from zi_metrics.store.proposal_dates import proposal_date
from zi_metrics.store.registers import RowsOf, register_rows
from zi_metrics.store.unit_tree import units_where

PROPOSALS = register("usulan")
READY, WITH_REMARK, NOT_READY, UNKNOWN = "layak", "catatan", "belum", "tidak_diketahui"
# In the order in which they matter; the sign stands beside the word everywhere.
VERDICTS = {
    READY: "Layak",
    WITH_REMARK: "Layak dengan catatan",
    NOT_READY: "Belum layak",
    UNKNOWN: "Belum dapat dinilai",
}
VERDICT_SIGN = {READY: "✔", WITH_REMARK: "▲", NOT_READY: "✘", UNKNOWN: "○"}
ROUTES = {"": "", "tpn": "TPN", "mandiri": "WBK mandiri"}


@dataclass(frozen=True)
class Reason:
    """What one rule says of a unit.

    kode, nama, sumber: the rule's; terpenuhi: None = not known; akibat: what follows where it does not hold
    kalimat: why, without a full stop
    """

    kode: str
    nama: str
    terpenuhi: bool | None
    akibat: str
    kalimat: str
    sumber: str


@dataclass(frozen=True)
class Readiness:
    """One unit towards one predicate.

    putusan: a key of VERDICTS; alasan: what every rule that applies says; terlambat: what is late for the window
    total, per_tanggal: by TPI, None = TPI did not judge it this year; usulan: its proposal; tahap: where it stands on
    its road and for how many days, '' and None = nobody said
    """

    unit_id: str
    unit: str
    putusan: str
    alasan: tuple[Reason, ...]
    terlambat: tuple[LateStage, ...]
    total: float | None
    per_tanggal: date | None
    usulan: Proposal
    tahap: str = ""
    hari: int | None = None

    @property
    def against(self) -> tuple[Reason, ...]:
        """The reasons why it is not simply ready: what does not hold first, then what is not known."""
        return tuple(sorted((one for one in self.alasan if one.terpenuhi is not True), key=_weight))

    @property
    def reasons(self) -> str:
        """Those in sentences; '' where there are none."""
        return " ".join(f"{capitalised(one.kalimat)}." for one in self.against)


@dataclass(frozen=True)
class Board:
    """The units of a year and predicate.

    batas: until when they may be proposed; units: by verdict, then by total
    """

    tahun: int
    predikat: str
    singkatan: str
    batas: date
    units: tuple[Readiness, ...]

    def counts(self) -> dict[str, int]:
        """How many units have which verdict: a key of VERDICTS -> count, none left out."""
        found = Counter(one.putusan for one in self.units)
        return {verdict: found[verdict] for verdict in VERDICTS}

    def with_verdict(self, putusan: str) -> tuple[Readiness, ...]:
        """Those with a verdict; all for ''."""
        return tuple(one for one in self.units if putusan in ("", one.putusan))

    @property
    def proposable(self) -> tuple[Readiness, ...]:
        """Those that may be proposed, with a remark or without."""
        return tuple(one for one in self.units if one.putusan in (READY, WITH_REMARK))

    def sentence(self, today: date) -> str:
        """The one sentence that matters."""
        count = {verdict: format_number(number, 0) for verdict, number in self.counts().items()}
        days = (today - self.batas).days
        left = f"lewat {format_number(days, 0)} hari" if days > 0 else f"{format_number(-days, 0)} hari lagi"
        return (
            f"{count[READY]} unit layak diusulkan {self.singkatan}, {count[WITH_REMARK]} dengan catatan; "
            f"batas {format_date(self.batas)}, {left}."
        )


def board(
    store: Store,
    tahun: int,
    predikat: str,
    today: date,
    samples: bool = False,
    unit_ids: Sequence[str] | None = None,
    everything: pd.DataFrame | None = None,
    given: Sequence[Award] | None = None,
) -> Board:
    """All units that are on their way to a year's proposal: judged, on the road, proposed, or planned in the tree.

    today: where they stand on their road; samples: as of `in_scope`; unit_ids: only these, None = all. A few
    queries, however many units there are. everything, given: `tables.assessments` and `awards` of these units, where
    they are known.
    Raises KeyError for a predicate that the instrument in use does not know.
    """
    instrument, until = load_instrument(), proposal_date(store, tahun)
    everything = tables.assessments(store) if everything is None else everything
    given = awards(store, unit_ids) if given is None else given
    known = _known(store, tahun, predikat, samples, instrument, unit_ids, everything, given)
    found = [_readiness(unit_id, name, known, until, today, instrument) for unit_id, name in known.names.items()]
    return board_of(store, found, tahun, predikat)


def on_their_way(
    store: Store,
    unit_ids: Sequence[str],
    tahun: int,
    predikat: str,
    today: date,
    everything: pd.DataFrame | None = None,
    given: Sequence[Award] | None = None,
    met_of: MetOf = stored_met,
    rows_of: RowsOf = register_rows,
) -> dict[str, Readiness]:
    """What the `board` says of those of some units that stand on it, samples too: unit_id -> that.

    everything, given: as of `board`; met_of, rows_of: `stored_met`, `register_rows`, or the same with answers kept
    """
    instrument, until = load_instrument(), proposal_date(store, tahun)
    everything = tables.assessments(store, unit_ids) if everything is None else everything
    given = awards(store, unit_ids) if given is None else given
    known = _known(
        store, tahun, predikat, True, instrument, unit_ids, everything, given, met_of, rows_of, by_name=False
    )
    return {
        unit_id: _readiness(unit_id, name, known, until, today, instrument) for unit_id, name in known.names.items()
    }


def board_of(store: Store, units: Iterable[Readiness], tahun: int, predikat: str) -> Board:
    """The board of some units. units: what is said of each, as of this year and predicate"""
    rank = {one: place for place, one in enumerate(VERDICTS)}
    found = sorted(units, key=lambda one: (rank[one.putusan], -(one.total or 0.0), one.unit))
    short = load_instrument().predikat[predikat].singkatan
    return Board(tahun, predikat, short, proposal_date(store, tahun), tuple(found))


@dataclass(frozen=True)
class _Known:
    """All that was read, by unit.

    predikat: the board's; names: of all units; judged: what the deciding judge says of them; others: units that
    somebody judged; met: their prerequisites; since: when building began, of those of which that is recorded
    road: the chosen one; roads, proposed, held: of those that have any
    """

    predikat: str
    names: Mapping[str, str]
    judged: Mapping[str, Mapping]
    others: frozenset[str]
    met: Mapping[str, Met]
    since: Mapping[str, date]
    road: Road
    roads: Mapping[str, UnitRoad]
    proposed: Mapping[str, Proposal]
    held: Mapping[str, Sequence[Award]]


def _known(
    store: Store,
    tahun: int,
    predikat: str,
    samples: bool,
    instrument: Instrument,
    only: Sequence[str] | None,
    everything: pd.DataFrame,
    given: Sequence[Award],
    met_of: MetOf = stored_met,
    rows_of: RowsOf = register_rows,
    by_name: bool = True,
) -> _Known:
    """by_name: who is asked for is on the board, wherever it stands."""
    shown = in_scope(everything, samples)
    of_year = shown[(shown["tahun"] == tahun) & (shown["unit_id"].isin(only) if only is not None else True)]
    names = dict(zip(of_year["unit_id"], of_year["unit"], strict=True))
    road = chosen_road(store)
    roads, rows = unit_roads(store, tahun, only, road, rows_of), rows_of(store, PROPOSALS.table, only, tahun)
    held: dict[str, list[Award]] = {}
    for award in given:
        held.setdefault(award.unit_id, []).append(award)
    # Sample units step back once there are real ones.
    hidden = set(everything["unit_id"]) - set(shown["unit_id"])
    recorded = [unit_id for unit_id, road in roads.items() if road.is_recorded]
    asked = only if only is not None and by_name else _planned(store, tahun, only)
    on_the_way = {*recorded, *rows["unit_id"], *held, *asked} - hidden - set(names)
    if on_the_way:
        every = {unit_id: name for name, unit_id in units_with_work(store).items()}
        names |= {unit_id: every[unit_id] for unit_id in sorted(on_the_way) if unit_id in every}
    return _Known(
        predikat,
        names,
        _judged(store, of_year, predikat),
        frozenset(of_year["unit_id"]),
        met_of(store, instrument, tahun, list(names))[predikat],
        stage_since(store, BUILDING, tahun, list(names)),
        road,
        roads,
        _proposals(rows, predikat),
        held,
    )


def _judged(store: Store, of_year: pd.DataFrame, predikat: str) -> dict[str, Mapping]:
    """Unit -> total, per_tanggal, putusan and gagal by the judge whose word counts."""
    chosen = of_year[of_year["penilai"] == deciding_judge()]
    if chosen.empty:
        return {}
    table = chosen.merge(standing(gates_of(store, chosen)), on="penilaian_id")
    if f"putusan_{predikat}" not in table:
        table = table.assign(**{f"putusan_{predikat}": None, f"gagal_{predikat}": [()] * len(table)})
    own = table[["unit_id", "total", "per_tanggal", f"putusan_{predikat}", f"gagal_{predikat}"]]
    own.columns = ["unit_id", "total", "per_tanggal", "putusan", "gagal"]
    return {row["unit_id"]: row for row in own.to_dict("records")}


def _proposals(rows: pd.DataFrame, predikat: str) -> dict[str, Proposal]:
    """Unit -> its proposal for the predicate; the newest row, where there are several."""
    return {
        row["unit_id"]: Proposal(
            row["jalur"],
            row["kuota"],
            {"ya": True, "tidak": False}.get(row["stranas"]),
            None if pd.isna(row["kawasan"]) else float(row["kawasan"]),
            day_of(row["tanggal_surat"]),
            row["hasil"],
        )
        for row in rows[rows["predikat"] == predikat].to_dict("records")
    }


def _planned(store: Store, tahun: int, only: Sequence[str] | None) -> frozenset[str]:
    """The units that the tree says are proposed in a year."""
    planned = units_where(store, tahun=tahun)
    return planned if only is None else planned.intersection(only)


def _readiness(unit_id: str, name: str, known: _Known, until: date, today: date, instrument: Instrument) -> Readiness:
    own, road = known.judged.get(unit_id), known.roads.get(unit_id, UnitRoad(unit_id, known.road))
    facts = UnitFacts(
        known.predikat,
        instrument,
        until,
        dinilai=own is not None,
        sendiri=unit_id in known.others,
        putusan=own["putusan"] if own and isinstance(own["putusan"], str) else None,
        gagal=tuple(own["gagal"]) if own else (),
        prasyarat=known.met.get(unit_id, {}),
        mulai=known.since.get(unit_id),
        predikat=known.held.get(unit_id, ()),
        usulan=known.proposed.get(unit_id, Proposal()),
    )
    verdict, reasons = judge(facts)
    day = day_of(own["per_tanggal"]) if own else None
    stage = road.standing(today)
    return Readiness(
        unit_id,
        name,
        verdict,
        reasons,
        _late(road, facts, day, unit_id in known.proposed, today),
        float(own["total"]) if own else None,
        day,
        facts.usulan,
        stage.nama if stage else "",
        road.days_in(today),
    )


def _late(road: UnitRoad, facts: UnitFacts, judged: date | None, proposed: bool, today: date) -> tuple[LateStage, ...]:
    """What is late for the window: stages that must be over; and a proposal that is prepared and did not go out."""
    over = [TPI] if judged is not None and judged <= facts.batas else []
    late, days = road.late(facts.batas, today, over), (today - facts.batas).days
    if not proposed or days <= 0 or facts.usulan.surat is not None or road.begun(PROPOSAL) is not None:
        return late
    return (*late, LateStage(PROPOSAL, days, f"surat pengusulan belum tercatat, lewat {format_number(days, 0)} hari"))


def judge(facts: UnitFacts) -> tuple[str, tuple[Reason, ...]]:
    """The verdict on a unit (a key of VERDICTS) and what every rule that applies says."""
    reasons = []
    for rule in load_rules():
        outcome = CHECKS[rule.periksa](facts, rule) if _applies(rule, facts.untuk) else None
        if outcome is not None:
            follows = _follows(rule, facts)
            reasons.append(Reason(rule.kode, rule.nama, outcome.terpenuhi, follows, outcome.kalimat, rule.sumber))
    against = [one for one in reasons if one.terpenuhi is not True]
    if any(one.akibat == NOT_YET and one.terpenuhi is False for one in against):
        return NOT_READY, tuple(reasons)
    if any(one.akibat == NOT_YET for one in against):
        return UNKNOWN, tuple(reasons)
    return WITH_REMARK if against else READY, tuple(reasons)


def _applies(rule: Rule, predikat: str) -> bool:
    return not rule.predikat or predikat in rule.predikat


def _follows(rule: Rule, facts: UnitFacts) -> str:
    return rule.akibat_stranas or rule.akibat if facts.usulan.stranas else rule.akibat


def _weight(one: Reason) -> int:
    return (one.akibat != NOT_YET) * 2 + (one.terpenuhi is None)
