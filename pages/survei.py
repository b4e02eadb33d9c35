"""Surveys of one unit and of all: the index, whether it can be trusted, what pulls it down, what it is worth."""

import streamlit as st

from zi_metrics.portfolio import in_scope
from zi_metrics.survey_into_lke import lke_of
from zi_metrics.survey_sentences import targets
from zi_ui import (
    cached,
    cached_surveys,
    filters,
    survey_comments,
    survey_head,
    survey_lke,
    survey_parts,
    survey_versions,
)
from zi_ui.frame import nothing_yet, open_page

store = open_page("Survei", "Berapa indeksnya, dapatkah dipercaya, apa yang menurunkannya, dan berapa poinnya?")
survey_versions.show_done()
surveys = cached_surveys.surveys(store)
if surveys.empty:
    nothing_yet("Belum ada survei. Unggah hasil survei pertama untuk memulai.", "hasil survei")

samples = filters.choose_samples(surveys)
surveys = in_scope(surveys, samples)
choices = filters.row()
with choices:
    unit = filters.choose_unit(surveys)
    own = surveys[surveys["unit"] == unit]
    year = filters.choose_year(own)
    own = own[own["tahun"] == year]
    instrument = filters.choose_survey(own)
    weight = filters.choose_weight(instrument)
lke = lke_of(cached.assessments(store), unit, year)
whole = cached_surveys.report(store, unit, year, instrument.kode, weight, lke)
with choices:
    service = filters.choose_service(whole.services)
report = cached_surveys.report(store, unit, year, instrument.kode, weight, lke, service) if service else whole

survey_head.show_source(report)
survey_head.show_headline(report)

st.subheader("Nilai tiap unsur")
survey_parts.show_unsur(report)
st.subheader("Sebaran jawaban")
survey_parts.show_answers(report)
st.subheader("Kepentingan dan kinerja")
survey_parts.show_importance(report)
st.subheader("Komentar")
survey_comments.show_comments(report)

if service:
    st.caption("Bagian berikut tentang semua layanan.")
st.subheader("Menurut layanan, periode, dan kelompok")
survey_parts.show_breakdowns(whole)
st.subheader("Dapatkah dipercaya?")
survey_parts.show_trust(whole)
st.subheader("Perkembangan")
survey_parts.show_trend(
    cached_surveys.by_year(store, unit, instrument.kode, lke),
    cached_surveys.by_period(store, unit, instrument.kode),
    targets(whole),
)
st.subheader("Ke dalam nilai LKE")
survey_lke.show_lke(whole)
st.subheader("Riwayat versi")
survey_versions.show_history(store, own.iloc[0]["unit_id"], year, instrument.kode)

st.subheader(f"Semua unit, {instrument.singkatan} {year}")
portfolio = cached_surveys.portfolio(store, year, instrument.kode, samples, lke)
st.markdown(f"##### {portfolio.sentence(year, instrument.indeks)}")
picked = survey_parts.show_units(portfolio.sorted_by(filters.choose_survey_order()), unit)
if picked and picked != unit:
    link = {"unit": picked, "tahun": year, "jenis": instrument.kode, "contoh": int(samples)}
    st.switch_page("pages/survei.py", query_params=link)
