"""What can be taken away from a screen as a file."""

import streamlit as st

from zi_metrics.reports.derivation_document import write_derivation
from zi_metrics.unit_report import UnitReport


def offer_derivation(report: UnitReport) -> None:
    """The written derivation of every figure of one assessment, as a Word document."""
    source = report.assessment
    st.download_button(
        "Unduh penjelasan nilai (.docx)",
        lambda: write_derivation(report),
        file_name=f"Penjelasan nilai {source['unit']} {source['tahun']} {source['penilai']}.docx",
        icon=":material/description:",
        on_click="ignore",
    )
