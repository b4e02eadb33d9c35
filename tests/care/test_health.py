"""The health of the database is told truly and in time, whatever is wrong with it."""

import threading
import time

import zi_metrics.care.health as module
from zi_metrics.care.health import health


def test_a_database_that_answers_is_ready(healthy):
    found = health(healthy)
    assert (found.siap, found.sebab, found.cadangan_terakhir) == (True, None, None)
    assert found.ruang_kosong > 0


def test_a_damaged_database_is_not_ready_and_says_why(tmp_path):
    path = tmp_path / "zi.duckdb"
    path.write_bytes(b"x" * 20_000)
    found = health(path)
    assert not found.siap and "bukan basis data DuckDB" in found.sebab


def test_a_database_that_hangs_is_given_up_in_time_and_not_asked_twice_at_once(healthy, monkeypatch):
    asked, go_on = [], threading.Event()

    def hang(database):
        asked.append(database)
        go_on.wait(30)

    monkeypatch.setattr(module, "_ask", hang)
    before = time.monotonic()
    first, second = health(healthy, 0.1), health(healthy, 0.1)
    go_on.set()
    assert time.monotonic() - before < 5
    assert not first.siap and not second.siap and "tidak menjawab dalam 0,1 detik" in first.sebab
    assert len(asked) == 1
