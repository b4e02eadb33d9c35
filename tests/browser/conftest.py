"""What the journeys need: a Chromium, and a server on the sample portfolio."""

import shutil

import pytest
from browsing import chromium, serving


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
