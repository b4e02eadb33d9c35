"""Registers of work among what was uploaded: what was read of them, whose it is where they do not say, and saving."""

import pandas as pd
import streamlit as st

from zi_metrics.as_of import today
from zi_metrics.bahasa import format_number
from zi_metrics.pembangunan.field_values import shown
from zi_metrics.pembangunan.importing import RegisterPlan, lacks, plan_import, store_register
from zi_metrics.pembangunan.register_sheet import EVERY_AREA, EVERY_AREA_WORDS, RegisterReading
from zi_metrics.pembangunan.units import units_with_work
from zi_metrics.scope import NotAllowed
from zi_metrics.store.connection import Store
from zi_metrics.written_dates import YEARS
from zi_ui.findable import findable
from zi_ui.markdown import plain
from zi_ui.stored_choice import key_of
from zi_ui.tables import show_table

_SAVED = "_registers_saved"
_MOST_PROBLEMS = 30


def show_saved() -> None:
    """Confirm the register that was saved last."""
    if done := st.session_state.pop(_SAVED, None):
        st.success(done, icon=":material/check_circle:")


def ask(store: Store, readings: tuple[RegisterReading, ...]) -> None:
    """Each register that was read: its rows, what is missing, what saving would do, and the button that saves it."""
    for number, reading in enumerate(readings):
        register = reading.register
        key = key_of("register", number, register.kode, [(row.place, repr(row.isi)) for row in reading.rows])
        with st.container(border=True):
            st.subheader(f"{register.nama}: {format_number(len(reading.rows), 0)} baris terbaca")
            if reading.unread:
                st.caption(f"Judul kolom yang tidak dipakai: {plain('; '.join(reading.unread))}.")
            if reading.skipped:
                st.caption(f"Bukan baris isian, tidak dibaca: {plain('; '.join(reading.skipped))}.")
            if reading.dibaca:
                st.caption(f"{plain('; '.join(reading.dibaca))}.")
            if reading.rows:
                show_table(_table(reading), key, f"{register.nama} yang terbaca")
            if reading.problems:
                _say_problems(reading.problems)
                continue
            unit, tahun = _ask_whose(store, reading, key)
            plan = plan_import(store, reading, unit, tahun)
            if plan.problems:
                _say_problems(plan.problems)
                continue
            if plan.doubts:
                lines = [f"- {plain(doubt)}" for doubt in plan.doubts[:_MOST_PROBLEMS]]
                st.warning("Periksa dahulu sebelum menyimpan:\n\n" + "\n".join(lines),
                           icon=":material/privacy_tip:")  # fmt: skip
            _ask_save(store, plan, key)


def _ask_whose(store: Store, reading: RegisterReading, key: str) -> tuple[str | None, int | None]:
    """Unit and year, for the rows that do not say them."""
    no_unit, no_year = lacks(reading)
    unit = tahun = None
    with st.container(horizontal=True, gap="small"):
        if no_unit:
            names = findable(list(units_with_work(store)), f"cari_{key}")
            unit = st.selectbox("Unit kerja baris-baris ini", names, index=None, placeholder="Pilih", key=f"unit_{key}")
        if no_year:
            tahun = st.number_input("Tahun baris-baris ini", YEARS[0], YEARS[-1], today().year, key=f"tahun_{key}")
    return unit, tahun


def _ask_save(store: Store, plan: RegisterPlan, key: str) -> None:
    if not plan.changes:
        st.success(
            f"Semua {format_number(plan.sama, 0)} baris sudah tersimpan seperti di berkas; tidak ada yang berubah.",
            icon=":material/check_circle:",
        )
        return
    counts = [(plan.baru, "baru"), (plan.berubah, "berubah"), (plan.sama, "sudah sama")]
    said = ", ".join(f"{format_number(count, 0)} {word}" for count, word in counts if count)
    st.markdown(f"**{said}.** Sel kosong tidak menghapus isi yang sudah tersimpan.")
    words = f"Simpan {plan.register.nama} ({format_number(len(plan.changes), 0)} baris)"
    if not st.button(words, type="primary", icon=":material/save:", key=f"simpan_{key}"):
        return
    try:
        saved = store_register(store, plan)
    except NotAllowed as refused:
        st.error(plain(refused), icon=":material/lock:")
        return
    done = f"{plan.register.nama}: {format_number(len(saved.baris), 0)} baris tersimpan."
    if saved.konflik:
        done += f" {format_number(len(saved.konflik), 0)} baris baru saja diubah orang lain; simpan sekali lagi."
    st.session_state[_SAVED] = plain(done)
    st.rerun()


def _say_problems(problems: tuple[str, ...]) -> None:
    lines = [f"- {plain(problem)}" for problem in problems[:_MOST_PROBLEMS]]
    more = len(problems) - _MOST_PROBLEMS
    lines += [f"- dan {more} lainnya"] if more > 0 else []
    st.error("Belum dapat disimpan; perbaiki di berkasnya, lalu unggah lagi.\n\n" + "\n".join(lines),
             icon=":material/error:")  # fmt: skip


def _table(reading: RegisterReading) -> pd.DataFrame:
    """The rows as they were understood, with only the columns that say something."""
    fields = [one for one in reading.register.shown if any(one.nama in row.isi for row in reading.rows)]
    said = [
        {
            "Unit kerja": row.unit or "",
            "Tahun": "" if row.tahun is None else str(row.tahun),
            "Pokja": "" if row.pokja is None else EVERY_AREA_WORDS if row.pokja == EVERY_AREA else str(row.pokja),
            **{one.judul: shown(one, row.isi.get(one.nama)) for one in fields},
        }
        for row in reading.rows
    ]
    table = pd.DataFrame(said)
    return table[[name for name in table.columns if (table[name] != "").any()]]
