"""The chapter on what must be true before a unit is proposed, and what no score shows."""

from typing import Any

from zi_metrics.bahasa import MISSING, format_date
from zi_metrics.lke.known_prerequisites import known_prerequisites
from zi_metrics.lke.prerequisites import agency_of, evaluate_prerequisites
from zi_metrics.lke.unit import UnitReport
from zi_metrics.reports.paper import Block, Column, Heading, Paragraph, Part, Table
from zi_metrics.store.connection import Store
from zi_metrics.table_rows import is_missing, records

_STATE = {True: "✔ terpenuhi", False: "✘ belum", None: "○ belum tercatat"}
_SCOPE = {"instansi": "instansi", "unit": "unit kerja"}


def prerequisite_chapter(store: Store, report: UnitReport) -> Part:
    """What is recorded of every prerequisite, for each predicate."""
    instrument, source = report.instrument, report.assessment
    title = "Syarat pengusulan"
    if not instrument.prasyarat:
        return Part(title, (Paragraph("Instrumen ini tidak memuat syarat pengusulan."),))
    known = known_prerequisites(store, instrument, source.unit_id, source.tahun)
    every = evaluate_prerequisites(instrument, known, agency_of(store, instrument))
    columns = (Column("Syarat", 4.2), Column("Lingkup", 1.2), Column("Tercatat", 1.2), Column("Minimum", 2.0),
               Column("Keadaan", 1.8), Column("Bukti dan tanggal", 2.6))  # fmt: skip
    blocks: list[Block] = [
        Paragraph(
            "Tidak terbaca dari nilai LKE; dicatat dengan bukti dan tanggalnya. Yang belum tercatat belum tentu tidak "
            "terpenuhi."
        )
    ]
    for key, predikat in instrument.predikat.items():
        rows = tuple(
            (
                row["nama"],
                _SCOPE[row["lingkup"]],
                MISSING if row["nilai"] is None else row["nilai"],
                row["minimum"],
                _STATE[row["terpenuhi"]],
                _evidence(row),
            )
            for row in records(every[every["predikat"] == key])
        )
        if rows:
            counted = report.prasyarat.get(key)
            said = f": {counted.words}" if counted and counted.words else ""
            recorded = f"Sumber: yang tercatat untuk {source.tahun}."
            blocks += [Heading(f"{predikat.singkatan}{said}"), Table(columns, rows, "", recorded)]
    return Part(title, tuple(blocks))


def _evidence(row: dict[str, Any]) -> str:
    day = "" if is_missing(row["tanggal"]) else format_date(row["tanggal"])
    return ", ".join(filter(None, (row["bukti"], day))) or MISSING
