"""The chapter on time: a unit's totals at all points in time, as lines and as a table, and what changed since last."""

import pandas as pd

from zi_metrics.answers import PENILAI_SHORT
from zi_metrics.bahasa import MISSING, format_date
from zi_metrics.figures.bars import total_minima
from zi_metrics.lke.derivation import TOTAL
from zi_metrics.lke.movement import movement
from zi_metrics.lke.unit import UnitReport, unit_history
from zi_metrics.near_minimum import format_beside
from zi_metrics.penilai import BY_CODE, in_order
from zi_metrics.reports.paper import Block, Column, Lines, Paragraph, Part, Point, Series, Table, Threshold
from zi_metrics.scoring.standing import status_words
from zi_metrics.store.connection import Store
from zi_metrics.table_rows import records


def time_chapter(store: Store, report: UnitReport, source: str) -> Part:
    """What changed since the same judge's point in time before, and every total since the first."""
    history = unit_history(store, report.assessment.unit_id)
    minima = total_minima(report.instrument)
    columns = (Column("Per tanggal", 2.3), Column("Tahun", 1.2), Column("Penilai", 1.5), Column("Monev", 1.5),
               Column("Total", 1.2, "kanan"), Column("Terjawab", 1.6, "kanan"), Column("Keadaan", 3.0))  # fmt: skip
    rows = tuple(
        (
            format_date(row["per_tanggal"]),
            str(row["tahun"]),
            PENILAI_SHORT[row["penilai"]],
            row["monev"] or MISSING,
            format_beside(row["total"], [minimum for _, minimum in minima]),
            f"{row['terjawab']}/{row['pertanyaan']}",
            status_words(row["status"]),
        )
        for row in records(history.iloc[::-1])
    )
    blocks: list[Block] = [Paragraph(_changed(store, report))]
    if len(history) > 1:
        blocks.append(_lines(history, minima))
    blocks.append(
        Table(columns, rows, "Total pada setiap titik waktu", source, kosong="Belum ada titik waktu yang terjawab.")
    )
    return Part("Perubahan dari waktu ke waktu", tuple(blocks))


def _changed(store: Store, report: UnitReport) -> str:
    moved = movement(store, report.assessment)
    names = {TOTAL: "total", **{node.kode: node.nama for node in report.instrument.komponen}}
    said = [f"{names[kode]} {one.words}" for kode, one in moved.items() if one.words]
    if said:
        return f"Menurut penilai yang sama: {'; '.join(said)}."
    if report.verdict.belum_dijawab:
        return "Tidak dibandingkan dengan titik waktu sebelumnya karena ada pertanyaan yang belum dijawab."
    return "Belum ada titik waktu lain dari penilai yang sama untuk dibandingkan."


def _lines(history: pd.DataFrame, minima: list[tuple[str, float]]) -> Lines:
    """A line per judge; points with open questions are left out, as these count 0."""
    whole = history[history["terjawab"] == history["pertanyaan"]]
    own = [minimum for _, minimum in minima]
    lines = []
    for judge in in_order(whole["penilai"]):
        points = tuple(
            Point(row["per_tanggal"].date(), float(row["total"]), format_beside(row["total"], own, 1))
            for row in records(whole[whole["penilai"] == judge])
        )
        lines.append(Series(PENILAI_SHORT[judge], BY_CODE[judge].warna, points))
    return Lines(
        "Total dari waktu ke waktu menurut tiap penilai",
        "Hanya LKE yang terjawab lengkap. Garis putus-putus: total minimum tiap predikat.",
        tuple(lines),
        tuple(Threshold(f"{short} {format_beside(minimum, own, 0)}", minimum) for short, minimum in minima),
    )
