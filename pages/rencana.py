"""From gap to plan: the lightest way to a predicate, how safe it is, where points lie, and which units are nearest."""

import streamlit as st

from zi_metrics.figures import bars
from zi_metrics.lke.chosen import in_scope, instruments_of, judged_by
from zi_metrics.plan.plan import Impossible
from zi_metrics.plan.program import SolverStopped
from zi_metrics.plan.settings import SettingsProblem
from zi_metrics.scoring.gates import gate_system
from zi_ui import cached, filters, whose
from zi_ui.glossary import PENILAI_LABEL
from zi_ui.markdown import plain
from zi_ui.page import nothing_yet, open_page
from zi_ui.plan import choices as plan_choices
from zi_ui.plan import origin, outlook, portfolio, safety, steps
from zi_ui.provenance import show_data_date, show_held_before, show_source_line

SECTIONS = {"rencana": "Rencana", "aman": "Jarak aman", "peluang": "Peluang", "asal": "Poin", "semua": "Semua unit"}

store = open_page(
    "Rencana", "Jalan mana yang paling ringan menuju WBK atau WBBM, dan seberapa aman hasilnya?", by_branch=True
)
assessments = cached.assessments(store)
if assessments.empty:
    nothing_yet("Belum ada penilaian. Unggah LKE pertama untuk memulai.")

section = filters.choose_code("Tampilkan", "lihat", SECTIONS)
samples = filters.choose_samples(assessments)
choices = filters.row()


def show_all_units() -> None:
    """Every unit of a year: by effort to the predicate, and what would lift or cost them most."""
    scope = in_scope(assessments, samples)
    with choices:
        year = filters.choose_year(scope)
        judge = filters.choose_judge(scope)
    overview = cached.overview(store, year, judge, samples)
    if overview.empty:
        nothing_yet(f"Tidak ada penilaian tahun {year} oleh {PENILAI_LABEL[judge]}. Pilih tahun atau penilai lain.")
    with choices:
        instrument = filters.choose_instrument(instruments_of(overview))
        predikat, short = filters.choose_predikat([instrument])
        pokja = filters.choose_scope(instrument)
    own = judged_by(overview, instrument)
    show_data_date(own)
    gates = gate_system(instrument, predikat, pokja)
    if not gates.gates:
        st.info(f"Instrumen ini tidak menetapkan syarat {plain(short)} bagi area itu.", icon=":material/info:")
        return
    own = portfolio.as_many_as_planned(own, predikat, short)
    if not portfolio.wanted(len(own), f"{year}_{judge}_{predikat}_{pokja}"):
        return
    values = portfolio.values_of(store, instrument, own)
    counts = portfolio.counts_by_unit(store, own)
    picked = portfolio.show_efforts(gates, values, counts, pokja, own, short)
    if picked:
        link = {"unit": picked, "tahun": str(year), "penilai": judge, "predikat": predikat, "lihat": "rencana"}
        st.switch_page("pages/rencana.py", query_params=link)
    portfolio.show_lifting(gates, values, own)
    if pokja is None:
        outlook.show_outlooks(store, own, predikat, short, f"{year}_{judge}_{predikat}")


def show_unit() -> None:
    """One unit: its plan, its margin and chance, or where its points come from."""
    report = whose.choose_report(store, assessments, choices)
    instrument = report.instrument
    with choices:
        predikat, short = filters.choose_predikat([instrument])
    show_source_line(report)
    show_held_before(report, predikat)
    gates = gate_system(instrument, predikat)
    values, counts = cached.start(store, report.assessment.penilaian_id)
    if section == "asal":
        origin.show_origin(instrument, values)
        origin.show_areas(instrument, values, predikat, short)
        return
    wishes = plan_choices.choices_of(report.assessment.unit_id, instrument)
    seen = cached.transitions(store, instrument, report.assessment.contoh)
    learned = cached.learned_effort(instrument, seen)
    if section == "rencana":
        plan_choices.ask(wishes, instrument, seen, learned)
    settings = wishes.settings(instrument, counts, learned)
    with st.spinner("Mencari rencana paling ringan…"):
        found = cached.best_plan(gates, values, settings)
    if section in ("aman", "peluang"):
        chosen = safety.choose_values(values, found)
        if section == "aman":
            safety.show_margin(gates, chosen, short)
        else:
            outlook.show_chance(store, report, gates, chosen, short)
        return
    if isinstance(found, Impossible):
        steps.show_impossible(found, short, wishes, settings, gates)
        return
    st.markdown(f"##### {plain(found.sentence(short))}")
    if not found.langkah:
        st.caption("Lihat Jarak aman: berapa jawaban boleh turun sebelum predikatnya gugur.")
        return
    minimum = dict(bars.total_minima(instrument))[short]
    steps.show_plan(store, report, found, {short: minimum}, wishes)
    with st.spinner("Mencari rencana lain yang hampir seringan…"):
        others = cached.other_plans(gates, values, found, settings)
    steps.show_alternatives(store, report, found, others, short)


try:
    if section == "semua":
        show_all_units()
    else:
        show_unit()
except (SettingsProblem, SolverStopped) as problem:
    for line in str(problem).splitlines():
        st.error(plain(line), icon=":material/error:")
