"""From every earlier schema, with rows in every table: migrated, all rows stay, and the figures are the same."""

import shutil

import duckdb
import pytest
from full_database import empty_tables
from old_databases import database_as_of

from zi_metrics.store import tables
from zi_metrics.store.backup import check_backup
from zi_metrics.store.backup_folder import backups
from zi_metrics.store.connection import Store
from zi_metrics.store.migrations import known_migrations
from zi_metrics.store.restore import restore_backup
from zi_metrics.store.schema import expected, made_anew, missing

NEWEST = len(known_migrations())


def rows(connection, columns):
    """Table -> its rows, of the columns that it had then."""
    return {
        table: sorted(map(repr, connection.execute(f"SELECT {', '.join(names)} FROM {table}").fetchall()))
        for table, names in columns.items()
        if table != "migrasi"
    }


def figures(store):
    """Every stored score of every assessment that counts."""
    ids = sorted(tables.assessments(store)["penilaian_id"])
    scores = tables.node_scores(store, ids)
    return scores.sort_values(["penilaian_id", "kode"]).reset_index(drop=True)


def test_every_table_of_the_present_schema_has_rows(full_file):
    with duckdb.connect(str(full_file), read_only=True) as full:
        assert empty_tables(full) == []


def test_what_is_kept_of_the_present_schema_is_what_the_migrations_make():
    assert expected(NEWEST) == made_anew(NEWEST), "write it anew: python -m zi_metrics.store.schema"


@pytest.mark.parametrize("number", range(1, NEWEST + 1))
def test_from_every_schema_all_rows_and_figures_stay(full_file, tmp_path, number):
    old = tmp_path / "zi.duckdb"
    columns = database_as_of(number, full_file, old)
    with duckdb.connect(str(old), read_only=True) as connection:
        assert empty_tables(connection) == []
        before = rows(connection, columns)
    store = Store(old)
    present = Store(shutil.copy(full_file, tmp_path / "kini.duckdb"))
    try:
        with store.cursor() as cursor:
            assert rows(cursor, columns) == before
            assert missing(cursor, NEWEST) == []
            assert cursor.execute("SELECT max(nomor) FROM migrasi").fetchone() == (NEWEST,)
        migrated, wanted = figures(store), figures(present)
        # Before withdrawals were kept, what was withdrawn since counts.
        both = migrated[migrated["penilaian_id"].isin(wanted["penilaian_id"])].reset_index(drop=True)
        assert len(wanted) > 0 and both.round(9).equals(wanted.round(9))
    finally:
        store.close()
        present.close()
    # The way back: the backup before the migration holds the old schema, and leads to the same once more.
    if number < NEWEST:
        (backup,) = backups(old)
        assert backup.note.skema == number and check_backup(backup) == []
        restore_backup(old, backup)
        again = Store(old)
        with again.cursor() as cursor:
            assert rows(cursor, columns) == before
        again.close()
