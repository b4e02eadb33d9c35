"""The steps of an upload: choose, read with progress, check, name, save."""

import streamlit as st

from zi_metrics.bahasa import format_number
from zi_metrics.importing import Label, Prepared, label_problems, prepare
from zi_metrics.portfolio import verdict
from zi_metrics.reading.bounds import MAX_FILE_BYTES
from zi_metrics.store.assessments import Stored
from zi_ui import charts
from zi_ui.glossary import HELP_RUMUS, PENILAI_LABEL
from zi_ui.tables import show_status
from zi_ui.text import plain

_PREPARED, _SAVED, _ROUND, _BY = "_prepared", "_saved", "_upload_round", "_uploaded_by"
_JUDGES = [key for key in PENILAI_LABEL if key != "terakhir"]


def choose_file():
    """The uploader; gives Streamlit's uploaded file, or None."""
    # The key changes after a save, which empties the uploader for the next file.
    key = f"file_{st.session_state.setdefault(_ROUND, 0)}"
    return st.file_uploader(
        f"Pilih berkas LKE (.xlsx atau .xlsm, paling besar {MAX_FILE_BYTES // 2**20} MB)",
        type=["xlsx", "xlsm"],
        max_upload_size=MAX_FILE_BYTES // 2**20,
        key=key,
    )


def show_help() -> None:
    """What may be uploaded, while nothing is."""
    st.markdown(
        "Yang dibaca: buku kerja LKE sesuai Lampiran III PermenPANRB 90/2021 (lembar **LKE ZI**). Baris dan kolom "
        "tambahan tidak mengganggu; pertanyaan dikenali dari teks dan penomorannya. Tidak ada yang disimpan sebelum "
        "Anda menekan **Simpan**."
    )


def read_with_progress(file) -> Prepared:
    """Read the uploaded file once, showing progress. Raises ImportRefused."""
    kept = st.session_state.get(_PREPARED)
    if kept and kept[0] == file.file_id:
        return kept[1]
    bar = st.progress(0.0, text="Membaca berkas")
    try:
        prepared = prepare(file.name, file.getvalue(), progress=lambda step, share: bar.progress(share, text=step))
    finally:
        bar.empty()
    st.session_state[_PREPARED] = (file.file_id, prepared)
    return prepared


def show_recognised(prepared: Prepared) -> None:
    """What kind of file it is and how much of it was understood."""
    reading, outcome = prepared.reading, verdict(prepared.gates)
    st.success(
        f"Dikenali: LKE Lampiran III, lembar {plain(reading.lembar)}. Terbaca {reading.recognised} dari "
        f"{outcome['pertanyaan']} pertanyaan; {outcome['terjawab']} sudah dijawab.",
        icon=":material/task_alt:",
    )


def show_preview(prepared: Prepared) -> None:
    """The score of the file, before anything is saved."""
    outcome = verdict(prepared.gates)
    st.subheader("Pratinjau nilai")
    show_status(outcome["status"])
    components = prepared.nodes[prepared.nodes["tingkat"] == 0]
    charts.show_headlines(outcome, components)
    if outcome["belum_dijawab"]:
        st.info(
            f"{outcome['belum_dijawab']} pertanyaan belum dijawab dan dihitung 0; menurut rumus LKE "
            f"totalnya {format_number(outcome['total_rumus_lke'])}. {HELP_RUMUS}",
            icon=":material/pending:",
        )


def ask_label(prepared: Prepared, known_units: list[str]) -> tuple[Label | None, str]:
    """Ask whose answers these are, with the file's own hints filled in; a Label once the person saves a valid one."""
    guess = prepared.reading.identity
    names = known_units if guess.unit is None or guess.unit in known_units else [guess.unit, *known_units]
    st.subheader("Simpan sebagai")
    with st.form("label"):
        unit = st.selectbox(
            "Unit kerja (pilih, atau ketik nama baru)",
            names,
            index=names.index(guess.unit) if guess.unit in names else None,
            accept_new_options=True,
            placeholder="Pilih atau ketik nama unit kerja",
        )
        left, right = st.columns(2)
        year = left.number_input("Tahun penilaian", value=guess.tahun, step=1, format="%d", placeholder="misalnya 2026")
        judge = right.selectbox(
            "Penilai",
            _JUDGES,
            index=_JUDGES.index(guess.penilai) if guess.penilai else None,
            format_func=PENILAI_LABEL.get,
            placeholder="Pilih penilai",
        )
        by = st.text_input("Diunggah oleh", value=st.session_state.get(_BY, ""), placeholder="Nama atau jabatan Anda")
        save = st.form_submit_button("Simpan", type="primary", icon=":material/save:")
    if not save:
        return None, by
    problems = label_problems(unit, year, judge)
    if not by.strip():
        problems.append("Isi 'Diunggah oleh', supaya asal data tercatat.")
    for problem in problems:
        st.error(problem, icon=":material/error:")
    st.session_state[_BY] = by
    return (None if problems else Label(unit, int(year), judge)), by.strip()


def remember_saved(label: Label, stored: Stored) -> None:
    """Keep what was saved for the next run, and empty the uploader."""
    st.session_state[_SAVED] = (label, stored)
    st.session_state.pop(_PREPARED, None)
    st.session_state[_ROUND] += 1


def show_saved() -> None:
    """Confirm the last save, with the way to its unit."""
    saved = st.session_state.get(_SAVED)
    if saved is None:
        return
    label, stored = saved
    what = f"{plain(label.unit)}, {label.tahun}, {PENILAI_LABEL[label.penilai]}"
    if stored.new:
        st.success(f"Tersimpan: {what} (versi {stored.versi}).", icon=":material/check_circle:")
    else:
        st.info(f"Berkas ini sudah tersimpan untuk {what}; tidak ada yang berubah.", icon=":material/content_copy:")
    st.page_link(
        "pages/unit_kerja.py",
        label="Buka unit ini",
        icon=":material/apartment:",
        query_params={"unit": label.unit, "tahun": str(label.tahun), "penilai": label.penilai},
    )
