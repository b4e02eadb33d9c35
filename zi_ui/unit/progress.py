"""A unit over time: its totals at all points in time, and its pace towards the day of the proposal."""

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from zi_metrics.answers import PENILAI, PENILAI_SHORT
from zi_metrics.bahasa import MISSING, format_date, format_number
from zi_metrics.figures import bars
from zi_metrics.figures import units as unit_figures
from zi_metrics.figures.pace import pace_lines
from zi_metrics.lke.unit import UnitReport
from zi_metrics.pembangunan.pace import Pace, default_judge
from zi_metrics.scope import Act
from zi_metrics.store.connection import Store
from zi_metrics.store.proposal_dates import proposal_date, proposal_date_problem, set_proposal_date
from zi_ui import cached, charts, person
from zi_ui.explained import how_computed
from zi_ui.glossary import PENILAI_LABEL
from zi_ui.markdown import plain
from zi_ui.naming import named
from zi_ui.tables import show_table

_DONE = "_proposal_date_done"
_POINTS = (
    "Satu titik per tanggal. Lingkaran kosong: LKE belum lengkap; garis tegaknya sampai nilai bila semua yang kosong "
    "bernilai penuh."
)


def show_progress(store: Store, report: UnitReport, predikat: str) -> None:
    """The totals over time as a figure and as a table, then the pace towards a predicate."""
    history = cached.history(store, report.assessment.unit_id)
    st.caption(_POINTS)
    minima = dict(bars.total_minima(report.instrument))
    charts.show(
        lambda dark: unit_figures.unit_history(history, minima, dark),
        key="perkembangan",
        alt=_alt(history),
        title=f"Total {report.assessment.unit} dari waktu ke waktu",
        note=_POINTS,
        without=("Tahun", "Penilai", "Predikat", "Sumber"),
    )
    with st.expander("Angka setiap titik waktu", icon=":material/timeline:"):
        _show_points(history)
    _show_pace(store, report, predikat)


def _alt(history: pd.DataFrame) -> str:
    what = "Total unit ini dari waktu ke waktu menurut tiap penilai"
    if history.empty:
        return what
    first, last = (format_date(history["per_tanggal"].iloc[place]) for place in (0, -1))
    return f"{what}, {len(history)} titik dari {first} sampai {last}"


def _show_points(history: pd.DataFrame) -> None:
    newest = history.iloc[::-1]
    shown = pd.DataFrame(
        {
            "Per tanggal": newest["per_tanggal"].map(format_date),
            "Tahun": newest["tahun"],
            "Monev": newest["monev"].replace("", MISSING),
            "Penilai": newest["penilai"].map(PENILAI_SHORT),
            "Total": newest["total"],
            "Terjawab": [f"{a}/{q}" for a, q in zip(newest["terjawab"], newest["pertanyaan"], strict=True)],
        }
    )
    show_table(shown, "titik_waktu", "Total pada setiap titik waktu", {"Tahun": str, "Total": format_number})


def _show_pace(store: Store, report: UnitReport, predikat: str) -> None:
    source = report.assessment
    st.markdown("##### Laju menuju batas pengusulan")
    if done := st.session_state.pop(_DONE, None):
        st.success(done, icon=":material/check_circle:")
    known = cached.judges_in_time(store, source.unit_id, source.tahun)
    judges = [judge for judge in PENILAI if judge in known]
    left, right = st.columns(2)
    judge = left.selectbox(
        "Laju menurut",
        judges,
        index=judges.index(default_judge(known) or judges[0]),
        format_func=named(PENILAI_LABEL),
        key="laju_penilai",
    )
    pace = cached.pace(store, source.unit_id, source.tahun, judge, predikat)
    if pace is None:
        st.caption("Belum ada titik waktu yang terjawab, sehingga lajunya belum dapat digambar.")
    else:
        _show_gate(pace, report.instrument.predikat[predikat].singkatan, right)
    with st.expander("Batas pengusulan", icon=":material/event:"):
        _ask_date(store, source.tahun)


def _show_gate(pace: Pace, short: str, place: DeltaGenerator) -> None:
    gates = {gate.kode: gate for gate in pace.syarat}
    kode = place.selectbox(
        f"Syarat nilai {plain(short)}",
        list(gates),
        format_func=named({kode: gate.nama for kode, gate in gates.items()}),
        key=f"laju_syarat_{pace.predikat}",
    )
    gate = gates[kode]
    st.markdown(f"**{plain(gate.sentence())}**")
    if pace.belum_lengkap:
        st.caption(f"{pace.belum_lengkap} titik belum terjawab lengkap; yang kosong dihitung 0.")
    charts.show(
        lambda dark: pace_lines(gate, pace.penilai, dark),
        key="laju",
        alt=gate.sentence(),
        title=f"Laju menuju batas pengusulan menurut {PENILAI_SHORT[pace.penilai]}: {gate.nama}, {short}",
        note=gate.sentence(),
        without=("Penilai", "Sumber"),
    )
    how_computed("laju_pengusulan", "laju")


def _ask_date(store: Store, tahun: int) -> None:
    """The day of the proposal, and for who may a form to set it."""
    day = proposal_date(store, tahun)
    st.caption(
        f"Pengusulan {tahun} paling lambat {format_date(day)}. Bawaannya 31 Mei (PermenPANRB 5/2024); TPN dapat "
        "mengumumkan tanggal lain. Berlaku bagi semua unit."
    )
    if not person.may(store, Act.BATAS_PENGUSULAN):
        return
    with st.form(f"batas_pengusulan_{tahun}_{day}", border=False):
        new = st.date_input(f"Batas pengusulan {tahun}", value=day, format="DD/MM/YYYY")
        sent = st.form_submit_button("Simpan batas", icon=":material/save:")
    if not sent or new is None:
        return
    if problem := proposal_date_problem(tahun, new):
        st.error(plain(problem), icon=":material/error:")
        return
    saved = set_proposal_date(store, tahun, new)
    words = f"Batas pengusulan {tahun} kini {format_date(new)}." if saved else "Batasnya sudah tanggal itu."
    st.session_state[_DONE] = plain(words)
    st.rerun()
