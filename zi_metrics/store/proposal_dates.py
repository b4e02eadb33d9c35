"""Until when units may be proposed: a date per year that an admin may set; rows are only added, the highest counts."""

from datetime import date

import pandas as pd

from zi_metrics.bahasa import format_date
from zi_metrics.scope import Act
from zi_metrics.store import tables
from zi_metrics.store.clock import utc_now
from zi_metrics.store.connection import Store
from zi_metrics.store.table_marks import marks_of

# PermenPANRB 5/2024: proposals reach TPN by 31 May of each year, or the date that it announces.
_MONTH, _DAY = 5, 31
_NEWEST = "SELECT versi, tanggal FROM batas_pengusulan WHERE tahun = ? ORDER BY versi DESC LIMIT 1"
PROPOSAL_DATE_COLUMNS = ("tahun", "versi", "tanggal", "oleh", "waktu")


def proposal_date(store: Store, tahun: int) -> date:
    """Until when units may be proposed in a year: what was set last, else 31 May."""
    return store.until_written(_all, marks_of(store, "batas_pengusulan")).get(
        int(tahun), date(int(tahun), _MONTH, _DAY)
    )


def _all(store: Store) -> dict[int, date]:
    with store.cursor() as cursor:
        query = "SELECT tahun, arg_max(tanggal, versi) FROM batas_pengusulan GROUP BY tahun"
        return dict(cursor.execute(query).fetchall())


def proposal_date_problem(tahun: int, tanggal: date) -> str | None:
    """What is wrong with a date that is to be set (Indonesian); None where nothing is."""
    if tanggal.year == tahun:
        return None
    return f"Batas pengusulan {tahun} harus jatuh pada tahun {tahun} (bukan {format_date(tanggal)})."


def set_proposal_date(store: Store, tahun: int, tanggal: date) -> bool:
    """Set a year's date; False when it is that already, and nothing changes.

    Raises ValueError for a date of another year (message in Indonesian), NotAllowed, duckdb.Error when the database
    refuses (nothing was written then).
    """
    if problem := proposal_date_problem(tahun, tanggal):
        raise ValueError(problem)
    with store.write(Act.BATAS_PENGUSULAN) as change:
        row = change.cursor.execute(_NEWEST, [tahun]).fetchone()
        versi, before = row or (0, date(tahun, _MONTH, _DAY))
        if before == tanggal:
            return False
        change.cursor.execute(
            "INSERT INTO batas_pengusulan (tahun, versi, tanggal, oleh, waktu) VALUES (?, ?, ?, ?, ?)",
            [tahun, versi + 1, tanggal, change.oleh, utc_now()],
        )
        change.record(None, f"batas pengusulan {tahun}", {"tanggal": str(before)}, {"tanggal": str(tanggal)})
    return True


def proposal_dates(store: Store) -> pd.DataFrame:
    """All that was ever set, newest first. Columns: PROPOSAL_DATE_COLUMNS (waktu in UTC)."""
    columns = ", ".join(PROPOSAL_DATE_COLUMNS)
    return tables.read(store, f"SELECT {columns} FROM batas_pengusulan ORDER BY tahun DESC, versi DESC")
