"""Meetings of some sample units: one per quarter, about the assessment of then, with what was decided."""

from collections.abc import Sequence
from datetime import date, timedelta

from zi_metrics.answers import PENILAI
from zi_metrics.pembangunan.meetings import ACTIONS, FROM_MEETING, MEETINGS
from zi_metrics.scope import Act
from zi_metrics.store.assessments import NewAssessment
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


def fill_with_sample_meetings(
    store: Store, units: Sequence[str], tahun: int, known: Sequence[tuple[NewAssessment, str]]
) -> None:
    """Store the meetings of some units, and what they decided.

    units: the names of all sample units, in order; known: their assessments with their ids (penilaian_id)
    """
    changes = []
    for number in _MEET:
        if number >= len(units):
            continue
        unit_id = unit_key(units[number])
        own = [(new, one) for new, one in known if new.unit == units[number] and new.tahun == tahun]
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
    held = save_rows(store, MEETINGS.table, changes).baris
    # Read from what was just said: what a transaction writes is seen by nobody before its end.
    decided = [one for change, row in zip(changes, held, strict=True) for one in _decided(change, row.baris_id)]
    save_rows(store, ACTIONS.table, decided, act=Act.RAPAT)


def _looked_at(own: Sequence[tuple[NewAssessment, str]], place: int) -> str:
    """The unit's own assessment first, later the last judge's."""
    judges = list(PENILAI)
    order = sorted(own, key=lambda pair: judges.index(pair[0].penilai))
    return order[0 if place == 0 else -1][1] if order else ""


def _decided(meeting: RowChange, baris_id: str) -> list[RowChange]:
    """What a meeting decided; by the second one, most of what the first one did is done."""
    day, late = meeting.isi["tanggal"], meeting.isi["periode"] == _HELD[-1][0]
    assert isinstance(day, date)
    return [
        RowChange(
            {
                "rencana": f"{rencana} ({meeting.isi['periode']})",
                "pic": pic,
                "mulai": day,
                "selesai": day + timedelta(days=days),
                "kode": kode,
                "pokja": pokja,
                "status": "berjalan" if late or not place else "selesai",
                "bukti": "" if late or not place else "Notulen tindak lanjut (contoh)",
                "sumber": FROM_MEETING,
                "sumber_id": baris_id,
            },
            unit_id=meeting.unit_id,
            tahun=meeting.tahun,
        )
        for place, (rencana, pic, pokja, kode, days) in enumerate(_DECIDED[: 2 if late else 3])
    ]
