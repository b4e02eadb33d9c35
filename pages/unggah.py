"""Upload an LKE workbook: see what was recognised and the score, then save."""

import streamlit as st

from zi_metrics.importing import ImportRefused, store_prepared
from zi_metrics.store import tables as store_tables
from zi_ui import tables, upload
from zi_ui.frame import open_page
from zi_ui.text import plain

store = open_page("Unggah", "Unggah LKE, periksa hasil bacanya, lihat nilainya, lalu simpan.")
upload.show_saved()

file = upload.choose_file()
if file is None:
    upload.show_help()
    st.stop()

try:
    prepared = upload.read_with_progress(file)
except ImportRefused as error:
    for problem in error.problems:
        st.error(plain(problem), icon=":material/error:")
    st.stop()

upload.show_recognised(prepared)
upload.show_preview(prepared)
if prepared.findings.empty:
    st.success("Tidak ada temuan: semua baris terbaca.", icon=":material/check_circle:")
else:
    st.subheader("Temuan")
    st.caption("Galat: barisnya tidak terbaca. Peringatan: terbaca, tetapi meragukan. Catatan: untuk diketahui.")
    tables.show_findings(prepared.findings, key="temuan_unggah")

label, by = upload.ask_label(prepared, store_tables.unit_names(store))
if label is not None:
    with st.spinner("Menyimpan…"):
        (stored,) = store_prepared(store, [(prepared, label)], by)
    upload.remember_saved(label, stored)
    st.rerun()
