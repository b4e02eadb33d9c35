"""After a kill nothing of anybody lies about on disk: not what reading a file had, nor what the database spilled."""

import os
import signal
import subprocess
import sys
import time

import pytest
from places import READY, ROOT

from zi_metrics.store.connection import Store

MARKER = b"PENANDA-JAWABAN"
SPILLS = """
import sys, time
from pathlib import Path
from zi_metrics.store.connection import Store
with Store(Path(sys.argv[1])).cursor() as cursor:
    cursor.execute("SET memory_limit = '60MB'")
    cursor.execute("SET threads = 1")
    cursor.execute("CREATE TEMP TABLE besar AS SELECT md5(random()::VARCHAR) || 'PENANDA-JAWABAN' FROM range(2000000)")
    print("siap", flush=True)
    time.sleep(600)
"""
READS = """
import sys
from pathlib import Path
from zi_metrics.reading import parent
parent._watch = lambda child, *_: (print("siap", flush=True), child.wait(), __import__("time").sleep(600))
from zi_metrics.reading import read_spreadsheet
read_spreadsheet("LKE.xlsx", Path(sys.argv[1]).read_bytes())
"""
pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a system with SIGKILL")


def killed_at_work(program, argument, folder):
    """Run a program until it says that it is at work, then kill it as the system does when memory is gone."""
    environment = {**os.environ, "TMPDIR": str(folder)}
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(argument)], cwd=ROOT, env=environment, stdout=subprocess.PIPE
    )
    try:
        assert process.stdout.readline() == b"siap\n"
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def files_in(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.file
def test_what_the_database_put_aside_is_gone_at_the_next_start(tmp_path):
    path = tmp_path / "zi.duckdb"
    killed_at_work(SPILLS, path, tmp_path)
    aside = [file for file in files_in(tmp_path) if file.parent.name == "zi.duckdb.tmp"]
    assert aside and any(MARKER in file.read_bytes() for file in aside), "else the test tests nothing"
    Store(path).close()
    assert {file.name for file in files_in(tmp_path)} == {"zi.duckdb", "zi.duckdb.penanda"}
    assert not (tmp_path / "zi.duckdb.tmp").exists()


@pytest.mark.file
def test_a_file_that_is_none_of_the_databases_stays(tmp_path):
    folder = tmp_path / "zi.duckdb.tmp"
    folder.mkdir()
    (folder / "catatan.txt").write_text("milik orang", encoding="utf-8")
    (folder / "duckdb_temp_storage_DEFAULT-0.tmp").write_bytes(MARKER)
    Store(tmp_path / "zi.duckdb").close()
    assert [file.name for file in files_in(folder)] == ["catatan.txt"]


def test_a_server_killed_while_a_file_is_read_leaves_none_of_it(tmp_path):
    killed_at_work(READS, READY["lengkap"], tmp_path)
    until = time.monotonic() + 30
    while files_in(tmp_path) and time.monotonic() < until:
        time.sleep(0.1)
    assert files_in(tmp_path) == []
