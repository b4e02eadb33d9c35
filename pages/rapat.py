"""The monthly meeting: what was promised, what was done, what is late, and what is decided now."""

import streamlit as st

from zi_metrics.as_of import today
from zi_metrics.lke.chosen import instrument_for
from zi_metrics.pembangunan.meeting_picture import meeting_picture
from zi_metrics.pembangunan.meetings import meeting_before, meetings
from zi_ui import address, cached, filters, whose
from zi_ui.markdown import plain
from zi_ui.page import nothing_yet, open_page
from zi_ui.pembangunan import meeting_list, meeting_view

store = open_page("Rapat", "Apa yang berubah, apa yang terlambat, dan apa yang diputuskan?")
assessments = cached.assessments(store)
if assessments.empty:
    nothing_yet("Rapat membahas penilaian sebuah unit, dan belum ada penilaian. Unggah LKE pertama untuk memulai.")

meeting_view.show_decided()
opened = address.asked(meeting_list.OPENED)
known = meetings(store) if opened else []
meeting = next((one for one in known if one.baris_id == opened), None)
if opened and meeting is None:
    st.warning("Rapat pada tautan ini tidak ada, atau di luar lingkup Anda.", icon=":material/link_off:")
if meeting is not None:
    instrument = instrument_for(assessments, meeting.unit_id, meeting.tahun)
    predikat, _ = filters.choose_predikat([instrument])
    picture = meeting_picture(store, meeting, meeting_before(known, meeting), predikat, today())
    meeting_view.show(store, picture, instrument)
    address.stop()

with filters.row():
    unit, own, year = whose.choose_unit_and_year(store, assessments, assessments)
judged = own[own["tahun"] == year]
if own.empty:
    whose.say_no_year(unit, year, own, assessments, "penilaian", "LKE")
unit_id = own["unit_id"].iloc[0]
held = meetings(store, [unit_id], year)
if held:
    meeting_list.show(held)
    meeting_list.edit_known(store, unit_id, unit, year)
else:
    st.info(
        f"Belum ada rapat {plain(unit)} pada {year}. Rapat menampilkan angka rapat lalu, kini, dan minimumnya, yang "
        "terlambat, dan kendalanya; keputusan yang diketik menjadi rencana aksi, dan Laporan Monev dapat diunduh.",
        icon=":material/co_present:",
    )
meeting_list.ask_new(store, unit_id, unit, year, judged, instrument_for(assessments, unit_id, year))
