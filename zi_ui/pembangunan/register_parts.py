"""What the sections of registers share: how to begin, the table to type in, and the files to take away."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from zi_metrics.pembangunan.register import Register
from zi_metrics.pembangunan.register_sheet import EVERY_AREA
from zi_metrics.pembangunan.row_edits import NewRows
from zi_metrics.scope import Target
from zi_ui import given
from zi_ui.markdown import plain
from zi_ui.pembangunan import register_files
from zi_ui.pembangunan.register_editor import edit_register
from zi_ui.pembangunan.work import Work

# Whose rows lie in any area: a risk in whatever process, an innovation in whatever service.
_OF_SEVERAL_AREAS = ("risiko", "inovasi")


def say_sentence(sentence: str) -> None:
    """The one sentence that matters, as every section begins."""
    st.markdown(f"##### {plain(sentence)}")


def say_how_to_begin(own: Register, icon: str) -> None:
    """What an empty register is for, and the two ways to begin."""
    st.info(
        f"{plain(own.arti)} Tulis langsung di tabel di bawah, atau unduh contoh kosongnya, isi, lalu unggah; lembar "
        "kerja yang sudah ada juga dibaca.",
        icon=f":material/{icon}:",
    )
    if given.opens("unggah"):
        st.page_link("pages/unggah.py", label="Unggah", icon=":material/upload_file:")


def in_order(rows: pd.DataFrame, *by: str) -> pd.DataFrame:
    """Rows in the order in which people read them: by unit, then by these fields; rows that say nothing come last."""
    return rows.sort_values(["unit", *by], kind="stable", na_position="last").reset_index(drop=True)


def edit(
    work: Work,
    own: Register,
    rows: pd.DataFrame,
    told: pd.DataFrame | None = None,
    columns: Sequence[str] | None = None,
) -> None:
    """The table to type in, and below it its files. rows, told, columns: as of `edit_register`."""
    new = work.new_rows(own.hak)
    if work.pokja is None:
        new = replace(new, pokja=_area(work, own, new))
    fields = ["baris_id", "versi", "unit_id", "unit", "tahun", "pokja", *own.table.bidang, "oleh", "waktu", "dibuat"]
    edit_register(
        work.store,
        own,
        rows[fields].reset_index(drop=True),
        new,
        f"{own.kode}_{work.unit}_{work.tahun}",
        columns,
        told,
        instrument=work.instrument,
    )
    register_files.offer(work, own, "register")


def _area(work: Work, own: Register, new: NewRows) -> int | None:
    """The area that new rows take, None = each may say one, else the register's own counts: where rows of several areas
    are usual, and for who may not write in the register's own area.
    """
    if any(one.jenis == "program" for one in own.bidang) or own.kode in _OF_SEVERAL_AREAS:
        return None
    if own.pokja is None:
        return EVERY_AREA
    area = frozenset({own.pokja})
    may = any(work.store.scope.may(own.hak, Target(unit_id, pokja=area)) for unit_id in new.units.values())
    return own.pokja if may else None
