"""Processes prone to corruption, on the page Pekerjaan: the map of risks, what is above the line, what lacks."""

import pandas as pd
import streamlit as st

from zi_metrics.as_of import today
from zi_metrics.figures.risk_map import risk_map
from zi_metrics.pembangunan import risk
from zi_metrics.pembangunan.register import register
from zi_ui import charts, filters
from zi_ui.markdown import plain
from zi_ui.pembangunan.register_parts import edit, say_how_to_begin, say_sentence
from zi_ui.pembangunan.work import Work, is_too_much

_ALL = "semua"
_CHIPS = {_ALL: "Semua"} | risk.STATES
_MAPS = {"sisa": "Sesudah pengendalian", "awal": "Sebelum pengendalian"}


def show(work: Work) -> None:
    """The section."""
    own = register("risiko")
    if is_too_much(work, own):
        return
    table = risk.with_levels(work.rows(own), today())
    say_sentence(risk.sentence(table))
    if table.empty:
        say_how_to_begin(own, "warning")
    else:
        _show_map(table)
        chip = filters.choose_code("Keadaan", "risiko", _CHIPS)
        table = table if chip == _ALL else table[table[chip]].reset_index(drop=True)
        if table.empty:
            st.caption("Tidak ada risiko yang cocok dengan saringan ini.")
    told = pd.DataFrame(
        {
            "Tingkat": [risk.level_words(level) for level in table["tingkat"]],
            "Sisa": [risk.level_words(level) for level in table["sisa"]],
            "Keadaan": risk.marks(table),
        },
        dtype=object,
    )
    edit(work, own, table, told)


def _show_map(table: pd.DataFrame) -> None:
    left, right = st.columns([3, 2], gap="medium")
    with left:
        which = filters.choose_code("Peta risiko", "peta", _MAPS)
        line = risk.risk_rules().batas
        counts, title = risk.counts(table, which == "sisa"), "Banyaknya risiko menurut kemungkinan dan dampak"
        note = _note(line)
        said = f"{title}, {_MAPS[which].lower()}"
        charts.show(lambda dark: risk_map(counts, line, dark), key="peta_risiko", alt=said, title=said, note=note)
    with right:
        st.caption(plain(note))


def _note(line: int) -> str:
    bands = risk.risk_rules().tingkatan
    return (
        f"Tingkat = kemungkinan × dampak: {'; '.join(f'mulai {band.mulai} {band.nama}' for band in bands)}. Yang "
        f"berbingkai di atas batas ({line}): harus punya pengendalian dan PIC. Yang dihitung pada peta sesudah "
        "pengendalian adalah sisanya; bila sisanya belum dinilai, penilaian awalnya."
    )
