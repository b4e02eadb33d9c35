"""Whose figures a page shows; where there are none, that is said, with ways on, instead of showing another's."""

from collections.abc import Callable, Mapping
from typing import Any, NoReturn

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from zi_metrics.lke.unit import UnitReport
from zi_metrics.store import tables
from zi_metrics.store.connection import Store
from zi_metrics.store.unit_names import folded_name, unit_id_of
from zi_ui import address, cached, filters, given
from zi_ui.glossary import PENILAI_LABEL
from zi_ui.markdown import plain

# So many other choices are offered as buttons; all of them stand in the filter above.
_OFFERED = 4


def choose_report(
    store: Store, assessments: pd.DataFrame, place: DeltaGenerator, first: Callable[[], str | None] | None = None
) -> UnitReport:
    """Ask for unit, year and judge in a place for filters, and give the report; stops the page where there is none.

    assessments: as `tables.assessments` gives them; first: as of `filters.choose_unit`.
    """
    with place:
        unit, own, year = choose_unit_and_year(store, assessments, assessments, first)
        judged = own[own["tahun"] == year]
        judge = filters.choose_judge(judged, assessments)
    report = None if own.empty else cached.report(store, unit, year, judge)
    if report is not None:
        return report
    if judged.empty:
        say_no_year(unit, year, own, assessments, "penilaian", "LKE")
    _say_missing(
        f"{unit} belum dinilai oleh {PENILAI_LABEL[judge]} pada {year}.",
        "LKE",
        "penilai",
        {code: PENILAI_LABEL[code] for code in ("terakhir", *judged["penilai"])},
    )


def choose_unit_and_year(
    store: Store,
    table: pd.DataFrame,
    everything: pd.DataFrame,
    first: Callable[[], str | None] | None = None,
    first_year: Callable[[str], int | None] | None = None,
) -> tuple[str, pd.DataFrame, int]:
    """Ask for a unit and a year; gives the unit, its rows of the table (there may be none) and the year.

    table: assessments or surveys in scope; everything: those out of scope as well; first: as of `filters.choose_unit`;
    first_year: of a unit the year to begin with, None = its newest.
    """
    known = cached.unit_names(store)
    _follow_earlier_name(store, known)
    unit = filters.choose_unit(table, known, first)
    own = table[table["unit"] == unit]
    return unit, own, filters.choose_year(own, everything, None if first_year is None else first_year(unit))


def beginning(
    found: Callable[[], tuple[str, int] | None],
) -> tuple[Callable[[], str | None], Callable[[str], int | None]]:
    """Where a page begins, for `choose_unit_and_year`: a unit, and of that unit the year; found: gives both."""

    def unit() -> str | None:
        return (found() or (None, None))[0]

    def year(chosen: str) -> int | None:
        name, tahun = found() or (None, None)
        return tahun if chosen == name else None

    return unit, year


def _follow_earlier_name(store: Store, known: list[str]) -> None:
    """A link may say the name that a unit had before, or that of one merged into another."""
    asked = address.asked("unit")
    if asked is None or asked in known or folded_name(asked) in set(map(folded_name, known)):
        return
    name = tables.unit_name(store, unit_id_of(store, asked))
    if name is not None:
        address.choose("unit", name)


def say_no_year(unit: str, year: int, own: pd.DataFrame, everything: pd.DataFrame, noun: str, what: str) -> NoReturn:
    """Stop the page, saying that a unit has nothing in this year, or nothing at all, and what there is instead.

    own: the unit's rows in scope; everything: all rows, also those out of scope; noun: of what there is nothing
    ('penilaian', 'survei'); what: can be uploaded.
    """
    if not own.empty:
        years = sorted(own["tahun"].unique().tolist(), reverse=True)
        _say_missing(f"{unit} belum punya {noun} {year}.", what, "tahun", {y: str(y) for y in years})
    if (everything["unit"] == unit).any():
        _say_missing(f"{unit} adalah data contoh, yang sekarang tidak disertakan.", what, "contoh", {1: "data contoh"})
    first = everything["unit"].iloc[:1].tolist()
    _say_missing(f"{unit} belum punya {noun} {year}.", what, "unit", {name: name for name in first})


def say_no_kind(unit: str, year: int, kind: str, others: Mapping[str, str]) -> NoReturn:
    """Stop the page, saying that a unit has no survey of this kind in this year. others: code -> short name."""
    _say_missing(f"{unit} belum punya survei {kind} {year}.", "hasil survei", "jenis", others)


def _say_missing(message: str, what: str, name: str, others: Mapping[Any, str]) -> NoReturn:
    st.info(f"{plain(message)} Tidak ada angka lain yang ditampilkan sebagai gantinya.", icon=":material/info:")
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        if given.opens("unggah"):
            st.page_link("pages/unggah.py", label=f"Unggah {what}", icon=":material/upload_file:")
        for code, words in list(dict.fromkeys(others.items()))[:_OFFERED]:
            st.button(
                f"Lihat {plain(words)}",
                icon=":material/visibility:",
                key=f"lihat_{name}_{code}",
                on_click=filters.choose,
                args=(name, code),
            )
    st.caption("Pilihan lain ada pada saringan di atas.")
    address.stop()
