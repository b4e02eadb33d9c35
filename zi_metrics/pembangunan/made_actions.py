"""Actions made of what was found out elsewhere: a plan's steps, a scenario's changes, a recommendation, a decision."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from zi_metrics.instruments.library import Instrument
from zi_metrics.pembangunan.actions import DROPPED
from zi_metrics.pembangunan.field_values import areas_of
from zi_metrics.pembangunan.register import register
from zi_metrics.plan.plan import Step
from zi_metrics.plan.scenario import Outcome, change_table
from zi_metrics.store.connection import Store
from zi_metrics.store.registers import RowChange, SavedRow, register_rows, save_rows
from zi_metrics.texts import LONGEST_TEXT, clean_text, name_key


@dataclass(frozen=True)
class Origin:
    """What becomes an action.

    rencana: what is to be done; kode: LKE codes, ', ' between them; pokja: None = none of the six alone
    sumber: a choice of the register's field; sumber_id: the row, scenario or assessment that it comes from
    isu: what is behind it; pic: who is to do it (jabatan); selesai: until when
    """

    rencana: str
    kode: str = ""
    pokja: int | None = None
    sumber: str = "lain"
    sumber_id: str = ""
    isu: str = ""
    pic: str = ""
    selesai: date | None = None


@dataclass(frozen=True)
class MadeActions:
    """baru: actions that were written; sudah_ada: how many were there already."""

    baru: tuple[SavedRow, ...]
    sudah_ada: int


def actions_from(store: Store, unit_id: str, tahun: int, origins: Sequence[Origin]) -> MadeActions:
    """Write actions of a unit and year, but for those that are there already: of the same source and code, and of the
    same origin or in the same words.

    Raises KeyError for a unit that does not exist, NotAllowed for what is not this person's to write (nothing was
    written then), duckdb.Error when the database refuses.
    """
    table = register("rencana_aksi").table
    standing = register_rows(store, table, [unit_id], tahun)
    standing = standing[standing["status"] != DROPPED]
    there = {
        key
        for row in standing.to_dict("records")
        for key in _keys(row["sumber"], row["kode"], row["sumber_id"], row["rencana"])
    }
    changes = []
    for origin in origins:
        keys = _keys(origin.sumber, origin.kode, origin.sumber_id, origin.rencana)
        if there.isdisjoint(keys):
            there |= keys
            changes.append(RowChange(_fields(origin), unit_id=unit_id, tahun=tahun))
    saved = save_rows(store, table, changes).baris if changes else ()
    return MadeActions(saved, len(origins) - len(changes))


def steps_as_origins(steps: Iterable[Step], penilaian_id: str) -> list[Origin]:
    """A computed plan's steps. penilaian_id: the assessment that it was computed for."""
    return [
        Origin(
            _said(step.pertanyaan, step.teks_dari, step.teks_ke, step.arti_ke),
            step.kode,
            step.pokja,
            "rencana",
            penilaian_id,
            f"Rencana terhitung: naik {step.teks_dari} ke {step.teks_ke}",
        )
        for step in steps
    ]


def changes_as_origins(
    instrument: Instrument, before: Outcome, after: Outcome, changed: Sequence[str], skenario_id: str, nama: str
) -> list[Origin]:
    """A scenario's changed questions that gain points. skenario_id, nama: '' where it is not kept."""
    table = change_table(instrument, before, after, changed)
    found = []
    for row in table[table["poin"] > 0].to_dict("records"):
        areas = areas_of([row["kode"]], instrument)
        question = instrument.question(row["kode"])
        found.append(
            Origin(
                _said(row["pertanyaan"], row["dari"], row["ke"], question.kriteria.get(row["ke"], "")),
                row["kode"],
                next(iter(areas), None),
                "skenario",
                skenario_id,
                f"Skenario {nama}: naik {row['dari']} ke {row['ke']}" if nama else f"Naik {row['dari']} ke {row['ke']}",
            )
        )
    return found


def _said(question: str, before: str, after: str, meaning: str) -> str:
    """What is to be done, from a question and what its answer is to say."""
    return meaning or f"{question}: dari {before} menjadi {after}"


def _fields(origin: Origin) -> dict[str, object]:
    return {
        "kode": origin.kode,
        "pokja": origin.pokja,
        "rencana": clean_text(origin.rencana)[:LONGEST_TEXT],
        "isu": clean_text(origin.isu)[:LONGEST_TEXT],
        "pic": origin.pic,
        "selesai": origin.selesai,
        "sumber": origin.sumber,
        "sumber_id": origin.sumber_id,
    }


def _keys(sumber: str, kode: str, sumber_id: str, rencana: str) -> set[tuple]:
    """What makes two actions the same: either of these in common."""
    same = {(sumber, kode, "kata", name_key(clean_text(rencana)))}
    return same | ({(sumber, kode, "asal", sumber_id)} if sumber_id and kode else set())
