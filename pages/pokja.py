"""A Pokja's coordinator: where is my area weak, over all units, what to fix first, and what of mine is late?"""

import streamlit as st

from zi_metrics.lke import portfolio
from zi_metrics.near_minimum import format_percent_minimum
from zi_metrics.pembangunan.listed_actions import late_sentence, open_words
from zi_ui import advice, cached, charts, filters
from zi_ui.drawn.links import here, link
from zi_ui.drawn.markup import join, show, tag
from zi_ui.drawn.tab_links import choose_tab
from zi_ui.glossary import PENILAI_LABEL
from zi_ui.markdown import plain
from zi_ui.page import nothing_yet, open_page
from zi_ui.pokja import action_list, area_map, mend_list
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
judged = cached.judged(store, year, judge, samples)
show_data_date(judged)

first, *others = cached.area_said(store, pokja, year, judge, samples)
actions = action_list.actions_of_area(store, pokja, year, assessments["unit_id"].unique().tolist())
late = late_sentence(actions)
said = [tag("h2", first, class_="zi-answer"), *(tag("p", sentence, class_="zi-said") for sentence in others)]
if late:
    said.append(tag("p", f"{late} ", link("Lihat tindakannya", here("pokja", tab="tindakan")), class_="zi-said"))
show(join([*said, tag("h3", "Benahi dahulu", class_="zi-part")]))

codes = mend_list.show_list(store, pokja, year, judge, samples)
advice.show_of_units(store, year, judge, samples, codes)

words = {"peta": "Peta unit", "tindakan": f"Tindakan ({open_words(actions)})", "perkembangan": "Perkembangan"}
tab = choose_tab("pokja", words, "Rincian area ini")
if tab == "tindakan":
    action_list.show_actions(actions, pokja, year, judge)
elif tab == "perkembangan":
    limits = ", ".join(f"{name} {format_percent_minimum(share)}" for name, share in area.minima.items())
    st.caption(f"{area_map.TREND_NOTE} Minimum: {plain(limits) or 'tidak diatur'}.")
    charts.show(
        area_map.trend(area),
        key="tren",
        alt="Rata-rata area dari tahun ke tahun",
        title="Rata-rata area dari tahun ke tahun",
        note=area_map.TREND_NOTE,
        without=("Tahun", "Dinilai oleh"),
    )
else:
    area_map.show_map(store, area, pokja, year, judge, samples)
