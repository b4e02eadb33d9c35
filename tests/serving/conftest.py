"""A shared server for the tests of one file, and settings of this test's own."""

import logging
import shutil

import pytest
from browsing import free_port
from signing_in import let_in, shared
from streamlit import config
from streamlit.runtime.secrets import secrets_singleton

from zi_ui.serving import health_routes, logs, visits
from zi_ui.serving.way import way


@pytest.fixture(scope="module")
def shared_server(sample_file, tmp_path_factory):
    """A server for many on the sample portfolio. Its provider does not run: cookies are signed by the test."""
    database = tmp_path_factory.mktemp("bersama") / "contoh.duckdb"
    shutil.copy(sample_file, database)
    let_in(database)
    with shared(database, free_port(), "http://127.0.0.1:1/metadata") as served:
        yield served


@pytest.fixture(scope="module")
def agency_server(agency_file, tmp_path_factory):
    """A server for many on the agency with a person for every role; cookies are signed by the test."""
    database = tmp_path_factory.mktemp("peran") / "instansi.duckdb"
    shutil.copy(agency_file, database)
    with shared(database, free_port(), "http://127.0.0.1:1/metadata") as served:
        yield served


@pytest.fixture
def configured(monkeypatch, tmp_path):
    """Options, secrets and environment as a test says: configured({"server.address": "::1"}, "[auth]…").

    All of them are as before afterwards.
    """
    before = {}

    def set_up(options=None, secrets="", **environment):
        for name in (
            "ZI_BERSAMA",
            "ZI_MASUK_JAM",
            "ZI_PENGENAL",
            "ZI_COOKIE_SECRET",
            "ZI_CLIENT_ID",
            "ZI_CLIENT_SECRET",
        ):
            monkeypatch.delenv(name, raising=False)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        told = tmp_path / "secrets.toml"
        told.write_text(secrets, encoding="utf-8")
        asked = {
            "server.address": "127.0.0.1",
            "server.allowedHosts": ["localhost", "127.0.0.1", "::1"],
            "secrets.files": [str(told)],
            **(options or {}),
        }
        for name, value in asked.items():
            before.setdefault(name, config.get_option(name))
            config.set_option(name, value)
        secrets_singleton._reset()
        way.cache_clear()

    yield set_up
    for name, value in before.items():
        config.set_option(name, value)
    secrets_singleton._reset()
    way.cache_clear()
    visits._signed_out.clear()


@pytest.fixture
def asked_of(monkeypatch, caplog):
    """Ask whether a database is ready; gives the answer and what the log says of it."""
    monkeypatch.setattr(health_routes, "_told", None)
    monkeypatch.setattr(health_routes, "start_care", lambda: None)
    caplog.set_level(logging.INFO, logs._OURS)

    def ask(path, times=1):
        monkeypatch.setenv("ZI_DATABASE", str(path))
        caplog.clear()
        answers = {health_routes._database_answers() for _ in range(times)}
        return answers, [record._fields["why"] for record in caplog.records if record.name == logs._OURS]

    return ask


@pytest.fixture
def said(caplog):
    """Gives what the server logged so far."""
    caplog.set_level(logging.INFO, logs._OURS)
    return lambda: [record.getMessage() for record in caplog.records if record.name == logs._OURS]
