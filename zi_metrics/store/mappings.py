"""Remembered mappings: how a person said that files of one shape are to be read, kept as JSON (never pickle)."""

import json

from zi_metrics.scope import Act
from zi_metrics.store.clock import utc_now
from zi_metrics.store.connection import Store
from zi_metrics.store.table_marks import marks_of

_NEWEST = "SELECT versi, isi FROM pemetaan WHERE sidik = ? ORDER BY versi DESC, waktu DESC LIMIT 1"


def remember_mapping(store: Store, sidik: str, mapping: dict) -> None:
    """Keep a mapping for files with this fingerprint; it takes the place of an earlier one, which stays stored.

    Remembering once more what is remembered already writes nothing. Raises TypeError or ValueError for what JSON would
    not give back as it was (keys that are no text, tuples, NaN); NotAllowed, duckdb.Error when the database refuses.
    """
    text = json.dumps(mapping, ensure_ascii=False, allow_nan=False, sort_keys=True)
    # JSON silently turns the key 3 into '3', so that a mapping by column number would be lost on the way back.
    if json.loads(text) != mapping:
        raise ValueError("mapping does not survive JSON: use text keys, lists, numbers, booleans and None only")
    with store.write(Act.PEMETAAN) as change:
        versi, known = change.cursor.execute(_NEWEST, [sidik]).fetchone() or (0, None)
        if text == known:
            return
        change.cursor.execute(
            "INSERT INTO pemetaan (sidik, versi, isi, waktu, oleh) VALUES (?, ?, ?, ?, ?)",
            [sidik, versi + 1, text, utc_now(), change.oleh],
        )
        change.record(
            None,
            f"pemetaan berkas sebentuk {sidik[:12]}",
            sebelum=None if known is None else {"versi": versi, "isi": json.loads(known)},
            sesudah={"versi": versi + 1, "isi": mapping},
        )


def all_mappings(store: Store) -> dict[str, dict]:
    """The mapping last remembered for each fingerprint."""
    # Each file asks twice, for an LKE's sake and for a survey's.
    remembered = store.until_written(_remembered, marks_of(store, "pemetaan"))
    return {sidik: json.loads(text) for sidik, text in remembered}


def _remembered(store: Store) -> list[tuple[str, str]]:
    with store.cursor() as cursor:
        return cursor.execute("SELECT sidik, isi FROM pemetaan ORDER BY versi, waktu").fetchall()
