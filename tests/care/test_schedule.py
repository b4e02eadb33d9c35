"""A backup a day by itself: when it is due, what happens when it fails, and that nothing stops it."""

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from versioned import save

from zi_metrics.care import schedule
from zi_metrics.care.listener import can_listen
from zi_metrics.care.requests import NobodyListens, ask_backup, ask_verify
from zi_metrics.care.schedule import AGAIN_AFTER, EVERY, FIRST_AFTER, MAX_JITTER, Schedule
from zi_metrics.care.started import CARE_VARIABLE, last_backup_state, start_care, stop_care
from zi_metrics.store.backup_folder import FOLDER_VARIABLE, backups
from zi_metrics.store.connection import close_store, open_store


class Clock:
    """A clock that is set by hand."""

    def __init__(self):
        self.now = datetime(2026, 11, 29, 2, 0, tzinfo=UTC)

    def __call__(self):
        return self.now


def test_the_first_backup_comes_soon_and_then_one_a_day(healthy):
    clock = Clock()
    planned = Schedule(healthy, clock)
    assert planned.state.terakhir is None and planned.state.berikut == clock.now + FIRST_AFTER
    open_store(healthy)
    planned.attempt()
    (backup,) = backups(healthy)
    assert backup.note.jenis == "harian" and planned.state.terakhir == backup.note.waktu
    assert EVERY <= planned.state.berikut - clock.now <= EVERY + MAX_JITTER


def test_a_restart_does_not_back_up_again_before_a_day_is_over(healthy):
    open_store(healthy)
    Schedule(healthy).attempt()
    (backup,) = backups(healthy)
    again = Schedule(healthy).state
    assert timedelta() <= again.berikut - (backup.note.waktu + EVERY) <= MAX_JITTER
    late = Clock()
    late.now = backup.note.waktu + 3 * EVERY
    assert Schedule(healthy, late).state.berikut <= late.now + FIRST_AFTER + MAX_JITTER


def test_a_failure_is_kept_and_tried_again_soon(healthy, monkeypatch, tmp_path):
    clock = Clock()
    open_store(healthy)
    planned = Schedule(healthy, clock)
    (tmp_path / "berkas").write_text("x")
    with monkeypatch.context() as patched:
        patched.setenv(FOLDER_VARIABLE, str(tmp_path / "berkas"))
        planned.attempt()
        state = planned.state
    assert "bukan folder" in state.galat and state.gagal_pada == clock.now
    assert state.berikut == clock.now + AGAIN_AFTER
    planned.attempt()
    assert planned.state.galat is None and len(backups(healthy)) == 1


def test_whatever_goes_wrong_the_schedule_lives_on(healthy, monkeypatch):
    open_store(healthy)
    monkeypatch.setattr(schedule, "write_backup", lambda *_: 1 / 0)
    planned = Schedule(healthy)
    planned.attempt()
    assert "ZeroDivisionError" in planned.state.galat


def test_an_empty_database_and_a_closed_one_are_left_alone(tmp_path):
    path = tmp_path / "zi.duckdb"
    open_store(path)
    planned = Schedule(path)
    planned.attempt()
    assert planned.state.galat is None and backups(path) == []
    save(open_store(path), 0)
    close_store(path)
    planned.attempt()
    assert planned.state.galat is None and backups(path) == []


def test_it_runs_by_itself_and_ends_when_told(healthy, monkeypatch):
    monkeypatch.setattr(schedule, "FIRST_AFTER", timedelta(0))
    open_store(healthy)
    planned = Schedule(healthy)
    planned.start()
    end = time.monotonic() + 60
    while not backups(healthy) and time.monotonic() < end:
        time.sleep(0.05)
    planned.stop()
    assert len(backups(healthy)) == 1
    end = time.monotonic() + 60
    while any(thread.name == "zi-cadangan" for thread in threading.enumerate()) and time.monotonic() < end:
        time.sleep(0.05)
    assert not any(thread.name == "zi-cadangan" for thread in threading.enumerate())


@pytest.mark.skipif(not can_listen(), reason="this system has no such sockets")
def test_care_begins_once_and_can_be_switched_off(healthy, monkeypatch):
    open_store(healthy)
    start_care(healthy)
    assert last_backup_state(healthy).berikut is None, "switched off in tests"
    monkeypatch.delenv(CARE_VARIABLE)
    for _ in range(3):
        start_care(healthy)
    try:
        assert last_backup_state(healthy).berikut is not None
        assert [thread.name for thread in threading.enumerate()].count("zi-cadangan") == 1
        assert ask_backup(healthy).path == backups(healthy)[0].path
        assert last_backup_state(healthy).terakhir == backups(healthy)[0].note.waktu
    finally:
        stop_care(healthy)
    with pytest.raises(NobodyListens):
        ask_verify(healthy)
