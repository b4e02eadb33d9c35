"""Laporan Monev: what a meeting looked at, chapter by chapter, to be completed and signed by the unit."""

from collections.abc import Iterator
from datetime import date

import pandas as pd

from zi_metrics.answers import PENILAI
from zi_metrics.as_of import as_of_words, today
from zi_metrics.bahasa import MISSING, format_date
from zi_metrics.near_minimum import format_beside, format_minimum, format_shortfall
from zi_metrics.papers import parts
from zi_metrics.pembangunan.meeting_picture import Figure, Picture
from zi_metrics.pembangunan.monev import (
    ACTION_COLUMNS,
    ADVICE_COLUMNS,
    DECISION_COLUMNS,
    Chapter,
    Section,
    monev_report,
)
from zi_metrics.reports.paper import (
    MET,
    MISSED,
    Bar,
    Bars,
    Block,
    Column,
    Heading,
    Items,
    Paper,
    Paragraph,
    Part,
    Signatures,
    Signer,
    Table,
)
from zi_metrics.store.connection import Store

# How wide each column of the report's tables is; those of figures stand at the right.
_WIDTHS = {
    **dict(zip(ACTION_COLUMNS, (1.4, 3.3, 1.8, 1.8, 1.5, 1.7, 1.6, 2.2), strict=True)),
    **dict(zip(DECISION_COLUMNS, (5.0, 2.2, 1.9, 1.6), strict=True)),
    **dict(zip(ADVICE_COLUMNS, (0.7, 1.2, 4.2, 1.9, 3.0, 2.0), strict=True)),
    "Syarat": 4.2,
    "Rapat sebelumnya": 1.8,
    "Kini": 1.2,
    "Minimum": 1.6,
    "Kurang": 1.6,
}
_FIGURES = frozenset(("Target", "Realisasi", "Rapat sebelumnya", "Kini", "Minimum", "Kurang"))
_RESULTS = "Capaian"


def monev_paper(store: Store, picture: Picture) -> Paper:
    """The paper of a meeting (`pembangunan.meeting_picture`), with the chapters of `pembangunan.monev`."""
    meeting, report = picture.meeting, monev_report(store, picture)
    name, emblem = parts.opening(store)
    source = picture.kini
    told = [("Rapat", f"{meeting.title}, {report.tanggal}")]
    if source is not None:
        told += [
            ("Penilai", f"{PENILAI[source.penilai]}, {as_of_words(*source.as_of)}"),
            (
                "Sumber",
                f"{source.nama_berkas}, versi {source.versi}; register rencana aksi dan rekomendasi {meeting.tahun}",
            ),
        ]
    return Paper(
        judul=parts.MONEV,
        sub_judul=f"{report.untuk}, {meeting.title}",
        instansi=name,
        emblem=emblem,
        tanggal=meeting.tanggal or _day(source.per_tanggal if source else None),
        bagian=tuple(_part(chapter, picture) for chapter in report.chapters),
        keterangan=tuple(told),
        tanda_tangan=Signatures(
            (Signer("Ketua Tim Pembangunan Zona Integritas"), Signer("Pimpinan unit kerja")),
            "Demikian laporan ini dibuat menurut keadaan yang sebenarnya.",
        ),
    )


def _day(day: date | None) -> date:
    return day or today()


def _part(chapter: Chapter, picture: Picture) -> Part:
    blocks: list[Block] = []
    for section in chapter.sections:
        blocks += _section(section, picture)
        if section.heading == _RESULTS and picture.figures:
            blocks.append(_bars(picture))
    title = f"{chapter.number}. {chapter.title}" if chapter.number else chapter.title
    return Part(title, tuple(blocks), lampiran=not chapter.number)


def _section(section: Section, picture: Picture) -> Iterator[Block]:
    if section.heading:
        yield Heading(section.heading)
    if len(section.sentences) > 1:
        yield Items(section.sentences)
    elif section.sentences:
        yield Paragraph(section.sentences[0])
    if section.table is not None:
        yield _table(section.table, picture)


def _table(table: pd.DataFrame, picture: Picture) -> Table:
    names = [str(name) for name in table.columns]
    columns = tuple(Column(name, _WIDTHS.get(name, 2.0), "kanan" if name in _FIGURES else "kiri") for name in names)
    rows = tuple(tuple(str(text) or MISSING for text in row) for row in table.itertuples(index=False))
    return Table(columns, rows, "", _source(names, picture))


def _source(names: list[str], picture: Picture) -> str:
    """What a table of the report is from, by its columns."""
    if set(names) >= set(ADVICE_COLUMNS):
        return f"Sumber: register rekomendasi TPI {picture.meeting.tahun}."
    if "Syarat" in names and picture.kini is not None:
        return parts.source_words(picture.kini)
    return f"Sumber: register rencana aksi {picture.meeting.tahun}."


def _bars(picture: Picture) -> Bars:
    source = parts.source_words(picture.kini) if picture.kini else ""
    return Bars("Capaian terhadap nilai minimum", source, tuple(_bar(one) for one in picture.figures))


def _bar(one: Figure) -> Bar:
    return Bar(
        one.nama,
        one.kini,
        one.bobot,
        f"{format_beside(one.kini, one.minimum)}, minimum {format_minimum(one.minimum)}",
        one.minimum,
        MISSED if one.short else MET,
        f"kurang {format_shortfall(one.short)}" if one.short else "",
    )


def meeting_stem(picture: Picture) -> str:
    """What the file of a meeting's paper is called."""
    return parts.file_stem(
        parts.MONEV, picture.meeting.unit, picture.meeting.title, format_date(picture.meeting.tanggal)
    )
