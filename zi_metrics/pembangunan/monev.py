"""A monitoring report (Laporan Monev) as data: its chapters, from what the registers and the assessments say."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from zi_metrics.answers import PENILAI
from zi_metrics.bahasa import format_date, format_list, format_number
from zi_metrics.pembangunan.actions import DONE, is_open
from zi_metrics.pembangunan.field_values import shown
from zi_metrics.pembangunan.meeting_picture import Picture
from zi_metrics.pembangunan.meetings import ACTIONS
from zi_metrics.store.connection import Store
from zi_metrics.store.registers import register_rows
from zi_metrics.written_dates import MONTHS

# Period -> the quarters that it reports on.
_QUARTERS = {"i": (1,), "ii": (2,), "iii": (3,), "iv": (4,)}
ACTION_COLUMNS = ("Kode LKE", "Rencana aksi", "PIC", "Tenggat", "Target", "Realisasi", "Status", "Bukti")
DECISION_COLUMNS = ("Keputusan", "PIC", "Tenggat", "Status")
ADVICE_COLUMNS = ("No", "Kode LKE", "Rekomendasi", "Tenggat", "Tindak lanjut", "Status")


@dataclass(frozen=True)
class Section:
    """A heading with what stands below it: sentences (Indonesian), then a table of texts, which may be None."""

    heading: str
    sentences: tuple[str, ...] = ()
    table: pd.DataFrame | None = None


@dataclass(frozen=True)
class Chapter:
    """A chapter of the report. number: 'I', or '' for the annexes."""

    number: str
    title: str
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class MonevReport:
    """The whole report. judul: its title; untuk: of which unit; tanggal: of the meeting, in words; chapters."""

    judul: str
    untuk: str
    tanggal: str
    chapters: tuple[Chapter, ...]


def quarters_of(periode: str) -> tuple[int, ...]:
    """The quarters that a period reports on: 'Triwulan II' -> (2,), 'Semester I' -> (1, 2), 'Mei' -> (2,); else all."""
    words = periode.casefold().replace("tw", "triwulan ").split()
    if "triwulan" in words and (number := next((w for w in words if w in _QUARTERS or w in "1234"), "")):
        return _QUARTERS.get(number) or (int(number),)
    if "semester" in words:
        return (1, 2) if {"i", "1"} & set(words) else (3, 4)
    month = next((MONTHS[word] for word in words if word in MONTHS), None)
    return (1, 2, 3, 4) if month is None else ((month + 2) // 3,)


def monev_report(store: Store, picture: Picture) -> MonevReport:
    """The report on what a meeting looked at."""
    meeting = picture.meeting
    actions = register_rows(store, ACTIONS.table, [meeting.unit_id], meeting.tahun)
    return MonevReport(
        f"Laporan Monitoring dan Evaluasi Pembangunan Zona Integritas, {meeting.title}",
        meeting.unit,
        format_date(meeting.tanggal),
        (
            Chapter("I", "Pendahuluan", tuple(_introduction(picture))),
            Chapter("II", "Program kerja", (_programme(actions),)),
            Chapter("III", "Rencana aksi dan realisasi", tuple(_actions(picture, actions))),
            Chapter(
                "IV", "Capaian terhadap nilai minimum, kendala, dan tindak lanjut", tuple(_results(picture, actions))
            ),
            Chapter("V", "Rekomendasi dan keputusan", tuple(_decisions(picture))),
            Chapter("", "Lampiran", (_annexes(picture),)),
        ),
    )


def _introduction(picture: Picture) -> Iterator[Section]:
    meeting, source = picture.meeting, picture.kini
    basis = [source.instrument.sumber] if source else []
    yield Section(
        "Dasar", tuple(basis or ["Peraturan Menteri PANRB tentang pembangunan dan evaluasi Zona Integritas."])
    )
    yield Section(
        "Tujuan",
        (
            "Mengetahui sejauh mana rencana aksi dilaksanakan, kendala yang dihadapi, dan jarak capaian terhadap nilai "
            "minimum, serta menetapkan tindak lanjutnya.",
        ),
    )
    place = f" di {meeting.tempat}" if meeting.tempat else ""
    led = f", dipimpin {meeting.pimpinan}" if meeting.pimpinan else ""
    present = {"ya": " Pimpinan hadir.", "tidak": " Pimpinan tidak hadir."}.get(meeting.pimpinan_hadir, "")
    people = f" Peserta {format_number(meeting.peserta, 0)} orang." if meeting.peserta else ""
    looked_at = (
        f"Penilaian yang dibahas: {PENILAI[source.penilai]} {source.tahun}, versi {source.versi}, dari "
        f"{source.nama_berkas}."
        if source
        else "Belum ada penilaian yang dibahas."
    )
    yield Section(
        "Ruang lingkup",
        (
            f"{meeting.unit}, {meeting.title}.",
            f"Rapat diadakan {format_date(meeting.tanggal)}{place}{led}.{present}{people}",
            looked_at,
        ),
    )


def _programme(actions: pd.DataFrame) -> Section:
    if actions.empty:
        return Section("Pelaksanaan", ("Belum ada rencana aksi yang dicatat untuk tahun ini.",))
    by_status = actions["status"].value_counts()
    words = ACTIONS.field("status").pilihan
    parts = [f"{by_status[code]} {word.lower()}" for code, word in words.items() if by_status.get(code)]
    return Section("Pelaksanaan", (f"Rencana aksi tahun ini memuat {len(actions)} tindakan: {format_list(parts)}.",))


def _actions(picture: Picture, actions: pd.DataFrame) -> Iterator[Section]:
    """The actions of each area, with target and realisation of the period's quarters."""
    if actions.empty:
        yield Section("", ("Belum ada rencana aksi yang dicatat.",))
        return
    quarters = quarters_of(picture.meeting.periode)
    names = picture.kini.instrument.pokja() if picture.kini else {}
    for number in [*sorted({int(one) for one in actions["pokja"].dropna()}), None]:
        own = actions[actions["pokja"].isna() if number is None else actions["pokja"].eq(number).fillna(False)]
        if own.empty:
            continue
        area = "Tidak untuk satu area" if number is None else f"Pokja {number} {names.get(number, '')}".strip()
        yield Section(area, (), pd.DataFrame([_action(row, quarters) for row in own.to_dict("records")]))


def _action(row: dict, quarters: tuple[int, ...]) -> dict[str, str]:
    def amount(what: str) -> str:
        parts = [row[f"{what}_tw{quarter}"] for quarter in quarters]
        known = [part for part in parts if not pd.isna(part)]
        return f"{format_number(sum(known), 0)} {row['satuan']}".strip() if known else ""

    texts = (
        *(row["kode"], row["rencana"], row["pic"], shown(ACTIONS.field("selesai"), row["selesai"])),
        *(amount("target"), amount("realisasi"), shown(ACTIONS.field("status"), row["status"])),
        "; ".join(part for part in (row["bukti"], row["tautan"]) if part),
    )
    return dict(zip(ACTION_COLUMNS, texts, strict=True))


def _results(picture: Picture, actions: pd.DataFrame) -> Iterator[Section]:
    rows = [
        {
            "Syarat": one.nama,
            "Rapat sebelumnya": format_number(one.dulu),
            "Kini": format_number(one.kini),
            "Minimum": format_number(one.minimum),
            "Kurang": format_number(one.short) if one.short else "memenuhi",
        }
        for one in picture.figures
    ]
    notes = tuple(text for text in (picture.not_compared,) if text)
    yield Section("Capaian", notes, pd.DataFrame(rows) if rows else None)
    blocked = picture.blocked
    obstacles = [picture.meeting.kendala] if picture.meeting.kendala else []
    obstacles += [
        f"{row['rencana']}: {row['kendala']}"
        + (f" Tindak lanjut: {row['tindak_lanjut']}" if row["tindak_lanjut"] else "")
        for row in blocked.to_dict("records")
    ]
    yield Section("Kendala dan tindak lanjut", tuple(obstacles) or ("Tidak ada kendala yang dicatat.",))
    late = [
        f"{row['rencana']} ({row['pic'] or 'PIC belum ditentukan'}, tenggat {format_date(row['selesai'])})"
        for row in picture.late.to_dict("records")
    ]
    finished, still = (actions["status"] == DONE).sum(), is_open(actions).sum()
    yield Section(
        "Keterlambatan",
        tuple(late) or (f"Tidak ada tindakan yang terlambat; {finished} selesai dan {still} masih terbuka.",),
    )


def _decisions(picture: Picture) -> Iterator[Section]:
    for heading, table, nothing in (
        ("Keputusan rapat ini", picture.taken, "Rapat ini tidak mencatat keputusan."),
        ("Keputusan rapat sebelumnya yang belum selesai", picture.earlier, "Tidak ada."),
    ):
        rows = [
            dict(
                zip(
                    DECISION_COLUMNS,
                    (
                        row["rencana"],
                        row["pic"],
                        shown(ACTIONS.field("selesai"), row["selesai"]),
                        shown(ACTIONS.field("status"), row["status"]),
                    ),
                    strict=True,
                )
            )
            for row in table.to_dict("records")
        ]
        yield Section(heading, () if rows else (nothing,), pd.DataFrame(rows) if rows else None)
    advice = [
        dict(
            zip(
                ADVICE_COLUMNS,
                (
                    *(row["nomor"], row["kode"], row["rekomendasi"]),
                    *(
                        shown(ACTIONS.field("selesai"), row["tenggat"]),
                        row["tindak_lanjut"],
                        row["status"].capitalize(),
                    ),
                ),
                strict=True,
            )
        )
        for row in picture.advice.to_dict("records")
    ]
    yield Section(
        "Rekomendasi TPI yang terbuka", () if advice else ("Tidak ada.",), pd.DataFrame(advice) if advice else None
    )
    if picture.meeting.catatan:
        yield Section("Pembahasan", tuple(picture.meeting.catatan.split("\n")))


def _annexes(picture: Picture) -> Section:
    papers = {
        "Undangan": picture.meeting.tautan_undangan,
        "Daftar hadir": picture.meeting.tautan_daftar_hadir,
        "Notulen": picture.meeting.tautan_notulen,
        "Foto": picture.meeting.tautan_foto,
    }
    return Section("", tuple(f"{name}: {link or 'belum dicatat'}" for name, link in papers.items()))
