"""Survey results kept until the database changes; see cached.py.

Reports read more of the store as they are asked, so they are kept as they are, not copied: nobody may change them.
"""

import pandas as pd
import streamlit as st

from zi_metrics.instruments.library import Instrument, load_instrument
from zi_metrics.store import surveys as stored
from zi_metrics.store import tables
from zi_metrics.store.connection import Store, open_store
from zi_metrics.surveys import history as survey_history
from zi_metrics.surveys import into_lke as survey_into_lke
from zi_metrics.surveys import portfolio as survey_portfolio
from zi_metrics.surveys.report import SurveyReport, survey_report
from zi_metrics.surveys.sentences import published_interval

_KEEP = {"show_spinner": "Menghitung survei…", "max_entries": 200}


def surveys(store: Store) -> pd.DataFrame:
    """`store.surveys.surveys` of all units, cached."""
    return _surveys(str(store.path), tables.version(store))


def report(
    store: Store, unit: str, tahun: int, jenis: str, decimals: int | None, lke: str, layanan: str | None = None
) -> SurveyReport | None:
    """`surveys.report.survey_report`, cached, with its interval."""
    return _report(str(store.path), tables.version(store), unit, tahun, jenis, decimals, lke, layanan)


def by_year(store: Store, unit: str, jenis: str, lke: str) -> pd.DataFrame:
    """`surveys.history.by_year`, cached."""
    return _by_year(str(store.path), tables.version(store), unit, jenis, lke)


def by_period(store: Store, unit: str, jenis: str) -> pd.DataFrame:
    """`surveys.history.by_period`, cached."""
    return _by_period(str(store.path), tables.version(store), unit, jenis)


def portfolio(store: Store, tahun: int, jenis: str, samples: bool, lke: str) -> survey_portfolio.SurveyPortfolio | None:
    """`surveys.portfolio.survey_portfolio`, cached."""
    return _portfolio(str(store.path), tables.version(store), tahun, jenis, samples, lke)


def standard_errors(store: Store, unit: str, tahun: int, instrument: Instrument) -> dict[str, float]:
    """`surveys.into_lke.standard_errors`, cached."""
    return _errors(str(store.path), tables.version(store), unit, tahun, instrument.kode, instrument.versi)


@st.cache_data(**_KEEP)
def _errors(path: str, version: str, unit: str, tahun: int, kode: str, versi: int) -> dict[str, float]:
    return survey_into_lke.standard_errors(open_store(path), unit, tahun, load_instrument(kode, versi))


@st.cache_data(**_KEEP)
def _surveys(path: str, version: str) -> pd.DataFrame:
    return stored.surveys(open_store(path))


@st.cache_resource(**_KEEP)
def _report(path: str, version: str, unit, tahun, jenis, decimals, lke, layanan) -> SurveyReport | None:
    found = survey_report(open_store(path), unit, tahun, jenis, decimals, lke, layanan)
    if found is not None:
        # The slow part, here where people are told that it takes a moment.
        published_interval(found)
    return found


@st.cache_data(**_KEEP)
def _by_year(path: str, version: str, unit: str, jenis: str, lke: str) -> pd.DataFrame:
    return survey_history.by_year(open_store(path), unit, jenis, lke)


@st.cache_data(**_KEEP)
def _by_period(path: str, version: str, unit: str, jenis: str) -> pd.DataFrame:
    return survey_history.by_period(open_store(path), unit, jenis)


@st.cache_data(**_KEEP)
def _portfolio(path, version, tahun, jenis, samples, lke) -> survey_portfolio.SurveyPortfolio | None:
    return survey_portfolio.survey_portfolio(open_store(path), tahun, jenis, samples, lke)
