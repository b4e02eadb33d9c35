"""A new database is for whoever runs the program, and for nobody else on the machine."""

import os
import stat

import pytest

from zi_metrics.store.connection import Store


@pytest.mark.file
@pytest.mark.skipif(os.name != "posix", reason="this system has no such modes")
def test_a_new_database_is_readable_by_its_owner_only(tmp_path):
    path = tmp_path / "baru.duckdb"
    Store(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
