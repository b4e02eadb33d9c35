"""What was written into several assessments, with its cells: for what looks through many answers at once."""

from collections.abc import Sequence

import pandas as pd

from zi_metrics.store import tables
from zi_metrics.store.connection import Store

WRITTEN_COLUMNS = ("penilaian_id", *tables.ANSWER_COLUMNS)
WRITTEN_COUNT_COLUMNS = ("penilaian_id", *tables.COUNT_COLUMNS)


def written_answers(store: Store, penilaian_ids: Sequence[str]) -> pd.DataFrame:
    """The answers of some assessments, by one query. Columns: WRITTEN_COLUMNS, as `tables.answers` tells them."""
    return _read(store, "jawaban", WRITTEN_COLUMNS, penilaian_ids)


def written_counts(store: Store, penilaian_ids: Sequence[str]) -> pd.DataFrame:
    """The raw counts of some assessments, by one query. Columns: WRITTEN_COUNT_COLUMNS, as `tables.counts`."""
    return _read(store, "masukan", WRITTEN_COUNT_COLUMNS, penilaian_ids)


def _read(store: Store, table: str, columns: Sequence[str], penilaian_ids: Sequence[str]) -> pd.DataFrame:
    query = (
        f"SELECT {', '.join(columns)} FROM {table} "
        "WHERE penilaian_id IN (SELECT unnest(CAST($penilaian_ids AS VARCHAR[])))"
    )
    return tables.read(store, query, {"penilaian_ids": list(penilaian_ids)})
