"""Actions as they stand beside a unit, an area or a question: who, by when, how far, what is late first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from zi_metrics.bahasa import format_number
from zi_metrics.instruments.library import Instrument
from zi_metrics.pembangunan.actions import DONE, is_late, is_open
from zi_metrics.pembangunan.named_codes import named, questions_below, questions_named
from zi_metrics.pembangunan.register import register


@dataclass(frozen=True)
class ListedAction:
    """One action of the register.

    baris_id: its row; unit: whose; pokja: its area, None = of none alone; rencana: what is to be done
    kode: the codes of questions and nodes that it names; pic: who answers for it (a position), '' = not said
    tenggat: until when, None = not said; status: as the register words it; tercapai: whether it is done
    selesai: whether nothing is left to be done, because it is done or dropped
    hari_terlambat: days since it was due, 0 = it is not late
    """

    baris_id: str
    unit: str
    pokja: int | None
    rencana: str
    kode: tuple[str, ...]
    pic: str
    tenggat: date | None
    status: str
    tercapai: bool
    selesai: bool
    hari_terlambat: int


def listed_actions(rows: pd.DataFrame, day: date) -> list[ListedAction]:
    """Actions on a day: late ones first, the latest at the top, then what is open by due date, then what is done.

    rows: as `store.registers.register_rows` gives them.
    """
    words = register("rencana_aksi").field("status").pilihan
    late, pending = is_late(rows, day), is_open(rows)
    found = []
    for row, is_overdue, still in zip(rows.to_dict("records"), late, pending, strict=True):
        due = None if pd.isna(row["selesai"]) else pd.Timestamp(row["selesai"]).date()
        found.append(
            ListedAction(
                baris_id=str(row["baris_id"]),
                unit=str(row["unit"]),
                pokja=None if pd.isna(row["pokja"]) else int(row["pokja"]),
                rencana=str(row["rencana"]),
                kode=tuple(named(row["kode"])),
                pic=str(row["pic"]),
                tenggat=due,
                status=words.get(row["status"], str(row["status"])),
                tercapai=row["status"] == DONE,
                selesai=not still,
                hari_terlambat=(day - due).days if is_overdue and due else 0,
            )
        )
    return sorted(found, key=lambda one: (one.selesai, -one.hari_terlambat, one.tenggat or date.max))


def open_words(actions: Sequence[ListedAction]) -> str:
    """How many are still to be done: '12 belum selesai'."""
    return f"{format_number(sum(not one.selesai for one in actions), 0)} belum selesai"


def late_sentence(actions: Sequence[ListedAction]) -> str:
    """How many of some actions are late and since when at most, in a sentence; '' where none is."""
    late = [one.hari_terlambat for one in actions if one.hari_terlambat]
    if not late:
        return ""
    return f"{format_number(len(late), 0)} tindakan terlambat, paling lama {format_number(max(late), 0)} hari."


def actions_by_question(actions: Sequence[ListedAction], instrument: Instrument) -> dict[str, list[ListedAction]]:
    """Question -> the actions (of one unit) that name it or a node above it and are not done, in their order."""
    below = questions_below(instrument)
    found: dict[str, list[ListedAction]] = {}
    for one in actions:
        if one.selesai:
            continue
        for kode in questions_named(", ".join(one.kode), below):
            found.setdefault(kode, []).append(one)
    return found
