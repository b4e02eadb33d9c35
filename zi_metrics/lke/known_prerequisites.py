"""What is known of prerequisites: what somebody recorded, for how long a unit has been building by its stages, and
which predicate it holds by the register of those given.

Where a register tells it, that says more than what somebody wrote once, so it goes before that.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

import pandas as pd

from zi_metrics.bahasa import format_date
from zi_metrics.instruments.library import Instrument
from zi_metrics.store import tables
from zi_metrics.store.connection import Store
from zi_metrics.store.prerequisites import (
    RECORDED_COLUMNS,
    RECORDED_OF_YEAR_COLUMNS,
    recorded_of_year,
    recorded_prerequisites,
)
from zi_metrics.store.proposal_dates import proposal_date
from zi_metrics.whole_years import full_years

_STAGES, _AWARDS = "Register tahapan", "Register setelah predikat"


class Given(NamedTuple):
    """A predicate that a unit was given. tanggal_sk: of the decree; dicabut: when it was withdrawn; None = not told."""

    predikat: str
    tanggal_sk: date | None
    dicabut: date | None


class _Told(NamedTuple):
    unit_id: str
    kode: str
    nilai: str
    bukti: str
    tanggal: date | None
    register: str


def known_of_year(store: Store, instrument: Instrument, tahun: int, unit_ids: Sequence[str]) -> pd.DataFrame:
    """What is known of every prerequisite for several units in a year: as `store.prerequisites.recorded_of_year`."""
    recorded = recorded_of_year(store, tahun, unit_ids)
    return _bettered(recorded, _told(store, instrument, tahun, unit_ids), RECORDED_OF_YEAR_COLUMNS)


def known_prerequisites(store: Store, instrument: Instrument, unit_id: str, tahun: int) -> pd.DataFrame:
    """The same for one unit, with what it rests on: as `store.prerequisites.recorded_prerequisites`."""
    recorded = recorded_prerequisites(store, unit_id, tahun).assign(unit_id=unit_id)
    told = _told(store, instrument, tahun, [unit_id])
    return _bettered(recorded, told, (*RECORDED_COLUMNS, "unit_id"))[list(RECORDED_COLUMNS)]


def stage_since(store: Store, tahap: str, tahun: int, unit_ids: Sequence[str]) -> dict[str, date]:
    """Since when a stage has been going on, by what is recorded up to a year: unit -> day, where anything says so."""
    parameters = {"tahap": tahap, "tahun": int(tahun), "unit_ids": list(unit_ids)}
    with store.cursor() as cursor:
        rows = cursor.execute(tables.named_query("stages_begun"), parameters).fetchall()
    found = {unit_id: begun_on(*days) for unit_id, *days in rows}
    return {unit_id: day for unit_id, day in found.items() if day is not None}


def begun_on(mulai: date | None, tanggal_dokumen: date | None, selesai: date | None) -> date | None:
    """When a stage began at the latest, by the days that are told of it; None where none is."""
    return mulai or tanggal_dokumen or selesai


def held_by(given: Iterable[Given], until: date) -> Given | None:
    """What decides whether a predicate is held: one that was given by a day and is not withdrawn, else the last one
    that was withdrawn; None where none was given by then.
    """
    then = [one for one in given if one.tanggal_sk is None or one.tanggal_sk <= until]
    kept = [one for one in then if one.dicabut is None]
    return max(kept or then, key=lambda one: one.tanggal_sk or date.min, default=None)


def _bettered(recorded: pd.DataFrame, told: Sequence[_Told], columns: Sequence[str]) -> pd.DataFrame:
    """What is recorded, but where a register tells it what the register tells."""
    if not told:
        return recorded
    better = {(one.unit_id, one.kode) for one in told}
    own = [pair not in better for pair in zip(recorded["unit_id"], recorded["kode"], strict=True)]
    rows = [_row(one) for one in told]
    return pd.concat([recorded[own], pd.DataFrame(rows)[list(columns)]], ignore_index=True)


def _row(told: _Told) -> dict[str, object]:
    words = {"unit_id": told.unit_id, "kode": told.kode, "nilai": told.nilai, "bukti": told.bukti}
    when = {"tautan": "", "tanggal": told.tanggal, "oleh": told.register, "waktu": pd.NaT, "seluruh_instansi": False}
    return {**words, **when}


def _told(store: Store, instrument: Instrument, tahun: int, unit_ids: Sequence[str]) -> list[_Told]:
    """What the registers tell of some units' prerequisites in a year."""
    until = proposal_date(store, tahun)
    found = []
    for item in instrument.prasyarat:
        if item.tahap:
            found += [
                _Told(
                    unit,
                    item.kode,
                    str(full_years(since, until)),
                    f"Tahap dimulai {format_date(since)}",
                    since,
                    _STAGES,
                )
                for unit, since in stage_since(store, item.tahap, tahun, unit_ids).items()
            ]
        if item.predikat_dipegang:
            # Who holds the predicate that this one leads to was given it before.
            counts = (item.predikat_dipegang, *item.minimum)
            found += [
                _award(unit, item.kode, one, instrument)
                for unit, given in _given(store, counts, unit_ids).items()
                if (one := held_by(given, until)) is not None
            ]
    return found


def _award(unit_id: str, kode: str, one: Given, instrument: Instrument) -> _Told:
    name = instrument.predikat[one.predikat].singkatan
    if one.dicabut is not None:
        return _Told(unit_id, kode, "Tidak", f"{name} dicabut {format_date(one.dicabut)}", one.dicabut, _AWARDS)
    return _Told(unit_id, kode, "Ya", f"Keputusan {name}", one.tanggal_sk, _AWARDS)


def _given(store: Store, predikat: Sequence[str], unit_ids: Sequence[str]) -> dict[str, list[Given]]:
    parameters = {"predikat": list(predikat), "unit_ids": list(unit_ids)}
    with store.cursor() as cursor:
        rows = cursor.execute(tables.named_query("predicates_given"), parameters).fetchall()
    found: dict[str, list[Given]] = {}
    for unit_id, *one in rows:
        found.setdefault(unit_id, []).append(Given(*one))
    return found
