"""A file that somebody uploads."""

import pytest

from zi_metrics.lke.importing import prepare
from zi_metrics.samples.lke import SampleWorkbook, write_workbook


@pytest.fixture(scope="module")
def workbook():
    """Another unit's sample answers: different nearly everywhere."""
    return prepare("lain.xlsx", write_workbook(SampleWorkbook("lain.xlsx", 3, 2026, "unit", 1.0)))
