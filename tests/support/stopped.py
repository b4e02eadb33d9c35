"""A server that is stopped while its page writes something."""

import os
import shutil
import signal
import subprocess
import sys
import time

from browsing import answers, free_port
from places import ROOT
from stream import PATIENCE, stream
from streamlit.proto.BackMsg_pb2 import BackMsg

from zi_metrics.store.connection import Store
from zi_ui.serving.stopping import BOUND

# An app served as ours is, whose one page writes half of something, does what the test says, and writes the rest.
APP = """
import sys
import time
from pathlib import Path

sys.path.insert(0, {root!r})
import streamlit as st

from zi_metrics.store.connection import open_store
from zi_ui.serving import launch

if __name__ == "__main__":
    store = open_store()
    with store.transaction() as cursor:
        cursor.execute("INSERT INTO unit_kerja VALUES ('u1', 'Setengah', false, now()::TIMESTAMP)")
        Path({begun!r}).touch()
        {between}
        cursor.execute("INSERT INTO unit_kerja VALUES ('u2', 'Selesai', false, now()::TIMESTAMP)")
else:
    app = st.App(__file__, **launch.parts(()))
"""


def stopped_while_writing(tmp_path, between, number=signal.SIGTERM):
    """Start such an app, stop it while it writes; gives (seconds it took, names that are stored, is a log left)."""
    begun, database, port = tmp_path / "mulai", tmp_path / "uji.duckdb", free_port()
    text = APP.format(root=str(ROOT), begun=str(begun), between=between)
    (tmp_path / "app.py").write_text(text, encoding="utf-8")
    shutil.copytree(ROOT / ".streamlit", tmp_path / ".streamlit")
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    process = subprocess.Popen(
        command, cwd=tmp_path, env={**os.environ, "ZI_DATABASE": str(database)}, stderr=subprocess.DEVNULL
    )
    try:
        while not answers(f"http://127.0.0.1:{port}/sehat"):
            assert process.poll() is None
            time.sleep(0.1)
        with stream(f"http://127.0.0.1:{port}") as socket:
            message = BackMsg()
            message.rerun_script.query_string = ""
            socket.send(message.SerializeToString())
            until = time.monotonic() + PATIENCE
            while not begun.exists():
                assert process.poll() is None and time.monotonic() < until, "the page did not begin to write"
                time.sleep(0.05)
            told = time.monotonic()
            process.send_signal(number)
            process.wait(timeout=4 * BOUND)
        took = time.monotonic() - told
    finally:
        process.kill()
        process.wait()
    log_left = database.with_suffix(".duckdb.wal").exists()
    store = Store(database)
    with store.cursor() as cursor:
        names = [name for (name,) in cursor.execute("SELECT nama FROM unit_kerja ORDER BY 1").fetchall()]
    store.close()
    return took, names, log_left
