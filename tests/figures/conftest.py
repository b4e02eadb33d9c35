"""What the tests of figures draw."""

import pytest

from zi_metrics.surveys.report import survey_report


@pytest.fixture
def report(sample_store):
    """A sample unit's survey, with answers."""
    return survey_report(sample_store, "Contoh 01 – Kantor Pelayanan", 2026, "skm")
