"""The annex of answers: every question of an assessment with its answer, points and note, below its headings."""

from typing import Any

from zi_metrics.bahasa import MISSING, format_number
from zi_metrics.lke.unit import UnitReport
from zi_metrics.papers.parts import answer_words
from zi_metrics.reports.paper import Column, Part, Table
from zi_metrics.table_rows import is_missing, records

_COLUMNS = (
    Column("Kode", 1.2),
    Column("Pertanyaan", 6.6),
    Column("Jawaban", 1.3),
    Column("Nilai", 1.0, "kanan"),
    Column("Bobot", 1.0, "kanan"),
    Column("Catatan", 4.6),
)


def answer_annex(report: UnitReport, source: str) -> Part:
    """All nodes and questions in the form's order, each question below its nodes."""
    rows = records(report.nodes)
    heads = tuple((number, int(row["tingkat"]) + 1) for number, row in enumerate(rows) if row["jenis"] != "pertanyaan")
    shown = tuple(_row(report, row) for row in rows)
    return Part(
        "Lampiran: semua jawaban", (Table(_COLUMNS, shown, "", source, kelompok=heads),), lampiran=True, mendatar=True
    )


def _row(report: UnitReport, row: dict[str, Any]) -> tuple[str, ...]:
    worth = format_number(row["nilai"]) if row["terjawab"] else MISSING
    if row["jenis"] != "pertanyaan":
        return (row["kode"], row["nama"], "", worth, format_number(row["bobot"]), "")
    return (
        row["kode"],
        row["nama"],
        answer_words(report.instrument, row, row["kode"]),
        worth,
        format_number(row["bobot"]),
        _text(row["catatan"]),
    )


def _text(value: Any) -> str:
    return "" if is_missing(value) else str(value)
