"""The whole data for other tools, offered to who may have it: what they see, and what each column means."""

import streamlit as st

from zi_metrics.reports.data_files import TooManyRows, workbook_bytes, zip_bytes
from zi_metrics.reports.data_tables import notes
from zi_metrics.reports.table_workbook import write_table
from zi_metrics.scope import Act
from zi_metrics.store.connection import Store
from zi_ui import taken


def offer(store: Store) -> None:
    """Both forms; nothing for who may not."""
    if not store.scope.may(Act.DATA):
        return
    with st.expander("Data untuk alat lain (Power BI, Excel)", icon=":material/database:"):
        st.caption(
            "Semua tabel dalam lingkup Anda, dengan arti, satuan, dan rentang setiap kolom. Tanpa catatan, uraian, "
            "nama orang, dan tulisan responden."
        )
        with st.container(horizontal=True, gap="small"):
            taken.offer(
                "Data sebagai Parquet (.zip)",
                lambda: zip_bytes(store),
                "data-zona-integritas.zip",
                "seluruh data",
                Act.DATA,
                key="data_parquet",
            )
            taken.offer(
                "Data sebagai Excel (.xlsx)",
                lambda: _workbook(store),
                "data-zona-integritas.xlsx",
                "seluruh data",
                Act.DATA,
                key="data_xlsx",
            )


def _workbook(store: Store) -> bytes:
    try:
        return workbook_bytes(store)
    except TooManyRows as many:
        # A download cannot say why there is none: the file says it, and what the columns would be.
        return write_table(str(many), {}, notes())
