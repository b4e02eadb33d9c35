"""A Pokja's coordinator: where is my area weak, over all units, and what to fix first?"""

import streamlit as st

from zi_metrics.figures import bars
from zi_metrics.figures import units as unit_figures
from zi_metrics.lke import portfolio
from zi_metrics.near_minimum import format_percent_minimum
from zi_ui import advice, cached, charts, filters, tables
from zi_ui.glossary import PENILAI_LABEL
from zi_ui.markdown import plain
from zi_ui.page import nothing_yet, open_page
from zi_ui.provenance import show_data_date

store = open_page("Pokja", "Di mana area ini lemah di seluruh unit, dan apa yang dibenahi dahulu?", by_branch=True)
assessments = cached.assessments(store)
if assessments.empty:
    nothing_yet("Belum ada penilaian. Unggah LKE pertama untuk memulai.")

samples = filters.choose_samples(assessments)
assessments = portfolio.in_scope(assessments, samples)
with filters.row():
    pokja = filters.choose_pokja(portfolio.instruments_of(assessments))
    year = filters.choose_year(assessments)
    judge = filters.choose_judge(assessments)
area = cached.area(store, pokja, year, judge, samples)
if area is None:
    nothing_yet(f"Tidak ada penilaian tahun {year} oleh {PENILAI_LABEL[judge]}. Pilih tahun atau penilai lain.")
show_data_date(portfolio.judged_in(assessments, year, judge))

for sentence in area.sentences():
    st.markdown(f"##### {plain(sentence)}")

st.subheader("Peta unit dan sub-indikator")
high = "terang" if charts.is_dark() else "gelap"
st.caption(f"Capaian dalam persen dari bobot; makin {high} makin tinggi. Tanda –: tidak ada jawaban.")
charts.show(
    unit_figures.share_map(charts.as_many_as_fit(area.named_shares(), "yang terendah", last=True), charts.is_dark()),
    key="peta",
    alt="Capaian tiap unit pada tiap sub-indikator area ini",
)
with st.expander("Nama sub-indikator", icon=":material/list:"):
    tables.show_node_names(area.subindicators, key="nama_sub")

st.subheader("Sub-indikator terlemah")
if area.whose():
    st.caption(plain(f"Rata-rata {area.whose()}."))
tables.show_weakest(area.subindicators, "Sub-indikator", key="sub_terlemah")
st.subheader("Pertanyaan terlemah")
st.caption("Sepuluh pertanyaan yang rata-rata kehilangan poin terbanyak.")
weakest = area.questions.head(10)
tables.show_weakest(weakest, "Pertanyaan", key="tanya_terlemah")
advice.show_of_units(store, portfolio.judged_in(assessments, year, judge), weakest["kode"])

st.subheader("Perkembangan")
limits = ", ".join(f"{name} {format_percent_minimum(share)}" for name, share in area.minima.items())
st.caption(
    "Rata-rata unit yang menjawab seluruh area ini, menurut tiap penilai; bila satu penilai dipilih, pita menunjukkan "
    f"unit terendah sampai tertinggi. Minimum: {plain(limits) or 'tidak diatur'}."
)
charts.show(
    unit_figures.area_trend(area.trend, area.minima, charts.is_dark()),
    key="tren",
    alt="Rata-rata area dari tahun ke tahun",
)

st.subheader("Unit pada area ini")
drawn = charts.as_many_as_fit(area.units, "yang terendah", last=True)
charts.show(
    unit_figures.bullet_bars(bars.pokja_bars(area, drawn), charts.is_dark()),
    key="unit_area",
    alt="Capaian area tiap unit",
)
