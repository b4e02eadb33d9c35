"""Many units in tables: those that moved most since the point in time before, and, as an annex, all of them."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from zi_metrics.answers import PENILAI_SHORT
from zi_metrics.bahasa import MISSING, format_chance, format_change, format_date, format_number
from zi_metrics.lke.portfolio_view import DOWN, sort_overview
from zi_metrics.near_minimum import format_shortfall
from zi_metrics.reports.paper import Block, Column, Paragraph, Part, Table
from zi_metrics.scoring.standing import status_words, verdict_of
from zi_metrics.table_rows import is_missing, records

# So many of those that rose most, and that fell.
_MOVED = 10


def changes_chapter(own: pd.DataFrame, predikat: str, short: str, sentence: str, source: str) -> Part:
    """What changed since the same judge's point in time before. own: an overview; sentence: of its summary."""
    known = own[own["perubahan"].notna()].sort_values("perubahan", ascending=False, kind="stable")
    if known.empty:
        return Part("Yang berubah", (Paragraph(sentence or "Belum ada titik waktu lain untuk dibandingkan."),))
    held = known[f"gagal_{predikat}"].str.len() == 0
    then = known[f"dulu_{predikat}"]
    won = known.loc[held & (then == False), "unit"].tolist()  # noqa: E712 (None = not known)
    lost = known.loc[~held & (then == True), "unit"].tolist()  # noqa: E712
    blocks: list[Block] = [Paragraph(sentence)]
    blocks += [
        Paragraph(f"{words} {short}: {', '.join(names)}.")
        for words, names in (("Menjadi memenuhi", won), ("Tidak lagi memenuhi", lost))
        if names
    ]
    up, down = known[known["perubahan"] > 0].head(_MOVED), known[known["perubahan"] < 0].tail(_MOVED)[::-1]
    columns = (Column("Unit kerja", 4.4), Column("Sebelumnya", 1.8, "kanan"), Column("Per", 2.0),
               Column("Kini", 1.2, "kanan"), Column("Perubahan", 1.8, "kanan"))  # fmt: skip
    for title, part in (("Naik paling banyak", up), ("Turun paling banyak", down)):
        if len(part):
            blocks.append(Table(columns, tuple(_moved(row) for row in records(part)), title, source))
    return Part("Yang berubah", tuple(blocks))


def _moved(row: dict[str, Any]) -> tuple[str, ...]:
    return (
        row["unit"],
        format_number(row["total_sebelumnya"]),
        format_date(row["tanggal_sebelumnya"]),
        verdict_of({**row}).total_text(),
        format_change(row["perubahan"]),
    )


def units_annex(own: pd.DataFrame, predikat: str, short: str, chances: Mapping[str, float], source: str) -> Part:
    """All units of an overview, best total first. chances: unit_id -> chance, of those that have one."""
    several = own["penilai"].nunique() > 1
    columns = [
        Column("No", 1.0, "kanan"),
        Column("Unit kerja", 3.6),
        *([Column("Penilai", 1.5)] if several else []),
        Column("Per tanggal", 1.9),
        Column("Total", 1.2, "kanan"),
        Column("Kurang", 1.4, "kanan"),
        Column("Berubah", 1.5, "kanan"),
        Column("Keadaan", 2.8),
        *([Column("Peluang", 1.5, "kanan")] if chances else []),
        Column(f"Syarat {short} yang belum", 5.0),
        Column("Syarat pengusulan", 2.8),
    ]
    rows = tuple(
        _unit(number, row, predikat, chances, several) for number, row in enumerate(records(_ordered(own, predikat)), 1)
    )
    table = Table(tuple(columns), rows, "", f"{source} Kurang: poin ke total minimum {short}.")
    return Part("Lampiran: semua unit kerja", (table,), lampiran=True, mendatar=True)


def _ordered(own: pd.DataFrame, predikat: str) -> pd.DataFrame:
    return sort_overview(own, "total", predikat, DOWN)


def _unit(
    number: int, row: dict[str, Any], predikat: str, chances: Mapping[str, float], several: bool
) -> tuple[str, ...]:
    verdict, failed = verdict_of({**row}), row[f"gagal_{predikat}"]
    note = row.get(f"catatan_{verdict.status}")
    status = status_words(verdict.status, verdict.is_certain) + (f" ({note})" if note else "")
    asked = row[f"prasyarat_{predikat}"]
    gates = f"{len(failed)}: {', '.join(name.removeprefix('Area ') for name in failed)}" if failed else MISSING
    return (
        str(number),
        row["unit"] + (" (contoh)" if row["contoh"] and "contoh" not in row["unit"].casefold() else ""),
        *([PENILAI_SHORT[row["penilai"]]] if several else []),
        format_date(row["per_tanggal"]),
        verdict.total_text() if verdict.terjawab else MISSING,
        format_shortfall(verdict.kurang.get(predikat)),
        MISSING if is_missing(row["perubahan"]) else format_change(row["perubahan"]),
        status,
        *([format_chance(chances.get(row["unit_id"]))] if chances else []),
        gates,
        asked.words or MISSING,
    )
