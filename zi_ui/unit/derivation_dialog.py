"""'Mengapa angka ini?': a dialog that goes one step down at a time, from the total to the single answer."""

import pandas as pd
import streamlit as st

from zi_metrics.bahasa import format_number, format_percent
from zi_metrics.lke.derivation import TOTAL, derive
from zi_metrics.lke.unit import UnitReport
from zi_ui import given
from zi_ui.advice import advice_on
from zi_ui.failures import told
from zi_ui.markdown import plain
from zi_ui.tables import show_pickable
from zi_ui.unit.answers import show_question

_AT = "_why_at"


def offer(report: UnitReport, kode: str = TOTAL, label: str = "Mengapa angka ini?", key: str = "mengapa") -> None:
    """A button that opens the dialog at a node, a gate or a question."""
    if st.button(label, icon=":material/help_center:", key=key, type="tertiary"):
        open_at(report, kode)


def follow(report: UnitReport, picked: str | None, key: str) -> None:
    """Open the dialog at what was picked in a table, once: the table keeps its selection when the dialog is closed."""
    seen = f"_why_{key}"
    if picked is not None and st.session_state.get(seen) != picked:
        open_at(report, picked)
    st.session_state[seen] = picked


def open_at(report: UnitReport, kode: str) -> None:
    """Open the dialog at a node, a gate or a question (its code)."""
    st.session_state[_AT] = kode
    _dialog(report)


@st.dialog("Mengapa angka ini?", width="large")
@given.asked_again
@told("Mengapa angka ini?")
def _dialog(report: UnitReport) -> None:
    step = derive(report, st.session_state.get(_AT, TOTAL))
    _show_path(step.path)
    st.markdown(f"#### {plain(step.nama)}: {format_number(step.nilai)} dari {format_number(step.bobot)}")
    for sentence in step.sentences:
        st.markdown(plain(sentence))
    if step.parts.empty:
        store = given.current()
        asked = {} if store is None else advice_on(store, report.assessment)
        show_question(report, report.nodes[report.nodes["kode"] == step.kode].iloc[0], asked.get(step.kode, ()))
        return
    st.caption("Ketuk satu baris untuk turun satu langkah.")
    _show_parts(step.parts, step.kode)


def _show_path(path: tuple[tuple[str, str], ...]) -> None:
    """The way back up."""
    with st.container(horizontal=True, gap="small"):
        for kode, name in path[:-1]:
            if st.button(plain(kode or name), key=f"naik_{kode}", icon=":material/arrow_upward:", help=plain(name)):
                _go(kode)


def _show_parts(parts: pd.DataFrame, kode: str) -> None:
    known = parts["terjawab"] > 0
    shown = pd.DataFrame(
        {
            "Kode": parts["kode"],
            "Bagian": parts["nama"],
            "Nilai": parts["nilai"].where(known),
            "Bobot": parts["bobot"],
            "Capaian": parts["bagian"].where(known),
            "Bisa sampai": parts["nilai_tertinggi"],
            "Menurut rumus LKE": parts["nilai_rumus_lke"],
            "Belum dijawab": parts["pertanyaan"] - parts["terjawab"],
        }
    )
    formats = {
        **dict.fromkeys(["Nilai", "Bobot", "Bisa sampai", "Menurut rumus LKE"], format_number),
        "Capaian": format_percent,
    }
    picked = show_pickable(shown, f"bagian_{kode}", "Bagian yang membentuk angka ini", shown["Kode"], formats)
    if picked is not None:
        _go(picked)


def _go(kode: str) -> None:
    st.session_state[_AT] = kode
    st.rerun(scope="fragment")
