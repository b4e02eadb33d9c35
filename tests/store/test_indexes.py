"""After a kill every row is found by its key again: DuckDB writes an index without what a log of changes adds."""

import duckdb
import pytest

from zi_metrics.care.verification import verify_store
from zi_metrics.store.connection import Store

# A lake has no indexes, nor a log of changes beside it.
pytestmark = pytest.mark.file


def found_by_key(store):
    """Per table how many of its rows are found by their key, one at a time."""
    found = {}
    with store.cursor() as cursor:
        for table, key in (("unit_kerja", "unit_id"), ("impor", "impor_id"), ("catatan_audit", "nomor")):
            keys = [row[0] for row in cursor.execute(f"SELECT {key} FROM {table}").fetchall()]
            query = f"SELECT count(*) FROM {table} WHERE {key} = ?"
            found[table] = (len(keys), sum(cursor.execute(query, [one]).fetchone()[0] for one in keys))
    return found


def test_every_row_is_found_after_a_kill_and_an_opening_that_asks_for_nothing(killed):
    Store(killed).close()
    store = Store(killed)
    assert all(there == seen > 0 for there, seen in found_by_key(store).values())
    assert verify_store(store).kerusakan == ()
    store.close()


def test_a_file_that_was_closed_so_before_is_mended_at_the_next_opening(killed):
    with duckdb.connect(str(killed)):
        pass
    with duckdb.connect(str(killed)) as raw:
        unit = raw.execute("SELECT unit_id FROM unit_kerja LIMIT 1").fetchone()
        lost = raw.execute("SELECT count(*) FROM unit_kerja WHERE unit_id = ?", unit).fetchone() == (0,)
    store = Store(killed)
    assert all(there == seen > 0 for there, seen in found_by_key(store).values())
    store.close()
    assert lost, "DuckDB does it right by now: store/indexes.py is not needed any more"


def test_an_index_that_is_missing_is_made_again(tmp_path):
    path = tmp_path / "zi.duckdb"
    Store(path).close()
    with duckdb.connect(str(path)) as raw:
        raw.execute("DROP INDEX impor_satu")
    store = Store(path)
    with store.cursor() as cursor:
        names = {row[0] for row in cursor.execute("SELECT index_name FROM duckdb_indexes()").fetchall()}
    assert "impor_satu" in names and len(names) >= 12
    store.close()
