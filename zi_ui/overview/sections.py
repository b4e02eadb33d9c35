"""What stands behind tabs below the table of Ringkasan: which gates hold back most often, and the branches."""

import pandas as pd
import streamlit as st

from zi_metrics.bahasa import format_number
from zi_metrics.figures.bars import branch_bars
from zi_metrics.store.connection import Store
from zi_ui import cached, cached_portfolio, downloads
from zi_ui.chart_pictures import bars_drawn
from zi_ui.drawn.bars import bar, bars
from zi_ui.drawn.markup import show
from zi_ui.drawn.tables import Column, table
from zi_ui.markdown import plain
from zi_ui.table_texts import Formats, cell_texts

_COUNTS = "Ujung kanan: semua unit."
_OUTSIDE = "(di luar pohon)"


def show_sections(store: Store, tahun: int, penilai: str, samples: bool, predikat: str, short: str) -> None:
    """The tabs; only the open one is drawn."""
    branches = bool(cached.branch_of(store))
    names = [f"Syarat {plain(short)} yang paling sering belum terpenuhi", *(["Menurut cabang"] if branches else [])]
    gates, *others = st.tabs(names, key="ringkasan_bagian", on_change="rerun")
    if gates.open:
        with gates:
            _show_gates(*cached_portfolio.gate_counts(store, tahun, penilai, samples, predikat))
    for tab in others:
        if tab.open:
            with tab:
                _show_branches(cached_portfolio.branches(store, tahun, penilai, samples, predikat), short)


def _show_gates(failed: pd.DataFrame, drawn: pd.DataFrame) -> None:
    if failed.empty:
        st.success("Semua unit memenuhi semua syarat.", icon=":material/check_circle:")
        return
    title = "Syarat yang belum terpenuhi dan jumlah unitnya"
    show(bars(drawn, title))
    shown = failed.rename(columns={"syarat": "Syarat", "unit": "Unit belum", "penilai": "Menurut"})
    downloads.offer_table(shown, dict, title, "syarat_gagal", bars_drawn(title, lambda: drawn, _COUNTS))


def _show_branches(found: pd.DataFrame, short: str) -> None:
    columns = [
        Column("Cabang"),
        Column(f"Memenuhi {short}", number=True),
        Column("Bagiannya"),
        Column("Rata-rata total", number=True),
        Column("Total terendah", number=True),
    ]
    rows = [
        [
            row["cabang"] or _OUTSIDE,
            f"{format_number(row['memenuhi'], 0)} dari {format_number(row['unit'], 0)} unit",
            bar(row["memenuhi"], row["unit"], "memenuhi"),
            format_number(row["rata_rata"]),
            format_number(row["terendah"]),
        ]
        for row in found.to_dict("records")
    ]
    title = "Unit menurut cabang"
    show(table(columns, rows, f"{title}."))
    shown = pd.DataFrame(
        {
            "Cabang": found["cabang"].replace("", _OUTSIDE),
            f"Memenuhi {short}": found["memenuhi"],
            "Unit": found["unit"],
            "Rata-rata total": found["rata_rata"],
            "Total terendah": found["terendah"],
        }
    )
    formats: Formats = {"Rata-rata total": format_number, "Total terendah": format_number}
    chart = bars_drawn(f"Unit yang memenuhi {short} menurut cabang", lambda: branch_bars(found, _OUTSIDE), _COUNTS)
    downloads.offer_table(shown, lambda: cell_texts(shown, formats, {}), title, "cabang", chart)
