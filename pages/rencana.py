"""From gap to plan: the lightest way to a predicate, how safe it is, where points lie, and which units are nearest."""

import streamlit as st

from zi_metrics.plan.plan import Impossible
from zi_metrics.plan.program import SolverStopped
from zi_metrics.plan.settings import SettingsProblem
from zi_ui import cached, filters, whose
from zi_ui.markdown import plain
from zi_ui.page import nothing_yet, open_page
from zi_ui.plan import asked as plan_asked
from zi_ui.plan import choices as plan_choices
from zi_ui.plan import details, held, origin, outlook, portfolio, safety, steps
from zi_ui.provenance import show_held_before, show_source_line

SECTIONS = {"rencana": "Rencana", "aman": "Jarak aman", "peluang": "Peluang", "asal": "Poin", "semua": "Semua unit"}

store = open_page(
    "Rencana", "Jalan mana yang paling ringan menuju WBK atau WBBM, dan seberapa aman hasilnya?", by_branch=True
)
assessments = cached.assessments(store)
if assessments.empty:
    nothing_yet("Belum ada penilaian. Unggah LKE pertama untuk memulai.")

section = filters.choose_detail("Tampilkan", "lihat", SECTIONS)
samples = filters.choose_samples(assessments)
choices = filters.row()


def show_unit() -> None:
    """One unit: its plan, its margin and chance, or where its points come from."""
    first = portfolio.beginning_with(store, assessments, samples)
    report = whose.choose_report(store, assessments, choices, first)
    instrument = report.instrument
    with choices:
        predikat, short = filters.choose_predikat([instrument])
        room = plan_asked.choose_room(report, short)
    show_source_line(report)
    show_held_before(report, predikat)
    values, counts = cached.start(store, report.assessment.penilaian_id)
    if section == "asal":
        origin.show_origin(report, values, predikat, short)
        return
    wishes = plan_choices.choices_of(report.assessment.unit_id, instrument)
    seen = cached.transitions(store, instrument, report.assessment.contoh)
    learned = cached.learned_effort(instrument, seen)
    place = st.container()
    if section == "rencana":
        plan_choices.ask(wishes, instrument, seen, learned)
    settings = wishes.settings(instrument, counts, learned, room)
    asked = plan_asked.Asked(store, report, predikat, short, values, settings)
    with place:
        with st.spinner("Mencari rencana paling ringan…"):
            found = asked.best()
        if section == "aman":
            safety.show_margin(asked.gates, safety.choose_values(values, found), report, short)
        elif section == "peluang":
            outlook.show_chance(store, report, asked.gates, safety.choose_values(values, found), short)
        elif isinstance(found, Impossible):
            steps.show_impossible(found, asked, wishes)
        elif found.langkah:
            steps.show_plan(asked, found, wishes, wishes.effort_sentence(instrument, learned))
            details.show_details(asked, found)
        else:
            held.show_held(asked, found)


try:
    if section == "semua":
        portfolio.show_all_units(store, assessments, samples, choices)
    else:
        show_unit()
except (SettingsProblem, SolverStopped) as problem:
    for line in str(problem).splitlines():
        st.error(plain(line), icon=":material/error:")
