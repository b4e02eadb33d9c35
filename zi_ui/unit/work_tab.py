"""The tab Pekerjaan: a unit's actions and what TPI asked of it, what is late first."""

from collections.abc import Sequence
from functools import partial

import pandas as pd
from markupsafe import Markup

from zi_metrics.as_of import today
from zi_metrics.bahasa import MISSING, format_date
from zi_metrics.lke.unit import UnitReport
from zi_metrics.pembangunan.listed_actions import ListedAction
from zi_metrics.pembangunan.recommendations import LATE, STATES, VERIFIED, sentence
from zi_metrics.store.connection import Store
from zi_metrics.table_rows import is_missing, records
from zi_ui import cached, downloads, given
from zi_ui.action_files import offer_actions
from zi_ui.action_state import action_state
from zi_ui.drawn.links import address, link
from zi_ui.drawn.markup import EMPTY, join, show, tag
from zi_ui.drawn.status import word
from zi_ui.drawn.tables import Column, table
from zi_ui.table_texts import Texts
from zi_ui.ways import to_answers

# So many rows; all of them are on Pekerjaan, with their downloads.
_ROWS = 15


def show_work(store: Store, report: UnitReport, actions: Sequence[ListedAction]) -> None:
    """Both lists, each with the way to Pekerjaan."""
    source = report.assessment
    asked = cached.recommendations(store, source.tahun, (source.unit_id,), today())
    show(
        join(
            [
                tag("h3", f"Rencana aksi {source.tahun}"),
                _actions(report, actions),
                _way(report, "aksi", len(actions)),
            ]
        )
    )
    offer_actions(actions, f"Rencana aksi {source.unit} {source.tahun}", "tindakan_unit")
    show(
        join(
            [
                tag("h3", f"Rekomendasi TPI {source.tahun}"),
                tag("p", sentence(asked)),
                _recommendations(report, records(asked)),
                _way(report, "rekomendasi", len(asked)),
            ]
        )
    )
    if len(asked):
        made = partial(_recommendations_as_table, records(asked))
        downloads.offer_made_table(made, f"Rekomendasi TPI {source.unit} {source.tahun}", "rekomendasi_unit")


def _recommendations_as_table(rows: Sequence[dict]) -> tuple[pd.DataFrame, Texts]:
    table = pd.DataFrame(
        {
            "Rekomendasi": [row["rekomendasi"] for row in rows],
            "Pertanyaan": [row["kode"] or MISSING for row in rows],
            "PIC": [row["pic"] or MISSING for row in rows],
            "Tenggat": [MISSING if is_missing(row["tenggat"]) else format_date(row["tenggat"]) for row in rows],
            "Keadaan": [STATES[row["keadaan"]] for row in rows],
        }
    )
    return table, {}


def _actions(report: UnitReport, actions: Sequence[ListedAction]) -> Markup:
    if not actions:
        return tag("p", "Belum ada rencana aksi.")
    columns = [Column("Tindakan"), Column("Pertanyaan"), Column("PIC"), Column("Tenggat"), Column("Keadaan")]
    rows = [
        [
            one.rencana,
            codes(report, one.kode) or MISSING,
            one.pic or MISSING,
            format_date(one.tenggat) if one.tenggat else MISSING,
            action_state(one),
        ]
        for one in actions[:_ROWS]
    ]
    return tag("div", table(columns, rows, "Tindakan unit ini, yang terlambat di atas"), class_="zi-actions")


def _recommendations(report: UnitReport, rows: Sequence[dict]) -> Markup:
    if not rows:
        return EMPTY
    columns = [Column("Rekomendasi"), Column("Pertanyaan"), Column("PIC"), Column("Tenggat"), Column("Keadaan")]
    shown = [
        [
            row["rekomendasi"],
            codes(report, [one for one in str(row["kode"]).split(", ") if one]) or MISSING,
            row["pic"] or MISSING,
            MISSING if is_missing(row["tenggat"]) else format_date(row["tenggat"]),
            word({LATE: "hampir", VERIFIED: "memenuhi"}.get(row["keadaan"], "kosong"), STATES[row["keadaan"]]),
        ]
        for row in rows[:_ROWS]
    ]
    listed = table(columns, shown, "Rekomendasi TPI bagi unit ini, yang paling mendesak di atas")
    return tag("div", listed, class_="zi-actions")


def codes(report: UnitReport, named: Sequence[str]) -> Markup:
    """Codes, each as a link to its answers."""
    source = report.assessment
    return join((link(kode, to_answers(source.unit, source.tahun, source.penilai, kode)) for kode in named), ", ")


def _way(report: UnitReport, section: str, count: int) -> Markup:
    if not given.opens("pekerjaan"):
        return EMPTY
    source = report.assessment
    words = f"Semua {count} baris di Pekerjaan" if count > _ROWS else "Buka di Pekerjaan"
    return tag("p", link(words, address("pekerjaan", unit=source.unit, tahun=source.tahun, kerja=section)))
