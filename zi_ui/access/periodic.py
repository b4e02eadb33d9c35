"""Laporan berkala on screen: which reports go where how often; sending is a command of the operator's timetable."""

import streamlit as st

from zi_metrics.papers.mailing import PASSWORD_FILE_VARIABLE, PASSWORD_VARIABLE
from zi_metrics.papers.periodic_settings import (
    EVERY,
    FOLDER_VARIABLE,
    TLS,
    Periodic,
    PeriodicReport,
    periodic_settings,
    report_folder,
    set_periodic,
)
from zi_metrics.papers.report_kinds import KINDS
from zi_metrics.scope import Act
from zi_metrics.store import tables
from zi_metrics.store.connection import Store
from zi_ui.access import lists
from zi_ui.findable import findable
from zi_ui.markdown import plain
from zi_ui.naming import named

# Of all units; and of one, for which units are chosen.
_ALL = [
    PeriodicReport(jenis=kind, format=form) for kind in ("portofolio", "rapat", "tugas") for form in KINDS[kind].format
]
_ONE = [PeriodicReport(jenis=kind, format=form) for kind in ("unit", "rapat") for form in KINDS[kind].format]


def show_periodic(store: Store) -> None:
    """The form, for who may set what holds for the whole agency."""
    if not store.scope.may(Act.PENGATURAN):
        return
    with st.expander("Laporan berkala", icon=":material/schedule_send:"):
        st.caption(
            "Dikirim oleh perintah `python -m zi_metrics report berkala` yang dijalankan cron atau systemd, sekali "
            f"setiap periode. Folder: {plain(report_folder(store.path))} ({FOLDER_VARIABLE}). Sandi surel tidak "
            f"disimpan di sini: pengelola server memberikannya lewat {PASSWORD_VARIABLE} atau {PASSWORD_FILE_VARIABLE}."
        )
        _form(store, periodic_settings(store))


def _form(store: Store, now: Periodic | None) -> None:
    kept = now or Periodic()
    mail = kept.surel
    chosen = {one.unit for one in kept.laporan if one.unit}
    present = [*chosen, *st.session_state.get("berkala_unit", ())]
    names = findable(tables.unit_names(store), "cari_berkala", present, width=358)
    with st.form("laporan_berkala", border=False):
        every = st.selectbox(
            "Seberapa sering",
            list(EVERY),
            list(EVERY).index(kept.setiap),
            format_func=named(EVERY),
            key="berkala_setiap",
        )
        every_unit = st.multiselect(
            "Laporan seluruh unit",
            _ALL,
            [one for one in kept.laporan if one in _ALL],
            format_func=_words,
            key="berkala_semua",
        )
        own = [one.model_copy(update={"unit": None}) for one in kept.laporan if one.unit]
        of_unit = st.multiselect(
            "Laporan per unit", _ONE, [one for one in _ONE if one in own], format_func=_words, key="berkala_per_unit"
        )
        units = st.multiselect("Unitnya", names, [name for name in names if name in chosen], key="berkala_unit")
        folder = st.checkbox("Tulis ke folder", kept.folder, key="berkala_folder")
        mailed = st.checkbox("Kirim lewat surel", mail is not None, key="berkala_surel")
        left, middle, right = st.columns([3, 1, 3])
        server = left.text_input("Server surel (SMTP)", mail.server if mail else "", key="berkala_server")
        port = middle.number_input("Port", 1, 65535, mail.port if mail else 587, key="berkala_port")
        tls = right.selectbox(
            "TLS", list(TLS), list(TLS).index(mail.tls) if mail else 0, format_func=named(TLS), key="berkala_tls"
        )
        user = st.text_input(
            "Nama pengguna (kosong: tanpa masuk)", mail.pengguna if mail else "", key="berkala_pengguna"
        )
        sender = st.text_input("Alamat pengirim", mail.pengirim if mail else "", key="berkala_pengirim")
        to = st.text_area(
            "Penerima (satu alamat tiap baris)", "\n".join(mail.penerima) if mail else "", key="berkala_penerima"
        )
        sent = st.form_submit_button("Simpan laporan berkala", icon=":material/save:")
    if now is not None and st.button("Hentikan laporan berkala", icon=":material/cancel:", key="berkala_henti"):
        set_periodic(store, None)
        lists.finish("Laporan berkala dihentikan.")
    if not sent:
        return
    reports = [*every_unit, *(one.model_copy(update={"unit": name}) for name in units for one in of_unit)]
    letter = None
    if mailed:
        letter = {
            "server": server.strip(), "port": int(port), "tls": tls, "pengguna": user.strip(),
            "pengirim": sender.strip(), "penerima": [line.strip() for line in to.splitlines() if line.strip()],
        }  # fmt: skip
    wanted = {"setiap": every, "laporan": reports, "folder": folder, "surel": letter}
    try:
        set_periodic(store, Periodic.model_validate(wanted))
    except ValueError as wrong:
        st.error(plain(str(wrong)), icon=":material/error:")
        return
    lists.finish("Laporan berkala tersimpan.")


def _words(report: PeriodicReport) -> str:
    return plain(report.words)
