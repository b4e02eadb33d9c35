"""What a meeting looks at: then, now and target; what changed, what is late, what blocks, what was decided before."""

from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from zi_metrics.answers import PENILAI
from zi_metrics.bahasa import format_change, format_date, format_number
from zi_metrics.instruments.library import Instrument
from zi_metrics.lke.assessment import Assessment, assessments_of
from zi_metrics.lke.chosen import LATEST, choose_judge
from zi_metrics.lke.portfolio import gates_of
from zi_metrics.pembangunan import actions as action_rules
from zi_metrics.pembangunan.meetings import ACTIONS, Meeting, decisions
from zi_metrics.pembangunan.register import register
from zi_metrics.store import tables
from zi_metrics.store.connection import Store
from zi_metrics.store.registers import became, register_rows
from zi_metrics.store.unit_names import unit_id_of
from zi_metrics.tolerance import SUM_TOLERANCE

ADVICE = register("rekomendasi")


@dataclass(frozen=True)
class Figure:
    """A gate in three figures.

    kode, nama: of the gate; pokja: the area that it is about, None = none; menyeluruh: it is the total
    dulu: points at the meeting before, None = not known; kini: points now; minimum: the target; bobot: full marks
    """

    kode: str
    nama: str
    pokja: int | None
    menyeluruh: bool
    dulu: float | None
    kini: float
    minimum: float
    bobot: float

    @property
    def change(self) -> float | None:
        """Points gained since the meeting before; None where that is not known."""
        return None if self.dulu is None else self.kini - self.dulu

    @property
    def short(self) -> float:
        """Points still missing to the target; 0 when it is reached."""
        return max(0.0, self.minimum - self.kini)


@dataclass(frozen=True)
class Picture:
    """Everything that a meeting looks at, of the whole unit or (`of_area`) of one area.

    meeting, before: the meeting, and the one before it; kini, dulu: the assessments that both looked at
    not_compared: why then and now are not compared, in a sentence (Indonesian); '' where they are
    figures: the total first; late, blocked, done: actions (columns of the register): past their due date, with an
    obstacle and not done, done since the meeting before; advice: open recommendations of the TPI
    earlier: decisions of meetings before that are not done; taken: what this meeting decided
    """

    meeting: Meeting
    before: Meeting | None
    kini: Assessment | None
    dulu: Assessment | None
    not_compared: str
    figures: tuple[Figure, ...]
    late: pd.DataFrame
    blocked: pd.DataFrame
    done: pd.DataFrame
    advice: pd.DataFrame
    earlier: pd.DataFrame
    taken: pd.DataFrame

    def of_area(self, pokja: int | None) -> "Picture":
        """The same, of one area only; None = all of it."""
        if pokja is None:
            return self
        tables_of = {
            name: getattr(self, name)[getattr(self, name)["pokja"].eq(pokja).fillna(False)]
            for name in ("late", "blocked", "done", "advice", "earlier", "taken")
        }
        return replace(self, figures=tuple(one for one in self.figures if one.pokja == pokja), **tables_of)

    def changes(self) -> list[str]:
        """What changed since the meeting before, in sentences (Indonesian)."""
        said = [
            f"{one.nama} {format_change(one.change)} menjadi {format_number(one.kini)}"
            for one in self.figures
            if one.change is not None and abs(one.change) > SUM_TOLERANCE
        ]
        if self.dulu is not None and not said:
            said = ["Nilainya sama dengan rapat sebelumnya"]
        if len(self.done):
            since = f" sejak {format_date(self.before.tanggal)}" if self.before else ""
            said.append(f"{len(self.done)} tindakan selesai{since}")
        return said


def meeting_picture(store: Store, meeting: Meeting, before: Meeting | None, predikat: str, today: date) -> Picture:
    """What a meeting looks at, for the gates of a predicate (its key).

    The assessment is the one that the meeting names, else the unit's latest of its year; what it is compared with is
    the one that the meeting before named, where the same judge gave both by the same instrument.
    """
    kini = _looked_at(store, meeting)
    dulu, why = _compared(store, before, kini)
    actions = register_rows(store, ACTIONS.table, [meeting.unit_id], meeting.tahun)
    advice = register_rows(store, ADVICE.table, [meeting.unit_id], meeting.tahun)
    open_now = action_rules.is_open(actions)
    decided = actions["sumber"].eq("rapat")
    taken = decisions(actions, meeting)
    return Picture(
        meeting,
        before,
        kini,
        dulu,
        why,
        _figures(store, kini, dulu, predikat),
        actions[action_rules.is_late(actions, today)],
        actions[open_now & actions["kendala"].ne("")],
        actions[_done_since(store, actions, before)],
        advice[advice["status"].ne("terverifikasi")],
        actions[open_now & decided & ~actions["baris_id"].isin(taken["baris_id"])],
        taken,
    )


def _done_since(store: Store, actions: pd.DataFrame, before: Meeting | None) -> pd.Series:
    """Which actions were done after the meeting before; all that are done where there was none."""
    done = actions["status"].eq(action_rules.DONE)
    if before is None or before.tanggal is None or not done.any():
        return done
    since = became(store, ACTIONS.table, "status", action_rules.DONE, actions["unit_id"].unique().tolist())
    return done & (actions["baris_id"].map(since) >= pd.Timestamp(before.tanggal))


def _looked_at(store: Store, meeting: Meeting) -> Assessment | None:
    if named := _named(store, meeting):
        return named
    everything = tables.assessments(store)
    mine = everything[(everything["unit_id"] == meeting.unit_id) & (everything["tahun"] == meeting.tahun)]
    return next(iter(assessments_of(choose_judge(mine, LATEST))), None)


def _named(store: Store, meeting: Meeting) -> Assessment | None:
    """The assessment that a meeting names, if it is of the meeting's own unit (or of one merged into it)."""
    if not meeting.dibahas:
        return None
    found = assessments_of(tables.assessments_by_id(store, [meeting.dibahas]))
    own = unit_id_of(store, meeting.unit)
    return next((one for one in found if unit_id_of(store, one.unit) == own), None)


def _compared(store: Store, before: Meeting | None, kini: Assessment | None) -> tuple[Assessment | None, str]:
    """The assessment that the meeting before looked at, or why there is none to compare with (Indonesian)."""
    if kini is None:
        return None, "Belum ada penilaian untuk tahun ini."
    if before is None:
        return None, "Ini rapat pertama; belum ada yang dibandingkan."
    dulu = _named(store, before)
    if dulu is None:
        return None, f"Rapat {before.title} tidak mencatat penilaian yang dibahas."
    if (dulu.instrumen, dulu.instrumen_versi) != (kini.instrumen, kini.instrumen_versi):
        return None, f"Rapat {before.title} membahas instrumen lain; nilainya tidak dapat dibandingkan."
    if dulu.penilai != kini.penilai:
        return None, (
            f"Rapat {before.title} membahas penilaian {PENILAI[dulu.penilai]}, kini {PENILAI[kini.penilai]}; "
            "nilainya tidak dibandingkan."
        )
    return dulu, ""


def _figures(store: Store, kini: Assessment | None, dulu: Assessment | None, predikat: str) -> tuple[Figure, ...]:
    if kini is None:
        return ()
    looked_at = pd.DataFrame([vars(one) for one in (kini, dulu) if one is not None]).drop_duplicates("penilaian_id")
    gates = gates_of(store, looked_at)
    gates = gates[gates["predikat"] == predikat]
    now = gates[gates["penilaian_id"] == kini.penilaian_id]
    then = {} if dulu is None else _nilai(gates[gates["penilaian_id"] == dulu.penilaian_id])
    area = _areas(kini.instrument)
    found = [
        Figure(
            row["kode"],
            row["nama"],
            area.get(row["kode"]),
            bool(row["menyeluruh"]),
            then.get(row["kode"]),
            float(row["nilai"]),
            float(row["minimum"]),
            float(row["bobot"]),
        )
        for row in now.to_dict("records")
    ]
    return tuple(sorted(found, key=lambda one: not one.menyeluruh))


def _nilai(gates: pd.DataFrame) -> dict[str, float]:
    return {str(kode): float(nilai) for kode, nilai in zip(gates["kode"], gates["nilai"], strict=True)}


def _areas(instrument: Instrument) -> dict[str, int]:
    """Gate -> the area that it is about."""
    gates = {number: instrument.gate_over(instrument.area_nodes(number)) for number in instrument.pokja()}
    return {gate.kode: number for number, gate in gates.items() if gate is not None}
