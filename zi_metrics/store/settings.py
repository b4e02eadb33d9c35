"""Settings that hold for the whole agency: rows are only added, the highest version counts."""

from zi_metrics.scope import Act
from zi_metrics.store.clock import utc_now
from zi_metrics.store.connection import Store
from zi_metrics.store.table_marks import marks_of

# Which road the units take: the code of a file in pembangunan/roads.
ROAD = "jalan"
# Which kind of agency it is: a key of the instrument's `instansi`; some prerequisites hang on it.
AGENCY = "jenis_instansi"
_NEWEST = "SELECT nilai, versi FROM pengaturan WHERE kunci = ? ORDER BY versi DESC LIMIT 1"


def setting(store: Store, kunci: str) -> str | None:
    """What was set last; None when nobody set it."""
    # Some screens ask this at every drawing, and over a lake a question costs as much as half a page.
    return store.until_written(_all, marks_of(store, "pengaturan")).get(kunci)


def change_setting(store: Store, kunci: str, nilai: str) -> bool:
    """Set something from now on; False when it was so already.

    Raises NotAllowed, duckdb.Error when the database refuses.
    """
    with store.write(Act.PENGATURAN) as change:
        before, versi = change.cursor.execute(_NEWEST, [kunci]).fetchone() or (None, 0)
        if before == nilai:
            return False
        change.cursor.execute(
            "INSERT INTO pengaturan (kunci, versi, nilai, oleh, waktu) VALUES (?, ?, ?, ?, ?)",
            [kunci, versi + 1, nilai, change.oleh, utc_now()],
        )
        change.record(None, f"pengaturan {kunci}", {"nilai": before}, {"nilai": nilai})
    return True


def _all(store: Store) -> dict[str, str]:
    with store.cursor() as cursor:
        rows = cursor.execute("SELECT kunci, max_by(nilai, versi) FROM pengaturan GROUP BY kunci").fetchall()
    return {kunci: str(nilai) for kunci, nilai in rows}
