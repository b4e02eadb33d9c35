"""The versions of one kind of survey: see them, withdraw an import."""

import pandas as pd
import streamlit as st

from zi_metrics.bahasa import MISSING, format_number, format_time
from zi_metrics.scope import Act, Target
from zi_metrics.store.connection import Store
from zi_metrics.store.surveys import survey_versions
from zi_metrics.store.versions import withdraw_import
from zi_metrics.surveys.sentences import AGGREGATE
from zi_metrics.texts import clean_text, text_problems
from zi_ui import person
from zi_ui.markdown import plain
from zi_ui.stored_choice import choose_one, key_of, settled
from zi_ui.tables import show_table

_DONE = "_survey_versions_done"


def show_done() -> None:
    """Confirm what was withdrawn last; also when nothing of that survey is left."""
    # In a place of its own, so that nothing below moves when it comes.
    with st.container():
        if done := st.session_state.pop(_DONE, None):
            st.success(done, icon=":material/check_circle:")


def show_history(store: Store, unit_id: str, tahun: int, jenis: str) -> None:
    """All versions of a unit's survey of one kind and year, with what may be done about them."""
    table = survey_versions(store, unit_id, tahun, jenis)
    state = ["berlaku" if v.berlaku else "dicabut" if v.dicabut else "lama" for v in table.itertuples()]
    shown = pd.DataFrame(
        {
            "Versi": table["versi"],
            "Periode": table["periode"].replace("", "setahun"),
            "Keadaan": state,
            "Responden": table["responden"].astype(float),
            "Isi": table["agregat"].map(AGGREGATE).fillna("jawaban responden"),
            "Waktu": table["waktu"].map(format_time),
            "Oleh": table["oleh"],
            "Berkas": table["nama_berkas"],
            "Dicabut oleh": table["dicabut_oleh"].fillna(MISSING),
            "Alasan dicabut": table["alasan"].fillna(MISSING),
        }
    )
    show_table(shown, "versi_survei", "Versi survei ini", {"Responden": lambda n: format_number(n, 0)})
    with st.expander("Cabut impor survei", icon=":material/block:"):
        _withdraw(store, table[~table["dicabut"]], key_of("survei_cabut", unit_id, tahun, jenis), unit_id)


def _withdraw(store: Store, table: pd.DataFrame, key: str, unit_id: str) -> None:
    st.caption(
        "Mencabut tidak menghapus: versinya tetap tercatat, tetapi tidak dihitung; versi sebelumnya berlaku kembali. "
        "Unggah berkasnya lagi bila ternyata benar."
    )
    rows = {row["survei_id"]: row for row in table.to_dict("records")}
    names = {survei_id: _name(row) for survei_id, row in rows.items()}
    chosen = choose_one("Survei yang dicabut", names, key)
    if chosen is None:
        return
    row = rows[chosen]
    if row["survei_seimpor"] > 1:
        st.warning(
            f"Impor ini memuat {row['survei_seimpor']} survei; semuanya ikut dicabut.",
            icon=":material/warning:",
        )
    if not person.may(store, Act.CABUT_SURVEI, Target(unit_id)):
        return
    reason = st.text_input("Alasan", placeholder="misalnya: salah berkas", key="survei_cabut_alasan")
    if st.button("Cabut impor survei ini", icon=":material/block:"):
        if not reason.strip():
            st.error("Isi 'Alasan'.", icon=":material/error:")
            return
        if problems := text_problems(reason, "Alasan"):
            st.error(plain(problems[0]), icon=":material/error:")
            return
        withdraw_import(store, row["impor_id"], clean_text(reason))
        settled(key)
        st.session_state[_DONE] = plain(f"Impor survei {names[chosen]} dicabut.")
        st.rerun()


def _name(row: dict) -> str:
    period = f"{row['periode']}, " if row["periode"] else ""
    return f"versi {row['versi']}, {period}{format_time(row['waktu'])}, {row['nama_berkas']}"
