"""Pakta Integritas on the page Pekerjaan: how many signed, per unit, by occasion, over the year, year by year."""

import pandas as pd
import streamlit as st

from zi_metrics.bahasa import format_date, format_percent
from zi_metrics.pembangunan import pakta
from zi_metrics.pembangunan.register import Register, register
from zi_ui import cached
from zi_ui.markdown import plain
from zi_ui.pembangunan.register_parts import edit, in_order, say_how_to_begin, say_sentence
from zi_ui.pembangunan.work import Work, is_too_much
from zi_ui.tables import show_table

_PERCENT = {"Cakupan": lambda share: format_percent(share, 1)}


def show(work: Work) -> None:
    """The section."""
    own = register("pakta")
    if is_too_much(work, own):
        return
    rows = work.rows(own)
    say_sentence(pakta.sentence(pakta.coverage(rows), work.tahun, work.meant))
    if rows.empty:
        say_how_to_begin(own, "draw")
    else:
        _show_coverage(work, own, rows)
    edit(work, own, in_order(rows, "tanggal"))


def _show_coverage(work: Work, own: Register, rows: pd.DataFrame) -> None:
    words = own.field("sebab").pilihan
    if work.unit:
        table = pakta.over_time(rows)
        dated = {"Tanggal": table["tanggal"].map(format_date), "Sebab": table["sebab"].map(words)}
        _show(table, dated, "pakta_waktu", "Pegawai dan penandatangan sampai tiap tanggal")
    else:
        table = pakta.coverage(rows).sort_values("bagian", kind="stable")
        title = "Cakupan Pakta Integritas tiap unit, yang terendah dahulu"
        _show(table, {"Unit kerja": table["unit"]}, "pakta_unit", title)
    st.caption(plain(pakta.COVERAGE_MEANS))
    with st.expander("Menurut sebab dan menurut tahun", icon=":material/history:"):
        occasions = pakta.by_occasion(rows)
        counted = {"Sebab": occasions["sebab"].map(words), "Kali": occasions["kali"]}
        _show(occasions, counted, "pakta_sebab", f"Penandatanganan {work.tahun} menurut sebabnya")
        years = pakta.by_year(cached.register_table(work.store, own.table, work.unit_ids))
        yearly = {"Tahun": years["tahun"].astype(str), "Unit": years["unit"]}
        _show(years, yearly, "pakta_tahun", "Cakupan Pakta Integritas tiap tahun")


def _show(table: pd.DataFrame, first: dict[str, pd.Series], key: str, title: str) -> None:
    """Employees, signatures and coverage, after what tells the rows apart (first: heading -> cells)."""
    told = {
        "Pegawai": table["pegawai"],
        "Menandatangani": table["menandatangani"],
        "Cakupan": table["bagian"],
    }
    show_table(pd.DataFrame({**first, **told}), key, title, _PERCENT)
