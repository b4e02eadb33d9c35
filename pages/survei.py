"""Surveys of one unit and of all: the index, whether it can be trusted, what pulls it down, what it is worth."""

import streamlit as st

from zi_metrics.lke.chosen import in_scope
from zi_metrics.surveys.into_lke import lke_of
from zi_metrics.surveys.sentences import targets
from zi_ui import address, branch, cached, filters, whose
from zi_ui.markdown import plain
from zi_ui.page import nothing_yet, open_page
from zi_ui.surveys import comments, head, into_lke, sections, versions

store = open_page(
    "Survei", "Berapa indeksnya, dapatkah dipercaya, apa yang menurunkannya, dan berapa poinnya?", by_branch=True
)
versions.show_done()
surveys = cached.surveys(store)
if surveys.empty:
    branch.say_without(store, "survei")
    nothing_yet("Belum ada survei. Unggah hasil survei pertama untuk memulai.", "hasil survei")

samples = filters.choose_samples(surveys)
everything, surveys = surveys, in_scope(surveys, samples)
choices = filters.row()
with choices:
    unit, mine, year = whose.choose_unit_and_year(store, surveys, everything)
    own = mine[mine["tahun"] == year]
    instrument = filters.choose_survey(own, everything)
    weight = filters.choose_weight(instrument)
if own.empty:
    whose.say_no_year(unit, year, mine, everything, "survei", "hasil survei")
lke = lke_of(cached.assessments(store), unit, year)
whole = cached.survey_report(store, unit, year, instrument.kode, weight, lke)
if whole is None:
    hidden = cached.survey_withheld(store, unit, year, instrument.kode)
    if hidden is not None:
        head.show_withheld(hidden)
        st.subheader("Riwayat versi")
        versions.show_history(store, own.iloc[0]["unit_id"], year, instrument.kode)
        address.stop()
    whose.say_no_kind(unit, year, instrument.singkatan, filters.kinds_of(own))
with choices:
    service = filters.choose_service(whole.services)
part = cached.survey_report(store, unit, year, instrument.kode, weight, lke, service) if service else None
report = part or whole

head.show_source(store, report)
head.show_headline(report)

st.subheader("Nilai tiap unsur")
sections.show_unsur(report)
st.subheader("Sebaran jawaban")
sections.show_answers(report)
st.subheader("Kepentingan dan kinerja")
sections.show_importance(store, report)
st.subheader("Komentar")
comments.show_comments(store, report)

if service:
    st.caption("Bagian berikut tentang semua layanan.")
st.subheader("Menurut layanan, periode, dan kelompok")
sections.show_breakdowns(store, whole)
st.subheader("Dapatkah dipercaya?")
sections.show_trust(store, whole)
st.subheader("Perkembangan")
sections.show_trend(
    cached.survey_years(store, unit, instrument.kode, lke),
    cached.survey_periods(store, unit, instrument.kode),
    targets(whole),
)
st.subheader("Ke dalam nilai LKE")
into_lke.show_lke(store, whole)
st.subheader("Riwayat versi")
versions.show_history(store, own.iloc[0]["unit_id"], year, instrument.kode)

st.subheader(f"Semua unit, {plain(instrument.singkatan)} {year}")
portfolio = cached.survey_portfolio(store, year, instrument.kode, samples, lke)
if portfolio is None:
    address.stop()
st.markdown(f"##### {plain(portfolio.sentence(year, instrument.indeks))}")
picked = sections.show_units(portfolio.sorted_by(filters.choose_survey_order()), unit)
if picked and picked != unit:
    link = {"unit": picked, "tahun": year, "jenis": instrument.kode, "contoh": int(samples)}
    st.switch_page("pages/survei.py", query_params=link)
