"""The survey's index beside the one in the LKE, and the button that takes it over as a new version."""

import pandas as pd
import streamlit as st

from zi_metrics.answers import PENILAI, PENILAI_SHORT
from zi_metrics.bahasa import MISSING, format_change, format_number
from zi_metrics.near_minimum import format_beside
from zi_metrics.scope import Act, Target
from zi_metrics.store.changed_areas import NO_AREA
from zi_metrics.store.connection import Store
from zi_metrics.surveys.into_lke import CannotUse, use_index
from zi_metrics.surveys.report import SurveyReport
from zi_ui import cached_surveys, person
from zi_ui.markdown import plain
from zi_ui.stored_choice import choose_one, key_of, settled
from zi_ui.tables import show_table

_DONE = "_index_used"


def show_lke(store: Store, report: SurveyReport) -> None:
    """Both figures with their sources and the difference in points; choosing the survey's. report: of all services."""
    if done := st.session_state.pop(_DONE, None):
        st.success(done, icon=":material/check_circle:")
    table = cached_surveys.survey_beside_lke(store, report)
    if table.empty:
        index = plain(report.instrument.indeks)
        why = (
            f"Unit ini belum punya LKE tahun itu yang menanyakan {index}."
            if report.instrument.lke
            else (f"LKE tidak menanyakan {index}, jadi survei ini tidak menambah nilai.")
        )
        st.info(why, icon=":material/info:")
        return
    shown = pd.DataFrame(
        {
            "Penilai": table["penilai"].map(PENILAI_SHORT),
            "Indeks di LKE": table["indeks_lke"],
            "Indeks survei": table["indeks_survei"],
            "Poin di LKE": table["poin_lke"],
            "Poin survei": table["poin_survei"],
            "Selisih poin": table["selisih"],
            "Sumber di LKE": [_source(row) for row in table.itertuples()],
            "Sumber survei": "; ".join(report.surveys["nama_berkas"]),
        }
    )
    numbers = ["Indeks di LKE", "Indeks survei", "Poin di LKE", "Poin survei"]
    formats = dict.fromkeys(numbers, format_number) | {"Selisih poin": format_change}
    # What a figure seems to reach it must reach: both indices against the same minima, both points against theirs.
    minima = {"Indeks": report.gates["minimum_indeks"], "Poin": report.gates["minimum"]}
    texts = {name: [format_beside(value, minima[name.split()[0]]) for value in shown[name]] for name in numbers}
    show_table(shown, "survei_lke", "Indeks di LKE dan indeks survei", formats, texts)
    with st.expander("Pakai indeks survei di LKE", icon=":material/input:"):
        _use(store, report, table)


def _use(store: Store, report: SurveyReport, table: pd.DataFrame) -> None:
    st.caption(
        "Menambah versi baru penilaian yang dipilih: hanya jawaban indeks ini yang diganti, dan asalnya tertulis di "
        "catatannya. Versi sebelumnya tetap tersimpan dan dapat dipulihkan di layar Unit kerja."
    )
    open_rows = table[~table["sama"]]
    if open_rows.empty:
        st.success("Semua LKE tahun ini sudah memuat indeks survei ini.", icon=":material/check_circle:")
        return
    rows = {row["penilaian_id"]: row for row in open_rows.to_dict("records")}
    names = {penilaian_id: _name(report, row) for penilaian_id, row in rows.items()}
    unit = report.surveys.iloc[0]
    key = key_of("lke_penilai", unit["unit_id"], int(unit["tahun"]), report.instrument.kode)
    chosen = choose_one("Penilaian yang diganti indeksnya", names, key)
    if chosen is None:
        return
    row = rows[chosen]
    target = Target(unit["unit_id"], unit["unit"], frozenset({NO_AREA}), row["penilai"])
    if not person.may(store, Act.IMPOR_LKE, target):
        return
    if st.button("Pakai indeks survei di LKE", icon=":material/input:"):
        try:
            stored = use_index(store, report, chosen)
        except CannotUse as refused:
            st.error(plain(refused), icon=":material/error:")
            return
        settled(key)
        st.session_state[_DONE] = plain(
            f"{PENILAI[row['penilai']]} kini memakai {report.instrument.indeks} {_index(report, row['indeks_survei'])} "
            f"(versi {stored.versi}); semula {_index(report, row['indeks_lke'])} (versi {row['versi']})."
        )
        st.rerun()


def _index(report: SurveyReport, value: float) -> str:
    return format_beside(value, report.gates["minimum_indeks"])


def _name(report: SurveyReport, row: dict) -> str:
    change = "" if pd.isna(row["selisih"]) else f", {format_change(row['selisih'])} poin"
    return f"{PENILAI_SHORT[row['penilai']]}, versi {row['versi']}: {_index(report, row['indeks_lke'])}{change}"


def _source(row) -> str:
    where = f", sel {row.sel}" if isinstance(row.sel, str) else ""
    return f"{row.nama_berkas} (versi {row.versi}{where})" if row.tertulis is not None else MISSING
