"""What several papers have in common: who hands it over, from what, how a figure stands, what a file is called."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from zi_metrics.answers import PENILAI, PENILAI_SHORT
from zi_metrics.as_of import as_of_words
from zi_metrics.bahasa import MISSING, format_date, format_percent, format_time
from zi_metrics.instruments.library import Instrument
from zi_metrics.lke.assessment import Assessment
from zi_metrics.lke.unit import UnitReport
from zi_metrics.lke.unit_head import NO_MINIMUM, UNANSWERED, Measured
from zi_metrics.pembangunan.listed_actions import ListedAction
from zi_metrics.printable import in_one_line
from zi_metrics.reports.paper import MET, MISSED, NEAR, NO_DATA, Bar, Bars, Column, Table
from zi_metrics.scoring import score
from zi_metrics.store.agency import agency_emblem, agency_name
from zi_metrics.store.connection import Store
from zi_metrics.table_rows import is_missing

# How a figure stands, and its word beside it.
STANDING = {
    score.MET: MET, score.MISSED: MISSED, score.UNDECIDED: NEAR, NO_MINIMUM: "", UNANSWERED: NO_DATA,
}  # fmt: skip
WORDS = {
    score.MET: "✔ memenuhi",
    score.MISSED: "✘ belum",
    score.UNDECIDED: "▲ belum dapat dinilai",
    NO_MINIMUM: MISSING,
    UNANSWERED: "○ belum dijawab",
}
# What a paper is called, as a file and in its own head.
UNIT, PORTFOLIO, MONEV, LHE, LETTER = "Laporan unit", "Laporan portofolio", "Laporan Monev", "LHE TPI", "Surat usulan"


class NoPaper(LookupError):
    """There is nothing to make a paper of; says why, and what would help (Indonesian)."""


def file_stem(kind: str, *about: object) -> str:
    """What a paper's file is called, without its ending: its kind, then whose and when; without what steers."""
    return in_one_line(" ".join(str(part) for part in (kind, *about) if part))


def opening(store: Store) -> tuple[str, str]:
    """The agency's name and emblem, as they stand at the head of every paper; '' = not set."""
    return agency_name(store), agency_emblem(store)


def source_words(source: Assessment) -> str:
    """Judge, date and file of an assessment's figures, for below a table or a chart."""
    return f"Sumber: {PENILAI_SHORT[source.penilai]}, {as_of_words(*source.as_of)}, {source.nama_berkas}."


def rests_on(report: UnitReport) -> list[tuple[str, str]]:
    """What a unit's paper rests on: judge, date, file and instrument, for its head."""
    source = report.assessment
    told = [
        ("Penilai", f"{PENILAI[source.penilai]}, {as_of_words(*source.as_of)}"),
        (
            "Sumber",
            f"{source.nama_berkas}, versi {source.versi}, diimpor {format_time(source.waktu)} oleh {source.oleh}",
        ),
        ("Instrumen", f"{report.instrument.nama} ({report.instrument.sumber})"),
    ]
    return [*told, ("Data contoh", "unit ini contoh, bukan unit sungguhan")] if source.contoh else told


def measured_bars(figures: Iterable[Measured], short: str, title: str, source: str) -> Bars:
    """Figures of a unit as bars against a predicate's minima. short: its short name."""
    return Bars(title, source, tuple(_bar(one, short) for one in figures))


def _bar(one: Measured, short: str) -> Bar:
    minimum = next((own.nilai for own in one.minima if own.predikat == short), None)
    text = one.teks if one.keadaan == UNANSWERED else f"{one.teks} dari {one.penuh}"
    missing = f"kurang {one.kurang}" if one.kurang else ""
    return Bar(one.nama, one.nilai, one.bobot, text, minimum, STANDING[one.keadaan], missing)


def measured_table(figures: Sequence[Measured], predikats: Sequence[str], source: str, title: str = "") -> Table:
    """Figures of a unit beside what every predicate asks for. predikats: their short names, lowest first."""
    columns = (
        Column("Bagian", 4.0),
        Column("Bobot", 1.2, "kanan"),
        Column("Nilai", 1.3, "kanan"),
        *(part for short in predikats for part in (Column(f"Minimum {short}", 1.7, "kanan"), Column(short, 2.0))),
    )
    return Table(columns, tuple(_measured(one, predikats) for one in figures), title, source)


def _measured(one: Measured, predikats: Sequence[str]) -> tuple[str, ...]:
    minima = {own.predikat: own for own in one.minima}
    own = [minima.get(short) for short in predikats]
    asked = [(MISSING, MISSING) if minimum is None else (minimum.teks, WORDS[minimum.putusan]) for minimum in own]
    return (one.nama, one.penuh, one.teks, *(text for pair in asked for text in pair))


def action_table(actions: Sequence[ListedAction], title: str = "", source: str = "") -> Table:
    """Actions with who, until when and how they stand, in their order."""
    columns = (Column("Tindakan", 4.4), Column("Kode LKE", 1.4), Column("PIC", 2.0), Column("Tenggat", 2.1),
               Column("Keadaan", 2.1))  # fmt: skip
    rows = tuple(
        (one.rencana, ", ".join(one.kode) or MISSING, one.pic or MISSING, format_date(one.tenggat), action_words(one))
        for one in actions
    )
    return Table(columns, rows, title, source, kosong="Belum ada rencana aksi yang dicatat.")


def action_words(one: ListedAction) -> str:
    """How an action stands: 'terlambat 12 hari', else as the register says."""
    return f"▲ terlambat {one.hari_terlambat} hari" if one.hari_terlambat else one.status


def answer_words(instrument: Instrument, row: Mapping[str, Any], kode: str) -> str:
    """An answer as people read it: of a ratio its percent, else as it was written; 'belum dijawab' for none.

    row: of `tables.answers` (nilai) or of `UnitReport.nodes` (nilai_jawaban)
    """
    value = row.get("nilai_jawaban", row.get("nilai"))
    if is_missing(value):
        return "belum dijawab"
    if instrument.scale_of(instrument.question(kode)).jenis == "rasio":
        return format_percent(value, 1)
    written = row["tertulis"]
    return MISSING if is_missing(written) else str(written)
