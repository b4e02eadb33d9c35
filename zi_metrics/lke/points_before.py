"""Which of a unit's points in time come before an assessment, so that the two may be compared."""

import pandas as pd


def points_before(points: pd.DataFrame, chosen: pd.DataFrame) -> pd.DataFrame:
    """For each of some assessments, one per unit, the same judge's points in time before it by the same instrument.

    points: as `store.tables.points_in_time` gives them; chosen: columns unit_id, penilai, instrumen, tahun,
    per_tanggal. Columns of `points`, earliest first.
    """
    own = chosen[["unit_id", "penilai", "instrumen", "tahun", "per_tanggal"]]
    both = points.merge(own, on=["unit_id", "penilai", "instrumen"], suffixes=("", "_ini"))
    # Of two years as of one day the earlier year comes first.
    sooner = (both["per_tanggal"] < both["per_tanggal_ini"]) & (both["tahun"] <= both["tahun_ini"])
    same_day = (both["per_tanggal"] == both["per_tanggal_ini"]) & (both["tahun"] < both["tahun_ini"])
    return both[sooner | same_day].sort_values(["per_tanggal", "tahun"], kind="stable")[points.columns]
