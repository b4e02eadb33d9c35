"""One unit: where does it stand, which gates fail, what is weakest, and what exactly was answered?"""

import streamlit as st

from zi_metrics.bahasa import format_number
from zi_metrics.figures import bars
from zi_metrics.figures import units as unit_figures
from zi_metrics.scoring import standing
from zi_ui import advice, cached, charts, downloads, filters, findings, tables, whose
from zi_ui.glossary import HELP_RUMUS
from zi_ui.markdown import plain
from zi_ui.page import nothing_yet, open_page
from zi_ui.provenance import show_source
from zi_ui.unit import answers, count_suggestion, derivation_dialog, prerequisites, progress, versions

store = open_page("Unit kerja", "Di mana unit ini berdiri, apa yang kurang, dan dari jawaban mana angkanya?")
assessments = cached.assessments(store)
if assessments.empty:
    nothing_yet("Belum ada penilaian. Unggah LKE pertama untuk memulai.")

report = whose.choose_report(store, assessments, filters.row())
show_source(store, report)

verdict = report.verdict
tables.show_status(verdict.status, note=report.catatan.get(verdict.status, ""), certain=verdict.is_certain)
st.markdown(f"##### {plain(report.sentence())}")
if verdict.belum_dijawab and verdict.terjawab:
    st.warning(
        f"{verdict.belum_dijawab} dari {verdict.pertanyaan} pertanyaan belum dijawab dan "
        f"dihitung 0. Rumus di lembar kerja, yang hanya merata-rata jawaban yang ada, menunjukkan total "
        f"{format_number(verdict.total_rumus_lke)}.",
        icon=":material/pending:",
    )

charts.show_headlines(verdict, report.components())
with st.container(horizontal=True, gap="small"):
    derivation_dialog.offer(report)
    downloads.offer_derivation(report)
    downloads.offer_official(store, report, cached.sides(store, report.assessment.unit_id, report.assessment.tahun))

st.subheader("Area terhadap minimumnya")
st.caption(plain(bars.area_caption(report.instrument)))
charts.show(
    unit_figures.bullet_bars(bars.area_bars(report), charts.is_dark(), name_ticks=True),
    key="area",
    alt="Nilai tiap area dan minimumnya",
)

st.subheader("Syarat nilai")
predikat, short = filters.choose_predikat([report.instrument])
charts.show(
    unit_figures.bullet_bars(bars.gate_bars(report, predikat), charts.is_dark(), name_ticks=True),
    key="syarat",
    alt="Setiap syarat nilai dengan capaian dan minimumnya",
)
outcome, *failing = standing.verdict_sentences(report.gates, predikat, short, report.catatan.get(predikat, ""))
st.markdown(f"**{plain(outcome)}**")
st.markdown("\n".join(f"- {plain(sentence)}" for sentence in failing))
with st.expander("Angka setiap syarat dan sumber hukumnya", icon=":material/gavel:"):
    picked = tables.show_gates(report.gates[report.gates["predikat"] == predikat], key="tabel_syarat")
    st.caption(f"Ketuk satu syarat untuk melihat asal angkanya. {HELP_RUMUS}")
    derivation_dialog.follow(report, picked, key="syarat")

st.subheader("Syarat pengusulan")
st.caption("Tidak terbaca dari nilai LKE; dicatat dengan bukti dan tanggalnya.")
prerequisites.show_prerequisites(store, report, predikat)

st.subheader("Sub-indikator terlemah")
st.caption(
    "Diurutkan menurut poin yang hilang: yang teratas memberi tambahan terbesar bila diperbaiki. Ketuk barisnya."
)
derivation_dialog.follow(
    report, tables.show_weak_nodes(report.weakest_subindicators().head(10), key="terlemah"), key="terlemah"
)

st.subheader("Perkembangan")
progress.show_progress(store, report, predikat)

st.subheader("Sampai ke jawaban")
answers.show_part(
    report,
    filters.choose_part(report.instrument),
    advice.advice_on(store, report.assessment),
    cached.suggested(store, report),
    count_suggestion.offering(store, report),
)

if not report.findings.empty:
    st.subheader("Temuan saat berkas diimpor")
    findings.show_findings(report.findings, key="temuan")

st.subheader("Riwayat versi")
versions.show_history(store, report)
