"""One unit's way to a predicate on the screen: the best plan, others of nearly its effort, or why there is none."""

import hashlib

import pandas as pd
import streamlit as st

from zi_metrics.answers import PENILAI_SHORT
from zi_metrics.bahasa import MISSING, format_change, format_number
from zi_metrics.figures import plan as plan_figures
from zi_metrics.lke.unit import UnitReport
from zi_metrics.near_minimum import format_beside, format_minimum
from zi_metrics.pembangunan.made_actions import steps_as_origins
from zi_metrics.plan.plan import Impossible, Plan
from zi_metrics.plan.scenario import changes_of
from zi_metrics.plan.settings import PlanSettings, without_limits
from zi_metrics.reports.plan_workbook import write_plan
from zi_metrics.scoring.gates import GateSystem
from zi_metrics.scoring.score import GATE_TOLERANCE
from zi_metrics.store.connection import Store
from zi_ui import advice, charts, given, taken
from zi_ui.failures import told
from zi_ui.file_names import file_name
from zi_ui.glossary import GATE_MARK
from zi_ui.markdown import plain
from zi_ui.plan import into_actions, scenarios, simulation
from zi_ui.plan.choices import PlanChoices
from zi_ui.tables import SELECTABLE, picked_row, show_table


def show_impossible(found: Impossible, short: str, choices: PlanChoices, settings: PlanSettings, gates: GateSystem):
    """Which gates cannot be met, and a button that frees what stands in the way."""
    first, *rest = map(plain, found.sentences(short))
    reasons = len(found.hambatan)
    st.warning("\n".join([first, "", *(f"- {line}" for line in rest[:reasons])]), icon=":material/block:")
    for remedy in rest[reasons:]:
        st.markdown(remedy)
    if found.buka and st.button(f"Bebaskan {len(found.buka)} pertanyaan ini", icon=":material/lock_open:"):
        freed = without_limits(gates.instrument, settings, found.buka)
        choices.replace(freed.kunci, freed.batas)
        st.rerun()


def show_plan(store: Store, report: UnitReport, found: Plan, minimum: dict[str, float], choices: PlanChoices) -> None:
    """The best plan: figures, waterfall, steps, gates, and what can be done with it.

    minimum: short name of the predicate -> the total that it asks for.
    """
    (short,) = minimum
    into_actions.show_done()
    _show_headlines(found, f"minimum {short} {format_minimum(minimum[short], 0)}")
    st.caption(plain(found.certificate()))
    _show_actions(store, report, found, short, "terbaik")
    st.subheader("Total setelah tiap langkah")
    st.caption("Angka di kanan: total setelah langkah itu. Skalanya tidak mulai dari 0.")
    charts.show(
        plan_figures.waterfall(found.table(), found.total_sebelum, minimum, charts.is_dark()),
        key="air_terjun",
        alt=f"Total naik dari {found.total_text(found.total_sebelum)} menjadi {found.total_text(found.total_sesudah)}",
    )
    st.subheader("Langkah")
    st.caption("Poin per upaya terbesar di atas. Ketuk satu langkah untuk membacanya utuh atau menundanya.")
    asked = advice.advice_on(store, report.assessment)
    _follow(found, _show_steps(found, "langkah"), choices, report, asked)
    advice.show_on_steps(asked, [step.kode for step in found.langkah])
    with st.expander("Syarat nilai sebelum dan sesudah", icon=":material/gavel:", expanded=len(found.langkah) < 12):
        _show_gates(found.syarat)


def show_alternatives(store: Store, report: UnitReport, best: Plan, others: list[Plan], short: str) -> None:
    """Other plans of nearly the same effort, and what they do instead."""
    st.subheader("Rencana lain yang hampir seringan")
    if not others:
        st.caption("Tidak ada: setiap rencana yang cukup berbeda memerlukan upaya lebih dari 10% di atas yang terbaik.")
        return
    mine = {step.kode for step in best.langkah}
    names = [f"Rencana {n} · upaya {format_number(p.upaya_total, 1)}" for n, p in enumerate(others, 2)]
    for number, (tab, other) in enumerate(zip(st.tabs(names), others, strict=True), 2):
        with tab:
            theirs = {step.kode for step in other.langkah}
            st.markdown(f"**{plain(other.sentence(short))}**")
            without, instead = (", ".join(sorted(codes)) or MISSING for codes in (mine - theirs, theirs - mine))
            st.markdown(f"Tanpa: {plain(without)}  \nSebagai gantinya: {plain(instead)}")
            _show_actions(store, report, other, short, f"lain_{number}")
            _show_steps(other, f"langkah_{number}")


def _show_headlines(found: Plan, asked: str) -> None:
    gates = found.syarat
    with st.container(horizontal=True, gap="small"):
        for label, value, note in (
            ("Total sekarang", found.total_text(found.total_sebelum), asked),
            (
                "Total sesudah",
                found.total_text(found.total_sesudah),
                f"{format_change(found.total_sesudah - found.total_sebelum)} poin",
            ),
            ("Upaya", format_number(found.upaya_total, 1), f"{len(found.langkah)} perbaikan"),
            (
                "Syarat terpenuhi",
                f"{gates['terpenuhi'].sum()} dari {len(gates)}",
                f"sekarang {(gates['sebelum'] >= gates['minimum'] - GATE_TOLERANCE).sum()}",
            ),
        ):
            st.metric(label, value, delta=note, delta_color="off", delta_arrow="off", border=True)


def _show_steps(found: Plan, key: str) -> int | None:
    """The steps as a table; gives the place of the one that the reader picked."""
    steps = found.table()
    shown = pd.DataFrame(
        {
            "No": steps["nomor"],
            "Kode": steps["kode"],
            "Pokja": [MISSING if pd.isna(number) else f"{number:.0f}" for number in steps["pokja"]],
            "Poin": steps["poin"],
            "Upaya": steps["upaya"],
            "Dari": steps["teks_dari"],
            "Menjadi": steps["teks_ke"],
            "Pertanyaan": steps["pertanyaan"],
            "Yang diminta": steps["arti_ke"].replace("", MISSING),
            "Total sesudah": steps["total_sesudah"],
            "Syarat yang terbantu": steps["syarat"].map("; ".join),
        }
    )
    formats = {"Poin": format_change, "Upaya": lambda v: format_number(v, 1), "Total sesudah": format_number}
    texts = {"Total sesudah": steps["total_sesudah"].map(found.total_text)}
    columns = {
        "Pertanyaan": st.column_config.TextColumn(width="medium"),
        "Yang diminta": st.column_config.TextColumn(width="medium"),
        "Dari": st.column_config.TextColumn(width="small"),
        "Syarat yang terbantu": st.column_config.TextColumn(width="medium"),
    }
    # Another plan is another table: a row picked in this one says nothing about that one.
    codes = " ".join(step.kode for step in found.langkah)
    key = f"{key}_{hashlib.sha256(codes.encode()).hexdigest()[:16]}"
    return picked_row(show_table(shown, key, "Langkah rencana", formats, texts, column_config=columns, **SELECTABLE))


def _follow(found: Plan, place: int | None, choices: PlanChoices, report: UnitReport, asked: advice.Advice) -> None:
    """Open a step's dialog once per pick: the table keeps its selection when the dialog is closed."""
    picked = None if place is None else found.langkah[place].kode
    if place is not None and st.session_state.get("_plan_step") != picked:
        _step_dialog(found, place, choices, report, asked)
    st.session_state["_plan_step"] = picked


@st.dialog("Langkah rencana", width="large")
@given.asked_again
@told("Langkah rencana")
def _step_dialog(found: Plan, place: int, choices: PlanChoices, report: UnitReport, asked: advice.Advice) -> None:
    step = found.langkah[place]
    st.markdown(f"#### {plain(step.kode)} {plain(step.pertanyaan)}")
    for label, text, meaning in (
        ("Sekarang", step.teks_dari, step.arti_dari),
        ("Menjadi", step.teks_ke, step.arti_ke),
    ):
        st.markdown(f"{label} **{plain(text)}**{': ' + plain(meaning) if meaning else ''}")
    st.markdown(
        f"Menambah **{format_number(step.poin)} poin** dengan upaya {format_number(step.upaya, 1)}; total sesudahnya "
        f"{found.total_text(step.total_sesudah)}."
    )
    if step.syarat:
        st.markdown(f"Membantu syarat: {plain('; '.join(step.syarat))}.")
    advice.show_beside(asked.get(step.kode, ()))
    node = str(report.nodes.set_index("kode")["induk"][step.kode])
    with st.container(horizontal=True, gap="small"):
        for label, kode in ((f"Tunda {step.kode}", step.kode), (f"Tunda seluruh {node}", node)):
            if st.button(plain(label), icon=":material/lock:"):
                choices.lock([kode])
                st.rerun()
    st.caption("Yang ditunda tidak diubah tahun ini; rencana dihitung ulang tanpanya.")


def _show_gates(gates: pd.DataFrame) -> None:
    shown = pd.DataFrame(
        {
            "Syarat": gates["nama"],
            "Minimum": gates["minimum"],
            "Sekarang": gates["sebelum"],
            "Sesudah": gates["sesudah"],
            "Status sesudah": gates["terpenuhi"].map(GATE_MARK),
        }
    )
    formats = dict.fromkeys(["Minimum", "Sekarang", "Sesudah"], format_number)
    texts = {
        heading: [format_beside(*pair) for pair in zip(gates[column], gates["minimum"], strict=True)]
        for heading, column in (("Sekarang", "sebelum"), ("Sesudah", "sesudah"))
    } | {"Minimum": gates["minimum"].map(format_minimum)}
    show_table(shown, "syarat_rencana", "Syarat nilai sebelum dan sesudah rencana", formats, texts)


def _show_actions(store: Store, report: UnitReport, found: Plan, short: str, key: str) -> None:
    source = report.assessment
    who = {"unit": source.unit, "tahun": str(source.tahun), "penilai": source.penilai}
    note = next((report.catatan.get(key) for key, p in report.instrument.predikat.items() if p.singkatan == short), "")
    with st.container(horizontal=True, gap="small"):
        if st.button("Coba di Simulasi", key=f"coba_{key}", icon=":material/science:", type="primary"):
            simulation.begin(source.penilaian_id, simulation.Draft(changes_of(found)))
            st.switch_page("pages/simulasi.py", query_params=who)
        taken.offer(
            "Unduh langkah (.xlsx)",
            lambda: write_plan(
                found,
                {
                    "Rencana": found.sentence(short),
                    "Unit kerja": source.unit,
                    "Penilaian": f"{source.tahun}, {PENILAI_SHORT[source.penilai]}, versi {source.versi}",
                    "Bukti": found.certificate(),
                    **({"Catatan": note} if note else {}),
                    **({"Kepastian": doubt} if (doubt := report.uncertainty()) else {}),
                },
            ),
            file_name(f"Rencana {short} {source.unit} {source.tahun}", ".xlsx"),
            "rencana",
            target=source.target,
            key=f"unduh_{key}",
        )
        into_actions.offer(store, report, lambda: steps_as_origins(found.langkah, source.penilaian_id), key)
        with st.popover("Simpan sebagai skenario", icon=":material/bookmark_add:"):
            scenarios.ask_keep(store, report, simulation.Draft(changes_of(found)), f"Rencana {short}", key)
