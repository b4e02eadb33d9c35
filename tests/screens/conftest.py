"""Screens as one person has them before them."""

import pytest
from assessments import INSTRUMENT, save_values
from places import PAGES
from screen_parts import app_on

from zi_metrics.store.connection import DATABASE_VARIABLE, close_store, open_store


@pytest.fixture
def upload_page(monkeypatch, tmp_path):
    """The page Unggah on a database of its own with one unit, 'Kantor pilihan', and the database's store."""
    database = tmp_path / "unggah.duckdb"
    values = dict.fromkeys((q.kode for q in INSTRUMENT.questions()), 1.0)
    save_values(open_store(database), "Kantor pilihan", 2025, "tpi", values)
    monkeypatch.setenv(DATABASE_VARIABLE, str(database))
    test = app_on({})
    test.run()
    test.switch_page(PAGES["unggah"]).run()
    yield test, open_store(database)
    close_store(database)
