"""The chapter on what must be true before a unit is proposed, and what no score shows."""

from typing import Any

from zi_metrics.bahasa import MISSING, format_date
from zi_metrics.lke.known_prerequisites import known_prerequisites
from zi_metrics.lke.prerequisites import agency_of, evaluate_prerequisites
from zi_metrics.lke.unit import UnitReport
from zi_metrics.reports.paper import Block, Column, Items, Paragraph, Part, Table
from zi_metrics.store.connection import Store
from zi_metrics.table_rows import is_missing, records

_STATE = {True: "✔ terpenuhi", False: "✘ belum", None: "○ belum tercatat"}
_SCOPE = {"instansi": " (instansi)", "unit": ""}


def prerequisite_chapter(store: Store, report: UnitReport) -> Part:
    """What is recorded of every prerequisite, for each predicate."""
    instrument, source = report.instrument, report.assessment
    title = "Syarat pengusulan"
    if not instrument.prasyarat:
        return Part(title, (Paragraph("Instrumen ini tidak memuat syarat pengusulan."),))
    known = known_prerequisites(store, instrument, source.unit_id, source.tahun)
    every = evaluate_prerequisites(instrument, known, agency_of(store, instrument))
    names = {key: predikat.singkatan for key, predikat in instrument.predikat.items()}
    columns = (
        Column("Syarat", 4.2),
        Column("Tercatat", 1.5),
        *(part for short in names.values() for part in (Column(f"Minimum {short}", 2.1), Column(short, 2.0))),
        Column("Bukti dan tanggal", 2.6),
    )
    by_item: dict[str, dict[str, dict[str, Any]]] = {}
    for row in records(every):
        by_item.setdefault(row["kode"], {})[row["predikat"]] = row
    rows = tuple(_row(of, list(names)) for of in by_item.values())
    counted = [f"{names[key]}: {own.words}." for key, own in report.prasyarat.items() if key in names and own.words]
    blocks: list[Block] = [
        Paragraph(
            "Tidak terbaca dari nilai LKE; dicatat dengan bukti dan tanggalnya. Yang belum tercatat belum tentu tidak "
            "terpenuhi."
        ),
        *([Items(tuple(counted))] if counted else []),
        Table(columns, rows, "", f"Sumber: yang tercatat untuk {source.tahun}."),
    ]
    return Part(title, tuple(blocks))


def _row(of: dict[str, dict[str, Any]], predikats: list[str]) -> tuple[str, ...]:
    """One prerequisite, as every predicate asks for it."""
    first = next(iter(of.values()))
    asked = [
        (of[key]["minimum"], _STATE[of[key]["terpenuhi"]]) if key in of else (MISSING, MISSING) for key in predikats
    ]
    value = MISSING if first["nilai"] is None else first["nilai"]
    figures = [text for pair in asked for text in pair]
    return (first["nama"] + _SCOPE[first["lingkup"]], value, *figures, _evidence(first))


def _evidence(row: dict[str, Any]) -> str:
    day = "" if is_missing(row["tanggal"]) else format_date(row["tanggal"])
    return ", ".join(filter(None, (row["bukti"], day))) or MISSING
