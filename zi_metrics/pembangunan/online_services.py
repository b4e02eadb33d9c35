"""Online services: how many applicants come online, and how many are served in time, by service."""

import pandas as pd

from zi_metrics.bahasa import format_number, format_percent
from zi_metrics.texts import name_key

SERVICE_COLUMNS = ("layanan", "bulan", "pemohon_online", "pemohon", "tepat_waktu", "bagian_online", "bagian_tepat")


def by_service(rows: pd.DataFrame) -> pd.DataFrame:
    """Sums of each service over its months, the most used first. rows: as `register_rows` gives them.

    Columns: SERVICE_COLUMNS; bulan: how many months are told; the shares are of the rows that tell both figures, NaN
    where none does.
    """
    said = []
    for _, own in rows.assign(_key=[name_key(name) for name in rows["layanan"]]).groupby("_key", sort=False):
        said.append(
            (own["layanan"].iloc[0], own["bulan"].nunique(), _sum(own["pemohon_online"]), _sum(own["pemohon"]),
             _sum(own["tepat_waktu"]), _share(own, "pemohon_online"), _share(own, "tepat_waktu"))
        )  # fmt: skip
    table = pd.DataFrame(said, columns=list(SERVICE_COLUMNS))
    return table.sort_values("pemohon", ascending=False, kind="stable", na_position="last").reset_index(drop=True)


def whole_share(rows: pd.DataFrame, name: str) -> float | None:
    """A figure's share of all applicants, over the rows that tell both; None where none does."""
    share = _share(rows, name)
    return None if pd.isna(share) else share


def sentence(rows: pd.DataFrame, tahun: int) -> str:
    """The one sentence that matters."""
    if rows.empty:
        return f"Belum ada layanan daring {tahun} yang dicatat."
    table = by_service(rows)
    said = f"{format_number(len(table), 0)} layanan daring pada {tahun}"
    online, in_time = whole_share(rows, "pemohon_online"), whole_share(rows, "tepat_waktu")
    more = [f"{format_percent(online)} pemohon lewat daring"] if online is not None else []
    more += [f"{format_percent(in_time)} selesai tepat waktu"] if in_time is not None else []
    return f"{said}: {', '.join(more)}." if more else f"{said}; pemohonnya belum dicatat."


def _share(rows: pd.DataFrame, name: str) -> float:
    told = rows[rows[name].notna() & rows["pemohon"].notna()]
    every = float(told["pemohon"].sum())
    return float(told[name].sum()) / every if every else float("nan")


def _sum(values: pd.Series) -> float:
    return float(values.sum()) if values.notna().any() else float("nan")
