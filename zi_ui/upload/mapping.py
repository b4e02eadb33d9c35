"""Where a file is not understood, a person says what is where; the choice is remembered for files of that shape."""

import hashlib
from collections.abc import Sequence

import streamlit as st

from zi_metrics.instruments.library import Question
from zi_metrics.lke.prepared import Prepared
from zi_metrics.lke.recognition.column_choices import ColumnChoice, SheetShape, header_rows, shape_at, sheets_to_choose
from zi_metrics.lke.recognition.mapping import ColumnMapping
from zi_metrics.reading import Grid
from zi_metrics.store.connection import Store
from zi_metrics.store.mappings import remember_mapping
from zi_ui.markdown import plain
from zi_ui.naming import named

ROLE_LABEL = {
    "penilaian": "Kolom teks pertanyaan",
    "kode": "Kolom kode pertanyaan",
    "jawaban": "Kolom jawaban (boleh lebih dari satu: satu per penilai)",
    "unit": "Kolom unit kerja (bila ada beberapa unit)",
    "tahun": "Kolom tahun",
    "penilai": "Kolom penilai",
    "catatan": "Kolom catatan",
    "bukti": "Kolom bukti dukung",
    "tautan": "Kolom tautan bukti",
}
_READ_AGAIN = "Baca ulang dengan pilihan ini"
# More rows than this are asked for in turns.
_ROWS = 12
_NOTHING = "Bukan pertanyaan LKE"


def ask_columns_of_unknown(store: Store, grids: Sequence[Grid], folded: bool) -> bool:
    """Ask where questions and answers stand in files that were not recognised; True when something was said.

    folded: each behind a line, where other files can be used.
    """
    said = False
    for grid in grids:
        sheets = sheets_to_choose(grid)
        if not sheets:
            continue
        with st.expander(
            f"Tunjukkan kolomnya: {plain(grid.file_name)}", icon=":material/view_column:", expanded=not folded
        ):
            st.markdown(
                "Berkas ini tidak dikenali. Bila isinya memang LKE, tunjukkan baris judul dan kolomnya; pilihan Anda "
                "diingat untuk berkas berikutnya yang berbentuk sama."
            )
            left, right = st.columns(2)
            name = left.selectbox("Lembar", list(sheets), key=f"lembar_{grid.sha256}")
            rows = header_rows(sheets[name])
            row = right.selectbox(
                "Baris judul",
                list(rows),
                format_func=lambda row, rows=rows: f"{row}: {rows[row]}" if row else "Tidak ada baris judul",
                key=f"judul_{grid.sha256}_{name}",
            )
            said |= _ask_columns(store, shape_at(sheets[name], row))
    return said


def ask_corrections(store: Store, items: Sequence[Prepared]) -> bool:
    """Offer to correct what recognised files were read as, once per shape; True when something was said."""
    said = False
    shapes: dict[str, tuple[SheetShape, list[Prepared]]] = {}
    for item in items:
        if shape := item.reading.shape:
            shapes.setdefault(shape.shape, (shape, []))[1].append(item)
    for shape, alike in shapes.values():
        about = f" ({plain(alike[0].file_name)})" if len(shapes) > 1 else ""
        if shape.mapping:
            st.info(
                f"Dibaca dengan pilihan kolom atau baris yang pernah disimpan untuk berkas berbentuk sama{about}.",
                icon=":material/push_pin:",
            )
        said |= _ask_rows(store, shape, alike, about)
        # Drawn when somebody opens it: its fields are a quarter of all that the page sends.
        title, key = f"Perbaiki kolom yang dibaca{about}", f"perbaiki_{shape.shape}"
        box = st.expander(title, icon=":material/view_column:", key=key, on_change="rerun")
        if not box.open:
            continue
        with box:
            said |= _ask_columns(store, shape)
            if shape.mapping and st.button("Lupakan pilihan untuk bentuk ini", key=f"lupa_{shape.shape}"):
                remember_mapping(store, shape.shape, ColumnMapping().as_mapping())
                said = True
    return said


def _ask_columns(store: Store, shape: SheetShape) -> bool:
    labels = {column.key: _column_label(column) for column in shape.columns}
    # Of this shape, read in this way: what others teach about it meanwhile makes another form, not another choice.
    read_as = repr((shape.sheet, shape.row, shape.shape, [(column.key, column.role) for column in shape.columns]))
    form = hashlib.sha256(read_as.encode()).hexdigest()
    with st.form(f"kolom_{shape.sheet}_{shape.row}_{shape.shape}", border=False):
        places = []
        chosen: dict[str, list[str]] = {}
        for number, (role, label) in enumerate(ROLE_LABEL.items()):
            # A row of two at a time: on a phone, where they stand below each other, their order stays.
            places = places if number % 2 else st.columns(2)
            now = [column.key for column in shape.columns if column.role == role]
            chosen[role] = places[number % 2].multiselect(
                label,
                list(labels),
                default=now,
                format_func=named(labels),
                max_selections=None if role == "jawaban" else 1,
                placeholder="Tidak ada",
                key=f"kolom_{role}_{form}",
            )
        sent = st.form_submit_button(_READ_AGAIN, icon=":material/refresh:")
    problems = _column_problems(chosen) if sent else []
    for problem in problems:
        st.error(problem, icon=":material/error:")
    if not sent or problems:
        return False
    remember_mapping(store, shape.shape, shape.chosen(chosen).as_mapping())
    return True


def _column_problems(chosen: dict[str, list[str]]) -> list[str]:
    problems = []
    if not chosen["penilaian"] and not chosen["kode"]:
        problems.append("Pilih kolom teks pertanyaan atau kolom kode pertanyaan.")
    if not chosen["jawaban"]:
        problems.append("Pilih kolom jawaban.")
    keys = [key for group in chosen.values() for key in group]
    if len(set(keys)) < len(keys):
        problems.append("Satu kolom hanya dapat berarti satu hal; ada kolom yang dipilih dua kali.")
    return problems


def _ask_rows(store: Store, shape: SheetShape, alike: Sequence[Prepared], about: str) -> bool:
    """Rows with an answer whose question is not certain: choose it among the questions that were not found."""
    rows = list({row.text: row for item in alike for row in item.reading.unread}.values())
    free = {question.kode: f"{question.kode} {question.teks}" for item in alike for question in _not_found(item)}
    if not rows or not free:
        return False
    title = f"{len(rows)} baris berisi jawaban, tetapi pertanyaannya tidak pasti{about}"
    with (
        st.expander(title, icon=":material/help:", expanded=True),
        st.form(f"baris_{shape.shape}", border=False),
    ):
        st.caption("Pilih pertanyaannya; pilihan diingat untuk berkas berikutnya yang berbentuk sama.")
        chosen = {}
        for row in rows[:_ROWS]:
            chosen[row.text] = st.selectbox(
                f"{plain(row.cell)}: “{plain(row.text[:120])}” – tertulis {plain(row.written)}",
                list(free),
                index=None,
                format_func=named(free),
                placeholder=_NOTHING,
                key=f"baris_{shape.shape}_{row.text}",
            )
        if len(rows) > _ROWS:
            st.caption(f"{len(rows) - _ROWS} baris lain ditanyakan sesudah ini.")
        sent = st.form_submit_button(_READ_AGAIN, icon=":material/refresh:")
    picked = {text: kode for text, kode in chosen.items() if kode}
    if not sent or not picked:
        return False
    if len(set(picked.values())) < len(picked):
        st.error("Satu pertanyaan hanya dapat dipilih untuk satu baris.", icon=":material/error:")
        return False
    remember_mapping(store, shape.shape, ColumnMapping(shape.mapping.columns, shape.mapping.rows | picked).as_mapping())
    return True


def _not_found(item: Prepared) -> list[Question]:
    found = {answer.kode for answer in item.reading.answers}
    return [question for question in item.instrument.questions() if question.kode not in found]


def _column_label(column: ColumnChoice) -> str:
    heading = column.heading or "(tanpa judul)"
    samples = ", ".join(column.samples)
    return f"{column.letters}: {heading}" + (f" – misalnya {samples}" if samples else "")
