"""What the tests of the work between two assessments look at."""

import pytest

from zi_metrics.store.connection import Store


@pytest.fixture
def queries(monkeypatch):
    """How often the store was asked for a cursor."""
    asked, real = [], Store.cursor

    def counted(self):
        asked.append(1)
        return real(self)

    monkeypatch.setattr(Store, "cursor", counted)
    return asked
