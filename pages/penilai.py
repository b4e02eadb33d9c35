"""The judges of the same form: where they differ, who corrects what, and what the next judge would probably say."""

import streamlit as st

from zi_metrics.lke import portfolio
from zi_metrics.outlook.unit import why_no_judge
from zi_ui import cached, cached_outlooks, filters, whose
from zi_ui.drawn.tab_links import choose_tab
from zi_ui.markdown import plain
from zi_ui.page import nothing_yet, open_page
from zi_ui.unit import apart, corrections
from zi_ui.unit import judges as judge_tables

store = open_page("Penilai", "Di mana para penilai berbeda, berapa poin, dan siapa mengoreksi apa?", by_branch=True)
assessments = cached.assessments(store)
if assessments.empty:
    nothing_yet("Belum ada penilaian. Unggah LKE pertama untuk memulai.")

samples = filters.choose_samples(assessments)
everything, assessments = assessments, portfolio.in_scope(assessments, samples)
begin_unit, begin_year = whose.beginning(lambda: cached.most_corrected(store, samples))
with filters.row():
    unit, own, year = whose.choose_unit_and_year(store, assessments, everything, begin_unit, begin_year)
    sides = None if own.empty else cached.sides(store, own.iloc[0]["unit_id"], year)
    pairs = [] if sides is None else sides.pairs()
    pair = filters.choose_pair(pairs) if len(pairs) > 1 else next(iter(pairs), None)
if sides is None:
    whose.say_no_year(unit, year, own, everything, "penilaian", "LKE")

found = cached.judged_pair(store, sides.last().unit_id, year, *pair) if pair else None
judge_tables.show_head(sides, unit, year, pair, found)
# Filled last: the first time it takes a while, for which nothing else has to wait.
estimate = st.container()
if pair and found:
    judge_tables.show_parts(sides, pair, found.bagian, year)

words = {"beda": "Jawaban yang berbeda", "semua": f"Semua unit, {year}", "simpul": "Semua simpul dan jawaban"}
shown = words if pair else {code: words[code] for code in ("semua", "simpul")}
tab = choose_tab("penilai", shown, "Rincian penilai", hal=None)
if pair and found and tab == "beda":
    apart.show_apart(sides, pair, found.berbeda, year)
elif tab == "simpul":
    judge_tables.show_nodes(sides, key="simpul_penilai")
elif tab == "semua":
    compared = cached.pairs_compared(store, year, samples)
    if compared:
        several = len(compared) > 1
        two = filters.choose_pair(compared, "Koreksi di semua unit", "koreksi") if several else compared[0]
        if told := cached.corrected(store, *two, year, samples):
            st.markdown(f"**{plain(told.kalimat)}**")
            corrections.show_map(told.peta, told.nama, two, year)
        questions = cached.corrected_questions(store, *two, year, samples)
        corrections.show_questions(questions, 10, unit, year, two[-1])
    else:
        st.info(f"Belum ada unit yang dinilai dua penilai pada {year}.", icon=":material/info:")

last = sides.last()
with estimate:
    judge_tables.offer_lhe(store, sides)
    no_judge = why_no_judge(store, last, cached_outlooks.judges_of(store, last))
    judge_tables.show_estimate(cached_outlooks.outlook(store, last), sides, no_judge)
