"""The meetings of a unit: which there were, begin one, and what is recorded of each."""

import pandas as pd
import streamlit as st

from zi_metrics.answers import PENILAI
from zi_metrics.as_of import today
from zi_metrics.bahasa import format_date
from zi_metrics.instruments.library import Instrument
from zi_metrics.pembangunan.meetings import MEETINGS, PERIODS, Meeting, begin_meeting
from zi_metrics.pembangunan.row_edits import NewRows
from zi_metrics.scope import Act, Target
from zi_metrics.store.connection import Store
from zi_metrics.store.registers import register_rows
from zi_metrics.texts import name_problems, text_problems
from zi_ui import address
from zi_ui.markdown import plain
from zi_ui.pembangunan.register_editor import edit_register

OPENED, STEP = "rapat", "langkah"


def show(known: list[Meeting]) -> None:
    """Every meeting with the way into it."""
    for meeting in known:
        with st.container(border=True, horizontal=True, vertical_alignment="center", gap="small"):
            about = f"Pokja {meeting.pokja}" if meeting.pokja else "Seluruh unit"
            led = f", dipimpin {plain(meeting.pimpinan)}" if meeting.pimpinan else ""
            st.markdown(f"**{plain(meeting.title)}** · {format_date(meeting.tanggal)} · {about}{led}", width="stretch")
            st.button(
                "Buka di layar",
                icon=":material/co_present:",
                key=f"buka_{meeting.baris_id}",
                on_click=open_meeting,
                args=(meeting.baris_id,),
            )


def edit_known(store: Store, unit_id: str, unit: str, tahun: int) -> None:
    """What is recorded of a unit's meetings, to be changed: links to the papers, who came, what was said."""
    rows = register_rows(store, MEETINGS.table, [unit_id], tahun)
    with st.expander(
        "Ubah catatan rapat: peserta, pembahasan, tautan notulen dan daftar hadir", icon=":material/edit:"
    ):
        edit_register(store, MEETINGS, rows, NewRows({unit: unit_id}, unit, tahun), key=f"rapat_{unit_id}_{tahun}")


def open_meeting(baris_id: str | None) -> None:
    """For the callback of a button: the meeting that is on screen from now on; None = the list of them."""
    address.choose(OPENED, baris_id)
    address.choose(STEP, None)


def ask_new(store: Store, unit_id: str, unit: str, tahun: int, judged: pd.DataFrame, instrument: Instrument) -> None:
    """Begin a meeting. judged: the unit's assessments of the year that count, as `tables.assessments` gives them."""
    if not store.scope.may(Act.RAPAT, Target(unit_id, unit)):
        st.caption("Rapat dicatat oleh pimpinan, unit kerja, atau koordinator Pokja.")
        return
    looked_at = {
        row["penilaian_id"]: f"{PENILAI[row['penilai']]} per {format_date(row['per_tanggal'])}, versi {row['versi']}"
        for row in judged.sort_values("per_tanggal", kind="stable").to_dict("records")
    }
    areas = instrument.pokja()
    # A unit's own keys: its assessments are another's choices.
    mine = f"{unit_id}_{tahun}"
    with st.form("rapat_baru", border=True):
        st.markdown("##### Mulai rapat")
        left, right = st.columns(2)
        periode = left.selectbox(
            "Periode",
            PERIODS,
            index=None,
            accept_new_options=True,
            placeholder="Pilih atau ketik",
            key=f"rapat_periode_{mine}",
        )
        tanggal = right.date_input("Tanggal", today(), format="DD/MM/YYYY")
        pimpinan = left.text_input("Dipimpin oleh (jabatan)", placeholder="misalnya Kepala Kantor")
        hadir = right.segmented_control(
            "Pimpinan hadir", ["ya", "tidak"], format_func=str.capitalize, key=f"rapat_hadir_{mine}"
        )
        tempat = left.text_input("Tempat")
        peserta = right.number_input("Jumlah peserta", min_value=0, max_value=100_000, value=None, step=1)
        dibahas = left.selectbox(
            "Penilaian yang dibahas",
            list(looked_at),
            index=len(looked_at) - 1 if looked_at else None,
            format_func=looked_at.__getitem__,
            placeholder="Belum ada",
            key=f"rapat_dibahas_{mine}",
        )
        pokja = right.selectbox(
            "Tentang",
            [None, *areas],
            format_func=lambda n: "Seluruh unit" if n is None else f"Pokja {n} – {areas[n]}",
            key=f"rapat_tentang_{mine}",
        )
        sent = st.form_submit_button("Mulai rapat", type="primary", icon=":material/play_arrow:")
    if not sent:
        return
    problems = name_problems(periode, "Periode") + text_problems(pimpinan, "Pemimpin rapat", 200)
    problems += text_problems(tempat, "Tempat", 200)
    for problem in problems:
        st.error(plain(problem), icon=":material/error:")
    if problems:
        return
    isi = {
        "periode": periode,
        "tanggal": tanggal,
        "tempat": tempat,
        "pimpinan": pimpinan,
        "pimpinan_hadir": hadir or "",
        "peserta": None if peserta is None else int(peserta),
        "dibahas": dibahas or "",
        "pokja": pokja,
    }
    open_meeting(begin_meeting(store, unit_id, tahun, isi))
    st.rerun()
