"""Upload LKE workbooks or lists: see what was recognised, the score and what changes, then save."""

import streamlit as st

from zi_metrics.importing import ImportRefused, store_prepared
from zi_metrics.store import tables as store_tables
from zi_ui import findings, mapping, upload, upload_label
from zi_ui.frame import open_page
from zi_ui.text import plain

store = open_page("Unggah", "Unggah LKE, periksa hasil bacanya, lihat nilainya, lalu simpan.")
upload.show_saved()

files = upload.choose_files()
if not files:
    upload.show_help()
    st.stop()

read = upload.read_with_progress(store, files)
upload.show_problems(read)
if mapping.ask_columns_of_unknown(store, read.unknown, upload_label.who()):
    upload.read_again()
if not read.items:
    st.stop()

alone = len(read.items) == 1
if alone:
    upload.show_recognised(read.items[0])
    upload.show_preview(read.items[0])
else:
    st.subheader(f"{len(read.items)} penilaian dikenali")
    st.caption("Periksa dan perbaiki unit, tahun, dan penilainya; hapus centang pada yang tidak disimpan.")
    chosen = upload_label.ask_several(read.items)
    upload_label.show_comparisons(store, chosen)

findings.show_findings_of(read.items)
if mapping.ask_corrections(store, read.items, upload_label.who()):
    upload.read_again()

if alone:
    st.subheader("Simpan sebagai")
    chosen = upload_label.ask_one(read.items[0], store_tables.unit_names(store))
    upload_label.show_comparison(store, *chosen[0])

by = upload_label.ask_save([label for _, label in chosen])
if by:
    try:
        with st.spinner("Menyimpan…"):
            stored = store_prepared(store, chosen, by)
    except ImportRefused as refused:
        for problem in refused.problems:
            st.error(plain(problem), icon=":material/error:")
        st.stop()
    upload.remember_saved([(label, new) for (_, label), new in zip(chosen, stored, strict=True)])
    st.rerun()
