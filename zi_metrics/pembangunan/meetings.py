"""Meetings: when, who led, which assessment was looked at; what they decide becomes an action with PIC and due date."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

import pandas as pd

from zi_metrics.instruments.library import Instrument
from zi_metrics.pembangunan.register import register
from zi_metrics.pembangunan.register_sheet import area_of_row
from zi_metrics.scope import Act
from zi_metrics.store.connection import Store
from zi_metrics.store.registers import RowChange, SavedRows, register_rows, save_rows
from zi_metrics.written_dates import MONTH_NAMES

MEETINGS, ACTIONS = register("rapat"), register("rencana_aksi")
# Where an action says that a meeting decided it.
FROM_MEETING = "rapat"
PERIODS = (
    *(f"Triwulan {number}" for number in ("I", "II", "III", "IV")),
    *("Semester I", "Semester II"),
    *MONTH_NAMES,
)


@dataclass(frozen=True)
class Meeting:
    """One meeting, as it is recorded.

    baris_id, versi: which row; unit_id, unit, tahun: whose, in which year; pokja: of one area only, None = of the unit
    periode, tanggal, tempat: when and where; pimpinan: who led (an office, not a name), pimpinan_hadir: 'ya', 'tidak',
    '' = not said; peserta: how many came, None = not said
    dibahas: the assessment that it looked at (penilaian_id), '' = not said; kendala, catatan: as written
    tautan_undangan, tautan_daftar_hadir, tautan_notulen, tautan_foto: links to its papers
    oleh, waktu: who recorded it last, and when (UTC)
    """

    baris_id: str
    versi: int
    unit_id: str
    unit: str
    tahun: int
    pokja: int | None
    periode: str
    tanggal: date | None
    tempat: str
    pimpinan: str
    pimpinan_hadir: str
    peserta: int | None
    dibahas: str
    kendala: str
    catatan: str
    tautan_undangan: str
    tautan_daftar_hadir: str
    tautan_notulen: str
    tautan_foto: str
    oleh: str
    waktu: datetime

    @property
    def title(self) -> str:
        """'Triwulan II 2026'."""
        return self.periode if str(self.tahun) in self.periode else f"{self.periode} {self.tahun}"


@dataclass(frozen=True)
class Decision:
    """What a meeting decides. rencana: what is to be done; pic: which office; selesai: until when; kode: LKE codes."""

    rencana: str
    pic: str = ""
    selesai: date | None = None
    pokja: int | None = None
    kode: str = ""


def meetings(store: Store, unit_ids: Sequence[str] | None = None, tahun: int | None = None) -> list[Meeting]:
    """The meetings (of some units, of a year), the newest first; those without a date last."""
    table = register_rows(store, MEETINGS.table, unit_ids, tahun)
    found = [_meeting(row) for row in table.to_dict("records")]
    return sorted(found, key=lambda one: (one.tanggal or date.min, one.waktu), reverse=True)


def meeting_before(known: Sequence[Meeting], meeting: Meeting) -> Meeting | None:
    """The last meeting of the same unit before another, about the same area or the whole unit; None without one."""
    earlier = [
        one
        for one in known
        if one.unit_id == meeting.unit_id
        and one.baris_id != meeting.baris_id
        and one.pokja in (None, meeting.pokja)
        and one.tanggal is not None
        and meeting.tanggal is not None
        and one.tanggal < meeting.tanggal
    ]
    return max(earlier, key=lambda one: one.tanggal or date.min, default=None)


def begin_meeting(store: Store, unit_id: str, tahun: int, isi: Mapping[str, object]) -> str:
    """Record a new meeting; gives its id. isi: the fields of the register. Raises as `save_rows`."""
    return save_rows(store, MEETINGS.table, [RowChange(isi, unit_id=unit_id, tahun=tahun)]).baris[0].baris_id


def change_meeting(store: Store, meeting: Meeting, isi: Mapping[str, object]) -> SavedRows:
    """Record what is known better of a meeting; what somebody else changed in it meanwhile stays, or is told."""
    return save_rows(store, MEETINGS.table, [RowChange(isi, meeting.baris_id, meeting.versi)])


def decide(store: Store, meeting: Meeting, decision: Decision, instrument: Instrument) -> SavedRows:
    """Keep what a meeting decided as an action of its unit and year.

    Raises as `save_rows`; ValueError without a text.
    """
    if not decision.rencana.strip():
        raise ValueError("Keputusan belum ditulis.")
    isi = {
        "rencana": decision.rencana,
        "pic": decision.pic,
        "selesai": decision.selesai,
        "mulai": meeting.tanggal,
        "kode": decision.kode,
        "pokja": decision.pokja or area_of_row({"kode": decision.kode}, instrument) or meeting.pokja,
        "sumber": FROM_MEETING,
        "sumber_id": meeting.baris_id,
    }
    return save_rows(
        store, ACTIONS.table, [RowChange(isi, unit_id=meeting.unit_id, tahun=meeting.tahun)], act=Act.RAPAT
    )


def decisions(actions: pd.DataFrame, meeting: Meeting) -> pd.DataFrame:
    """Of a unit's actions those that a meeting decided, in the order in which they were taken."""
    return actions[(actions["sumber"] == FROM_MEETING) & (actions["sumber_id"] == meeting.baris_id)]


def _meeting(row: Mapping[Any, Any]) -> Meeting:
    said = {field.name: row[field.name] for field in fields(Meeting)}
    day = said["tanggal"]
    return Meeting(
        **{
            **said,
            "versi": int(said["versi"]),
            "tahun": int(said["tahun"]),
            "pokja": None if pd.isna(said["pokja"]) else int(said["pokja"]),
            "peserta": None if pd.isna(said["peserta"]) else int(said["peserta"]),
            "tanggal": None if pd.isna(day) else pd.Timestamp(day).date(),
            "waktu": said["waktu"].to_pydatetime(),
        }
    )
