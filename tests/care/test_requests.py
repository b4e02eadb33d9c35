"""The command line reaches a running dashboard, nobody else does, and nothing that is asked does harm."""

import json
import os
import socket
import stat
import subprocess
import sys
import time

import pytest
from places import ROOT

from zi_metrics.care import listener as listening
from zi_metrics.care import requests
from zi_metrics.care.listener import Listener, can_listen
from zi_metrics.care.requests import MAX_REQUEST_BYTES, NobodyListens, ask_backup, ask_record, ask_verify
from zi_metrics.care.socket_place import socket_path
from zi_metrics.store import audit
from zi_metrics.store.backup import check_backup
from zi_metrics.store.backup_folder import FOLDER_VARIABLE, backups
from zi_metrics.store.connection import close_store, open_store
from zi_metrics.store.unavailable import StoreUnavailable

pytestmark = pytest.mark.skipif(not can_listen(), reason="this system has no such sockets")


def test_a_backup_is_asked_for_and_made(listened):
    made = ask_backup(listened)
    (backup,) = backups(listened)
    assert (backup.path, backup.note.waktu, backup.note.ukuran) == (made.path, made.waktu, made.ukuran)
    assert check_backup(backup) == [] and made.baris > 1000


def test_a_backup_goes_where_it_is_asked_to(listened, tmp_path):
    made = ask_backup(listened, tmp_path / "lain")
    assert made.path.parent == tmp_path / "lain" and backups(listened) == []


def test_looking_through_is_asked_for(listened):
    found = ask_verify(listened)
    assert found.kerusakan == () and found.path == listened and found.baris > 1000


def test_nothing_but_a_periodic_run_can_be_put_into_the_trail(listened):
    ask_record(listened, "2026-W17: 2 berkas ditulis")
    ask_record(listened, "erase\x1b[31m semua\ndata " * 100)
    with open_store(listened).whole().cursor() as cursor:
        rows = audit.search(cursor, "laporan berkala", most=10)
    assert rows["objek"].iloc[1] == "laporan berkala 2026-W17: 2 berkas ditulis"
    assert rows["objek"].iloc[0].startswith("laporan berkala erase") and "\x1b" not in rows["objek"].iloc[0]
    assert len(rows["objek"].iloc[0]) <= 600 and set(rows["tindakan"]) == {"ekspor"}


def test_what_failed_is_told_as_the_dashboard_says_it(listened, monkeypatch, tmp_path):
    (tmp_path / "berkas").write_text("x")
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "berkas"))
    with pytest.raises(StoreUnavailable, match="sebagian dari alamatnya bukan folder"):
        ask_backup(listened)


def test_only_the_owner_reaches_it(listened):
    place = socket_path(listened)
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "sent",
    [
        b"\n",
        b"{\n",
        b"[1]\n",
        b'{"perintah": "erase"}\n',
        b"\xff\xfe\n",
        b"[" * 3000 + b"\n",
        b"x" * (MAX_REQUEST_BYTES + 10) + b"\n",
        b"",
    ],
)
def test_what_makes_no_sense_is_answered_or_dropped_and_the_next_is_served(listened, sent):
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(20)
        line.connect(str(socket_path(listened)))
        try:
            line.sendall(sent)
            line.shutdown(socket.SHUT_WR)
            said = line.recv(65536)
        except OSError:
            said = b""  # dropped while it was still being sent
    assert said == b"" or "galat" in json.loads(said)
    assert backups(listened) == [] and ask_verify(listened).kerusakan == ()


def test_one_who_says_nothing_is_not_waited_for_long(listened, monkeypatch):
    monkeypatch.setattr(requests, "_CONNECT_SECONDS", 1)
    with socket.socket(socket.AF_UNIX) as silent:
        silent.connect(str(socket_path(listened)))
        before = time.monotonic()
        assert ask_verify(listened).kerusakan == ()
        assert time.monotonic() - before < 30


def test_where_nobody_listens_that_is_told(sample_path):
    with pytest.raises(NobodyListens):
        ask_backup(sample_path)


def test_one_who_is_not_the_owner_is_not_believed(listened):
    socket_path(listened).parent.chmod(0o777)
    with pytest.raises(NobodyListens):
        ask_verify(listened)


def test_what_a_killed_dashboard_left_does_not_stand_in_the_way(healthy):
    place = socket_path(healthy)
    place.parent.mkdir(mode=0o700)
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(place))
    with pytest.raises(NobodyListens):
        ask_verify(healthy)
    open_store(healthy)
    ear = Listener(healthy)
    assert ask_verify(healthy).kerusakan == ()
    ear.close()
    assert not place.parent.exists()


def test_a_deep_folder_has_its_socket_elsewhere(tmp_path):
    deep = tmp_path / ("dalam" * 20) / ("sekali" * 20) / "zi.duckdb"
    place = socket_path(deep)
    assert len(os.fsencode(place)) <= 100 and place == socket_path(deep)
    assert tmp_path not in place.parents and socket_path(tmp_path / "zi.duckdb").parent.parent == tmp_path


def test_a_database_that_is_closed_for_a_moment_is_told(listened):
    close_store(listened)
    with pytest.raises(StoreUnavailable, match="sedang tidak terbuka"):
        ask_verify(listened)


def test_an_answer_that_cannot_be_made_does_not_end_the_ear(listened, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(listening, "serve_line", lambda line, _: (line.close(), 1 / 0))
        with pytest.raises(NobodyListens):
            ask_verify(listened)
    assert ask_verify(listened).kerusakan == ()


def test_another_process_asks_while_this_one_has_the_database(listened):
    command = [sys.executable, "-m", "zi_metrics", "backup", "--json", "--database", str(listened)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    said = json.loads(done.stdout)
    assert said["lewat_dasbor"] is True and str(backups(listened)[0].path) == said["path"]
    done = subprocess.run([*command[:3], "restore", *command[5:]], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 2 and "Hentikan dasbor" in done.stderr
