"""What if: other answers, and what they do to the total, the gates and the distances. Nothing stored is touched."""

import streamlit as st

from zi_metrics.figures import bars
from zi_metrics.figures import units as unit_figures
from zi_metrics.lke.unit import UnitReport
from zi_metrics.plan import scenario
from zi_ui import cached, charts, filters, given, whose
from zi_ui.failures import told
from zi_ui.markdown import plain
from zi_ui.page import nothing_yet, open_page
from zi_ui.plan import scenarios, simulation
from zi_ui.provenance import show_held_before, show_source_line

store = open_page("Simulasi", "Bagaimana bila jawabannya lain? Penilaian yang tersimpan tidak pernah berubah.")
assessments = cached.assessments(store)
if assessments.empty:
    nothing_yet("Belum ada penilaian. Unggah LKE pertama untuk memulai.")

choices = filters.row()
report = whose.choose_report(store, assessments, choices)
with choices:
    predikat, short = filters.choose_predikat([report.instrument])
show_source_line(report)
show_held_before(report, predikat)
scenarios.follow_link(store, report)


@st.fragment
@given.asked_again
@told("Simulasi")
def play(report: UnitReport) -> None:
    """All that moves with an answer: only this is drawn anew when one changes."""
    base = simulation.Base(report.instrument, *cached.start(store, report.assessment.penilaian_id))
    draft = simulation.draft_of(report.assessment.penilaian_id)
    before, after, problems = simulation.evaluate(base, draft)
    simulation.say_moved(before, after)
    changed = simulation.changed_codes(base, draft, problems)
    sentence = scenario.change_sentence(before, after, simulation.change_count(base, draft))
    st.markdown(f"##### {plain(sentence)}")
    simulation.show_headlines(report.instrument, before, after)
    charts.show(
        unit_figures.bullet_bars(bars.gate_bars(after, predikat), charts.is_dark(), name_ticks=True),
        key="syarat_simulasi",
        alt=f"Setiap syarat nilai {short} dalam simulasi ini",
    )

    st.subheader("Yang diubah")
    simulation.show_changes(base, draft, scenario.change_table(report.instrument, before, after, changed), problems)
    if draft.perubahan and st.button("Kembali ke awal", icon=":material/restart_alt:"):
        scenarios.start_anew(report)
        st.rerun()

    st.subheader("Ubah jawaban")
    part = filters.choose_part(report.instrument)
    simulation.ask_answers(base, draft, after, part, problems)

    st.subheader("Skenario")
    scenarios.show_shelf(store, report, draft)
    st.subheader("Bandingkan")
    scenarios.show_comparison(store, report, predikat, before, after, draft)


play(report)
