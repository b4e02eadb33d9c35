"""Rencana aksi on the page Pekerjaan: what is late and due, the table to type in, what it brought."""

import pandas as pd
import streamlit as st

from zi_metrics.as_of import today
from zi_metrics.bahasa import MISSING, format_number
from zi_metrics.pembangunan import actions
from zi_metrics.pembangunan.register import Register, register
from zi_metrics.pembangunan.target_answers import suggestions
from zi_ui import cached, filters, given
from zi_ui.markdown import plain
from zi_ui.pembangunan import register_files
from zi_ui.pembangunan.register_editor import edit_register
from zi_ui.pembangunan.work import Work, is_too_much
from zi_ui.tables import show_table

_ALL = "semua"
_CHIPS = {_ALL: "Semua"} | {name: words for name, words in actions.STATES.items() if name != "milik_saya"}
_WHOSE = {_ALL: "Milik semua", "saya": "Milik saya"}
_COLUMNS = {
    "ringkas": ["kode", "pic", "selesai", "status", "persen", "kendala", "bukti", "tautan"],
    "triwulan": ["output", "satuan", "target", *(f"{what}_tw{number}" for number in actions.QUARTERS
                                                for what in ("target", "realisasi")), "status"],
    "semua": None,
}  # fmt: skip
_COLUMN_WORDS = {"ringkas": "Ringkas", "triwulan": "Triwulan", "semua": "Semua"}


def show(work: Work) -> None:
    """The section: the sentence, the chips, the table, the targets."""
    own = register("rencana_aksi")
    if is_too_much(work, own):
        return
    rows = work.rows(own)
    found = actions.states(rows, work.store.scope, today())
    st.markdown(f"##### {plain(actions.sentence(rows, found))}")
    columns = _COLUMNS["ringkas"]
    if rows.empty:
        _say_how_to_begin(own)
    else:
        rows, found, columns = _narrowed(own, rows, found)
    brought = cached.brought(work.store, work.unit_ids, work.tahun) if len(rows) else {}
    told = pd.DataFrame({"Keadaan": actions.marks(found)})
    if brought:
        told["Yang dibawa"] = [brought[one].words if one in brought else MISSING for one in rows["baris_id"]]
    edit_register(
        work.store,
        own,
        rows,
        work.new_rows(own.hak, sumber="lain"),
        f"rencana_aksi_{work.unit}_{work.tahun}",
        columns,
        told,
        instrument=work.instrument,
    )
    if brought:
        st.caption(
            "Yang dibawa: kenaikan poin pertanyaan yang disebut tindakan, dari penilaian terakhir sebelum ia mulai "
            "sampai penilaian terbaru sesudahnya oleh penilai yang sama; belum tentu karena tindakan itu saja."
        )
    _show_targets(work, own)
    register_files.offer(work, own, "rencana aksi")


def _narrowed(
    own: Register, rows: pd.DataFrame, found: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame, list[str] | None]:
    """The rows that the chips leave, with their states; and the columns to be shown."""
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        chip = filters.choose_code("Keadaan", "keadaan", _CHIPS)
        whose = filters.choose_code("Milik", "milik", _WHOSE)
        with st.popover("Kolom dan status", icon=":material/tune:"):
            columns = _COLUMNS[filters.choose_code("Kolom", "kolom", _COLUMN_WORDS)]
            words = {"": "Semua status"} | own.field("status").pilihan
            status = filters.choose_code("Status", "status", words, listed=True)
    keep = found[chip] if chip != _ALL else pd.Series(True, index=rows.index)
    keep &= found["milik_saya"] if whose != _ALL else True
    keep &= (rows["status"] == status) if status else True
    left = rows[keep].reset_index(drop=True)
    if left.empty:
        st.caption("Tidak ada tindakan yang cocok dengan saringan ini.")
    elif len(left) < len(rows):
        st.caption(f"Tampak {format_number(len(left), 0)} dari {format_number(len(rows), 0)} tindakan.")
    return left, found[keep].reset_index(drop=True), columns


def _say_how_to_begin(own: Register) -> None:
    st.info(
        f"{own.arti} Tulis langsung di tabel di bawah, unggah lembar kerja yang sudah ada, atau mulai dari rencana "
        "terhitung atau simulasi lalu tekan “Jadikan rencana aksi”.",
        icon=":material/checklist:",
    )
    with st.container(horizontal=True, gap="small"):
        for screen, label, icon in (
            ("rencana", "Rencana", "route"),
            ("simulasi", "Simulasi", "science"),
            ("unggah", "Unggah", "upload_file"),
        ):
            if given.opens(screen):
                st.page_link(f"pages/{screen}.py", label=label, icon=f":material/{icon}:")


def _show_targets(work: Work, own: Register) -> None:
    """Targets and what is reached of them, for all of these units, whatever the chips leave."""
    rows = work.rows(own)
    if rows.empty:
        return
    table = actions.by_quarter(rows)
    found = actions.reached(rows)
    with st.expander("Target dan realisasi", icon=":material/flag:"):
        st.caption(plain(actions.REACHED_MEANS))
        if table["bertarget"].any():
            shown = pd.DataFrame(
                {
                    "Triwulan": [f"TW{number}" for number in table["triwulan"]],
                    "Tindakan bertarget": table["bertarget"],
                    "Sampai target": table["tercapai"],
                }
            )
            show_table(shown, "target_triwulan", "Tindakan bertarget tiap triwulan dan yang sampai target")
        else:
            st.caption("Belum ada target triwulan.")
        if work.unit and work.pokja is None:
            for one in suggestions(found, work.tahun, work.instrument):
                st.info(plain(one.kalimat), icon=":material/lightbulb:")
