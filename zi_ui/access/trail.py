"""The audit trail on screen: search it, check it, take it away."""

import streamlit as st

from zi_metrics.access.trail import WORDS, trail_state, trail_table
from zi_metrics.bahasa import format_number
from zi_metrics.reports.csv_text import csv_bytes
from zi_metrics.scope import Act
from zi_metrics.store.connection import Store
from zi_ui import taken
from zi_ui.markdown import plain
from zi_ui.paging import ALONE
from zi_ui.tables import show_table

_MOST = 500


def show_state(store: Store) -> None:
    """Whether the trail is whole; checked when somebody asks, as that reads all of it."""
    if st.button("Periksa keutuhan", icon=":material/verified:"):
        state = trail_state(store)
        (st.success if state.whole else st.error)(
            plain(state.sentence), icon=":material/verified:" if state.whole else ":material/gpp_bad:"
        )


def show(store: Store) -> None:
    """What happened, the latest first, narrowed by words, kind and days."""
    left, middle, right = st.columns([2, 1, 1])
    words = left.text_input("Cari", placeholder="nama, unit, berkas, atau isi", key="jejak_cari")
    what = middle.selectbox(
        "Tindakan", [None, *WORDS], format_func=lambda code: WORDS.get(code, "Semua"), key="jejak_tindakan"
    )
    days = right.date_input("Antara", value=[], format="DD/MM/YYYY", key="jejak_hari")
    since, until = (days[0], days[-1]) if isinstance(days, tuple | list) and days else (None, None)
    table = trail_table(store, words or "", what, since, until, _MOST)
    if table.empty:
        st.info("Tidak ada catatan yang cocok.", icon=":material/info:")
        return
    st.caption(
        f"{format_number(len(table), 0)} catatan terbaru yang cocok."
        if len(table) == _MOST
        else f"{format_number(len(table), 0)} catatan."
    )
    taken.offer(
        "Unduh semua yang cocok (.csv)",
        lambda: csv_bytes(trail_table(store, words or "", what, since, until, None)),
        "Jejak perubahan.csv",
        "jejak",
        Act.JEJAK,
        key="unduh_jejak",
    )
    # As they are: a number's text beside it would send all the others once more.
    whole = {"Nomor": st.column_config.NumberColumn(format="plain")}
    show_table(table, "jejak", "Jejak perubahan", room=ALONE, column_config=whole)
