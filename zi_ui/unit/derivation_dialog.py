"""'Mengapa angka ini?': a dialog that goes one step down at a time, from the total to the single answer."""

import pandas as pd
import streamlit as st

from zi_metrics.bahasa import format_number, format_percent
from zi_metrics.lke.derivation import TOTAL, derive, is_derived
from zi_metrics.lke.unit import UnitReport
from zi_metrics.table_rows import records
from zi_ui import address, given
from zi_ui.advice import advice_on
from zi_ui.drawn.markup import show
from zi_ui.failures import told
from zi_ui.markdown import plain
from zi_ui.tables import show_pickable
from zi_ui.unit.answers import Beside, question

_AT, _ASKED = "_why_at", "_why_asked"
# In the address: what the dialog begins at.
_NAME = "mengapa"


def offer(kode: str = TOTAL, label: str = "Mengapa angka ini?", key: str = "mengapa") -> None:
    """A button that opens the dialog at a node, a gate or a question."""
    st.button(
        label, icon=":material/help_center:", key=key, type="tertiary", on_click=address.choose, args=(_NAME, kode)
    )


def follow_address(report: UnitReport) -> None:
    """Keep the dialog open where the address asks for it: a link leads into it, Back out of it."""
    asked = address.asked(_NAME)
    if asked is None or not is_derived(report, asked):
        st.session_state.pop(_ASKED, None)
        if asked is not None:
            address.write(_NAME, None)
        return
    begun = (report.assessment.penilaian_id, asked)
    if st.session_state.get(_ASKED) != begun:
        # Further steps are taken inside the dialog, which a run of the page leaves where it is.
        st.session_state[_ASKED], st.session_state[_AT] = begun, asked
    _dialog(report)


def _closed() -> None:
    address.choose(_NAME, None)


@st.dialog("Mengapa angka ini?", width="large", on_dismiss=_closed)
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
        (row,) = records(report.nodes[report.nodes["kode"] == step.kode])
        show(question(report, row, Beside(asked), deeper=False))
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
