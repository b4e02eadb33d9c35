"""Planned surveys on the page Pekerjaan: how many respondents each needs, and what is stored of them by now."""

import pandas as pd
import streamlit as st

from zi_metrics.bahasa import MISSING, format_number
from zi_metrics.pembangunan import survey_plan
from zi_metrics.pembangunan.register import register
from zi_metrics.surveys.instruments.library import load_survey_instruments
from zi_ui import cached
from zi_ui.pembangunan.register_parts import edit, in_order, say_how_to_begin, say_sentence
from zi_ui.pembangunan.work import Work, is_too_much
from zi_ui.tables import show_table


def show(work: Work) -> None:
    """The section."""
    own = register("rencana_survei")
    if is_too_much(work, own):
        return
    rows = survey_plan.with_needs(in_order(work.rows(own), "jenis", "layanan", "mulai"))
    stored = survey_plan.against_stored(rows, cached.survey_respondents(work.store, work.tahun))
    say_sentence(survey_plan.sentence(rows, stored))
    if rows.empty:
        say_how_to_begin(own, "event")
    elif len(stored):
        _show_stored(work, stored)
    edit(work, own, rows, pd.DataFrame({"Perlu responden": [_needed(row) for row in rows.to_dict("records")]}))
    st.caption(
        "Perlu responden: sampel yang ditulis; bila kosong, dihitung dari populasi dengan rumus Krejcie-Morgan, paling "
        "sedikit 30 kecuali yang dilayani lebih sedikit."
    )


def _show_stored(work: Work, stored: pd.DataFrame) -> None:
    names = {kode: one.singkatan for kode, one in load_survey_instruments().items()}
    shown = pd.DataFrame(
        {
            "Survei": stored["jenis"].map(names),
            "Perlu": stored["perlu"],
            "Tersimpan": stored["terkumpul"],
            "Kurang": stored["kurang"],
            "Keadaan": [_state(row) for row in stored.to_dict("records")],
        }
    )
    if not work.unit:
        shown.insert(0, "Unit kerja", stored["unit"])
    show_table(shown, "rencana_tersimpan", "Responden yang direncanakan dan yang tersimpan")


def _state(row: dict) -> str:
    if not row["terkumpul"]:
        return "○ belum ada survei"
    return "▲ kurang" if row["kurang"] else "✔ cukup"


def _needed(row: dict) -> str:
    if pd.isna(row["perlu"]):
        return MISSING
    said = format_number(row["perlu"], 0)
    if row["dihitung"]:
        return f"{said} (dihitung)"
    return f"{said} ▲ kurang {format_number(row['kurang_rencana'], 0)}" if row["kurang_rencana"] else said
