"""Surveys of one unit and of all: the index, whether it can be trusted, what pulls it down, what it is worth."""

import streamlit as st

from zi_metrics.lke.chosen import in_scope
from zi_metrics.surveys.into_lke import lke_of
from zi_ui import address, branch, cached, cached_surveys, filters, whose
from zi_ui.drawn.tab_links import choose_tab
from zi_ui.page import nothing_yet, open_page
from zi_ui.surveys import comments, groups, head, into_lke, sections, units, unsur, versions

store = open_page(
    "Survei", "Berapa indeksnya, dapatkah dipercaya, apa yang menurunkannya, dan berapa poinnya?", by_branch=True
)
versions.show_done()
surveys = cached_surveys.surveys(store)
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
lke = lke_of(cached.assessment_rows(store, [own.iloc[0]["unit_id"]]), unit, year)
whole = cached_surveys.survey_report(store, unit, year, instrument.kode, weight, lke)
if whole is None:
    hidden = cached_surveys.survey_withheld(store, unit, year, instrument.kode)
    if hidden is not None:
        head.show_withheld(hidden)
        st.subheader("Riwayat versi")
        versions.show_history(store, own.iloc[0]["unit_id"], year, instrument.kode)
        address.stop()
    whose.say_no_kind(unit, year, instrument.singkatan, filters.kinds_of(own))
with choices:
    service = filters.choose_service(whole.services)
part = cached_surveys.survey_report(store, unit, year, instrument.kode, weight, lke, service) if service else None
report = part or whole

head.show_source(store, report)
head.show_headline(store, report, whole, unit, year)
unsur.show_unsur(store, report)

TABS = {
    "sebaran": "Sebaran jawaban",
    "penting": "Kepentingan dan kinerja",
    "komentar": "Komentar",
    "kelompok": "Layanan dan kelompok",
    "percaya": "Dapatkah dipercaya?",
    "tren": "Perkembangan",
    "lke": "Ke dalam LKE",
    "riwayat": "Riwayat",
    "semua": "Semua unit",
}
tab = choose_tab("survei", TABS, "Rincian survei", hal=None)
if service and tab in ("kelompok", "percaya", "tren", "lke", "riwayat", "semua"):
    st.caption("Bagian ini tentang semua layanan.")
if tab == "sebaran":
    sections.show_answers(store, report)
elif tab == "penting":
    sections.show_importance(store, report)
elif tab == "komentar":
    comments.show_comments(store, report)
elif tab == "kelompok":
    groups.show_breakdowns(store, whole)
elif tab == "percaya":
    sections.show_trust(store, whole)
elif tab == "tren":
    years = cached_surveys.survey_years(store, unit, instrument.kode, lke)
    sections.show_trend(whole, years, cached_surveys.survey_periods(store, unit, instrument.kode))
elif tab == "lke":
    into_lke.show_lke(store, whole)
elif tab == "riwayat":
    versions.show_history(store, own.iloc[0]["unit_id"], year, instrument.kode)
else:
    portfolio = cached_surveys.survey_portfolio(store, year, instrument.kode, samples, lke)
    if portfolio is not None:
        units.show_units(portfolio, instrument, year)
