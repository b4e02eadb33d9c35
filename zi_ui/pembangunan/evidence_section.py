"""Data dukung on the page Pekerjaan: how complete it is by question, what the LKE says, the table to write in."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from zi_metrics.answers import PENILAI_SHORT
from zi_metrics.bahasa import MISSING, format_date, format_number, format_percent
from zi_metrics.pembangunan.evidence import Completeness, UnitEvidence, completion, documents_by_question
from zi_metrics.pembangunan.register import register
from zi_metrics.scope import Act, Target
from zi_metrics.store.registers import save_rows
from zi_ui import cached, filters
from zi_ui.markdown import plain, web_link
from zi_ui.pembangunan import register_files
from zi_ui.pembangunan.register_editor import edit_register
from zi_ui.pembangunan.work import Work, is_too_much
from zi_ui.tables import show_pickable, show_table

_COLUMNS = {
    "ringkas": ["kode", "tanggal_dokumen", "tautan", "pemilik", "verifikasi", "catatan_tpi"],
    "semua": None,
}
_COLUMN_WORDS = {"ringkas": "Ringkas", "semua": "Semua"}
_DONE = "_evidence_taken_over"


def show(work: Work) -> None:
    """The section: how complete, question by question, what the LKE says, the table, the files."""
    own = register("bukti")
    if is_too_much(work, own):
        return
    if message := st.session_state.pop(_DONE, ""):
        st.success(plain(message), icon=":material/check_circle:")
    rows = work.rows(own)
    if work.unit:
        _show_unit(work, cached.unit_evidence(work.store, work.units[work.unit], work.tahun))
    else:
        st.markdown(f"##### {format_number(len(rows), 0)} dokumen di daftar, dari semua unit.")
        st.caption("Pilih satu unit untuk kelengkapan tiap pertanyaan dan dokumen yang tertulis di LKE-nya.")
    st.subheader("Daftar data dukung")
    columns = _COLUMNS[filters.choose_code("Kolom", "kolom_bukti", _COLUMN_WORDS)]
    edit_register(
        work.store,
        own,
        rows,
        work.new_rows(own.hak),
        f"bukti_{work.unit}_{work.tahun}",
        columns,
        instrument=work.instrument,
    )
    st.caption("Tautan hanya dicatat, tidak pernah dibuka oleh aplikasi. TPI mengisi verifikasi dan catatannya.")
    register_files.offer(work, register("bukti"), "data dukung", csv=False)


def _show_unit(work: Work, found: UnitEvidence) -> None:
    complete = found.completeness
    if complete is None:
        st.markdown(f"##### {plain(f'{work.unit} belum dinilai pada {work.tahun}.')}")
        st.info(f"{register('bukti').arti} Tulis langsung di tabel di bawah.", icon=":material/folder_open:")
        return
    st.markdown(f"##### {plain(complete.sentence())}")
    _show_areas(work, complete)
    _show_matrix(work, found, complete)
    _show_from_lke(work, found)


def _show_areas(work: Work, complete: Completeness) -> None:
    areas, names = complete.areas, work.instrument.pokja()
    if work.pokja is not None:
        areas = areas[areas["pokja"] == work.pokja]
    if areas.empty:
        return
    table = pd.DataFrame(
        {
            "Pokja": [f"{number} – {names.get(number, '')}" for number in areas["pokja"]],
            "Jawaban bernilai": areas["mengaku"],
            "Ada dokumennya": areas["berbukti"],
            "Lengkap": areas["lengkap"],
            "Dinyatakan sesuai": areas["terverifikasi"],
            "Terperiksa": areas["terperiksa"],
        }
    )
    formats = dict.fromkeys(("Lengkap", "Terperiksa"), format_percent)
    show_table(table, "kelengkapan", "Kelengkapan data dukung tiap Pokja", formats)


def _show_matrix(work: Work, found: UnitEvidence, complete: Completeness) -> None:
    matrix = complete.matrix
    if work.pokja is not None:
        matrix = matrix[matrix["pokja"] == work.pokja] if work.pokja else matrix[matrix["pokja"].isna()]
    table = pd.DataFrame(
        {
            "Kode": matrix["kode"],
            "Keadaan": [_state(row) for row in matrix.to_dict("records")],
            "Pertanyaan": matrix["nama"],
            "Jawaban": matrix["tertulis"].fillna(MISSING),
            "Nilai": matrix["nilai"],
            "Dokumen": matrix["dokumen"],
            "Bertautan": matrix["bertautan"],
            "Sesuai": matrix["terverifikasi"],
            "Kurang": matrix["kurang"],
        }
    )
    st.subheader("Pertanyaan dan dokumennya")
    st.caption("Ketuk satu pertanyaan untuk melihat dokumennya.")
    picked = show_pickable(
        table,
        "matriks_bukti",
        "Pertanyaan dan banyaknya dokumen",
        table["Kode"],
        {"Nilai": format_percent},
        column_config={"Pertanyaan": st.column_config.TextColumn(width="large")},
    )
    if picked is None:
        return
    documents = documents_by_question(found.table, work.instrument).get(str(picked), [])
    with st.container(border=True):
        st.markdown(f"**{plain(picked)}**: {format_number(len(documents), 0)} dokumen")
        st.markdown("\n".join(f"- {_document(one)}" for one in documents) or "Belum ada dokumen.")


def _state(row: Mapping) -> str:
    if row["mengaku"] and not row["dokumen"]:
        return "✘ belum ada dokumen"
    if row["terverifikasi"]:
        return "✔ sesuai"
    return "▲ kurang" if row["kurang"] else "○ belum diperiksa" if row["dokumen"] else MISSING


def _document(one: Mapping) -> str:
    """A document in a line: name, link, number and date, and where it is written."""
    said = [f"**{plain(one['nama_dokumen'])}**"] if one["nama_dokumen"] else []
    said += [web_link(one["tautan"])] if one["tautan"] else []
    said += [plain(f"nomor {one['nomor']}")] if one["nomor"] else []
    said += [format_date(one["tanggal_dokumen"])] if pd.notna(one["tanggal_dokumen"]) else []
    if isinstance(one["baris_id"], str):
        said += [register("bukti").field("verifikasi").pilihan[one["verifikasi"]].lower()]
    else:
        cell = f", lembar {one['lembar']}, sel {one['sel']}" if isinstance(one["sel"], str) else ""
        said += [plain(f"tertulis di LKE {PENILAI_SHORT[one['penilai']]}{cell}")]
    return " · ".join(said)


def _show_from_lke(work: Work, found: UnitEvidence) -> None:
    """What only the LKE says, to be taken over into the register and completed there."""
    derived = found.from_lke
    if work.pokja is not None:
        derived = derived[derived["pokja"] == work.pokja] if work.pokja else derived[derived["pokja"].isna()]
    if derived.empty:
        return
    count = format_number(len(derived), 0)
    with st.expander(f"Tertulis di LKE, belum di daftar ({count})", icon=":material/description:"):
        st.caption(
            "Dokumen ini sudah dihitung. Masukkan ke daftar bila nomor, tanggal, pemilik, atau verifikasinya hendak "
            "dilengkapi; di daftar ia tetap satu dokumen."
        )
        table = pd.DataFrame(
            {
                "Kode": derived["kode"],
                "Dokumen": derived["nama_dokumen"].replace("", MISSING),
                "Tautan": derived["tautan"].replace("", MISSING),
                "LKE": derived["penilai"].map(PENILAI_SHORT),
                "Lembar": derived["lembar"].fillna(MISSING),
                "Sel": derived["sel"].fillna(MISSING),
            }
        )
        wide = {name: st.column_config.TextColumn(width="medium") for name in ("Dokumen", "Tautan")}
        picked = show_pickable(
            table, "bukti_lke", "Dokumen yang tertulis di LKE", derived["sumber_id"], column_config=wide
        )
        mine = [row for row in derived.to_dict("records") if _may_take(work, row)]
        chosen = [row for row in mine if row["sumber_id"] == picked]
        with st.container(horizontal=True, gap="small"):
            for label, rows, key in (("yang dipilih", chosen, "satu"), (f"semua {len(mine)}", mine, "semua")):
                st.button(
                    f"Masukkan {label} ke daftar",
                    icon=":material/playlist_add:",
                    disabled=not rows,
                    key=f"masukkan_{key}",
                    on_click=_take_over,
                    args=(work, rows),
                )


def _may_take(work: Work, row: Mapping) -> bool:
    area = None if pd.isna(row["pokja"]) else frozenset({int(row["pokja"])})
    return work.store.scope.may(Act.BUKTI, Target(row["unit_id"], pokja=area))


def _take_over(work: Work, rows: list[Mapping]) -> None:
    """For a button's callback: make rows of the register of what the LKE says."""
    changes = [completion(row, nama_dokumen=row["nama_dokumen"] or row["tautan"]) for row in rows]
    saved = save_rows(work.store, register("bukti").table, changes)
    st.session_state[_DONE] = f"{format_number(len(saved.baris), 0)} dokumen masuk daftar; lengkapi di tabel di bawah."
