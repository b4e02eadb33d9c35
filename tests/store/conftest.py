"""What the tests of the store begin with."""

import shutil

import pytest
from versioned import save

from zi_metrics.store.connection import Store


@pytest.fixture(scope="module")
def three_versions(tmp_path_factory):
    """A closed database with three versions of the unit's TPI answers, and another judge's and unit's."""
    path = tmp_path_factory.mktemp("versi") / "tiga.duckdb"
    filled = Store(path)
    for number in range(3):
        save(filled, number)
    save(filled, 3, penilai="unit")
    save(filled, 4, unit="Unit Lain")
    filled.close()
    return path


@pytest.fixture
def versioned_store(three_versions, tmp_path):
    """A store of this test's own with three versions."""
    opened = Store(shutil.copy(three_versions, tmp_path / "uji.duckdb"))
    yield opened
    opened.close()
