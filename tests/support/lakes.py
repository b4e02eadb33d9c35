"""PostgreSQL made for one run of the tests, and lakes in it: each path that a test opens has one of its own."""

import hashlib
import json
import os
import pkgutil
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest

import zi_metrics.care
import zi_metrics.store
from zi_metrics.store import lake, lake_connection, lake_database, opening
from zi_metrics.store.backup import copy_rows
from zi_metrics.store.lake import Lake
from zi_metrics.store.lake_connection import attach, connect, settle
from zi_metrics.store.lake_opening import open_lake
from zi_metrics.store.lost import mark
from zi_metrics.store.migrations import FOLDER, known_migrations, migrate
from zi_metrics.store.own_tables import own_tables
from zi_metrics.store.schema import schema_number
from zi_metrics.store.unavailable import is_database

# Set to this, every store that a test opens is a lake.
TEST_VARIABLE, IN_A_LAKE = "ZI_TEST_STORE", "danau"
_SETTINGS = {
    **dict.fromkeys(("fsync", "synchronous_commit", "full_page_writes", "autovacuum"), "off"),
    "listen_addresses": "",
    "max_connections": "300",
    "shared_buffers": "64MB",
}


@cache
def programs():
    """The folder of PostgreSQL's server programs; None where it is not installed."""
    # Debian keeps them apart by version, and not on the path.
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if found := shutil.which("initdb"):
        folders.append(Path(found).parent)
    wanted = ("initdb", "pg_ctl", "psql")
    return next((folder for folder in folders if all((folder / name).exists() for name in wanted)), None)


def in_a_lake():
    """Whether the stores of this run are lakes."""
    return os.environ.get(TEST_VARIABLE) == IN_A_LAKE


class Cluster:
    """A PostgreSQL server in a folder of its own, reached by a socket there."""

    def __init__(self, settings=None):
        if programs() is None:
            pytest.skip("PostgreSQL (initdb) is not installed")
        # A socket's path may not be long.
        self.folder = Path(tempfile.mkdtemp(prefix="zi-pg-", dir="/tmp" if os.name == "posix" else None))
        self.settings = {**_SETTINGS, "unix_socket_directories": str(self.folder), **(settings or {})}
        if os.geteuid() == 0:
            # The server refuses to be root's; Debian's package brings a user for it.
            shutil.chown(self.folder, "postgres", "postgres")
        self._as_server("initdb", "-D", self.data, "-U", "zi", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        self.start()

    @property
    def data(self):
        """Where its files are."""
        return self.folder / "data"

    @property
    def environment(self):
        """What leads a program to it."""
        return {"PGHOST": str(self.folder), "PGUSER": "zi", "PGPORT": self.settings.get("port", "5432")}

    def start(self):
        """Start it, and wait until it answers."""
        options = " ".join(f"-c {name}='{value}'" for name, value in self.settings.items())
        self._as_server("pg_ctl", "-D", self.data, "-l", self.folder / "log", "-o", options, "-w", "start")

    def stop(self, mode="fast"):
        """Stop it; what is connected is cut off."""
        self._as_server("pg_ctl", "-D", self.data, "-m", mode, "-w", "stop")

    def remove(self):
        """Stop it for good."""
        self.stop("immediate")
        shutil.rmtree(self.folder, ignore_errors=True)

    def sql(self, text, database="postgres"):
        """What psql prints for some SQL."""
        done = subprocess.run(
            [programs() / "psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", text],
            env={**os.environ, **self.environment}, capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def make(self, name, template="template1"):
        """A database, as a copy of another that nobody is connected to any more."""
        if template != "template1":
            self.sql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{template}'")
        self.sql(f"CREATE DATABASE {name} TEMPLATE {template}")

    def drop(self, name):
        """Drop a database, whoever is connected."""
        self.sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def _as_server(self, program, *arguments):
        command = [str(programs() / program), *map(str, arguments)]
        if os.geteuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        # The server keeps what it is given open: a pipe would never end.
        done = subprocess.run(command, cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL)  # fmt: skip
        assert done.returncode == 0, command


class Lakes:
    """The lakes of a run: where a test opens a path, one is made there, and a note that says which it is.

    A note that is copied is a copy of the lake; a database file that is opened becomes a lake with what it holds.
    """

    def __init__(self, cluster, folder):
        self.cluster, self.folder, self.made = cluster, folder, {}
        self._number = 0
        self._templates = {}

    def at(self, path):
        """The lake whose place a path is; None where there is none."""
        note = _note(path)
        return self._lake(path, note["basis"]) if note and note["milik"] == str(path) else None

    def opened(self, path):
        """The same, made where there is none yet; None for what is neither a lake nor a database nor nothing."""
        if path.name.startswith("salinan") or path.parent.name.startswith("tmp"):
            # What is made once for many tests (`made_once`) is a file, quickly: each test opens its copy as a lake.
            return None
        note = _note(path)
        if note and note["milik"] == str(path):
            return self._lake(path, note["basis"])
        if note:
            return self._made(path, note["basis"])
        if is_database(path):
            return self._made(path, self._template_of(path))
        if path.exists() or not path.parent.is_dir():
            return None
        return self._made(path, self._empty())

    def forget(self, folder):
        """Drop the lakes whose place is below a folder."""
        for name, path in list(self.made.items()):
            if path.is_relative_to(folder):
                self._drop(name)

    def _drop(self, name):
        self.cluster.drop(name)
        shutil.rmtree(self.folder / name, ignore_errors=True)
        del self.made[name]

    def _lake(self, path, name):
        # However busy the machine is.
        return Lake(path, self.folder / name / "data", name, tunggu=600)

    def _made(self, path, template):
        name = self._copied(template)
        self.made[name] = path
        path.write_text(json.dumps({"danau": True, "basis": name, "milik": str(path)}), encoding="utf-8")
        made = self._lake(path, name)
        mark(path)
        return made

    def _name(self):
        self._number += 1
        return f"uji_{os.getpid()}_{self._number}"

    def _empty(self):
        if "" not in self._templates:
            name = self._fresh()
            open_lake(self._template(name)).close()
            self._templates[""] = name
        return self._templates[""]

    def _template_of(self, path):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if digest not in self._templates:
            with TemporaryDirectory() as place, duckdb.connect(shutil.copy(path, place), read_only=True) as source:
                # The migrations take longer than the rows: they are run only for what has not had all of them.
                present = schema_number(source) == len(known_migrations())
                name = self._copied(self._empty()) if present else self._fresh()
                _fill(self._template(name), source)
            self._templates[digest] = name
        return self._templates[digest]

    def _fresh(self):
        name = self._name()
        (self.folder / name / "data").mkdir(parents=True)
        self.cluster.make(name)
        return name

    def _copied(self, template):
        name = self._name()
        self.cluster.make(name, template)
        shutil.copytree(self.folder / template, self.folder / name)
        return name

    def _template(self, name):
        return Lake(self.folder / name / "danau", self.folder / name / "data", name)


def use(lakes, patch):
    """Have every store that is opened from here on be a lake."""
    for room in (zi_metrics.store, zi_metrics.care):
        for module in pkgutil.iter_modules(room.__path__, f"{room.__name__}."):
            import_module(module.name)
    # Checking that DuckDB's makers signed what is loaded takes half of an opening; tests/store/test_lake.py does so.
    patch.setattr(lake_connection, "SETTINGS", {**lake_connection.SETTINGS, "allow_unsigned_extensions": "true"})
    looked_up = lake.lake_at
    for module in list(sys.modules.values()):
        if getattr(module, "lake_at", None) is looked_up:
            patch.setattr(module, "lake_at", lambda path: lakes.at(Path(path)))
    patch.setattr(lake_database, "lake_at", lambda path: lakes.opened(Path(path)))
    for name, value in lakes.cluster.environment.items():
        patch.setenv(name, value)


@contextmanager
def looked_into(path):
    """What lies at a path, a database file or a lake, for reading as it lies there: nothing is brought along."""
    there = opening.lake_at(Path(path))
    if there is None:
        with duckdb.connect(str(path), read_only=True) as connection:
            yield connection
        return
    with connect(there) as connection:
        attach(connection, there)
        yield connection


def _fill(new, source):
    """A lake with the migrations that a database file has had, and its rows."""
    with connect(new) as connection, TemporaryDirectory() as name:
        attach(connection, new)
        for migration in sorted(FOLDER.glob("*.sql"))[: schema_number(source)]:
            shutil.copy(migration, name)
        migrate(connection, Path(name))
        connection.begin()
        for table in own_tables(connection):
            connection.execute(f"DELETE FROM {table}")
            copy_rows(source, connection, table)
        connection.commit()
        settle(connection)


def _note(path):
    try:
        if not path.is_file() or path.stat().st_size > 1000:
            return None
        said = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return said if isinstance(said, dict) and "danau" in said else None
