"""Many transactions in a row: what the database is told for them holds for them only."""

import pytest

from zi_metrics.store.connection import Store


def threads(store: Store) -> int:
    with store.cursor() as cursor:
        row = cursor.execute("SELECT current_setting('threads')").fetchone()
    assert row is not None
    return row[0]


def test_small_transactions_in_a_row_are_the_work_of_one_thread(store):
    before = threads(store)
    with store.writing_in_a_row():
        assert threads(store) == 1
    assert threads(store) == before


def test_a_row_that_fails_leaves_the_threads_as_they_were(store):
    before = threads(store)
    with pytest.raises(KeyboardInterrupt), store.writing_in_a_row():
        raise KeyboardInterrupt
    assert threads(store) == before
