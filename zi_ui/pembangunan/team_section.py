"""The team and what APIP does to help it, on the page Pekerjaan."""

import pandas as pd
import streamlit as st

from zi_metrics.bahasa import format_number
from zi_metrics.pembangunan import team
from zi_metrics.pembangunan.register import register
from zi_ui.pembangunan.register_parts import edit, in_order, say_how_to_begin, say_sentence
from zi_ui.pembangunan.work import Work, is_too_much
from zi_ui.tables import show_table


def show(work: Work) -> None:
    """The section: the team, then the guidance."""
    own, guidance = register("tim"), register("pendampingan")
    if is_too_much(work, own) or is_too_much(work, guidance):
        return
    members, visits = work.rows(own), work.rows(guidance)
    say_sentence(team.sentence(members, visits))
    st.subheader(own.nama)
    if members.empty:
        say_how_to_begin(own, "groups")
    edit(work, own, members)
    st.subheader(guidance.nama)
    if visits.empty:
        say_how_to_begin(guidance, "support_agent")
    else:
        _show_kinds(visits)
    edit(work, guidance, in_order(visits, "tanggal"))


def _show_kinds(visits: pd.DataFrame) -> None:
    table = team.by_kind(visits)
    words = register("pendampingan").field("jenis").pilihan
    shown = pd.DataFrame({"Jenis": table["jenis"].map(words), "Kali": table["kali"], "Peserta": table["peserta"]})
    show_table(
        shown, "pendampingan_jenis", "Pendampingan menurut jenisnya", {"Peserta": lambda count: format_number(count, 0)}
    )
