"""How many threads work on a question: one where the database is small, and for many transactions in a row."""

import pytest

from zi_metrics.store import database as databases
from zi_metrics.store.connection import Store


def threads(store: Store) -> int:
    with store.cursor() as cursor:
        row = cursor.execute("SELECT current_setting('threads')").fetchone()
    assert row is not None
    return row[0]


def test_small_transactions_in_a_row_are_the_work_of_one_thread(large):
    before = threads(large)
    with large.writing_in_a_row():
        assert threads(large) == 1
    assert threads(large) == before


def test_a_row_that_fails_leaves_the_threads_as_they_were(large):
    before = threads(large)
    with pytest.raises(KeyboardInterrupt), large.writing_in_a_row():
        raise KeyboardInterrupt
    assert threads(large) == before


@pytest.mark.file
def test_a_small_file_is_the_work_of_one_thread_until_it_has_grown(store, monkeypatch):
    assert threads(store) == 1
    with store._database.connection.cursor() as fresh:
        fresh.execute("RESET threads")
    several = threads(store)
    with store._database.connection.cursor() as fresh:
        fresh.execute("SET threads = 1")
    monkeypatch.setattr(databases, "_SMALL_BYTES", store.path.stat().st_size)
    with store.transaction() as cursor:
        cursor.execute("CREATE TABLE tumbuh AS SELECT range AS i FROM range(10)")
    assert threads(store) == several
