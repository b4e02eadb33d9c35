"""What the tests of recognition begin with."""

import pytest

from zi_metrics.answers import Identity
from zi_metrics.instruments.library import load_instrument
from zi_metrics.reports.official_workbook import write_official
from zi_metrics.samples.lke import sample_answers

INSTRUMENT = load_instrument()


@pytest.fixture(scope="module")
def undated():
    """A filled workbook without any date."""
    answers = {a.kode: a for a in sample_answers(INSTRUMENT, 2, 2025, "unit")}
    return write_official(INSTRUMENT, "lampiran-iii", {"unit": answers}, Identity("Kantor Uji", 2025, "unit"))
