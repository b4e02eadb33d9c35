"""Where a survey's index can be raised: what pulls it down, and by how much each unsur must rise."""

import numpy as np
import pandas as pd

from zi_metrics.surveys.instruments.library import SurveyInstrument
from zi_metrics.tolerance import SUM_TOLERANCE

# The columns of `pulling_down` and `rises_needed`.
PULLING_COLUMNS = ("kode", "nama", "nrr", "kurang", "sumbangan", "bagian")
RISE_COLUMNS = ("kode", "nama", "nrr", "sendiri", "bersama", "terendah")


def pulling_down(instrument: SurveyInstrument, nrr: dict[str, float]) -> pd.DataFrame:
    """What keeps the index from full marks, the most first.

    PULLING_COLUMNS: kurang: to full marks, on the instrument's scale; sumbangan: what it costs the index; bagian: share
    of all that the index lacks, 0-1, NaN when it lacks nothing.
    """
    table = pd.DataFrame({"kode": list(nrr), "nrr": list(nrr.values())})
    table["nama"] = [instrument.find(kode).nama for kode in table["kode"]]
    table["kurang"] = instrument.skala.maksimum - table["nrr"]
    table["sumbangan"] = table["kurang"] / len(table)
    table["bagian"] = table["sumbangan"] / table["sumbangan"].sum() if table["sumbangan"].sum() > 0 else np.nan
    return table.sort_values("kurang", ascending=False, kind="stable")[list(PULLING_COLUMNS)].reset_index(drop=True)


def rises_needed(instrument: SurveyInstrument, nrr: dict[str, float], minimum: float) -> pd.DataFrame:
    """By how much each unsur must rise so that the index reaches a minimum.

    RISE_COLUMNS: sendiri: the rise when only this unsur rises, NaN = full marks would not do; bersama: when all rise
    alike, each at most to full marks; terendah: when the lowest are lifted to one level first.
    All rises are 0 when the index holds already; NaN when even full marks everywhere would not do.
    """
    values = np.array(list(nrr.values()))
    room = instrument.skala.maksimum - values
    gap = minimum * len(nrr) - values.sum()
    table = pd.DataFrame({"kode": list(nrr), "nama": [instrument.find(k).nama for k in nrr], "nrr": values})
    if gap <= SUM_TOLERANCE:
        return table.assign(sendiri=0.0, bersama=0.0, terendah=0.0)
    if gap > room.sum() + SUM_TOLERANCE:
        return table.assign(sendiri=np.nan, bersama=np.nan, terendah=np.nan)
    alone = np.where(gap <= room + SUM_TOLERANCE, gap, np.nan)
    # All rise alike until they are full: the rise is where the sum of min(rise, room) is the gap.
    rise, level = _level(room, gap), _flood(values, gap)
    return table.assign(sendiri=alone, bersama=np.minimum(rise, room), terendah=np.maximum(0.0, level - values))


def _level(room: np.ndarray, amount: float) -> float:
    """The rise r with sum(min(r, room)) = amount."""
    left, before = amount, 0.0
    ordered = np.sort(room)
    for i, space in enumerate(ordered):
        share = (space - before) * (len(ordered) - i)
        if share >= left:
            return before + left / (len(ordered) - i)
        left, before = left - share, space
    return float(ordered[-1])


def _flood(values: np.ndarray, amount: float) -> float:
    """The level l with sum(max(0, l - values)) = amount."""
    ordered = np.sort(values)
    for i in range(1, len(ordered) + 1):
        level = (amount + ordered[:i].sum()) / i
        if i == len(ordered) or level <= ordered[i]:
            return float(level)
    raise AssertionError("unreachable")
