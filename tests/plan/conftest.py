"""What the tests of plans and scenarios start from."""

import os

import pytest

from zi_metrics.plan import workers
from zi_metrics.store import tables


@pytest.fixture
def base(sample_store):
    """A stored assessment of the sample portfolio."""
    return tables.assessments(sample_store).iloc[0]


@pytest.fixture
def own_processes():
    """Processes that compute plans, ended afterwards."""
    yield
    workers._forget()


@pytest.fixture
def other(own_processes, monkeypatch):
    """A process that has begun, and its number."""
    monkeypatch.setattr(workers, "processors", lambda: 2)
    while (found := workers.elsewhere(os.getpid)) is None:
        pass
    return found
