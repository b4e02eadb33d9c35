"""Assessments in the order of time: which stood before a day, which came after it."""

from collections.abc import Sequence

import pandas as pd

from zi_metrics.store import tables
from zi_metrics.store.connection import Store

DATED_COLUMNS = ("penilaian_id", "unit_id", "tahun", "penilai", "versi", "hari")


def dated_assessments(store: Store, unit_ids: Sequence[str]) -> pd.DataFrame:
    """What counted at each date of some units, the earliest first; see `tables.points_in_time`.

    Columns: DATED_COLUMNS; hari: the day whose state it tells.
    """
    found = tables.points_in_time(store, unit_ids)
    found["hari"] = pd.to_datetime(found["per_tanggal"]).dt.date
    return found.sort_values(["hari", "tahun", "versi"], kind="stable", ignore_index=True)[list(DATED_COLUMNS)]
