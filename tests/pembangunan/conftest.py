"""What the tests of the work between two assessments begin with."""

from datetime import date

import pytest
from meetings_held import judged
from registers import add_unit
from versioned import YEAR

from zi_metrics.pembangunan.meetings import begin_meeting, meetings
from zi_metrics.store.connection import Store
from zi_metrics.store.unit_names import unit_key


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


@pytest.fixture
def held(store):
    """A store with two assessments of a unit and a meeting about each; gives it with the meetings, newest first."""
    for number, day in ((0, date(YEAR, 3, 31)), (1, date(YEAR, 5, 20))):
        one = judged(store, number)
        begin_meeting(
            store,
            unit_key("Unit Uji"),
            YEAR,
            {"periode": f"Triwulan {'I' * (number + 1)}", "tanggal": day, "dibahas": one},
        )
    return store, meetings(store)
