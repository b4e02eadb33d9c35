"""The steps of an upload: choose, read with progress, see what was recognised and what it scores."""

import time
from collections.abc import Sequence
from functools import cache, partial
from typing import NamedTuple

import streamlit as st
from markupsafe import Markup
from streamlit.runtime.scriptrunner import get_script_run_ctx

from zi_metrics.as_of import as_of_words
from zi_metrics.bahasa import format_number, format_plain
from zi_metrics.figures.bars import gate_bars
from zi_metrics.lke.importing import Label, mappings_from
from zi_metrics.lke.prepared import Prepared
from zi_metrics.reading.bounds import MAX_COLUMNS_FILE_BYTES, MAX_FILE_BYTES, MAX_SECONDS_AT_ONCE, too_much_at_once
from zi_metrics.scoring.standing import uncertainty, verdict_sentences
from zi_metrics.store.assessments import Stored
from zi_metrics.store.connection import Store
from zi_metrics.surveys.said_before import survey_mappings_from
from zi_metrics.table_rows import rows_of
from zi_metrics.upload import Upload, in_short, known_files, prepare_upload
from zi_ui import stated
from zi_ui.drawn.bars import bars
from zi_ui.drawn.markup import EMPTY, join, show, tag
from zi_ui.drawn.status import word
from zi_ui.glossary import HELP_RUMUS, LAYOUT_LABEL, PENILAI_LABEL
from zi_ui.markdown import plain
from zi_ui.serving.way import way
from zi_ui.upload import kept_files
from zi_ui.upload.comparison import forget_compared
from zi_ui.upload.shown import forget_shown

_READ, _SAVED, _ROUND, _TOO_MUCH = "_read", "_saved", "_upload_round", "_too_much_at_once"
# The preview that was made last: the item, what is shown of it.
_PREVIEW = "_preview"
# So many files that were passed over are named.
_PASSED = 100
_TYPES = ["xlsx", "xlsm", "xls", "ods", "csv", "tsv", "zip"]


def choose_files() -> Sequence[kept_files.File]:
    """The uploader; gives the uploaded files, or those chosen before somebody looked elsewhere, none at first."""
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
        # Told only when a person changes what is chosen, never when they come back to an empty uploader.
        on_change=kept_files.forget,
    )
    if problem := too_much_at_once([file.size for file in files]):
        # The server lets go of them: the next run has an uploader of its own.
        _start_over()
        st.session_state[_TOO_MUCH] = plain(problem)
        st.rerun()
    if files:
        if not kept_files.keep(files):
            st.caption("Berkas sebesar ini tidak diingat: pratinjaunya hilang bila Anda membuka layar lain.")
        return files
    before = kept_files.kept()
    if before:
        names = ", ".join(file.name for file in before)
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.info(f"Pratinjau yang tadi: {plain(names)}. Belum ada yang disimpan.", icon=":material/history:")
            st.button("Buang", icon=":material/delete:", key="buang_unggahan", on_click=_start_over)
    return before


def read_with_progress(store: Store, files: Sequence[kept_files.File]) -> Upload:
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
    known = cache(partial(known_files, store))
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
                known=known,
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
        tuple(one for upload in uploads for one in upload.dilewati),
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
    st.session_state.pop(_PREVIEW, None)
    kept_files.forget()
    forget_shown()
    forget_compared()
    st.session_state[_ROUND] += 1


def show_problems(upload: Upload, folded: bool) -> None:
    """What could not be used: a short sentence for each, how to mend it behind it.

    folded: other files can be used, and stand above; a single problem that is all there is, is told whole.
    """
    alone = not folded and len(upload.problems) == 1
    for number, problem in enumerate(upload.problems):
        first, rest = in_short(problem)
        if not folded:
            st.error(plain(first), icon=":material/error:")
        if rest or folded:
            label = f":red[{plain(first)}]" if folded else "Cara memperbaikinya"
            with st.expander(label, icon=":material/error:" if folded else None, expanded=alone, key=f"galat_{number}"):
                st.markdown(plain(rest or first))
    if upload.problems and upload.rincian:
        with st.expander("Apa yang dicari di dalam berkas", icon=":material/info:"):
            for text in upload.rincian:
                st.markdown(plain(text))


def show_passed(upload: Upload) -> None:
    """Which files of an archive are stored already, and how to have one of them read all the same."""
    if not upload.dilewati:
        return
    st.info(
        f"{format_number(len(upload.dilewati), 0)} berkas dalam arsip sudah tersimpan dan dilewati. Untuk membaca "
        "salah satunya lagi, unggah berkas itu sendiri.",
        icon=":material/content_copy:",
    )
    with st.expander("Berkas yang sudah tersimpan", icon=":material/list:"):
        shown, more = upload.dilewati[:_PASSED], len(upload.dilewati) - _PASSED
        lines = [f"- {plain(one)}" for one in shown] + ([f"- dan {format_number(more, 0)} lainnya"] if more > 0 else [])
        st.markdown("\n".join(lines))


def show_recognised(item: Prepared) -> None:
    """What kind of file it is and how much of it was understood."""
    reading, outcome = item.reading, item.outcome
    st.success(
        f"Dikenali: {LAYOUT_LABEL[reading.tata_letak]}, lembar {plain(reading.lembar)}. Terbaca {reading.recognised} "
        f"dari {outcome.pertanyaan} pertanyaan; {outcome.terjawab} sudah dijawab.",
        icon=":material/task_alt:",
    )


def show_preview(item: Prepared) -> None:
    """The verdict of one item before anything is saved: the sentence, the gates that fail by name, every gate's bar."""
    # A click elsewhere on the page changes nothing of it.
    kept = st.session_state.get(_PREVIEW)
    if kept is None or kept[0] is not item:
        st.session_state[_PREVIEW] = kept = item, _preview(item)
    preview = kept[1]
    show(preview.said)
    if preview.doubt:
        st.warning(plain(preview.doubt), icon=":material/help:")
    show(preview.bars)
    show(preview.failing)


class _Preview(NamedTuple):
    """What an item scores. said: the verdict; doubt: what is not certain of it, '' = nothing; bars: of the gates;
    failing: how gates fail.
    """

    said: Markup
    doubt: str
    bars: Markup
    failing: Markup


def _preview(item: Prepared) -> _Preview:
    outcome = item.outcome
    told = [verdict_sentences(item.gates, key, own.singkatan) for key, own in item.instrument.predikat.items()]
    # The lowest predicate that fails is the next to be reached; where none fails, the highest.
    lowest = next((number for number, (_, *failing) in enumerate(told) if failing), len(told) - 1)
    first, *failing = told.pop(lowest)
    parts = item.nodes[item.nodes["tingkat"] == 0]
    points = [f"{row.nama} {format_number(row.nilai)} dari {format_plain(row.bobot)}" for row in rows_of(parts, _Part)]
    open_count = (
        f"{outcome.belum_dijawab} pertanyaan belum dijawab dan dihitung 0; menurut rumus LKE totalnya "
        f"{format_number(outcome.total_rumus_lke)}. {HELP_RUMUS}"
        if outcome.belum_dijawab
        else ""
    )
    key = list(item.instrument.predikat)[lowest]
    names = ", ".join(name.removeprefix("Area ") for name in outcome.gagal[key])
    said = [
        f"Belum: {names}." if names else "",
        *(other for other, *_ in told),
        f"Total {outcome.total_text()}: {', '.join(points)}.",
        open_count,
    ]
    short = item.instrument.predikat[key].singkatan
    lines = tag("ul", join(tag("li", sentence) for sentence in failing), class_="zi-failing")
    summary = tag("summary", f"Syarat {short} yang belum, dengan sumbernya")
    return _Preview(
        join(
            [
                tag("p", word(outcome.status, first), class_="zi-answer"),
                *(tag("p", text, class_="zi-said") for text in said if text),
            ]
        ),
        "" if outcome.is_certain else uncertainty(item.gates),
        bars(gate_bars(item, key), f"Setiap syarat nilai {short} dengan capaian dan minimumnya"),
        tag("details", summary, lines, class_="zi-way") if failing else EMPTY,
    )


class _Part(NamedTuple):
    nama: str
    nilai: float
    bobot: float


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
