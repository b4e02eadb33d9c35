"""Several servers over one lake: processes that write at once, each telling what was confirmed to it."""

import json
import os
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from places import READY, ROOT

from zi_metrics.care.verification import verify_store
from zi_metrics.store.connection import DATABASE_VARIABLE, close_store, open_store
from zi_metrics.store.contents import contents
from zi_metrics.store.lake import FOLDER_VARIABLE, LAKE, STORE_VARIABLE, WAIT_VARIABLE

# argv: who, how many, and whether by the command line. Half of what is written goes to one unit that all share.
_WRITER = """
import json, sys, time
from places import READY
from versioned import assessment, source
from acting import acting
from zi_metrics.cli.main import main
from zi_metrics.store.connection import open_store, why_failed
from zi_metrics.store.assessments import save_imports
from zi_metrics.store.unavailable import StoreUnavailable
import duckdb
who, many, command, patient = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3] == "perintah", sys.argv[4] == "sabar"
for number in range(many):
    unit = "Unit Bersama" if number % 2 else f"Unit {who}"
    begun = time.monotonic()
    try:
        if command:
            label = ["--unit", unit, "--tahun", str(2015 + number // 2), "--penilai", "unit", "--json"]
            if main(["import", sys.argv[5], *label]):
                raise SystemExit(2)
            print(json.dumps({"ok": f"perintah {number}"}), flush=True)
            continue
        new = [(source(1000 * who + number), [assessment(number % 5, unit=unit)])]
        (stored,) = save_imports(acting(open_store(), f"Orang {who}"), new)
        print(json.dumps({"ok": stored.penilaian_id}), flush=True)
    except (duckdb.Error, StoreUnavailable) as error:
        if not patient:
            raise
        said = why_failed(error)
        print(json.dumps({"galat": said or repr(error), "detik": time.monotonic() - begun}), flush=True)
        # As people do: not again at once.
        time.sleep(0.5)
"""


class SharedLake:
    """An empty catalog and an empty folder, or a copy of another's; and what leads a process to them."""

    def __init__(self, cluster, name, folder, copied=None):
        if copied:
            cluster.make(name, copied.name)
            shutil.copytree(copied.folder, folder)
        else:
            cluster.make(name)
            folder.mkdir(parents=True, exist_ok=True)
        self.cluster, self.name, self.folder = cluster, name, folder
        self.environment = {
            **cluster.environment, "PGDATABASE": name, STORE_VARIABLE: LAKE, FOLDER_VARIABLE: str(folder),
            # However busy the machine is.
            WAIT_VARIABLE: "600",
        }  # fmt: skip

    @property
    def place(self):
        """Its place, as a path."""
        return self.folder / "zi.danau"

    @contextmanager
    def here(self):
        """This process is a server of it."""
        kept = {name: os.environ.get(name) for name in (*self.environment, DATABASE_VARIABLE)}
        os.environ.update(self.environment)
        try:
            yield
        finally:
            close_store(self.place)
            for name, value in kept.items():
                os.environ.pop(name, None)
                if value is not None:
                    os.environ[name] = value

    def writer(self, who, many, command=False, patient=False):
        """A process that writes so many imports."""
        paths = os.pathsep.join([str(ROOT), str(ROOT / "tests" / "support")])
        return subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(who), str(many), "perintah" if command else "server",
             "sabar" if patient else "-", str(READY["lengkap"])],
            cwd=ROOT, env={**os.environ, **self.environment, "PYTHONPATH": paths},
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def stored(self):
        """Ids of all assessments, and what looking through the lake finds damaged."""
        with self.here():
            store = open_store()
            with store.cursor() as cursor:
                ids = [one for (one,) in cursor.execute("SELECT penilaian_id FROM penilaian").fetchall()]
            return ids, verify_store(store).kerusakan

    def remove(self):
        """Drop the catalog."""
        self.cluster.drop(self.name)


def told(process, ends_well=True):
    """What a writer was confirmed, and what it was refused (what people read: galat; after how long: detik), once it
    has ended.
    """
    out, err = process.communicate()
    assert not ends_well or process.returncode == 0, err
    lines = [json.loads(line) for line in out.splitlines() if line.startswith('{"') and line.endswith("}")]
    return [one["ok"] for one in lines if "ok" in one], [one for one in lines if "galat" in one]


def all_write(lake, servers, many):
    """So many servers and one command line write at once, from an empty catalog; gives what was confirmed."""
    running = [lake.writer(who, many, command=who == servers) for who in range(servers + 1)]
    confirmed = [one for process in running for one in told(process)[0]]
    ids, damage = lake.stored()
    assert damage == (), damage
    assert len(ids) == len(set(ids)) == len(confirmed) == (servers + 1) * many
    assert {one for one in confirmed if not one.startswith("perintah")} <= set(ids)
    return confirmed


def killed(lake, who, after):
    """A writer that is killed after so many seconds since its first import; gives what it was confirmed."""
    process = lake.writer(who, 1000)
    assert process.stdout is not None
    first = process.stdout.readline()
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
    rest, _ = process.communicate()
    # The last line may be half written.
    lines = [first, *rest.splitlines(keepends=True)]
    return [json.loads(line)["ok"] for line in lines if line.endswith("\n")]


def sizes(folder):
    """How many Parquet files lie there."""
    return len(list(Path(folder).rglob("*.parquet")))


def rows_of_all():
    """Everything that the open store holds."""
    with open_store().cursor() as cursor:
        return contents(cursor)
