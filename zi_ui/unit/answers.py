"""The way down to the single answer: sub-indicator, question, what was answered, what it means, where it stood."""

from collections.abc import Callable, Mapping, Sequence

import pandas as pd
import streamlit as st

from zi_metrics.bahasa import format_number, format_percent
from zi_metrics.instruments.library import Question
from zi_metrics.lke.unit import UnitReport
from zi_metrics.pembangunan.recommendations import Recommendation
from zi_ui.advice import Advice, show_beside
from zi_ui.markdown import plain, web_link
from zi_ui.tables import show_counts


def nothing_to_take(_kode: str) -> None:
    """Offers nothing to be taken over."""


def show_part(
    report: UnitReport,
    part: str,
    advice: Advice,
    suggested: Mapping[str, str],
    offer: Callable[[str], None] = nothing_to_take,
) -> None:
    """All sub-indicators below a node, each to be opened to its questions.

    advice: what TPI asked of the questions (`advice.advice_on`).
    suggested: question -> what the unit's own work suggests for it, a sentence; offer: draws, below the sentence of a
    question, what takes it over
    """
    leaves = {node.kode for node in report.instrument.nodes() if node.pertanyaan}
    codes = {node.kode for root in report.instrument.nodes() if root.kode == part for node in root.walk()}
    # By this name print.css knows that these headings hold figures, which are printed though folded away.
    part_of = st.container(key="jawaban_bagian")
    for node in report.nodes[report.nodes["kode"].isin(leaves & codes)].to_dict("records"):
        answered, open_count = node["terjawab"], node["pertanyaan"] - node["terjawab"]
        warning = f" · :orange[{open_count} belum dijawab]" if open_count and answered else ""
        worth = f"{format_number(node['nilai'])} dari {format_number(node['bobot'])} ({format_percent(node['bagian'])})"
        title = f"**{plain(node['kode'])}** {plain(node['nama'])}: {worth if answered else 'belum dijawab'}{warning}"
        with part_of.expander(title):
            for _, row in report.nodes[report.nodes["induk"] == node["kode"]].iterrows():
                show_question(report, row, advice.get(row["kode"], ()), suggested.get(row["kode"], ""), offer)


def show_question(
    report: UnitReport,
    row: pd.Series,
    asked: Sequence[Recommendation] = (),
    suggested: str = "",
    offer: Callable[[str], None] = nothing_to_take,
) -> None:
    """One question (a row of `UnitReport.nodes`): its answer, what that means and is worth, and where it stood; and
    what TPI asked of it.

    suggested, offer: as of `show_part`, '' = nothing
    """
    question = report.instrument.question(row["kode"])
    scale = report.instrument.scale_of(question)
    with st.container(border=True):
        st.markdown(f"**{plain(row['kode'])}** {plain(row['nama'])}")
        if row["terjawab"]:
            worth = f"{format_number(row['nilai'])} dari {format_number(row['bobot'])} poin"
            st.markdown(f"Jawaban **{_answer_text(row, scale.jenis)}**: {worth}")
            if row["arti"]:
                st.markdown(plain(row["arti"]))
        else:
            st.markdown(f":orange[Belum dijawab], dihitung 0 dari {format_number(row['bobot'])} poin")
        if question.petunjuk:
            st.caption(plain(question.petunjuk))
        _show_better_options(row, question)
        if suggested:
            st.info(plain(suggested), icon=":material/lightbulb:")
            offer(question.kode)
        if question.masukan:
            own = report.counts[report.counts["kode"] == question.kode]
            show_counts(own, {c.kunci: c.label for c in question.masukan}, key=f"counts_{question.kode}")
        for label, text in (("Catatan", row["catatan"]), ("Bukti", row["bukti"]), ("Tautan bukti", row["tautan"])):
            if isinstance(text, str) and text:
                st.markdown(f"{label}: {web_link(text)}")
        show_beside(asked)
        st.caption(plain(_source(report, row)))


def _show_better_options(row: pd.Series, question: Question) -> None:
    """What every option means, so that the coordinator sees what the next better one asks for."""
    if question.kriteria:
        mark = {row["pilihan"]: "**"}
        lines = [
            f"- {mark.get(option, '')}{plain(option)}: {plain(text)}{mark.get(option, '')}"
            for option, text in question.kriteria.items()
        ]
        with st.popover("Arti pilihan", icon=":material/list:"):
            st.markdown("\n".join(lines))


def _answer_text(row: pd.Series, kind: str) -> str:
    if kind == "rasio":
        return format_percent(row["nilai_jawaban"], 1)
    return plain(row["tertulis"])


def _source(report: UnitReport, row: pd.Series) -> str:
    source = report.assessment
    if not isinstance(row["sel"], str):
        return f"Sumber: {source.nama_berkas}"
    return f"Sumber: {source.nama_berkas}, lembar {row['lembar']}, sel {row['sel']}"
