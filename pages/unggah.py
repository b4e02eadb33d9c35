"""Upload LKE workbooks, lists and surveys: see what was recognised, the figures and what changes, then save."""

import streamlit as st

from zi_metrics.importing import ImportRefused, store_upload
from zi_metrics.store import tables as store_tables
from zi_ui import findings, mapping, upload, upload_label, upload_surveys, versions
from zi_ui.frame import open_page
from zi_ui.text import plain

store = open_page("Unggah", "Unggah LKE atau survei, periksa hasil bacanya, lihat nilainya, lalu simpan.")
upload.show_saved()
upload_surveys.show_saved()

files = upload.choose_files()
if not files:
    upload.show_help()
    versions.offer_withdrawn(store)
    st.stop()

read = upload.read_with_progress(store, files)
upload.show_problems(read)
if mapping.ask_columns_of_unknown(store, read.unknown, upload_label.who()):
    upload.read_again()
if not read.items and not read.surveys:
    st.stop()

chosen, fields, alone = [], [], len(read.items) == 1
if alone:
    upload.show_recognised(read.items[0])
    upload.show_preview(read.items[0])
elif read.items:
    st.subheader(f"{len(read.items)} penilaian dikenali")
    st.caption("Periksa dan perbaiki unit, tahun, dan penilainya; hapus centang pada yang tidak disimpan.")
    chosen = upload_label.ask_several(read.items)
    fields += upload_label.fields_of_several(read.items, chosen)
    upload_label.show_comparisons(store, chosen)
for item in read.surveys:
    upload_surveys.show_survey(item)
if upload_surveys.ask_open_questions(store, read.surveys, upload_label.who()):
    upload.read_again()

findings.show_findings_of([*read.items, *read.surveys])
if mapping.ask_corrections(store, read.items, upload_label.who()):
    upload.read_again()

st.subheader("Simpan sebagai")
units = store_tables.unit_names(store)
if alone:
    chosen = upload_label.ask_one(read.items[0], units)
    fields += upload_label.fields_of_one(*chosen[0])
    upload_label.show_comparison(store, *chosen[0])
surveys = upload_surveys.ask_labels(read.surveys, units)
fields += upload_surveys.fields_of(surveys)

labels, problems = [label for _, label in chosen], upload_surveys.problems(surveys)
by = upload_label.ask_save(labels, fields, problems, bool(surveys))
if by:
    try:
        with st.spinner("Menyimpan…"):
            stored, surveyed = store_upload(store, chosen, surveys, by)
    except ImportRefused as refused:
        for problem in refused.problems:
            st.error(plain(problem), icon=":material/error:")
        st.stop()
    upload.remember_saved([(label, new) for (_, label), new in zip(chosen, stored, strict=True)])
    upload_surveys.remember_saved([(item, label, new) for (item, label), new in zip(surveys, surveyed, strict=True)])
    st.rerun()
