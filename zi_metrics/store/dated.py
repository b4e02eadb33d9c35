"""Assessments in the order of time: which stood before a day, which came after it."""

from collections.abc import Sequence

import pandas as pd

from zi_metrics.store import tables
from zi_metrics.store.connection import Store

DATED_COLUMNS = ("penilaian_id", "unit_id", "tahun", "penilai", "versi", "hari")


def dated_assessments(store: Store, unit_ids: Sequence[str]) -> pd.DataFrame:
    """Every assessment of some units that is not withdrawn, older versions too, the earliest first.

    Columns: DATED_COLUMNS; hari: the day whose state it tells.
    """
    found = tables.read(store, tables.named_query("dated_assessments"), {"units": list(unit_ids)})
    # Whose day it is, is decided here alone.
    found["hari"] = pd.to_datetime(found["waktu"]).dt.date
    return found[list(DATED_COLUMNS)]
