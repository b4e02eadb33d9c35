"""Heavy answers kept until the database changes: cached by database, its version, and what was asked."""

import pandas as pd
import streamlit as st

from zi_metrics.lke import area as area_metrics
from zi_metrics.lke import judges, portfolio
from zi_metrics.lke import unit as unit_report
from zi_metrics.lke.assessment import Assessment
from zi_metrics.plan import next_judge
from zi_metrics.store import tables
from zi_metrics.store.connection import Store, open_store

# The store itself cannot be hashed; its path and version say all that the answer depends on.
_KEEP = {"show_spinner": False, "max_entries": 200}


def assessments(store: Store) -> pd.DataFrame:
    """`tables.assessments`, cached."""
    return _assessments(str(store.path), tables.version(store))


def overview(store: Store, tahun: int, penilai: str, samples: bool) -> pd.DataFrame:
    """`lke.portfolio.overview`, cached."""
    return _overview(str(store.path), tables.version(store), tahun, penilai, samples)


def report(store: Store, unit: str, tahun: int, penilai: str) -> unit_report.UnitReport | None:
    """`lke.unit.unit_report` of the unit's current assessment, cached; None when there is none."""
    return _report(str(store.path), tables.version(store), unit, tahun, penilai)


def history(store: Store, unit_id: str) -> pd.DataFrame:
    """`lke.unit.unit_history`, cached."""
    return _history(str(store.path), tables.version(store), unit_id)


def area(store: Store, pokja: int, tahun: int, penilai: str, samples: bool) -> area_metrics.Area | None:
    """`lke.area.area`, cached."""
    return _area(str(store.path), tables.version(store), pokja, tahun, penilai, samples)


def sides(store: Store, unit_id: str, tahun: int) -> judges.Sides | None:
    """`lke.judges.sides`, cached."""
    return _sides(str(store.path), tables.version(store), unit_id, tahun)


def corrections(store: Store, dari: str, ke: str, tahun: int, samples: bool) -> pd.DataFrame:
    """`lke.judges.corrections`, cached."""
    return _corrections(str(store.path), tables.version(store), dari, ke, tahun, samples)


def corrected_questions(store: Store, dari: str, ke: str, tahun: int, samples: bool) -> pd.DataFrame:
    """`lke.judges.corrected_questions`, cached."""
    return _corrected_questions(str(store.path), tables.version(store), dari, ke, tahun, samples)


def adjusted(store: Store, assessment: Assessment, samples: bool) -> next_judge.Adjusted | None:
    """`plan.next_judge.adjusted`, cached."""
    return _adjusted(str(store.path), tables.version(store), assessment, samples)


@st.cache_data(**_KEEP)
def _assessments(path: str, version: str) -> pd.DataFrame:
    return tables.assessments(open_store(path))


@st.cache_data(**_KEEP)
def _overview(path: str, version: str, tahun: int, penilai: str, samples: bool) -> pd.DataFrame:
    return portfolio.overview(open_store(path), tahun, penilai, samples)


@st.cache_data(**_KEEP)
def _report(path: str, version: str, unit: str, tahun: int, penilai: str) -> unit_report.UnitReport | None:
    store = open_store(path)
    assessment = unit_report.find_assessment(store, unit, tahun, penilai)
    return None if assessment is None else unit_report.unit_report(store, assessment)


@st.cache_data(**_KEEP)
def _history(path: str, version: str, unit_id: str) -> pd.DataFrame:
    return unit_report.unit_history(open_store(path), unit_id)


@st.cache_data(**_KEEP)
def _area(path: str, version: str, pokja: int, tahun: int, penilai: str, samples: bool) -> area_metrics.Area | None:
    return area_metrics.area(open_store(path), pokja, tahun, penilai, samples)


@st.cache_data(**_KEEP)
def _sides(path: str, version: str, unit_id: str, tahun: int) -> judges.Sides | None:
    return judges.sides(open_store(path), unit_id, tahun)


@st.cache_data(**_KEEP)
def _corrections(path: str, version: str, dari: str, ke: str, tahun: int, samples: bool) -> pd.DataFrame:
    return judges.corrections(open_store(path), dari, ke, tahun, samples)


@st.cache_data(**_KEEP)
def _corrected_questions(path: str, version: str, dari: str, ke: str, tahun: int, samples: bool) -> pd.DataFrame:
    return judges.corrected_questions(open_store(path), dari, ke, tahun, samples)


@st.cache_data(**_KEEP)
def _adjusted(path: str, version: str, assessment: Assessment, samples: bool) -> next_judge.Adjusted | None:
    return next_judge.adjusted(open_store(path), assessment, samples)
