"""One unit: where does it stand, what fails, what comes next, and from which answers are the figures?"""

import streamlit as st

from zi_metrics.bahasa import format_number
from zi_metrics.lke.judges import judged_by, of_last_form
from zi_ui import cached, chart_pictures, downloads, filters, findings, papers, slides, whose
from zi_ui.drawn.tab_links import choose_tab
from zi_ui.page import nothing_yet, open_page
from zi_ui.provenance import show_source
from zi_ui.unit import answers_tab, derivation_dialog, gates_tab, next_steps, progress, surveys_tab, versions, work_tab
from zi_ui.unit.head import head_drawn, show_head

store = open_page("Unit kerja", "Di mana unit ini berdiri, apa yang kurang, dan dari jawaban mana angkanya?")
assessments = cached.assessments(store)
if assessments.empty:
    nothing_yet("Belum ada penilaian. Unggah LKE pertama untuk memulai.")

choices = filters.row()
report = whose.choose_report(store, assessments, choices)
with choices:
    predikat, _ = filters.choose_predikat([report.instrument])
show_source(store, report)

verdict = report.verdict
if verdict.belum_dijawab and verdict.terjawab:
    st.warning(
        f"{verdict.belum_dijawab} dari {verdict.pertanyaan} pertanyaan belum dijawab dan "
        f"dihitung 0. Rumus di lembar kerja, yang hanya merata-rata jawaban yang ada, menunjukkan total "
        f"{format_number(verdict.total_rumus_lke)}.",
        icon=":material/pending:",
    )
actions = next_steps.actions_of(store, report)
judged = of_last_form(judged_by(assessments, report.assessment.unit_id, report.assessment.tahun))
head = cached.head(store, report.assessment, predikat)
show_head(
    report,
    head,
    cached.movement(store, report.assessment),
    [next_steps.next_steps(store, report, predikat), next_steps.late(store, report, actions)],
)
with st.container(horizontal=True, gap="small"):
    derivation_dialog.offer()
    papers.offer_unit(store, report.assessment, predikat)
    slides.offer_unit(store, report.assessment, predikat)
    chart_pictures.offer(head_drawn(report, head), "syarat_unit")
    downloads.offer_derivation(report)
    downloads.offer_official(store, report, judged)

tabs = {
    "jawaban": "Jawaban",
    "syarat": "Syarat",
    "perkembangan": "Perkembangan",
    "pekerjaan": "Pekerjaan",
    "survei": "Survei",
    "riwayat": "Riwayat",
}
match choose_tab("unit_kerja", tabs, "Rincian unit ini", mengapa=None):
    case "syarat":
        gates_tab.show_gates(store, report, predikat)
    case "perkembangan":
        progress.show_progress(store, report, predikat)
    case "pekerjaan":
        work_tab.show_work(store, report, actions)
    case "survei":
        surveys_tab.show_surveys(store, report)
    case "riwayat":
        if not report.findings.empty:
            st.subheader("Temuan saat berkas diimpor")
            findings.show_findings(report.findings, key="temuan")
            st.subheader("Versi")
        versions.show_history(store, report)
    case _:
        answers_tab.show_answers(store, report, actions, judged)
derivation_dialog.follow_address(report)
