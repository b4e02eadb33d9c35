"""What the tests of the work between two assessments begin with."""

import pytest
from registers import add_unit

from zi_metrics.store.connection import Store


@pytest.fixture
def kept(store):
    """A store with two units, 'Kantor Uji' and 'Kantor Lain', without any work yet."""
    add_unit(store)
    add_unit(store, "Kantor Lain")
    return store


@pytest.fixture
def queries(monkeypatch):
    """How often the store was asked for a cursor."""
    asked, real = [], Store.cursor

    def counted(self):
        asked.append(1)
        return real(self)

    monkeypatch.setattr(Store, "cursor", counted)
    return asked
