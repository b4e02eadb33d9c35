"""Upload LKE workbooks, lists, surveys and registers of work: see what was recognised and what changes, then save."""

import streamlit as st

from zi_metrics.lke.importing import ImportRefused, confirmed
from zi_metrics.store.lineage import VersionMoved
from zi_metrics.upload import store_upload
from zi_ui import address, cached, findings
from zi_ui.markdown import plain
from zi_ui.page import open_page
from zi_ui.unit import versions
from zi_ui.upload import comparison, labels, mapping, originals, registers, steps, ways_in
from zi_ui.upload import surveys as upload_surveys

store = open_page("Unggah", "Unggah LKE, survei, atau daftar pekerjaan, periksa hasil bacanya, lalu simpan.")
steps.show_saved()
upload_surveys.show_saved()
registers.show_saved()

files = steps.choose_files()
if not files:
    if cached.assessments(store).empty:
        ways_in.show_steps()
    ways_in.show_ways()
    versions.offer_withdrawn(store)
    address.stop()

read = steps.read_with_progress(store, files)
usable = bool(read.items or read.surveys)
folded = usable or bool(read.registers)

chosen, fields, alone = [], [], len(read.items) == 1
compared = comparison.NOTHING_COMPARED
if alone:
    steps.show_recognised(read.items[0])
    steps.show_preview(read.items[0])
elif read.items:
    st.subheader(f"{len(read.items)} penilaian dikenali")
    st.caption("Periksa dan perbaiki unit, tahun, penilai, monev, dan tanggalnya; hapus centang yang tidak disimpan.")
    chosen = labels.as_allowed(store, labels.ask_several(read.items))
    fields += labels.fields_of_several(read.items, chosen)
    compared = comparison.show_comparisons(store, chosen)
upload_surveys.show_surveys(read.surveys)
registers.ask(store, read.registers)
steps.show_passed(read)
steps.show_problems(read, folded=folded)
if mapping.ask_columns_of_unknown(store, read.unknown, folded=folded):
    steps.read_again()
if not usable:
    address.stop()

if upload_surveys.ask_open_questions(store, read.surveys):
    steps.read_again()

findings.show_findings_of([*read.items, *read.surveys])
if mapping.ask_corrections(store, read.items):
    steps.read_again()

st.subheader("Simpan sebagai")
units = cached.known_names(store)
if alone:
    chosen = labels.as_allowed(store, labels.ask_one(read.items[0], units))
    fields += labels.fields_of_one(*chosen[0])
    compared = comparison.show_comparison(store, *chosen[0])
surveys = upload_surveys.ask_labels(read.surveys, units)
fields += upload_surveys.fields_of(surveys)
surveys = upload_surveys.tell_near_versions(store, surveys)
if surveys:
    surveyed = upload_surveys.show_comparisons(store, surveys)
    compared = compared.and_with(surveyed) if read.items else surveyed

chosen = originals.ask_originals(chosen)
problems = upload_surveys.problems(surveys)
seen = labels.ask_save(store, [whose for _, whose in chosen], fields, compared, problems, bool(surveys))
if seen is not None:
    try:
        with st.spinner("Menyimpan…"):
            labelled = [(item, confirmed(whose)) for item, whose in chosen]
            stored, kept = store_upload(store, labelled, surveys, seen, names=cached.unit_names(store))
    except VersionMoved as moved:
        labels.say_moved(moved)
        address.stop()
    except ImportRefused as refused:
        for problem in refused.problems:
            st.error(plain(problem), icon=":material/error:")
        address.stop()
    steps.remember_saved([(label, new) for (_, label), new in zip(labelled, stored, strict=True)])
    upload_surveys.remember_saved([(item, label, new) for (item, label), new in zip(surveys, kept, strict=True)])
    st.rerun()
