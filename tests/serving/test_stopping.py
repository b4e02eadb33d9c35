"""A server that is told to stop ends what it writes or takes it back as a whole, and is gone within its bound."""

import signal

import pytest
from stopped import stopped_while_writing

from zi_metrics.store import connection
from zi_metrics.store.connection import end_all, open_store
from zi_metrics.store.unavailable import StoreUnavailable
from zi_ui.serving.stopping import BOUND

LONG_QUERY = (
    'cursor.execute("SELECT count(*) FROM range(10000000) a, range(1000000) b WHERE a.range % 7 = b.range % 5")'
)


def test_what_is_nearly_written_is_finished_and_the_file_closed(tmp_path):
    took, names, log_left = stopped_while_writing(tmp_path, "time.sleep(2)")
    assert names == ["Selesai", "Setengah"] and not log_left
    assert took < BOUND


@pytest.mark.parametrize("between", ["time.sleep(120)", LONG_QUERY], ids=["computes", "asks-the-database"])
def test_what_takes_longer_is_taken_back_as_a_whole_within_the_bound(tmp_path, between):
    took, names, _ = stopped_while_writing(tmp_path, between)
    assert names == []
    # Some seconds more for a machine that is busy with other tests.
    assert took < BOUND + 5


def test_an_interruption_from_the_keyboard_does_the_same(tmp_path):
    _, names, log_left = stopped_while_writing(tmp_path, "time.sleep(1)", signal.SIGINT)
    assert names == ["Selesai", "Setengah"] and not log_left


def test_after_the_end_no_store_opens_any_more(tmp_path, monkeypatch):
    monkeypatch.setattr(connection, "_ending", connection.threading.Event())
    open_store(tmp_path / "a.duckdb")
    assert end_all(1.0)
    with pytest.raises(StoreUnavailable, match="sedang dihentikan"):
        open_store(tmp_path / "a.duckdb")
