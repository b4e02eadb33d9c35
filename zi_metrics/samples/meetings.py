"""Meetings of some sample units: one per quarter, about the assessment of then, with what was decided."""

from collections.abc import Sequence
from datetime import date, timedelta

import pandas as pd

from zi_metrics.instruments.library import load_instrument
from zi_metrics.pembangunan.meetings import MEETINGS, Decision, Meeting, decide, meetings
from zi_metrics.store import tables
from zi_metrics.store.connection import Store
from zi_metrics.store.registers import RowChange, save_rows
from zi_metrics.store.unit_names import unit_key

# Which of the sample units meet, by their place in the list.
_MEET = (0, 4, 8, 13)
_HELD = (
    ("Triwulan I", (3, 30), "Data dukung dari bagian lain terlambat.", "Dibahas rencana aksi dan pembagian tugas."),
    ("Triwulan II", (6, 29), "", "Dibahas hasil penilaian TPI dan perbaikannya."),
)
_DECIDED = (
    ("Melengkapi notulen dan daftar hadir monev tiap bulan", "Sekretaris tim (contoh)", 1, "P.1.iii.b", 30),
    ("Menetapkan pengganti SOP yang belum dicabut", "Ketua Pokja 2 (contoh)", 2, "P.2.i.a", 45),
    ("Menindaklanjuti pengaduan yang melewati batas waktu", "Ketua Pokja 6 (contoh)", 6, "", 21),
)


def fill_with_sample_meetings(store: Store, units: Sequence[str], tahun: int) -> None:
    """Store the meetings of some units, and what they decided. units: the names of all sample units, in order."""
    everything = tables.assessments(store)
    changes = []
    for number in _MEET:
        if number >= len(units):
            continue
        unit_id = unit_key(units[number])
        own = everything[(everything["unit_id"] == unit_id) & (everything["tahun"] == tahun)]
        for place, (periode, day, kendala, catatan) in enumerate(_HELD):
            changes.append(
                RowChange(
                    {
                        "periode": periode,
                        "tanggal": date(tahun, *day),
                        "tempat": "Ruang rapat (contoh)",
                        "pimpinan": "Kepala unit kerja (contoh)",
                        "pimpinan_hadir": "ya",
                        "peserta": 14 + number + place,
                        "dibahas": _looked_at(own, place),
                        "kendala": kendala,
                        "catatan": catatan,
                    },
                    unit_id=unit_id,
                    tahun=tahun,
                )
            )
    save_rows(store, MEETINGS.table, changes)
    for meeting in meetings(store, None, tahun):
        _decide(store, meeting)


def _looked_at(own: pd.DataFrame, place: int) -> str:
    """The unit's own assessment first, later the last judge's."""
    ordered = own.sort_values("penilai", key=lambda judges: judges.map({"unit": 0}).fillna(1), kind="stable")
    return "" if ordered.empty else str(ordered["penilaian_id"].iloc[0 if place == 0 else -1])


def _decide(store: Store, meeting: Meeting) -> None:
    for rencana, pic, pokja, kode, days in _DECIDED[: 2 if meeting.periode.endswith("II") else 3]:
        until = None if meeting.tanggal is None else meeting.tanggal + timedelta(days=days)
        decide(store, meeting, Decision(rencana, pic, until, pokja, kode), load_instrument())
