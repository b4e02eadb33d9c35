"""What the tests of the work between two assessments begin with."""

import pytest
from registers import add_unit


@pytest.fixture
def kept(store):
    """A store with two units, 'Kantor Uji' and 'Kantor Lain', without any work yet."""
    add_unit(store)
    add_unit(store, "Kantor Lain")
    return store
