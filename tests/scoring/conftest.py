"""What the tests of scoring hold for: every instrument, shipped or made up."""

import pytest
from instrument_case import Case
from made_up import write_made_up

from zi_metrics.instruments.library import INSTRUMENTS

SHIPPED = sorted(path.name for path in INSTRUMENTS.glob("*.yaml"))


@pytest.fixture(scope="module", params=[*SHIPPED, "rekaan"])
def case(request, tmp_path_factory):
    """Each instrument with its raw file."""
    if request.param == "rekaan":
        return Case(write_made_up(tmp_path_factory.mktemp("instrumen")))
    return Case(INSTRUMENTS / request.param)
