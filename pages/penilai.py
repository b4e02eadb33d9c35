"""The judges of the same form: where they differ, who corrects what, and what the next judge would probably say."""

import streamlit as st

from zi_metrics.answers import PENILAI_SHORT
from zi_metrics.figures import judges as judge_figures
from zi_metrics.lke import judges, portfolio
from zi_metrics.outlook.unit import why_no_judge
from zi_ui import address, cached, charts, filters, whose
from zi_ui.markdown import plain
from zi_ui.page import nothing_yet, open_page
from zi_ui.unit import judges as judge_tables

store = open_page("Penilai", "Di mana para penilai berbeda, berapa poin, dan siapa mengoreksi apa?", by_branch=True)
assessments = cached.assessments(store)
if assessments.empty:
    nothing_yet("Belum ada penilaian. Unggah LKE pertama untuk memulai.")

samples = filters.choose_samples(assessments)
everything, assessments = assessments, portfolio.in_scope(assessments, samples)
with filters.row():
    unit, own, year = whose.choose_unit_and_year(store, assessments, everything)
sides = None if own.empty else cached.sides(store, own.iloc[0]["unit_id"], year)
if sides is None:
    whose.say_no_year(unit, year, own, everything, "penilaian", "LKE")

st.subheader(f"{plain(unit)}, {year}")
judge_tables.show_totals(sides)
for sentence in sides.sentences():
    st.markdown(f"##### {plain(sentence)}")
judge_tables.show_estimate(cached.outlook(store, sides.last()), sides.instrument, why_no_judge(store, sides.last()))

st.markdown("**Tiap bagian LKE**")
st.caption("Titik: nilai menurut tiap penilai; garis penuh: bobot bagian itu.")
charts.show(
    judge_figures.judge_dots(sides.parts(), list(sides.assessments), charts.is_dark()),
    key="titik_penilai",
    alt="Nilai tiap bagian LKE menurut tiap penilai",
)
pairs = sides.pairs()
if pairs:
    pair = filters.choose_pair(pairs)
    judge_tables.show_differences(sides, *pair, key="beda")
else:
    st.caption("Baru satu penilai; perbedaannya tampak sesudah penilai lain mengisi LKE yang sama.")
judge_tables.show_nodes(sides, key="simpul_penilai")

st.subheader(f"Semua unit, {year}")
together = judges.pairs_judged(assessments[assessments["tahun"] == year])
compared = [pair for pair in together if not cached.corrections(store, *pair, year, samples).empty]
if not compared:
    st.info(f"Belum ada unit yang dinilai dua penilai pada {year}.", icon=":material/info:")
    address.stop()
first, second = filters.choose_pair(compared, "Koreksi di semua unit", "koreksi")
table = cached.corrections(store, first, second, year, samples)
st.markdown(f"##### {plain(judges.correction_sentence(table, first, second, year))}")
st.caption(
    f"Selisih poin {PENILAI_SHORT[second]} terhadap {PENILAI_SHORT[first]}, hanya pertanyaan yang dijawab keduanya. "
    "Oranye: diturunkan; biru: dinaikkan."
)
charts.show(
    judge_figures.correction_map(
        charts.as_many_as_fit(judges.correction_grid(table), "yang paling banyak diturunkan"), charts.is_dark()
    ),
    key="peta_koreksi",
    alt="Koreksi tiap unit pada tiap bagian LKE",
)
st.markdown("**Pertanyaan yang paling banyak dikoreksi**")
judge_tables.show_corrected(
    cached.corrected_questions(store, first, second, year, samples).head(10), key="tanya_koreksi"
)
