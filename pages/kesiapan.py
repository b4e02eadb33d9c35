"""Leadership and the secretary before a proposal: who is ready, what is missing, and where each unit is on its road."""

import streamlit as st

from zi_metrics.as_of import today
from zi_metrics.pembangunan.readiness import PROPOSALS
from zi_metrics.pembangunan.road import chosen_road
from zi_ui import cached, cached_portfolio, filters
from zi_ui.markdown import plain
from zi_ui.page import nothing_yet, open_page
from zi_ui.pembangunan import award_view, readiness_board, readiness_filters, register_files, road_view
from zi_ui.pembangunan.register_editor import edit_register
from zi_ui.pembangunan.work import is_too_much

store = open_page("Kesiapan", "Unit mana yang siap diusulkan, apa yang kurang, sampai mana jalannya?", by_branch=True)
assessments = cached.assessments(store)
samples = filters.choose_samples(assessments) if len(assessments) else False
section = filters.choose_code("Tampilkan", readiness_filters.SECTION, readiness_filters.SECTIONS)
with filters.row():
    work, predikat = readiness_filters.choose(store, section)
if not work.units:
    nothing_yet(
        "Belum ada unit kerja. Halaman ini menunjukkan unit mana yang layak diusulkan, tahapan pembangunannya, dan "
        "yang perlu diingat sesudah predikat. Unggah LKE pertama, atau susun pohon unit, untuk memulai."
    )
road, day = chosen_road(store), today()

if section == readiness_filters.BOARD:
    readiness_board.show(store, cached_portfolio.readiness(store, work.tahun, predikat, day, samples), road, samples)
elif section == readiness_filters.ROADS and work.unit:
    st.subheader(plain(work.unit))
    readiness_board.show_reasons(cached_portfolio.readiness(store, work.tahun, predikat, day, True, work.unit_ids))
    road_view.show_one(work)
elif section == readiness_filters.ROADS:
    picked = road_view.show_all(work, road)
    if picked:
        readiness_filters.open_unit(picked)
        st.rerun()
elif section == readiness_filters.PROPOSED:
    st.caption(plain(PROPOSALS.arti))
    if not is_too_much(work, PROPOSALS):
        rows = cached.register_table(store, PROPOSALS.table, work.unit_ids, work.tahun)
        new = work.new_rows(PROPOSALS.hak, predikat=predikat)
        edit_register(store, PROPOSALS, rows, new, f"usulan_{work.unit}_{work.tahun}", instrument=work.instrument)
        register_files.offer(work, PROPOSALS, "register", rows=rows)
else:
    award_view.show(work)

road_view.ask_settings(store, road)
