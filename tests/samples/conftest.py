"""The samples of a few units only, and filling a database with them."""

import pytest
from sample_counts import UNITS, what_is_stored

from zi_metrics.cli.main import main
from zi_metrics.samples import lke
from zi_metrics.store.connection import close_store


@pytest.fixture
def few(monkeypatch):
    """A few units only, to be quick."""
    units = lke.sample_units()[:UNITS]
    monkeypatch.setattr(lke, "sample_units", lambda: units)


@pytest.fixture
def sample(few, capsys):
    """Run `sample --if-empty` on a database; gives what is stored then."""

    def run(database):
        assert main(["sample", "--if-empty", "--database", str(database)]) == 0
        close_store(database)
        return what_is_stored(database)

    return run
