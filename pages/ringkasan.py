"""Leadership, in a review meeting: which units will make it, which will not, why, and is it getting better?"""

import streamlit as st

from zi_metrics.figures import bars
from zi_metrics.figures import units as unit_figures
from zi_metrics.lke import portfolio
from zi_metrics.store.unit_tree import branch_of_units
from zi_ui import cached, charts, filters, tables
from zi_ui.glossary import PENILAI_LABEL
from zi_ui.markdown import plain
from zi_ui.page import nothing_yet, open_page
from zi_ui.pembangunan import reminders
from zi_ui.plan import outlook
from zi_ui.provenance import show_data_date

store = open_page("Ringkasan", "Unit mana yang memenuhi syarat nilai, mana yang belum, dan mengapa?", by_branch=True)
assessments = cached.assessments(store)
if assessments.empty:
    nothing_yet("Belum ada penilaian. Unggah LKE pertama untuk memulai.")

samples = filters.choose_samples(assessments)
assessments = portfolio.in_scope(assessments, samples)
choices = filters.row()
with choices:
    year = filters.choose_year(assessments)
    judge = filters.choose_judge(assessments)
    order = filters.choose_order()

overview = cached.overview(store, year, judge, samples)
if overview.empty:
    nothing_yet(f"Tidak ada penilaian tahun {year} oleh {PENILAI_LABEL[judge]}. Pilih tahun atau penilai lain.")
instruments = portfolio.instruments_of(overview)
with choices:
    predikat, short = filters.choose_predikat(instruments)
overview = portfolio.sort_overview(overview, order, predikat)
show_data_date(overview)

first, *further = portfolio.summary_sentences(overview, year, predikat, short)
st.markdown(f"##### {plain(first)}")
st.markdown("\n".join(f"- {plain(sentence)}" for sentence in further))
tables.show_status_counts(portfolio.count_status(overview), portfolio.whose(overview), portfolio.status_notes(overview))

reminders.show(store, year, predikat, samples, len(overview))

st.subheader("Total tiap unit")
st.caption(
    f"{bars.TOTAL_KEY} {plain(bars.total_caption(instruments))} "
    "Angka dalam kurung: perubahan dari titik waktu sebelumnya menurut penilai yang sama, bila keduanya lengkap."
)
drawn = charts.as_many_as_fit(overview, "yang pertama menurut urutan yang dipilih; semuanya ada di Rincian")
charts.show(
    unit_figures.bullet_bars(bars.unit_bars(drawn, predikat), charts.is_dark()),
    key="total_unit",
    alt=f"Total nilai {len(drawn)} unit tahun {year} terhadap minimumnya",
)

branches = branch_of_units(store)
if branches:
    st.subheader("Menurut cabang")
    tables.show_branches(portfolio.by_branch(overview, branches, predikat), short, key="cabang")

st.subheader("Rincian")
st.caption("Ketuk satu baris untuk membuka unitnya; ketuk judul kolom untuk mengurutkan.")
picked = tables.show_units(overview, predikat, key="daftar_unit")
if picked:
    st.switch_page("pages/unit_kerja.py", query_params={"unit": picked, "tahun": str(year), "penilai": judge})

st.subheader(f"Syarat {plain(short)} yang paling sering belum terpenuhi")
tables.show_failed_gates(portfolio.failed_gates(overview, predikat), len(overview), key="syarat_gagal")

outlook.show_outlooks(store, overview, predikat, short, f"{year}_{judge}_{predikat}", at_once=0)
