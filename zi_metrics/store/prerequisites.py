"""What is recorded of the prerequisites to propose a unit: rows are only ever added, the newest counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from zi_metrics.scope import Act, Target
from zi_metrics.store import tables
from zi_metrics.store.clock import utc_now
from zi_metrics.store.connection import Store

_NEWEST = (
    "SELECT versi, nilai, bukti, tautan, tanggal FROM prasyarat "
    "WHERE unit_id IS NOT DISTINCT FROM ? AND tahun = ? AND kode = ? ORDER BY versi DESC LIMIT 1"
)


@dataclass(frozen=True)
class PrerequisiteRecord:
    """One prerequisite as somebody knows it.

    nilai: as written ('WTP', 'Ya', '100%'), None takes an earlier record back; tanggal: the date of the evidence.
    """

    kode: str
    nilai: str | None
    bukti: str = ""
    tautan: str = ""
    tanggal: date | None = None


def record_prerequisites(store: Store, unit_id: str | None, tahun: int, records: Sequence[PrerequisiteRecord]) -> int:
    """Record prerequisites of a unit (None = of the agency, for all its units) and year, all in one transaction.

    Gives how many were new: recording once more what is recorded writes nothing. Raises KeyError when there is no such
    unit, NotAllowed for another's, duckdb.Error when the database refuses (nothing was written then).
    """
    now = utc_now()
    added = 0
    with store.write(Act.PRASYARAT if unit_id else Act.PRASYARAT_INSTANSI) as change:
        cursor, whose = change.cursor, "seluruh instansi"
        if unit_id is not None:
            row = cursor.execute("SELECT nama FROM unit_kerja WHERE unit_id = ?", [unit_id]).fetchone()
            if row is None:
                raise KeyError(unit_id)
            (whose,) = row
            change.require(Target(unit_id, whose))
        for record in records:
            said = (record.nilai, record.bukti, record.tautan, record.tanggal)
            versi, *before = cursor.execute(_NEWEST, [unit_id, tahun, record.kode]).fetchone() or (0, None)
            if tuple(before) == said:
                continue
            cursor.execute(
                "INSERT INTO prasyarat (unit_id, tahun, kode, versi, nilai, bukti, tautan, tanggal, oleh, waktu) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [unit_id, tahun, record.kode, versi + 1, *said, change.oleh, now],
            )
            fields = ("nilai", "bukti", "tautan", "tanggal")
            change.record(
                unit_id,
                f"prasyarat {record.kode} {tahun}, {whose}",
                sebelum=dict(zip(fields, before, strict=True)) if versi else None,
                sesudah=dict(zip(fields, said, strict=True)),
            )
            added += 1
    return added


RECORDED_OF_YEAR_COLUMNS = ("unit_id", "kode", "nilai")


def recorded_of_year(store: Store, tahun: int, unit_ids: Sequence[str]) -> pd.DataFrame:
    """What counts now of every prerequisite for several units in a year, in one query, as `recorded_prerequisites` of
    each.

    Columns: RECORDED_OF_YEAR_COLUMNS; nilai: None = taken back; no row for what was never recorded.
    """
    parameters = {"unit_ids": list(unit_ids), "tahun": int(tahun)}
    return tables.read(store, tables.named_query("prerequisites_of_year"), parameters)


RECORDED_COLUMNS = ("kode", "nilai", "bukti", "tautan", "tanggal", "oleh", "waktu", "seluruh_instansi")


def recorded_prerequisites(store: Store, unit_id: str, tahun: int) -> pd.DataFrame:
    """What counts now for a unit and year, its own records and the agency's, whichever is newer.

    Columns: kode, nilai (None = taken back), bukti, tautan, tanggal (of the evidence), oleh, waktu (UTC),
    seluruh_instansi (bool: recorded for all units).
    """
    # A year taken from a table is numpy's, which DuckDB does not take as a parameter.
    parameters = {"unit_id": unit_id, "tahun": int(tahun)}
    return tables.read(store, tables.named_query("prerequisites"), parameters)
