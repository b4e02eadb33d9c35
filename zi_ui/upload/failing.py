"""Of several assessments about to be saved the gates that do not hold, by name."""

from collections.abc import Sequence

import streamlit as st

from zi_metrics.answers import PENILAI_SHORT
from zi_metrics.bahasa import format_list
from zi_metrics.lke.prepared import Prepared
from zi_metrics.scoring.standing import Verdict
from zi_ui.drawn.markup import show
from zi_ui.drawn.status import word
from zi_ui.drawn.tables import Column, table

# So many assessments stand with the gates that they miss.
_NAMED = 40


def show_failing(items: Sequence[Prepared]) -> None:
    """Of each assessment the gates that do not hold, by name."""
    rows = []
    for item in items[:_NAMED]:
        outcome, whose = item.outcome, item.reading.identity
        name = whose.unit or item.file_name
        judge = PENILAI_SHORT.get(whose.penilai or "", "")
        rows.append([f"{name} {judge}".strip(), word(outcome.status), _failing(item, outcome)])
    columns = [Column("Penilaian"), Column("Putusan"), Column("Syarat yang belum")]
    show(table(columns, rows, "Syarat yang belum terpenuhi"))
    if len(items) > _NAMED:
        st.caption(f"Tampak {_NAMED} yang pertama dari {len(items)}.")


def _failing(item: Prepared, outcome: Verdict) -> str:
    """The gates that do not hold for the lowest predicate that fails, by name."""
    for key, predikat in item.instrument.predikat.items():
        if failed := outcome.gagal[key]:
            return f"{predikat.singkatan}: {', '.join(name.removeprefix('Area ') for name in failed)}"
    return f"Tidak ada; memenuhi {format_list([own.singkatan for own in item.instrument.predikat.values()])}"
