"""What the journeys need: a Chromium, and a server on the sample portfolio."""

import shutil
from collections import Counter

import pytest
from agency import ROLES, address_of
from browsing import Watched, chromium, free_port, serving
from signing_in import installed, let_in, provider, shared, sign_in

_times: dict[str, Counter] = {}


@pytest.fixture(scope="module")
def browser():
    """One Chromium for the journeys of one file; other tests count the processes that are left."""
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def server(sample_file, tmp_path_factory):
    """The address of a server on the sample portfolio, for the journeys of one file."""
    database = tmp_path_factory.mktemp("server") / "contoh.duckdb"
    shutil.copy(sample_file, database)
    with serving(database) as (address, _):
        yield address


@pytest.fixture(scope="module")
def served(run_folder, sample_file, tmp_path_factory):
    """A shared server and its provider."""
    database = tmp_path_factory.mktemp("masuk") / "contoh.duckdb"
    shutil.copy(sample_file, database)
    let_in(database)
    port = free_port()
    with provider(installed(run_folder), port) as metadata, shared(database, port, metadata) as server:
        yield server


@pytest.fixture(scope="module")
def role_server(run_folder, agency_file, tmp_path_factory):
    """A shared server on the agency, and a provider that knows a person for every role, and one without any."""
    database = tmp_path_factory.mktemp("peran") / "instansi.duckdb"
    shutil.copy(agency_file, database)
    people = {
        login: {"email": address_of(login), "email_verified": True, "name": f"{login} contoh"}
        for login in (*ROLES, "tamu")
    }
    port = free_port()
    with provider(installed(run_folder), port, people) as metadata, shared(database, port, metadata) as server:
        yield server


@pytest.fixture
def watched(browser, served):
    """A browser window of nobody yet."""
    opened = Watched(browser, served.address)
    yield opened
    opened.context.close()


@pytest.fixture
def entered(browser, role_server):
    """Sign somebody in, entered("unit"): gives their window, on Ringkasan. entered.times: how often, by login."""
    windows = []

    def enter(login):
        window = Watched(browser, role_server.address)
        windows.append(window)
        window.open("/")
        sign_in(window.page, login)
        enter.times[login] += 1
        window.arrive("Ringkasan")
        return window

    # The server lives as long as the file's tests, and its trail with it.
    enter.times = _times.setdefault(role_server.address, Counter())
    yield enter
    for window in windows:
        window.context.close()
