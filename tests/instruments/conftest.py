"""What the tests of instruments read from."""

import pytest

from zi_metrics.instruments import library


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder of instruments of this test's own."""
    monkeypatch.setattr(library, "INSTRUMENTS", tmp_path)
    return tmp_path
