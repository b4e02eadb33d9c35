"""Complaints and reports on the page Pekerjaan: counts by month and channel, and which months nobody told."""

import pandas as pd
import streamlit as st

from zi_metrics.as_of import today
from zi_metrics.bahasa import MISSING, format_number
from zi_metrics.pembangunan import complaints
from zi_metrics.pembangunan.field_values import month_name
from zi_metrics.pembangunan.name_doubts import name_doubts
from zi_metrics.pembangunan.register import Register, register
from zi_metrics.pembangunan.row_edits import row_name
from zi_ui import cached, filters
from zi_ui.markdown import plain
from zi_ui.pembangunan.register_parts import edit, in_order, say_how_to_begin, say_sentence
from zi_ui.pembangunan.work import Work, is_too_much
from zi_ui.tables import show_table

_HEADINGS = {"masuk": "Masuk", "diproses": "Diproses", "selesai": "Selesai", "tepat_waktu": "Tepat waktu"}
_FORMATS = dict.fromkeys(_HEADINGS.values(), lambda count: format_number(count, 0))
_MOST_DOUBTS = 10


def show(work: Work) -> None:
    """The section."""
    own = register("pengaduan")
    if is_too_much(work, own):
        return
    rows = work.rows(own)
    say_sentence(complaints.sentence(rows, work.tahun, today()))
    if rows.empty:
        say_how_to_begin(own, "campaign")
    else:
        _say_missing(work, rows)
        _say_doubts(own, rows)
        _show_counts(own, rows)
    edit(work, own, in_order(rows, "bulan", "jenis", "kanal"))
    if rows.empty:
        return
    if work.unit:
        _show_suggestion(work)
    else:
        st.caption("Pilih satu unit untuk melihat angka yang dapat dipakai pada LKE-nya.")


def _say_missing(work: Work, rows: pd.DataFrame) -> None:
    meant = [work.units[work.unit]] if work.unit else sorted(set(rows["unit_id"]))
    if said := complaints.missing_sentence(rows, meant, work.tahun, today()):
        st.warning(plain(said), icon=":material/event_busy:")


def _say_doubts(own: Register, rows: pd.DataFrame) -> None:
    said = [{str(name): value for name, value in row.items()} for row in rows.to_dict("records")]
    doubts = name_doubts(own, [(row_name(own, row), row) for row in said])
    if doubts:
        more = [f"- dan {len(doubts) - _MOST_DOUBTS} lainnya"] if len(doubts) > _MOST_DOUBTS else []
        lines = [f"- {plain(doubt)}" for doubt in doubts[:_MOST_DOUBTS]]
        st.warning("\n".join(lines + more), icon=":material/privacy_tip:")


def _show_counts(own: Register, rows: pd.DataFrame) -> None:
    present = {kind: words for kind, words in own.field("jenis").pilihan.items() if kind in set(rows["jenis"])}
    kind = filters.choose_code("Jenis", "jenis_laporan", present)
    rows = rows[rows["jenis"] == kind]
    months, channels = complaints.by_month(rows), complaints.by_channel(rows)
    left, right = st.columns(2, gap="medium")
    with left:
        table = months.rename(columns=_HEADINGS)[list(_HEADINGS.values())]
        table.insert(0, "Bulan", [month_name(int(month)) for month in months["bulan"]])
        show_table(table, f"bulan_{kind}", f"{present[kind]} tiap bulan", _FORMATS)
    with right:
        table = channels.rename(columns=_HEADINGS)[list(_HEADINGS.values())]
        table.insert(0, "Kanal", channels["kanal"].replace("", MISSING))
        show_table(table, f"kanal_{kind}", f"{present[kind]} tiap kanal", _FORMATS)


def _show_suggestion(work: Work) -> None:
    unit_id = work.units[work.unit]
    for kode, one in cached.count_suggestions(work.store, unit_id, work.tahun, work.instrument, today()).items():
        if one.hitungan:
            st.info(f"{plain(kode)}: {plain(one.kalimat)}", icon=":material/lightbulb:")
