"""What is known of prerequisites: what somebody recorded, and for how long a unit has been building by its stages.

Where the stage is recorded it says more than a number of years that somebody wrote once, so it goes before that.
"""

from collections.abc import Sequence
from datetime import date

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

_BY_STAGE = "Register tahapan"


def known_of_year(store: Store, instrument: Instrument, tahun: int, unit_ids: Sequence[str]) -> pd.DataFrame:
    """What is known of every prerequisite for several units in a year: as `store.prerequisites.recorded_of_year`."""
    recorded = recorded_of_year(store, tahun, unit_ids)
    until = proposal_date(store, tahun)
    told = [
        (unit_id, kode, str(full_years(since, until)))
        for kode, stage in _told_by_stages(instrument).items()
        for unit_id, since in stage_since(store, stage, tahun, unit_ids).items()
    ]
    if not told:
        return recorded
    better = {(unit_id, kode) for unit_id, kode, _ in told}
    own = [pair not in better for pair in zip(recorded["unit_id"], recorded["kode"], strict=True)]
    return pd.concat([recorded[own], pd.DataFrame(told, columns=list(RECORDED_OF_YEAR_COLUMNS))], ignore_index=True)


def known_prerequisites(store: Store, instrument: Instrument, unit_id: str, tahun: int) -> pd.DataFrame:
    """The same for one unit, with what it rests on: as `store.prerequisites.recorded_prerequisites`."""
    recorded = recorded_prerequisites(store, unit_id, tahun)
    told = []
    for kode, stage in _told_by_stages(instrument).items():
        if (since := stage_since(store, stage, tahun, [unit_id]).get(unit_id)) is not None:
            years = str(full_years(since, proposal_date(store, tahun)))
            told.append((kode, years, f"Tahap dimulai {format_date(since)}", "", since, _BY_STAGE, pd.NaT, False))
    own = recorded[~recorded["kode"].isin([one[0] for one in told])]
    return pd.concat([own, pd.DataFrame(told, columns=list(RECORDED_COLUMNS))], ignore_index=True) if told else recorded


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


def _told_by_stages(instrument: Instrument) -> dict[str, str]:
    """Prerequisite -> the stage that tells it."""
    return {item.kode: item.tahap for item in instrument.prasyarat if item.tahap}
