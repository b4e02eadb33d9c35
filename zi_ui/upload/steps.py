"""The steps of an upload: choose, read with progress, see what was recognised and what it scores."""

import time

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from zi_metrics.as_of import as_of_words
from zi_metrics.bahasa import format_number
from zi_metrics.instruments.library import load_instrument
from zi_metrics.lke.importing import Label, Prepared, mappings_from
from zi_metrics.reading.bounds import MAX_COLUMNS_FILE_BYTES, MAX_FILE_BYTES, MAX_SECONDS_AT_ONCE, too_much_at_once
from zi_metrics.scoring.standing import uncertainty, verdict, verdict_sentences
from zi_metrics.store.assessments import Stored
from zi_metrics.store.connection import Store
from zi_metrics.surveys.importing import survey_mappings_from
from zi_metrics.upload import Upload, prepare_upload
from zi_ui import charts, downloads, stated
from zi_ui.glossary import HELP_RUMUS, LAYOUT_LABEL, PENILAI_LABEL
from zi_ui.markdown import plain
from zi_ui.serving.way import way
from zi_ui.tables import show_status
from zi_ui.upload.shown import forget_shown

_READ, _SAVED, _ROUND, _TOO_MUCH = "_read", "_saved", "_upload_round", "_too_much_at_once"
_TYPES = ["xlsx", "xlsm", "xls", "ods", "csv", "tsv", "zip"]


def choose_files() -> list:
    """The uploader; gives Streamlit's uploaded files, none at first."""
    # The key changes after a save or a cancel, which empties the uploader for the next files.
    key = f"file_{st.session_state.setdefault(_ROUND, 0)}"
    megabytes, table = MAX_FILE_BYTES // 2**20, MAX_COLUMNS_FILE_BYTES // 2**20
    if told := st.session_state.pop(_TOO_MUCH, None):
        st.error(told, icon=":material/error:")
    files = st.file_uploader(
        "Pilih satu atau beberapa berkas LKE, survei, atau pekerjaan (Excel, OpenDocument, CSV, atau ZIP; paling besar "
        f"{megabytes} MB, CSV survei {table} MB)",
        type=_TYPES,
        max_upload_size=table,
        accept_multiple_files=True,
        key=key,
    )
    if problem := too_much_at_once([file.size for file in files]):
        # The server lets go of them: the next run has an uploader of its own.
        _start_over()
        st.session_state[_TOO_MUCH] = plain(problem)
        st.rerun()
    return files


def show_help() -> None:
    """What may be uploaded, while nothing is."""
    st.markdown(
        "**LKE**: formulir Lampiran III PermenPANRB 90/2021 (lembar **LKE ZI**) atau 52/2014, siklus 2026 dengan "
        "jawaban unit dan TPI (lembar **Jawaban**), serta daftar atau rekap (satu baris per pertanyaan, satu kolom "
        "atau satu baris per unit). Pertanyaan dikenali dari teks, kode, dan penomorannya; baris dan kolom tambahan "
        "tidak mengganggu.\n\n"
        "**Survei** (IPAK, IPKP, SKM): jawaban responden seperti diunduh dari formulir, rekap, atau hasilnya saja. "
        "Kolom nama, nomor, dan alamat responden tidak disimpan, berkas asli survei juga tidak; dalam komentar yang "
        "dikenali sebagai nama, nomor, atau alamat disamarkan.\n\n"
        "**Pekerjaan**: rencana aksi, rekomendasi, data dukung, atau rapat seperti contohnya, rincian kegiatan per "
        "triwulan, atau satu lembar per bulan.\n\n"
        "Tidak ada yang disimpan sebelum Anda menekan **Simpan**."
    )
    st.markdown("Belum punya berkasnya? Unduh formulirnya, isi, lalu unggah kembali.")
    downloads.offer_blank(load_instrument())


def read_with_progress(store: Store, files: list) -> Upload:
    """Read the uploaded files once, showing progress, with a button that gives up and empties the uploader."""
    stated.say("Berkas", "; ".join(file.name for file in files))
    wanted = tuple(file.file_id for file in files)
    kept = st.session_state.get(_READ)
    if kept and kept[0] == wanted:
        return kept[1]
    place = st.empty()
    with place.container():
        bar = st.progress(0.0, text="Membaca berkas")
        # A click interrupts this run at its next sign of progress; nothing has been stored by then.
        st.button("Batalkan", icon=":material/cancel:", on_click=_start_over)
    mappings, survey_mappings = mappings_from(store), survey_mappings_from(store)
    uploads, until = [], time.monotonic() + MAX_SECONDS_AT_ONCE
    for number, file in enumerate(files):

        def step(text: str, share: float, number: int = number) -> None:
            bar.progress((number + share) / len(files), text=plain(text))

        uploads.append(
            prepare_upload(
                file.name,
                file.getvalue(),
                progress=step,
                mappings=mappings,
                survey_mappings=survey_mappings,
                who=_who(store),
                until=until,
            )
        )
    place.empty()
    result = Upload(
        tuple(item for upload in uploads for item in upload.items),
        tuple(problem for upload in uploads for problem in upload.problems),
        tuple(grid for upload in uploads for grid in upload.unknown),
        tuple(survey for upload in uploads for survey in upload.surveys),
        tuple(dict.fromkeys(text for upload in uploads for text in upload.rincian)),
        tuple(one for upload in uploads for one in upload.registers),
    )
    st.session_state[_READ] = (wanted, result)
    return result


def _who(store: Store) -> str:
    """For whom files are read, as a key: who signed in; on one's own machine, the browser's session."""
    context = get_script_run_ctx()
    return store.person.id if way().shared or context is None else context.session_id


def read_again() -> None:
    """Read the same files anew, because what is known about their shape has changed."""
    st.session_state.pop(_READ, None)
    st.rerun()


def _start_over() -> None:
    """Forget what was read and empty the uploader: its key changes."""
    st.session_state.pop(_READ, None)
    forget_shown()
    st.session_state[_ROUND] += 1


def show_problems(upload: Upload, folded: bool) -> None:
    """What could not be used, and how to mend it; folded into a line, where other files can be used."""
    if folded and upload.problems:
        count = len(upload.problems)
        what = "Satu berkas" if count == 1 else f"{count} berkas"
        title = f":red[**{what} tidak dapat dipakai.**] Buka untuk membaca sebabnya; yang lain ada di bawah."
        with st.expander(title, icon=":material/error:"):
            _write_problems(upload)
            for text in upload.rincian:
                st.caption(plain(text))
        return
    _write_problems(upload)
    if upload.rincian:
        with st.expander("Apa yang dicari di dalam berkas", icon=":material/info:"):
            for text in upload.rincian:
                st.markdown(plain(text))


def _write_problems(upload: Upload) -> None:
    for problem in upload.problems:
        st.error(plain(problem), icon=":material/error:")


def show_recognised(item: Prepared) -> None:
    """What kind of file it is and how much of it was understood."""
    reading, outcome = item.reading, verdict(item.gates)
    st.success(
        f"Dikenali: {LAYOUT_LABEL[reading.tata_letak]}, lembar {plain(reading.lembar)}. Terbaca {reading.recognised} "
        f"dari {outcome.pertanyaan} pertanyaan; {outcome.terjawab} sudah dijawab.",
        icon=":material/task_alt:",
    )


def show_preview(item: Prepared) -> None:
    """The score of one item, before anything is saved."""
    outcome = verdict(item.gates)
    st.subheader("Pratinjau nilai")
    show_status(outcome.status, certain=outcome.is_certain)
    if not outcome.is_certain:
        st.warning(plain(uncertainty(item.gates)), icon=":material/help:")
    charts.show_headlines(outcome, item.nodes[item.nodes["tingkat"] == 0])
    _show_gates(item)
    if outcome.belum_dijawab:
        st.info(
            f"{outcome.belum_dijawab} pertanyaan belum dijawab dan dihitung 0; menurut rumus LKE totalnya "
            f"{format_number(outcome.total_rumus_lke)}. {HELP_RUMUS}",
            icon=":material/pending:",
        )


def _show_gates(item: Prepared) -> None:
    """Each predicate's verdict, and of the lowest that fails the gates that do not hold."""
    told = False
    for key, predikat in item.instrument.predikat.items():
        first, *failing = verdict_sentences(item.gates, key, predikat.singkatan)
        st.markdown(f"**{plain(first)}**")
        if failing and not told:
            st.markdown("\n".join(f"- {plain(sentence)}" for sentence in failing))
            told = True


def remember_saved(saved: list[tuple[Label, Stored]]) -> None:
    """Keep what was saved for the next run, and empty the uploader."""
    st.session_state[_SAVED] = saved
    _start_over()


def say_stored(what: str, stored: Stored) -> None:
    """What became of one thing that was saved. what: names it, safe for Markdown."""
    if stored.new:
        st.success(f"Tersimpan: {what} (versi {stored.versi}).", icon=":material/check_circle:")
    else:
        st.info(f"Berkas ini sudah tersimpan untuk {what}; tidak ada yang berubah.", icon=":material/content_copy:")


def show_saved() -> None:
    """Confirm the last save, with the way to each unit."""
    for number, (label, stored) in enumerate(st.session_state.get(_SAVED, [])):
        what = f"{plain(label.unit)}, {label.tahun}, {PENILAI_LABEL[label.penilai]}"
        if stored.per_tanggal is not None:
            what += f", {as_of_words(*stored.per_tanggal)}"
        say_stored(what, stored)
        st.page_link(
            "pages/unit_kerja.py",
            label="Buka unit ini" if number == 0 else f"Buka {plain(label.unit)}",
            icon=":material/apartment:",
            query_params={"unit": label.unit, "tahun": str(label.tahun), "penilai": label.penilai},
        )
