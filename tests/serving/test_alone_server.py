"""A real server for one computer: it says so, and nobody gets at it from elsewhere, by a name or by a proxy."""

import os
import subprocess
import sys
import time

import pytest
from browsing import answers, free_port, serving
from places import ROOT
from stream import asked, run, stream
from websockets.exceptions import InvalidStatus

from zi_metrics.care.requests import ask_backup
from zi_metrics.care.started import CARE_VARIABLE

CONTENT = "memenuhi semua syarat"


def test_it_shows_everything_without_a_sign_in_and_says_so(sample_path):
    with serving(sample_path) as (address, _), stream(address) as socket:
        said = run(socket, "tahun=2026")
        assert CONTENT in said and "Hanya di komputer ini; tanpa masuk." in said
        assert "Keluar" not in said


def test_neither_a_foreign_name_nor_a_foreign_page_nor_a_proxy_gets_in(sample_path):
    with serving(sample_path) as (address, _):
        port = address.rsplit(":", 1)[1]
        for name in ("localhost", "127.0.0.1"):
            with stream(address, origin=f"http://{name}:{port}", name=name) as socket:
                assert CONTENT in run(socket, "tahun=2026")
        for odd in (
            # A page elsewhere whose name leads to this computer: name and origin agree.
            {"origin": f"http://jahat.example:{port}", "name": "jahat.example"},
            {"origin": "http://jahat.example"},
            {"origin": ""},
            {"X-Forwarded-For": "203.0.113.9"},
        ):
            with pytest.raises(InvalidStatus) as refused, stream(address, **odd):
                pass
            assert refused.value.response.status_code == 403
        assert asked(address, "/", Host="jahat.example")[0] == 403
        for header in ("X-Forwarded-For", "X-Forwarded-Proto", "Forwarded", "Via", "X-Real-IP"):
            status, _, said = asked(address, "/", **{header: "x"})
            assert status == 403 and "untuk satu komputer saja" in said, header


def test_a_page_that_is_started_by_itself_for_all_shows_nothing(sample_path):
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "pages/ringkasan.py", "--server.address", "0.0.0.0"]
    environment = {**os.environ, "ZI_DATABASE": str(sample_path)}
    process = subprocess.Popen(
        [*command, "--server.port", str(port)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while not answers(f"http://127.0.0.1:{port}/_stcore/health"):
            assert process.poll() is None
            time.sleep(0.1)
        with stream(f"http://127.0.0.1:{port}") as socket:
            said = run(socket, "tahun=2026")
            assert CONTENT not in said and "Contoh" not in said
    finally:
        process.terminate()
        process.wait()


@pytest.mark.skipif(os.name == "nt", reason="no such sockets there")
def test_a_server_that_is_only_watched_is_backed_up_when_it_is_asked(sample_path, monkeypatch):
    monkeypatch.delenv(CARE_VARIABLE)
    with serving(sample_path) as (address, _):
        status, _, said = asked(address, "/siap")
        assert (status, said.strip()) == (200, '{"siap":true}')
        assert ask_backup(sample_path).path.is_file()
