"""Saved scenarios: named sets of changed answers on top of an assessment, as versions that are never changed."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime

import duckdb
import pandas as pd

from zi_metrics.scope import Act, Target
from zi_metrics.store import tables
from zi_metrics.store.clock import utc_now
from zi_metrics.store.connection import Store, only_row

_NEWEST = (
    "SELECT versi, oleh, nama, unit_id, tahun, dari_penilaian_id, perubahan, dibuang FROM skenario "
    "WHERE skenario_id = ? ORDER BY versi DESC LIMIT 1"
)
_ALIKE = (
    "SELECT skenario_id, versi FROM skenario AS ini WHERE nama = ? AND unit_id = ? AND tahun = ? "
    "AND dari_penilaian_id = ? AND perubahan = ? AND dibuang = ? "
    "AND versi = (SELECT max(versi) FROM skenario WHERE skenario_id = ini.skenario_id) LIMIT 1"
)


class ScenarioMoved(RuntimeError):
    """Somebody kept another version of a scenario, or discarded it, since it was opened (message in Indonesian)."""


@dataclass(frozen=True)
class SavedScenario:
    """What became of a scenario: its id and version; `new` is False when nothing changed."""

    skenario_id: str
    versi: int
    new: bool


@dataclass(frozen=True)
class Scenario:
    """One version of a saved scenario.

    skenario_id, versi, nama: which it is; unit_id, tahun: whose
    dari_penilaian_id, dari_penilai, dari_versi: the assessment that it starts from, its judge and version
    instrumen, instrumen_versi: code and version of that assessment's instrument
    perubahan: question -> change (`plan.scenario.apply_changes`); oleh, waktu: who kept it, and when (UTC)
    """

    skenario_id: str
    versi: int
    nama: str
    unit_id: str
    tahun: int
    dari_penilaian_id: str
    dari_penilai: str
    dari_versi: int
    instrumen: str
    instrumen_versi: int
    perubahan: dict
    oleh: str
    waktu: datetime


SCENARIO_COLUMNS = tuple(field.name for field in fields(Scenario))


def scenarios_of(table: pd.DataFrame) -> list[Scenario]:
    """The rows of `scenarios` (all or some of them), in their order."""
    whole = ("versi", "tahun", "dari_versi", "instrumen_versi")
    return [
        Scenario(**{**row, **{name: int(row[name]) for name in whole}, "waktu": row["waktu"].to_pydatetime()})
        for row in table[list(SCENARIO_COLUMNS)].to_dict("records")
    ]


def save_scenario(
    store: Store,
    penilaian_id: str,
    nama: str,
    perubahan: Mapping,
    skenario_id: str | None = None,
    dibuka: int | None = None,
) -> SavedScenario:
    """Keep a scenario, or (with its id) the next version of one; saving what is kept already writes nothing.

    penilaian_id: the assessment that it starts from, which tells unit and year
    perubahan: question -> change (`plan.scenario.apply_changes`), kept as JSON
    dibuka: the version that the changes were made on; what somebody else did to the scenario after it is not replaced
    Raises ScenarioMoved when there is a version after `dibuka`, KeyError for an assessment or id that does not exist,
    TypeError or ValueError for changes that JSON would not give back as they were, NotAllowed for another's unit,
    duckdb.Error when the database refuses.
    """
    text = json.dumps(perubahan, ensure_ascii=False, allow_nan=False, sort_keys=True)
    if json.loads(text) != perubahan:
        raise ValueError("changes do not survive JSON: use text keys, numbers, texts, None and dicts of them only")
    with store.write(Act.SKENARIO) as change:
        cursor = change.cursor
        base = cursor.execute("SELECT unit_id, tahun FROM penilaian WHERE penilaian_id = ?", [penilaian_id]).fetchone()
        if base is None:
            raise KeyError(penilaian_id)
        change.require(_target(cursor, base[0]))
        before = None
        content = (" ".join(nama.split()), *base, penilaian_id, text, False)
        versi = 0
        if skenario_id is None:
            alike = cursor.execute(_ALIKE, content).fetchone()
            if alike is not None:
                return SavedScenario(*alike, new=False)
        else:
            versi, by, *known = _newest(cursor, skenario_id)
            before = {"nama": known[0], "perubahan": json.loads(known[4]), "dibuang": known[-1]}
            if tuple(known) == content:
                return SavedScenario(skenario_id, versi, new=False)
            if dibuka is not None and versi > dibuka:
                what = "membuang skenario ini" if known[-1] else f"menyimpan versi {versi} skenario ini"
                raise ScenarioMoved(f"Sementara itu {by} {what}")
        skenario_id = skenario_id or uuid.uuid4().hex
        _append(cursor, skenario_id, versi + 1, content, change.oleh)
        change.record(
            base[0],
            f"skenario {content[0]}, versi {versi + 1}",
            before,
            # With the assessment, by whose id an erasure finds what the trail says about it.
            {"nama": content[0], "perubahan": dict(perubahan), "dibuang": False, "dari_penilaian_id": penilaian_id},
        )
    return SavedScenario(skenario_id, versi + 1, new=True)


def discard_scenario(store: Store, skenario_id: str) -> bool:
    """Discard a scenario, by a row of its own; its versions stay stored. False when it was discarded before.

    Raises KeyError when there is no such scenario, NotAllowed for another's unit, duckdb.Error when the database
    refuses.
    """
    with store.write(Act.SKENARIO) as change:
        cursor = change.cursor
        versi, _, *known, discarded = _newest(cursor, skenario_id)
        change.require(_target(cursor, known[1]))
        if discarded:
            return False
        _append(cursor, skenario_id, versi + 1, (*known, True), change.oleh)
        change.record(
            known[1],
            f"skenario {known[0]}, versi {versi + 1}",
            {"dibuang": False},
            {"dibuang": True, "dari_penilaian_id": known[3]},
        )
    return True


def scenarios(store: Store, unit_id: str, tahun: int) -> pd.DataFrame:
    """The scenarios of a unit and year that are not discarded, the latest first.

    Columns: SCENARIO_COLUMNS, which are the fields of a Scenario.
    """
    return _read(store, tables.named_query("scenarios"), {"unit_id": unit_id, "tahun": int(tahun)})


def scenario_versions(store: Store, skenario_id: str) -> pd.DataFrame:
    """All versions of one scenario, newest first, discarded ones (dibuang) too. Empty when unknown.

    Columns: skenario_id, versi, nama, unit_id, tahun, dari_penilaian_id, perubahan (dict), oleh, waktu (UTC), dibuang.
    """
    query = "SELECT * FROM skenario WHERE skenario_id = $id ORDER BY versi DESC"
    return _read(store, query, {"id": skenario_id})


def _read(store: Store, query: str, parameters: dict) -> pd.DataFrame:
    table = tables.read(store, query, parameters)
    return table.assign(perubahan=[json.loads(text) for text in table["perubahan"]])


def _newest(cursor: duckdb.DuckDBPyConnection, skenario_id: str) -> tuple:
    row = cursor.execute(_NEWEST, [skenario_id]).fetchone()
    if row is None:
        raise KeyError(skenario_id)
    return row


def _target(cursor: duckdb.DuckDBPyConnection, unit_id: str) -> Target:
    (nama,) = only_row(cursor, "SELECT nama FROM unit_kerja WHERE unit_id = ?", [unit_id])
    return Target(unit_id, nama)


def _append(cursor: duckdb.DuckDBPyConnection, skenario_id: str, versi: int, content: tuple, oleh: str) -> None:
    nama, unit_id, tahun, penilaian_id, perubahan, dibuang = content
    cursor.execute(
        "INSERT INTO skenario "
        "(skenario_id, versi, nama, unit_id, tahun, dari_penilaian_id, perubahan, oleh, waktu, dibuang) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [skenario_id, versi, nama, unit_id, tahun, penilaian_id, perubahan, oleh, utc_now(), dibuang],
    )
