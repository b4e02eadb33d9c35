"""The files of a register: its rows, to be read again, and a blank sheet."""

import pandas as pd
import streamlit as st

from zi_metrics.pembangunan.register import Register
from zi_metrics.reports.register_workbook import register_csv, write_register
from zi_metrics.scope import Act
from zi_ui import taken
from zi_ui.file_names import file_name
from zi_ui.pembangunan.work import Work


def offer(work: Work, own: Register, what: str, csv: bool = True, rows: pd.DataFrame | None = None) -> None:
    """The rows as files that are read again, and a blank one.

    what: as of `taken.offer`; csv: as CSV, too; rows: which ones, None = the register's of the year that is shown
    """
    rows = work.rows(own) if rows is None else rows
    name = f"{own.nama} {work.unit or 'semua unit'} {work.tahun}"
    with st.container(horizontal=True, gap="small"):
        if len(rows):
            taken.offer(
                "Unduh (.xlsx)",
                lambda: write_register(own, rows, work.instrument),
                file_name(name, ".xlsx"),
                what,
                key=f"unduh_{own.kode}",
            )
        if len(rows) and csv:
            taken.offer(
                "Unduh (.csv)",
                lambda: register_csv(own, rows),
                file_name(name, ".csv"),
                what,
                key=f"unduh_{own.kode}_csv",
            )
        taken.offer(
            "Unduh contoh kosong (.xlsx)",
            lambda: write_register(own, None, work.instrument),
            file_name(f"{own.nama} kosong", ".xlsx"),
            "daftar kosong",
            Act.LIHAT,
            icon=":material/draft:",
            key=f"kosong_{own.kode}",
        )
