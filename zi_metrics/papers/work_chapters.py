"""The chapters on work: a unit's actions, what TPI asked for, and what its meetings decided."""

from datetime import date
from typing import Any

import pandas as pd

from zi_metrics.bahasa import MISSING, format_date
from zi_metrics.lke.assessment import Assessment
from zi_metrics.papers.parts import action_table
from zi_metrics.pembangunan.listed_actions import late_sentence, listed_actions, open_words
from zi_metrics.pembangunan.meetings import ACTIONS, FROM_MEETING
from zi_metrics.pembangunan.recommendations import STATES, recommendations, sentence
from zi_metrics.reports.paper import Block, Column, Paragraph, Part, Table
from zi_metrics.store.connection import Store
from zi_metrics.store.registers import register_rows
from zi_metrics.table_rows import records


def work_chapters(store: Store, source: Assessment, day: date) -> list[Part]:
    """The unit's work in the assessment's year, as it stands on a day; chapters without anything say so."""
    rows = register_rows(store, ACTIONS.table, [source.unit_id], source.tahun)
    dated = f"Sumber: register rencana aksi {source.tahun}, keadaan per {format_date(day)}."
    return [_actions(rows, dated, day), _advice(store, source, day), _decisions(rows, dated, day)]


def _actions(rows: pd.DataFrame, dated: str, day: date) -> Part:
    found = listed_actions(rows, day)
    said = " ".join(filter(None, (f"{len(found)} tindakan, {open_words(found)}.", late_sentence(found))))
    return Part("Rencana aksi", (*([Paragraph(said)] if found else []), action_table(found, source=dated)))


def _advice(store: Store, source: Assessment, day: date) -> Part:
    table = recommendations(store, source.tahun, [source.unit_id], day)
    dated = f"Sumber: register rekomendasi TPI {source.tahun}, keadaan per {format_date(day)}."
    return Part("Rekomendasi TPI", advice_blocks(table, dated))


def advice_blocks(table: pd.DataFrame, source: str) -> tuple[Block, ...]:
    """What matters about some recommendations in a sentence, then, where there are any, all of them."""
    said = Paragraph(sentence(table))
    return (said,) if table.empty else (said, advice_table(records(table), source))


def advice_table(rows: list[dict[str, Any]], source: str) -> Table:
    """Recommendations (rows of `recommendations.recommendations`), in their order."""
    columns = (Column("No", 0.8), Column("Kode LKE", 1.2), Column("Catatan dan rekomendasi", 4.0), Column("PIC", 1.9),
               Column("Tenggat", 2.1), Column("Tindak lanjut", 2.2), Column("Keadaan", 2.4))  # fmt: skip
    shown = tuple(
        (
            str(number if not row["nomor"] else row["nomor"]),
            row["kode"] or MISSING,
            "\n".join(filter(None, (row["catatan"], row["rekomendasi"]))),
            row["pic"] or MISSING,
            format_date(row["tenggat"]),
            row["tindak_lanjut"] or MISSING,
            STATES[row["keadaan"]],
        )
        for number, row in enumerate(rows, 1)
    )
    return Table(columns, shown, "", source, kosong="Belum ada rekomendasi TPI yang dicatat.")


def _decisions(rows: pd.DataFrame, dated: str, day: date) -> Part:
    decided = rows[rows["sumber"] == FROM_MEETING]
    said = "Keputusan rapat menjadi rencana aksi; yang di bawah ini diambil dalam rapat."
    table = action_table(listed_actions(decided, day), source=dated)
    return Part(
        "Keputusan rapat",
        (Paragraph(said), table) if len(decided) else (Paragraph("Belum ada keputusan rapat yang dicatat."),),
    )
