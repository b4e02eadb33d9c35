"""Saved scenarios on the screen: keep one, open one, compare several, discard one. Assessments are never touched."""

from itertools import chain, count

import duckdb
import pandas as pd
import streamlit as st

from zi_metrics.answers import PENILAI_SHORT
from zi_metrics.bahasa import format_change, format_number, format_time
from zi_metrics.instruments.library import load_instrument
from zi_metrics.lke.chosen import judged_by
from zi_metrics.lke.unit import UnitReport
from zi_metrics.near_minimum import format_beside, format_minimum
from zi_metrics.pembangunan.made_actions import Origin, changes_as_origins
from zi_metrics.plan.scenario import Outcome, ScenarioProblem, changed_nodes, outcome, side_by_side
from zi_metrics.scope import Act, Target
from zi_metrics.store.connection import Store
from zi_metrics.store.scenarios import Scenario, ScenarioMoved, discard_scenario, save_scenario, scenarios, scenarios_of
from zi_metrics.texts import LONGEST_SCENARIO, clean_name, name_problems
from zi_metrics.tolerance import SUM_TOLERANCE
from zi_ui import address, cached, filters, person
from zi_ui.markdown import plain
from zi_ui.plan import into_actions, simulation
from zi_ui.read_table import show_read
from zi_ui.stored_choice import choose_one, choose_several, key_of, settled
from zi_ui.tables import show_table

_DONE, _LINK, _FOLLOWED = "_scenario_done", "skenario", "_scenario_followed"
STORED, TRIED = "Tersimpan", "Simulasi ini"
# So many scenarios stand beside each other at first; more can be chosen.
_BESIDE = 2


def ask_keep(store: Store, report: UnitReport, draft: simulation.Draft, name: str, key: str) -> None:
    """A form that keeps the draft's changes as a scenario by name, or as the next version of the one it came from."""
    if not person.may(store, Act.SKENARIO, report.assessment.target):
        return
    with st.form(f"simpan_{key}", border=False):
        nama = st.text_input("Nama skenario", value=name, key=f"nama_{key}") or ""
        again = draft.skenario_id is not None and st.checkbox(
            f"Sebagai versi baru dari {plain(draft.nama)}, yang dibuka", value=True, key=f"lagi_{key}"
        )
        sent = st.form_submit_button("Simpan skenario", icon=":material/save:", type="primary")
    if not sent:
        return
    problems = [] if nama.strip() else ["Isi 'Nama skenario'."]
    if nama.strip():
        problems += name_problems(nama, "Nama skenario", LONGEST_SCENARIO, fewest=1)
    if not draft.perubahan:
        problems.append("Belum ada jawaban yang diubah.")
    if problems:
        st.error("  \n".join(plain(problem) for problem in problems), icon=":material/error:")
        return
    nama = clean_name(nama)
    opened = (draft.skenario_id, draft.versi) if again else (None, None)
    try:
        kept = save_scenario(store, report.assessment.penilaian_id, nama, draft.perubahan, *opened)
    except ScenarioMoved as moved:
        st.error(
            f"{plain(moved)}, jadi perubahan Anda belum disimpan. Hapus centangnya untuk menyimpan sebagai skenario "
            "tersendiri, lalu bandingkan keduanya.",
            icon=":material/error:",
        )
        return
    except (KeyError, duckdb.Error):
        st.error("Skenario tidak dapat disimpan; muat ulang halaman, lalu coba lagi.", icon=":material/error:")
        return
    if again:
        draft.versi = kept.versi
    done = f"tersimpan sebagai versi {kept.versi}" if kept.new else "sudah tersimpan sama persis"
    st.success(f"Skenario {plain(nama.strip())} {done}; buka di layar Simulasi.", icon=":material/check_circle:")


def follow_link(store: Store, report: UnitReport) -> None:
    """Open the scenario that the link names, once; a link to none of this unit's is passed over."""
    asked = address.asked(_LINK)
    if asked is None or st.session_state.get(_FOLLOWED) == asked:
        return
    st.session_state[_FOLLOWED] = asked
    table = _kept(store, report)
    own = judged_by(table[table["skenario_id"] == asked], report.instrument)
    if own.empty:
        address.write(_LINK, None)
    else:
        _begin(report, scenarios_of(own)[0])


def start_anew(report: UnitReport) -> None:
    """Forget all changes, and the scenario that they came from."""
    simulation.begin(report.assessment.penilaian_id, simulation.Draft())
    address.write(_LINK, None)


def show_done() -> None:
    """Confirm what was done last with a scenario."""
    if done := st.session_state.pop(_DONE, None):
        st.success(done, icon=":material/check_circle:")
    into_actions.show_done()


def offer_keep(store: Store, report: UnitReport, draft: simulation.Draft) -> None:
    """Keep what was tried."""
    with st.popover("Simpan simulasi ini", icon=":material/bookmark_add:"):
        # Another scenario is another form, with its own name filled in.
        key = f"simulasi_{draft.skenario_id}"
        ask_keep(store, report, draft, draft.nama or "Skenario", key)


def show_shelf(store: Store, report: UnitReport) -> None:
    """List, open and discard what was kept."""
    table = _kept(store, report)
    if table.empty:
        st.caption("Belum ada skenario tersimpan untuk unit dan tahun ini.")
        return
    labels, by_id = _labels(table), {scenario.skenario_id: scenario for scenario in scenarios_of(table)}
    _show_list(store, table, labels)
    chosen_key = key_of("skenario", *_scope(report))
    chosen = choose_one("Skenario", labels, chosen_key)
    if chosen is None:
        return
    scenario = by_id[chosen]
    with st.container(horizontal=True, gap="small"):
        if st.button("Buka", icon=":material/folder_open:"):
            _open(scenario)
        into_actions.offer(store, report, lambda: _origins(store, scenario), f"skenario_{scenario.skenario_id}")
        with st.popover("Buang", icon=":material/delete:"):
            _ask_discard(store, scenario, chosen_key)


def show_comparison(
    store: Store, report: UnitReport, predikat: str, before: Outcome, after: Outcome, draft: simulation.Draft
) -> None:
    """What is stored, what is tried and what was kept, beside each other: gates, totals, and the nodes that differ."""
    table = _kept(store, report)
    fitting = judged_by(table, report.instrument)
    labels = _labels(fitting)
    chosen = choose_several(
        "Skenario yang dibandingkan",
        labels,
        key_of("dibandingkan", *_scope(report), report.instrument.kode, report.instrument.versi),
        at_first=list(labels)[:_BESIDE],
        placeholder="Pilih skenario",
    )
    outcomes = {STORED: before} | ({TRIED: after} if draft.perubahan else {})
    by_id = {scenario.skenario_id: scenario for scenario in scenarios_of(fitting)}
    for kept in chosen:
        try:
            outcomes[labels[kept]] = cached.scenario_outcome(store, by_id[kept])
        except ScenarioProblem as problem:
            st.error(f"{plain(labels[kept])}: {plain(problem)}", icon=":material/error:")
    if len(fitting) < len(table):
        st.caption("Skenario dari penilaian berinstrumen lain tidak dapat dibandingkan di sini.")
    if len(outcomes) == 1:
        st.caption("Ubah jawaban atau pilih skenario untuk membandingkan.")
        return
    gates = side_by_side(outcomes)
    _show_gates(gates[gates["predikat"] == predikat], list(outcomes))
    nodes = changed_nodes(outcomes)
    with st.expander(f"Bagian dan pertanyaan yang berubah ({len(nodes)})", icon=":material/account_tree:"):
        shown = nodes.rename(columns={"kode": "Kode", "nama": "Bagian atau pertanyaan"})
        show_table(
            shown.drop(columns=["tingkat", "jenis"]),
            "banding_simpul",
            "Nilai setiap bagian yang berubah menurut tiap skenario",
            dict.fromkeys(outcomes, format_number),
        )


def _show_gates(gates: pd.DataFrame, names: list[str]) -> None:
    shown = pd.DataFrame({"Syarat": gates["nama"].str.removeprefix("Area ")})
    for name in names:
        marks = gates[f"terpenuhi {name}"].map({True: "✔", False: "✘"})
        moved = gates.get(f"selisih {name}", pd.Series(0.0, index=gates.index))
        change = [f" ({format_change(value)})" if abs(value) > SUM_TOLERANCE else "" for value in moved]
        pairs = zip(gates[f"nilai {name}"], gates["minimum"], strict=True)
        values = pd.Series([format_beside(*pair) for pair in pairs], index=gates.index, dtype=str)
        shown[name] = marks + " " + values + change
    shown["Minimum"] = gates["minimum"]
    show_read(shown, "banding_syarat", "Syarat nilai menurut tiap skenario", {"Minimum": format_minimum})


def _show_list(store: Store, table: pd.DataFrame, labels: dict[str, str]) -> None:
    totals = []
    for scenario in scenarios_of(table):
        try:
            totals.append(cached.scenario_total(store, scenario))
        except ScenarioProblem:
            totals.append(float("nan"))
    judges = zip(table["dari_penilai"].map(PENILAI_SHORT), table["dari_versi"], strict=True)
    shown = pd.DataFrame(
        {
            "Skenario": table["skenario_id"].map(labels),
            "Total": totals,
            "Jawaban diubah": table["perubahan"].map(len),
            "Dari penilaian": [f"{judge}, versi {version}" for judge, version in judges],
            "Versi": table["versi"],
            "Disimpan oleh": table["oleh"],
            "Waktu": table["waktu"].map(format_time),
        }
    )
    show_read(shown, "skenario", "Skenario tersimpan", {"Total": format_number}, lean=("Versi", "Dari penilaian"))


def _ask_discard(store: Store, scenario: Scenario, key: str) -> None:
    st.caption(f"Skenario {plain(scenario.nama)} tidak lagi ditampilkan; versinya tetap tersimpan.")
    if not person.may(store, Act.SKENARIO, Target(scenario.unit_id)):
        return
    if not st.button("Buang skenario ini", icon=":material/delete:"):
        return
    discard_scenario(store, scenario.skenario_id)
    settled(key)
    st.session_state[_DONE] = f"Skenario {plain(scenario.nama)} dibuang."
    st.rerun()


def _origins(store: Store, scenario: Scenario) -> list[Origin]:
    """What a kept scenario changes, for actions; what cannot be applied any more is told, and makes none."""
    instrument = load_instrument(scenario.instrumen, scenario.instrumen_versi)
    before = outcome(instrument, cached.start(store, scenario.dari_penilaian_id)[0])
    try:
        after = cached.scenario_outcome(store, scenario)
    except ScenarioProblem as problem:
        st.error(plain(problem), icon=":material/error:")
        return []
    changed = [kode for kode, value in after.nilai.items() if value != before.nilai.get(kode)]
    return changes_as_origins(instrument, before, after, changed, scenario.skenario_id, scenario.nama)


def _open(scenario: Scenario) -> None:
    """Open a scenario on the current assessment of the judge that it was made for."""
    st.session_state.pop(_FOLLOWED, None)
    filters.choose("penilai", scenario.dari_penilai)
    address.write(_LINK, scenario.skenario_id)
    st.rerun()


def _begin(report: UnitReport, scenario: Scenario) -> None:
    source = report.assessment
    opened = simulation.Draft(dict(scenario.perubahan), scenario.skenario_id, scenario.nama, scenario.versi)
    simulation.begin(source.penilaian_id, opened)
    done = f"Skenario {plain(scenario.nama)} (versi {scenario.versi}) dibuka."
    if scenario.dari_penilaian_id != source.penilaian_id:
        done += (
            f" Dibuat dari {PENILAI_SHORT[scenario.dari_penilai]} versi {scenario.dari_versi}; di sini dipasang pada "
            f"{PENILAI_SHORT[source.penilai]} versi {source.versi}."
        )
    st.session_state[_DONE] = done


def _scope(report: UnitReport) -> tuple[str, int]:
    return report.assessment.unit_id, report.assessment.tahun


def _kept(store: Store, report: UnitReport) -> pd.DataFrame:
    # Never cached: saving a scenario does not change the database's version.
    return scenarios(store, report.assessment.unit_id, report.assessment.tahun)


def _labels(table: pd.DataFrame) -> dict[str, str]:
    """Id -> name; names that are not alone are numbered, the oldest first. Every label is another one."""
    taken = {STORED, TRIED} | {name for name, times in table["nama"].value_counts().items() if times > 1}
    labels: dict[str, str] = {}
    for row in table.sort_values("waktu", kind="stable").to_dict("records"):
        names = chain([row["nama"]], (f"{row['nama']} [{number}]" for number in count(1)))
        labels[row["skenario_id"]] = next(name for name in names if name not in taken)
        taken.add(labels[row["skenario_id"]])
    return {kept: labels[kept] for kept in table["skenario_id"]}
