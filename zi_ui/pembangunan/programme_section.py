"""The seventeen programmes on the page Pekerjaan: units x programmes, or all seventeen of one unit."""

import pandas as pd
import streamlit as st

from zi_metrics.bahasa import MISSING, format_date, format_plain
from zi_metrics.figures.programme_map import programme_map
from zi_metrics.pembangunan import programme_matrix
from zi_metrics.pembangunan.programmes import programmes
from zi_metrics.pembangunan.register import register
from zi_ui import charts
from zi_ui.markdown import plain
from zi_ui.pembangunan.register_parts import edit, in_order, say_how_to_begin, say_sentence
from zi_ui.pembangunan.work import Work, is_too_much
from zi_ui.tables import show_table

_NOT_TOLD = "Belum dicatat"
# So many units are in the map: each has a cell, with its text, for every programme.
_DRAWN = 20
# Status -> its sign, of programmes of which nothing is told, too.
_SIGNS = programme_matrix.SIGNS | {"": programme_matrix.NOT_TOLD}


def show(work: Work) -> None:
    """The section."""
    own = register("program")
    if is_too_much(work, own):
        return
    rows = work.rows(own)
    say_sentence(programme_matrix.sentence(rows, work.meant))
    words = own.field("status").pilihan | {"": _NOT_TOLD}
    if rows.empty:
        say_how_to_begin(own, "fact_check")
    elif work.unit:
        _show_unit(work, rows, words)
    else:
        _show_map(rows, words)
    # Codes are numbers, written as text.
    edit(work, own, in_order(rows.assign(nomor=rows["program"].astype(int)), "nomor"))


def _show_map(rows: pd.DataFrame, words: dict[str, str]) -> None:
    told = dict(sorted(dict(zip(rows["unit"], rows["unit_id"], strict=True)).items()))
    status = charts.as_many_as_fit(programme_matrix.matrix(rows, told), "menurut abjad", most=_DRAWN)
    names = {one.kode: f"{one.kode}. {one.nama}" for one in programmes().values()}
    key = " · ".join(f"{_SIGNS[status]} {word}" for status, word in words.items())
    charts.show(
        lambda dark: programme_map(status, programme_matrix.STEPS, _SIGNS, words, names, dark),
        key="peta_program",
        alt="Status tujuh belas program di tiap unit",
        title="Status tujuh belas program di tiap unit",
        note=f"{key}. {'; '.join(names.values())}.",
    )
    st.caption(plain(key))
    with st.expander("Nama ketujuh belas program", icon=":material/list:"):
        st.markdown("\n".join(f"{one.kode}. {plain(one.nama)} (Pokja {one.pokja})" for one in programmes().values()))


def _show_unit(work: Work, rows: pd.DataFrame, words: dict[str, str]) -> None:
    table = programme_matrix.of_unit(rows)
    if work.pokja:
        table = table[table["pokja"] == work.pokja].reset_index(drop=True)
    shown = pd.DataFrame(
        {
            "Status": [f"{_SIGNS[one]} {words[one]}" for one in table["status"]],
            "Program": [f"{row['kode']}. {row['nama']}" for row in table.to_dict("records")],
            "Angka": [_figure(row) for row in table.to_dict("records")],
            "Bukti": [row["bukti"] or row["tautan"] or MISSING for row in table.to_dict("records")],
            "Tanggal": table["tanggal"].map(format_date),
        }
    )
    wide = {"Status": st.column_config.TextColumn(width=170), "Program": st.column_config.TextColumn(width="large")}
    show_table(shown, "program_unit", "Tujuh belas program unit ini", column_config=wide)


def _figure(row: dict) -> str:
    return MISSING if pd.isna(row["angka"]) else f"{format_plain(row['angka'])} {row['satuan']}".strip()
