"""Care for the data on screen: how it stands with backups, looking through everything, erasing an import on request."""

import streamlit as st

from zi_metrics.bahasa import format_number, format_time
from zi_metrics.care.started import last_backup_state
from zi_metrics.care.verification import verify_store
from zi_metrics.scope import Act
from zi_metrics.store import audit, erasure
from zi_metrics.store.agency import (
    LONGEST_NAME,
    NotAnEmblem,
    agency_emblem,
    agency_name,
    emblem_address,
    name_agency,
    set_emblem,
)
from zi_metrics.store.backup import BackupFailed, write_backup
from zi_metrics.store.backup_folder import BY_HAND
from zi_metrics.store.connection import Store
from zi_ui.access import lists
from zi_ui.findable import findable
from zi_ui.markdown import plain

_SHOWN = 20
# A unit has several imports, so that fewer units are listed.
_LISTS = 4


def show_backups(store: Store) -> None:
    """When the last backup was taken, when the next is due, what went wrong; and one more, now."""
    state = last_backup_state(store.path)
    if state.terakhir is None:
        st.warning("Belum ada cadangan.", icon=":material/backup:")
    else:
        st.markdown(f"##### Cadangan terakhir: {plain(format_time(state.terakhir))}")
    if state.berikut is not None:
        st.caption(
            f"Cadangan berikutnya direncanakan {plain(format_time(state.berikut))}; setiap hari, dengan sendirinya."
        )
    if state.galat:
        st.error(f"Percobaan terakhir gagal: {plain(state.galat)}", icon=":material/error:")
    if not store.scope.may(Act.CADANGAN) or not st.button("Cadangkan sekarang", icon=":material/backup:"):
        return
    try:
        # All of it: what is backed up is not what one person sees.
        with st.spinner("Mencadangkan…"), store.whole().cursor() as cursor:
            written = write_backup(cursor, store.path, BY_HAND)
    except BackupFailed as failed:
        st.error(plain(failed), icon=":material/error:")
        return
    store.record(audit.Entry(Act.CADANGAN, objek="cadangan dibuat", nama_berkas=written.path.name))
    lists.finish(f"Cadangan {written.path.name} tertulis dan diperiksa.")


def show_agency(store: Store) -> None:
    """The agency's name and emblem, as they stand above every screen and on papers; for who may set them."""
    if not store.scope.may(Act.PENGATURAN):
        return
    st.subheader("Instansi")
    name = st.text_input("Nama instansi", value=agency_name(store), max_chars=LONGEST_NAME, key="nama_instansi")
    file = st.file_uploader("Lambang (PNG atau JPEG, paling besar 60 kB)", ["png", "jpg", "jpeg"], key="lambang")
    remove = bool(agency_emblem(store)) and st.checkbox("Tanpa lambang", key="tanpa_lambang")
    if not st.button("Simpan nama dan lambang", icon=":material/save:", key="simpan_instansi"):
        return
    try:
        # Looked at before anything is written: name and emblem are saved together or not at all.
        content = None if file is None else file.getvalue()
        if content is not None:
            emblem_address(content)
    except NotAnEmblem as wrong:
        st.error(plain(wrong), icon=":material/image_not_supported:")
        return
    name_agency(store, name)
    if content is not None or remove:
        set_emblem(store, content)
    lists.finish("Nama dan lambang instansi tersimpan.")


def show_verification(store: Store) -> None:
    """Look through the whole database when somebody asks."""
    st.caption(
        "Membaca semua baris, menghitung ulang sidik berkas dan nilai, dan memeriksa jejak. Dapat memakan waktu."
    )
    if not st.button("Periksa semuanya", icon=":material/fact_check:"):
        return
    with st.spinner("Memeriksa…"):
        found = verify_store(store.whole())
    if not found.kerusakan:
        st.success(f"Utuh: {format_number(found.baris, 0)} baris diperiksa.", icon=":material/verified:")
        return
    lines = [f"- {plain(damage.pokok)}: {plain(damage.pesan)}" for damage in found.kerusakan[:_SHOWN]]
    st.error("Ada yang tidak seperti seharusnya:\n\n" + "\n".join(lines), icon=":material/gpp_bad:")
    st.caption("Jalan pulangnya: pulihkan cadangan terakhir yang utuh (perintah `restore`).")


def ask_erase(store: Store) -> None:
    """Erase one import and its original, after the person has said so twice."""
    st.caption(
        "Berbeda dari mencabut: barisnya, berkas aslinya, dan bekasnya di berkas basis data hilang untuk selamanya. "
        f"Yang tinggal hanya catatan bahwa ada yang dihapus. {erasure.BACKUPS_HOLD_IT}"
    )
    table = erasure.imports(store)
    if table.empty:
        st.caption("Tidak ada impor.")
        return
    chosen_now = table.loc[table["impor_id"] == st.session_state.get("impor_hapus"), "unit"].tolist()
    units = findable(table["unit"].unique().tolist(), "cari_impor", chosen_now, _LISTS)
    shown = table[table["unit"].isin(units)]
    names = {row["impor_id"]: _name(row) for row in shown.to_dict("records")}
    chosen = st.selectbox(
        "Impor", list(names), index=None, placeholder="Pilih", format_func=names.__getitem__, key="impor_hapus"
    )
    reason = st.selectbox("Alasan", list(erasure.REASONS), format_func=erasure.REASONS.__getitem__, key="alasan_hapus")
    sure = st.checkbox("Saya tahu ini tidak dapat dibatalkan", key="yakin_hapus")
    if st.button("Hapus impor ini", icon=":material/delete_forever:", disabled=chosen is None or not sure):
        if chosen is None or not sure:
            return
        with st.spinner("Menghapus…"):
            erased = erasure.erase_import(store, chosen, reason)
        rows = format_number(sum(erased.baris.values()), 0)
        left = f" {erased.bekas}" if erased.bekas else ""
        lists.finish(f"{rows} baris dan {erased.berkas} berkas asli dihapus.{left}")


def _name(row: dict) -> str:
    return f"{row['unit']}, {row['tahun']}, {row['isi']}: {row['nama_berkas']}, {format_time(row['waktu'])}"
