"""What has to be decided about many units: propose now, a few fixes away, not this year, late."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from zi_metrics.pembangunan.actions import is_late
from zi_metrics.pembangunan.after_award import Award, Reminder, reminders
from zi_metrics.pembangunan.readiness import READY, Board, Readiness
from zi_metrics.pembangunan.recommendations import LATE, OPEN, states_of
from zi_metrics.pembangunan.register import register
from zi_metrics.plan.ways import Fix, Way
from zi_metrics.store import tables
from zi_metrics.store.connection import Store
from zi_metrics.store.registers import RowsOf, register_rows

# A unit is near when its lightest plan has no more steps than this.
FEW_FIXES = 3
# What is due within so many days has to be seen now.
_SOON = 7


@dataclass(frozen=True)
class Proposable:
    """A unit that may be proposed. bersyarat: only with a remark; alasan: which rule that is about, '' = none."""

    unit_id: str
    unit: str
    bersyarat: bool
    alasan: str


@dataclass(frozen=True)
class Waiting:
    """Units whose gates all hold, and that may not be proposed all the same, for one reason.

    alasan: the rule that keeps them, '' = nobody knows; units: unit_id -> name
    """

    alasan: str
    units: Mapping[str, str]


@dataclass(frozen=True)
class Near:
    """A unit that is a few fixes away. perbaikan: these, the best first; upaya: of all of them together."""

    unit_id: str
    unit: str
    perbaikan: tuple[Fix, ...]
    upaya: float


@dataclass(frozen=True)
class Decisions:
    """What has to be decided.

    kalimat: how many may be proposed until when; usulkan: these; tertahan: who hold all gates and may not be
    dekat: a few fixes away, the least effort first; bukan: how many units are neither of these
    tindakan, tindakan_unit: actions that are late, and of how many units
    rekomendasi: TPI's that are late; segera: those due within a week
    tahap: how many units have not been through what must be over before the proposal
    pengingat: what is due after an award, the most pressing first
    """

    kalimat: str
    usulkan: tuple[Proposable, ...]
    tertahan: tuple[Waiting, ...]
    dekat: tuple[Near, ...]
    bukan: int
    tindakan: int
    tindakan_unit: int
    rekomendasi: int
    segera: int
    tahap: int
    pengingat: tuple[Reminder, ...]


def decisions(
    board: Board,
    units: Mapping[str, str],
    holding: Sequence[str],
    paths: Mapping[str, Way],
    actions: pd.DataFrame,
    advice: pd.DataFrame,
    held: Sequence[Award],
    today: date,
) -> Decisions:
    """What has to be decided about some units.

    units: unit_id -> name, of all that are looked at; holding: of these, who hold all gates as they are shown
    paths: unit_id -> the lightest way of those that miss some and are nearest
    actions, advice: rows of the registers of the year
    """
    proposed = tuple(_proposable(one) for one in board.proposable)
    ready = {one.unit_id for one in proposed}
    known = {one.unit_id: one for one in board.units}
    waiting: dict[str, dict[str, str]] = {}
    for one in holding:
        if one not in ready:
            waiting.setdefault(_first_reason(known.get(one)), {})[one] = units[one]
    near = near_ones({unit: way for unit, way in paths.items() if unit not in ready}, units)
    named = {*ready, *holding, *(one.unit_id for one in near)}
    late = actions[is_late(actions, today)]
    states = states_of(advice, today)
    due = pd.to_datetime(advice["tenggat"])
    soon = (states == OPEN) & (due <= pd.Timestamp(today + timedelta(days=_SOON)))
    return Decisions(
        kalimat=board.sentence(today),
        usulkan=proposed,
        tertahan=tuple(Waiting(reason, own) for reason, own in waiting.items()),
        dekat=near,
        bukan=len(set(units) - named),
        tindakan=len(late),
        tindakan_unit=late["unit_id"].nunique(),
        rekomendasi=int((states == LATE).sum()),
        segera=int(soon.sum()),
        tahap=len([one for one in board.units if any(stage.hari > 0 for stage in one.terlambat)]),
        pengingat=tuple(reminders(held, today)),
    )


def stored_decisions(
    store: Store,
    own: pd.DataFrame,
    board: Board,
    paths: Mapping[str, Way],
    held: Sequence[Award],
    today: date,
    everything: pd.DataFrame | None = None,
    rows_of: RowsOf = register_rows,
) -> Decisions:
    """`decisions` about the units of an overview, with what the registers of its year say.

    own: as `lke.portfolio.overview` gives it; board, paths, held: of its year and predicate, or of more units
    everything: `tables.assessments`, where they are known; rows_of: `register_rows`, or the same with its answers kept
    """
    rows = [rows_of(store, register(name).table, None, board.tahun) for name in ("rencana_aksi", "rekomendasi")]
    # Sample units step back where real ones are looked at.
    everything = tables.assessments(store) if everything is None else everything
    outside = set(everything["unit_id"]) - set(own["unit_id"])
    actions, advice = (table[~table["unit_id"].isin(outside)].reset_index(drop=True) for table in rows)
    return decisions(
        board,
        dict(zip(own["unit_id"], own["unit"], strict=True)),
        [unit for unit, failed in zip(own["unit_id"], own[f"gagal_{board.predikat}"], strict=True) if not failed],
        paths,
        actions,
        advice,
        [one for one in held if one.unit_id not in outside],
        today,
    )


def near_ones(paths: Mapping[str, Way], units: Mapping[str, str]) -> tuple[Near, ...]:
    """Who is a few fixes away (FEW_FIXES), the least effort first. paths, units: as of `decisions`."""
    found = [
        Near(unit, units[unit], way.perbaikan, way.upaya)
        for unit, way in paths.items()
        if 0 < len(way.perbaikan) <= FEW_FIXES
    ]
    return tuple(sorted(found, key=lambda one: (one.upaya, one.unit)))


def _proposable(one: Readiness) -> Proposable:
    remark = one.putusan != READY
    return Proposable(one.unit_id, one.unit, remark, _first_reason(one) if remark else "")


def _first_reason(one: Readiness | None) -> str:
    name = one.against[0].nama if one is not None and one.against else ""
    return name[:1].lower() + name[1:]
