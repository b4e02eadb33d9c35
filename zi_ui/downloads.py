"""What can be taken away from a screen as a file."""

from collections.abc import Callable, Collection, Mapping

import pandas as pd
import streamlit as st

from zi_metrics.answers import PENILAI_SHORT, Identity
from zi_metrics.as_of import today
from zi_metrics.bahasa import format_date
from zi_metrics.lke.assessment import Assessment
from zi_metrics.lke.unit import UnitReport
from zi_metrics.reports.official_workbook import LAYOUTS, judges_of, write_official
from zi_metrics.reports.table_workbook import write_table
from zi_metrics.store.connection import Store
from zi_metrics.store.stored_answers import stored_answers
from zi_ui import chart_pictures, taken
from zi_ui.chart_pictures import SOURCES, Drawn
from zi_ui.file_names import file_name
from zi_ui.markdown import plain
from zi_ui.stated import stated
from zi_ui.table_texts import Texts


def offer_table(
    table: pd.DataFrame, words: Callable[[], Texts], title: str, key: str, drawn: Drawn | None = None
) -> None:
    """A table of the screen as a workbook: real numbers, and above them what they are about.

    words: gives its formatted columns as texts (`table_texts.cell_texts`), when somebody wants the file; title: what it
    shows; key: the table's own; drawn: the chart in which the screen shows the same, None = there is none
    """

    def offer() -> None:
        offer_made_table(lambda: (table, words()), title, key, drawn.bukan if drawn else ())

    if drawn is None:
        offer()
        return
    with st.container(horizontal=True, gap="small"):
        offer()
        chart_pictures.offer(drawn, key)


def offer_made_table(
    make: Callable[[], tuple[pd.DataFrame, Texts]], title: str, key: str, bukan: Collection[str] = ()
) -> None:
    """The same of a table that is made, with its texts, only when somebody wants the file.

    bukan: what the page states of itself and not of this table, by label
    """
    about = about_table(bukan)
    taken.offer(
        "Unduh tabel (.xlsx)",
        lambda: write_table(title, about, *make()),
        file_name(f"{about.get('Layar', 'Tabel')} - {title}", ".xlsx"),
        "tabel",
        type="tertiary",
        key=f"unduh_tabel_{key}",
    )


def about_table(bukan: Collection[str] = ()) -> dict[str, str]:
    """What is stated above a table: label -> text. bukan: what the page states of itself and not of this table"""
    about = {name: text for name, text in stated().items() if name not in bukan}
    if not any(name in about for name in SOURCES):
        about["Sumber"] = f"data yang tersimpan, keadaan {format_date(today())}"
    return about


def offer_derivation(report: UnitReport) -> None:
    """The written derivation of every figure of one assessment, as a Word document."""
    source = report.assessment

    def made() -> bytes:
        # What writes Word is loaded when somebody takes such a file; screens do without.
        from zi_metrics.reports.derivation_document import write_derivation

        return write_derivation(report)

    taken.offer(
        "Unduh penjelasan nilai (.docx)",
        made,
        file_name(f"Penjelasan nilai {source.unit} {source.tahun} {source.penilai}", ".docx"),
        "penjelasan nilai",
        target=source.target,
        icon=":material/description:",
    )


def offer_official(store: Store, report: UnitReport, judged: Mapping[str, Assessment]) -> None:
    """The official workbook filled with this assessment, in each layout; where a layout has room, with other judges.

    judged: the unit's assessments of that year that can be compared (`lke.judges.of_last_form`)
    """
    source = report.assessment
    if not judged:
        return
    with st.popover("Unduh LKE resmi", icon=":material/table_view:"):
        st.caption(
            "Berisi jawaban, angka mentah, catatan, dan bukti yang tersimpan, dengan rumus yang bekerja di Excel dan "
            "LibreOffice. Dapat diisi lagi dan diunggah kembali."
        )
        for layout, form in LAYOUTS.items():
            judges = _judges(report, judged, layout)
            if not judges:
                continue
            names = ", ".join(PENILAI_SHORT[judge] for judge in judges)
            taken.offer(
                plain(f"{form.nama}: {names}"),
                lambda layout=layout, judges=judges: write_official(
                    report.instrument,
                    layout,
                    {judge: stored_answers(store, judged[judge].penilaian_id) for judge in judges},
                    Identity(source.unit, source.tahun),
                ),
                file_name(f"LKE {source.unit} {source.tahun} {' '.join(judges)} ({layout})", ".xlsx"),
                "LKE resmi",
                target=source.target,
                key=f"lke_{layout}",
            )


def _judges(report: UnitReport, judged: Mapping[str, Assessment], layout: str) -> list[str]:
    """Whose answers go into a layout: the report's judge alone, or all that it has columns for."""
    shown = report.assessment.penilai
    if len(LAYOUTS[layout].judges) == 1:
        return [shown]
    return [judge for judge in judges_of(layout) if judge in judged]
