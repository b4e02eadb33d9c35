"""Rekomendasi TPI on the page Pekerjaan: what is open and late, and the table in which TPI asks and units follow up."""

import pandas as pd
import streamlit as st

from zi_metrics.pembangunan.recommendations import STATES, sentence, with_states
from zi_metrics.pembangunan.register import register
from zi_ui import filters, given
from zi_ui.markdown import plain
from zi_ui.pembangunan import register_files
from zi_ui.pembangunan.register_editor import edit_register
from zi_ui.pembangunan.work import Work, is_too_much

_ALL = "semua"
_MARKS = {"terlambat": "▲", "terbuka": "○", "ditindaklanjuti": "◐", "terverifikasi": "✔"}
_CHIPS = {_ALL: "Semua", **{state: words.split(",")[0] for state, words in STATES.items()}}
_COLUMNS = {
    "ringkas": ["nomor", "kode", "tenggat", "pic", "tindak_lanjut", "tautan", "status"],
    "semua": None,
}
_COLUMN_WORDS = {"ringkas": "Ringkas", "semua": "Semua"}


def show(work: Work) -> None:
    """The section: the sentence, the chips, the table, the files."""
    own = register("rekomendasi")
    if is_too_much(work, own):
        return
    rows = with_states(work.rows(own))
    st.markdown(f"##### {plain(sentence(rows))}")
    columns = _COLUMNS["ringkas"]
    if rows.empty:
        st.info(
            f"{own.arti} TPI menulisnya langsung di tabel di bawah, atau mengunggah lembar rekomendasi maupun berita "
            "acara hasil evaluasinya: catatan di samping tiap area dan sub-indikator menjadi rekomendasi.",
            icon=":material/campaign:",
        )
        if given.opens("unggah"):
            st.page_link("pages/unggah.py", label="Unggah", icon=":material/upload_file:")
    else:
        with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
            chip = filters.choose_code("Keadaan", "rekomendasi", _CHIPS)
            columns = _COLUMNS[filters.choose_code("Kolom", "kolom_rekomendasi", _COLUMN_WORDS)]
        rows = rows if chip == _ALL else rows[rows["keadaan"] == chip].reset_index(drop=True)
        if rows.empty:
            st.caption("Tidak ada rekomendasi yang cocok dengan saringan ini.")
    told = pd.DataFrame({"Keadaan": [f"{_MARKS[state]} {STATES[state]}" for state in rows["keadaan"]]})
    edit_register(
        work.store,
        own,
        rows.drop(columns="keadaan"),
        work.new_rows(own.hak),
        f"rekomendasi_{work.unit}_{work.tahun}",
        columns,
        told,
        instrument=work.instrument,
    )
    st.caption(
        "TPI menulis rekomendasi dan memberi status Terverifikasi; unit dan koordinator Pokja mengisi PIC, tindak "
        "lanjut, bukti, dan status Ditindaklanjuti."
    )
    register_files.offer(work, own, "rekomendasi", csv=False)
