"""Where a survey's index can be raised: what pulls it down, what matters to people, and by how much each must rise."""

import numpy as np
import pandas as pd

from zi_metrics.survey_answers import KESELURUHAN
from zi_metrics.surveys.instruments.library import SurveyInstrument
from zi_metrics.surveys.moments import Moments
from zi_metrics.tolerance import SUM_TOLERANCE

# The four fields of an importance-performance analysis (Martilla and James, 1977).
KUADRAN = {
    (True, False): "Prioritas utama",
    (True, True): "Pertahankan",
    (False, False): "Prioritas rendah",
    (False, True): "Sudah lebih dari cukup",
}
# Below this many respondents a correlation says nothing.
_FEWEST = 30
# The columns of `pulling_down`, `rises_needed` and `importance`.
PULLING_COLUMNS = ("kode", "nama", "nrr", "kurang", "sumbangan", "bagian")
RISE_COLUMNS = ("kode", "nama", "nrr", "sendiri", "bersama", "terendah")
IMPORTANCE_COLUMNS = ("kode", "nama", "nrr", "penting", "kuadran", "acuan")


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


def importance(instrument: SurveyInstrument, moments: Moments) -> pd.DataFrame:
    """How much each unsur matters to satisfaction, and how well it does: importance-performance analysis.

    IMPORTANCE_COLUMNS: penting: correlation, -1 to 1, NaN = cannot be told; kuadran: '' = the same; acuan: with what it
    was correlated. That is the overall question, where one was asked; else the mean of the other unsur (corrected
    item-total correlation). A field is told by lying above or below the mean of all unsur.
    Empty below 30 respondents.
    """
    kodes = instrument.order({k for k in moments.kode if k != KESELURUHAN})
    columns = list(IMPORTANCE_COLUMNS)
    if moments.n < _FEWEST or len(kodes) < 2:
        return pd.DataFrame(columns=columns)
    covariance = np.nan_to_num(moments.covariance())
    # Each unsur as a combination of its questions.
    unsur = np.array([[1 / moments.kode.count(k) if q == k else 0.0 for q in moments.kode] for k in kodes])
    overall = np.array([1.0 if q == KESELURUHAN else 0.0 for q in moments.kode])
    means = np.nan_to_num(moments.means)
    rows = []
    for place, kode in enumerate(kodes):
        other = overall if overall.any() else np.delete(unsur, place, axis=0).mean(axis=0)
        rows.append(
            {
                "kode": kode,
                "nama": instrument.find(kode).nama,
                "nrr": float(unsur[place] @ means),
                "penting": _correlation(covariance, unsur[place], other),
                "acuan": "pertanyaan kepuasan keseluruhan" if overall.any() else "rata-rata unsur lain",
            }
        )
    table = pd.DataFrame(rows)
    high, good = table["penting"] >= table["penting"].mean(), table["nrr"] >= table["nrr"].mean()
    known = table["penting"].notna()
    table["kuadran"] = [KUADRAN[h, g] if k else "" for h, g, k in zip(high, good, known, strict=True)]
    return table[columns]


def _correlation(covariance: np.ndarray, a: np.ndarray, b: np.ndarray) -> float:
    spread = (a @ covariance @ a) * (b @ covariance @ b)
    return float(a @ covariance @ b / np.sqrt(spread)) if spread > 0 else float("nan")
