"""One kind of survey of a unit over time: by year, or by the periods within the years."""

import re

import numpy as np
import pandas as pd
from babel.dates import format_date

from zi_metrics.bahasa import LOCALE
from zi_metrics.instruments.library import DEFAULT_INSTRUMENT
from zi_metrics.store import surveys as stored
from zi_metrics.store.connection import Store
from zi_metrics.store.unit_names import unit_id_of
from zi_metrics.surveys.parts import breakdown
from zi_metrics.surveys.report import UNTOLD, survey_report
from zi_metrics.written_dates import MONTH_NAMES

# The columns of `by_year` and `by_period`.
HISTORY_COLUMNS = ("label", "indeks", "bawah", "atas", "responden")
_MONTH = re.compile(r"(\d{4})-(\d{2})")


def by_year(store: Store, unit: str, jenis: str, lke: str = DEFAULT_INSTRUMENT) -> pd.DataFrame:
    """A row per year; HISTORY_COLUMNS: indeks on the instrument's scale; bawah, atas, responden: NaN = not known."""
    rows = []
    for tahun in _years(store, unit, jenis):
        report = survey_report(store, unit, tahun, jenis, lke=lke)
        if report is None:
            continue
        interval = report.interval
        low, high = (np.nan, np.nan) if interval is None else (interval.bawah, interval.atas)
        count = np.nan if report.responden is None else report.responden
        rows.append((str(tahun), report.figure.indeks, low, high, count))
    return pd.DataFrame(rows, columns=list(HISTORY_COLUMNS))


def by_period(store: Store, unit: str, jenis: str) -> pd.DataFrame:
    """A row per period in which enough people answered, as of `by_year`; without intervals. Empty without periods."""
    rows = []
    for tahun in _years(store, unit, jenis):
        report = survey_report(store, unit, tahun, jenis, with_interval=False)
        if report is None:
            continue
        table = breakdown(store, report, "periode")
        own = [
            (period_order(str(r.periode)), period_name(str(r.periode), tahun), r.indeks, np.nan, np.nan, r.responden)
            for r in table.itertuples()
            if not r.disembunyikan and r.periode != UNTOLD
        ]
        rows += [row[1:] for row in sorted(own)]
    return pd.DataFrame(rows, columns=list(HISTORY_COLUMNS))


def period_order(period: str) -> tuple:
    """Sorts months by their place in the year, all else by its text."""
    name = period.split()[0].casefold() if period else ""
    months = [month.casefold() for month in MONTH_NAMES]
    return (months.index(name) if name in months else -1, period)


def period_name(period: str, tahun: int) -> str:
    """A period with its year: 'Mar 2026', 'Triwulan 1 2026'."""
    if found := _MONTH.fullmatch(period):
        return format_date(pd.Timestamp(int(found[1]), int(found[2]), 1), "MMM y", locale=LOCALE)
    return period if str(tahun) in period else f"{period} {tahun}"


def _years(store: Store, unit: str, jenis: str) -> list[int]:
    found = stored.surveys(store, unit_id_of(store, unit))
    return sorted(found.loc[found["jenis"] == jenis, "tahun"].unique().tolist())
