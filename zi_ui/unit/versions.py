"""The versions of one assessment: see them, compare two, restore one, withdraw an import."""

import pandas as pd
import streamlit as st

from zi_metrics.answers import PENILAI_SHORT
from zi_metrics.bahasa import MISSING, format_date, format_number, format_time
from zi_metrics.lke.comparison import changes_sentence, compare_answers, is_instrument, summarize_changes
from zi_metrics.lke.unit import UnitReport
from zi_metrics.scope import Act, Target
from zi_metrics.store import tables as stored_tables
from zi_metrics.store.connection import Store
from zi_metrics.store.versions import restore, withdraw_import
from zi_metrics.texts import clean_text, text_problems
from zi_ui import cached, person
from zi_ui.markdown import plain
from zi_ui.stored_choice import choose_one, key_of, settled
from zi_ui.tables import show_changes, show_versions

_DONE = "_versions_done"


def show_history(store: Store, report: UnitReport) -> None:
    """All versions of the report's unit, year and judge, with what may be done about them."""
    source = report.assessment
    table = cached.versions(store, source.unit_id, source.tahun, source.penilai)
    if done := st.session_state.pop(_DONE, None):
        st.success(done, icon=":material/check_circle:")
    show_versions(table, key="versi")
    names = {row["penilaian_id"]: _name(row) for row in table.to_dict("records")}
    older = table[~table["berlaku"]]
    if not older.empty:
        _compare(store, report, older, names)
    with st.expander("Cabut impor", icon=":material/block:"):
        _withdraw(
            store, table[~table["dicabut"]], names, key_of("versi_cabut", *_line(report)), report.assessment.target
        )


def offer_withdrawn(store: Store) -> None:
    """What was withdrawn altogether and so appears on no other screen, to be restored."""
    table = cached.withdrawn(store)
    if done := st.session_state.pop(_DONE, None):
        st.success(done, icon=":material/check_circle:")
    if table.empty:
        return
    with st.expander(f"Penilaian yang seluruhnya dicabut ({len(table)})", icon=":material/restore_from_trash:"):
        names = {
            row["penilaian_id"]: f"{row['unit']}, {row['tahun']}, {PENILAI_SHORT[row['penilai']]}: "
            f"{row['nama_berkas']}, dicabut {format_time(row['dicabut_waktu'])} oleh {row['dicabut_oleh']} "
            f"({row['alasan']})"
            for row in table.to_dict("records")
        }
        chosen = choose_one("Penilaian", names, "dicabut")
        if chosen is None:
            return
        row = table[table["penilaian_id"] == chosen].iloc[0]
        if not person.may(store, Act.PULIHKAN_LKE, Target(row["unit_id"], row["unit"], penilai=row["penilai"])):
            return
        if st.button("Pulihkan", icon=":material/restore:"):
            settled("dicabut")
            _restore(store, chosen, names[chosen].partition(":")[0])


def _restore(store: Store, penilaian_id: str, name: str) -> None:
    stored = restore(store, penilaian_id)
    _finish(f"Isi {name} berlaku kembali sebagai versi {stored.versi}. Versi lain tetap tersimpan.")


def _compare(store: Store, report: UnitReport, older: pd.DataFrame, names: dict[str, str]) -> None:
    ids = older["penilaian_id"].tolist()
    key = key_of("versi_lama", *_line(report))
    chosen = choose_one("Bandingkan versi yang berlaku dengan", {one: names[one] for one in ids}, key)
    if chosen is None:
        return
    judged = older[older["penilaian_id"] == chosen].iloc[0]
    if is_instrument(report.instrument, judged["instrumen"], judged["instrumen_versi"]):
        before = stored_tables.answers(store, chosen)
        after = stored_tables.answers(store, report.assessment.penilaian_id)
        sentence = changes_sentence(summarize_changes(report.instrument, before, after))
        st.markdown(f"Dari {plain(names[chosen])} ke versi yang berlaku: {plain(sentence)}")
        show_changes(compare_answers(report.instrument, before, after), key="perubahan_versi")
    else:
        st.caption("Versi itu dinilai dengan instrumen lain; jawabannya tidak dapat dibandingkan satu per satu.")
    if not person.may(store, Act.PULIHKAN_LKE, report.assessment.target):
        return
    if st.button("Pulihkan versi ini", icon=":material/restore:"):
        _restore(store, chosen, names[chosen])


def _line(report: UnitReport) -> tuple[str, int, str]:
    return report.assessment.unit_id, report.assessment.tahun, report.assessment.penilai


def _withdraw(store: Store, table: pd.DataFrame, names: dict[str, str], key: str, target: Target) -> None:
    st.caption("Mencabut tidak menghapus: versinya tetap tercatat, tetapi tidak dihitung. Dapat dipulihkan kembali.")
    chosen = choose_one("Versi yang dicabut", {one: names[one] for one in table["penilaian_id"]}, key)
    if chosen is None:
        return
    row = table[table["penilaian_id"] == chosen].iloc[0]
    if row["penilaian_seimpor"] > 1:
        st.warning(
            f"Impor ini memuat {row['penilaian_seimpor']} penilaian; semuanya ikut dicabut.", icon=":material/warning:"
        )
    if not person.may(store, Act.CABUT_LKE, target):
        return
    reason = st.text_input("Alasan", placeholder="misalnya: salah berkas", key="versi_cabut_alasan")
    if st.button("Cabut impor ini", icon=":material/block:"):
        if not reason.strip():
            st.error("Isi 'Alasan'.", icon=":material/error:")
            return
        if problems := text_problems(reason, "Alasan"):
            st.error(plain(problems[0]), icon=":material/error:")
            return
        withdraw_import(store, row["impor_id"], clean_text(reason))
        settled(key)
        _finish(f"Impor {names[chosen]} dicabut.")


def _finish(message: str) -> None:
    st.session_state[_DONE] = plain(message)
    st.rerun()


def _name(row: dict) -> str:
    state = " (berlaku)" if row["berlaku"] else " (dicabut)" if row["dicabut"] else ""
    total = format_number(row["total"]) if row["terjawab"] else MISSING
    when = f"per {format_date(row['per_tanggal'])}"
    return f"versi {row['versi']}, {when}, disimpan {format_time(row['waktu'])}, total {total}{state}"
