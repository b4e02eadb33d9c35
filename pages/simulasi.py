"""What if: other answers, and what they do to the total, the gates and the distances. Nothing stored is touched."""

import streamlit as st

from zi_metrics.figures import bars
from zi_metrics.figures import plan as plan_figures
from zi_metrics.figures.style import PICTURE
from zi_metrics.lke.unit import UnitReport
from zi_metrics.plan import scenario
from zi_ui import cached, chart_pictures, filters, given, whose
from zi_ui.chart_pictures import Drawn
from zi_ui.drawn.markup import show
from zi_ui.drawn.moves import MOVED, moved_bars
from zi_ui.failures import told
from zi_ui.page import nothing_yet, open_page
from zi_ui.plan import in_sight, scenarios, simulation
from zi_ui.provenance import show_held_before, show_source_line

PARTS = {"ubah": "Ubah jawaban", "skenario": "Skenario", "banding": "Bandingkan"}

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
    in_sight.show_in_sight(report.instrument, before, after, simulation.change_count(base, draft))
    scenarios.show_done()
    title, moved = f"Setiap syarat nilai {short} dalam simulasi ini", bars.moved_gate_bars(before, after, predikat)
    show(moved_bars(moved, title))
    chart_pictures.offer(Drawn(title, lambda: plan_figures.moved_bars(moved, wide=PICTURE), MOVED), "simulasi")

    changed = simulation.changed_codes(base, draft, problems)
    simulation.show_changes(base, draft, scenario.change_table(report.instrument, before, after, changed), problems)
    with st.container(horizontal=True, gap="small"):
        if draft.perubahan and st.button("Kembali ke awal", icon=":material/restart_alt:"):
            scenarios.start_anew(report)
            st.rerun()
        scenarios.offer_keep(store, report, draft)

    shown = filters.choose_detail("Tampilkan", "tampil", PARTS)
    if shown == "ubah":
        simulation.ask_answers(base, draft, after, filters.choose_part(report.instrument), problems)
    elif shown == "skenario":
        scenarios.show_shelf(store, report)
    else:
        scenarios.show_comparison(store, report, predikat, before, after, draft)


play(report)
