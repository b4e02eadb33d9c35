"""The team that builds the zone, and how often APIP helped it."""

import pandas as pd

from zi_metrics.bahasa import format_number

KIND_COLUMNS = ("jenis", "kali", "peserta")


def by_kind(visits: pd.DataFrame) -> pd.DataFrame:
    """Guidance by kind, the most frequent first. Columns: KIND_COLUMNS; peserta missing where nobody told it."""
    numbers = visits.assign(peserta=visits["peserta"].astype("Float64"))
    table = numbers.groupby("jenis", sort=False).agg(
        kali=("jenis", "size"), peserta=("peserta", lambda counts: counts.sum(min_count=1))
    )
    return table.sort_values("kali", ascending=False, kind="stable").reset_index()[list(KIND_COLUMNS)]


def sentence(members: pd.DataFrame, visits: pd.DataFrame) -> str:
    """The one sentence that matters about the team and its guidance."""
    if members.empty and visits.empty:
        return "Belum ada susunan tim maupun pendampingan yang dicatat."
    agents = int((members["agen"] == "ya").sum())
    said = f"{format_number(len(members), 0)} anggota tim, {agents} di antaranya agen perubahan"
    unsigned = int((members["nomor_surat"] == "").sum())
    said += f"; {unsigned} belum menyebut suratnya" if unsigned else ""
    return f"{said}. {format_number(len(visits), 0)} kali didampingi APIP."
