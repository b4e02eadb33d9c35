"""Where the figures on a page come from: judge, file, date, who imported it."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from zi_metrics.as_of import as_of_words
from zi_metrics.bahasa import format_time
from zi_metrics.lke.data_date import data_date_words
from zi_metrics.lke.unit import UnitReport
from zi_metrics.scope import Act
from zi_metrics.store import tables
from zi_metrics.store.connection import Store
from zi_ui import cached, stated, taken
from zi_ui.glossary import PENILAI_LABEL
from zi_ui.markdown import plain


def show_source(store: Store, report: UnitReport) -> None:
    """One assessment's source, with the original file to download where it is kept."""
    source = report.assessment
    show_source_line(report)
    sha256 = source.sha256
    if sha256 is None:
        return
    if cached.has_original(store, sha256):
        taken.offer(
            "Unduh berkas asli",
            lambda: tables.original_file(store, sha256) or b"",
            source.nama_berkas,
            "berkas asli",
            Act.UNDUH_ASLI,
            source.target,
        )
    elif store.scope.may(Act.UNDUH_ASLI, source.target):
        st.caption("Berkas aslinya tidak disimpan.")


def show_source_line(report: UnitReport) -> None:
    """One assessment's source in a line: judge, file, version, when and by whom, instrument; and below it what is not
    certain about that instrument's minima.
    """
    st.caption(_source_line(report, plain))
    stated.say("Sumber", _source_line(report, str))
    if doubt := report.uncertainty():
        stated.say("Kepastian", doubt)
        st.warning(plain(doubt), icon=":material/help:")


def _source_line(report: UnitReport, said: Callable[[str], str]) -> str:
    """said: makes people's texts fit for where the line stands."""
    source = report.assessment
    return (
        f"{PENILAI_LABEL[source.penilai]} · {as_of_words(*source.as_of)} · {said(source.nama_berkas)} · "
        f"versi {source.versi}, diimpor {format_time(source.waktu)} oleh {said(source.oleh)} · "
        f"{said(report.instrument.nama)}"
    )


def show_held_before(report: UnitReport, predikat: str) -> None:
    """What every verdict on a predicate must be told with (`UnitReport.catatan`); nothing where there is nothing."""
    if note := report.catatan.get(predikat):
        short = report.instrument.predikat[predikat].singkatan
        words = plain(f"Untuk {short}: {note}; syarat nilai saja tidak cukup untuk diusulkan.")
        st.caption(f":material/info: {words}")


def show_data_date(judged: pd.DataFrame) -> None:
    """Whose figures several units' are, and how new; judged: assessments, as `lke.chosen.judged_in` gives them."""
    about = data_date_words(judged)
    st.caption(f"Dinilai oleh: {plain(about)}")
    stated.say("Dinilai oleh", about)
