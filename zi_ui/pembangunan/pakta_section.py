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
    meant = {work.unit: work.units[work.unit]} if work.unit else work.units
    say_sentence(pakta.sentence(pakta.coverage(rows), work.tahun, meant))
    if rows.empty:
        say_how_to_begin(own, "draw")
    else:
        _show_coverage(work, own, rows)
    edit(work, own, in_order(rows, "tanggal"))


def _show_coverage(work: Work, own: Register, rows: pd.DataFrame) -> None:
    words = own.field("sebab").pilihan
    if work.unit:
        table = pakta.over_time(rows)
        shown = pd.DataFrame(
            {
                "Tanggal": table["tanggal"].map(format_date),
                "Sebab": table["sebab"].map(words),
                "Pegawai": table["pegawai"],
                "Menandatangani": table["menandatangani"],
                "Cakupan": table["bagian"],
            }
        )
        show_table(shown, "pakta_waktu", "Pegawai dan penandatangan sampai tiap tanggal", _PERCENT)
    else:
        table = pakta.coverage(rows).sort_values("bagian", kind="stable")
        shown = pd.DataFrame(
            {
                "Unit kerja": table["unit"],
                "Pegawai": table["pegawai"],
                "Menandatangani": table["menandatangani"],
                "Cakupan": table["bagian"],
            }
        )
        show_table(shown, "pakta_unit", "Cakupan Pakta Integritas tiap unit, yang terendah dahulu", _PERCENT)
    st.caption(plain(pakta.COVERAGE_MEANS))
    with st.expander("Menurut sebab dan menurut tahun", icon=":material/history:"):
        occasions = pakta.by_occasion(rows)
        shown = pd.DataFrame(
            {
                "Sebab": occasions["sebab"].map(words),
                "Kali": occasions["kali"],
                "Pegawai": occasions["pegawai"],
                "Menandatangani": occasions["menandatangani"],
                "Cakupan": occasions["bagian"],
            }
        )
        show_table(shown, "pakta_sebab", f"Penandatanganan {work.tahun} menurut sebabnya", _PERCENT)
        years = pakta.by_year(cached.register_table(work.store, own.table, work.unit_ids))
        shown = pd.DataFrame(
            {
                "Tahun": years["tahun"].astype(str),
                "Unit": years["unit"],
                "Pegawai": years["pegawai"],
                "Menandatangani": years["menandatangani"],
                "Cakupan": years["bagian"],
            }
        )
        show_table(shown, "pakta_tahun", "Cakupan Pakta Integritas tiap tahun", _PERCENT)
