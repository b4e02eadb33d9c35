"""Innovations and benefits on the page Pekerjaan: what changed, before and after."""

import pandas as pd
import streamlit as st

from zi_metrics.pembangunan import benefits
from zi_metrics.pembangunan.register import register
from zi_ui.pembangunan.register_parts import edit, in_order, say_how_to_begin, say_sentence
from zi_ui.pembangunan.work import Work, is_too_much


def show(work: Work) -> None:
    """The section: innovations, then benefits."""
    own, gained = register("inovasi"), register("manfaat")
    if is_too_much(work, own) or is_too_much(work, gained):
        return
    made = benefits.with_change(in_order(work.rows(own), "nama_inovasi"))
    brought = benefits.with_change(in_order(work.rows(gained), "kelompok", "indikator"))
    say_sentence(f"{benefits.innovation_sentence(made)} {benefits.benefit_sentence(brought)}")
    st.subheader(own.nama)
    if made.empty:
        say_how_to_begin(own, "emoji_objects")
    edit(work, own, made, _changes(made))
    st.subheader(gained.nama)
    if brought.empty:
        say_how_to_begin(gained, "trending_up")
    edit(work, gained, brought, _changes(brought))
    st.caption(
        "Perubahan: sesudah dikurangi sebelum, dengan tandanya. Apakah naik atau turun yang baik bergantung pada yang "
        "diukur: lama layanan sebaiknya turun, kepuasan sebaiknya naik."
    )


def _changes(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({"Perubahan": [benefits.change_words(row) for row in rows.to_dict("records")]}, dtype=object)
