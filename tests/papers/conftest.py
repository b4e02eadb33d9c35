"""What the tests of slides are made of: the sample portfolio's figures on one day, gathered once in a run."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from hostile_names import hostile_database

from zi_metrics.lke.unit import find_assessment
from zi_metrics.papers.periodic_settings import FOLDER_VARIABLE
from zi_metrics.papers.portfolio_facts import portfolio_facts
from zi_metrics.papers.portfolio_slides import write_portfolio_slides
from zi_metrics.papers.unit_facts import unit_facts
from zi_metrics.papers.unit_slides import write_unit_slides
from zi_metrics.store.connection import Store

DAY = date(2026, 4, 20)
UNIT = "Contoh 03 – Balai Pelatihan"


@pytest.fixture(scope="session")
def samples_store(sample_file, tmp_path_factory):
    """The sample portfolio, only to be read."""
    store = Store(Path(shutil.copy(sample_file, tmp_path_factory.mktemp("slaid") / "contoh.duckdb")))
    yield store
    store.close()


@pytest.fixture(scope="session")
def portfolio(samples_store):
    """The facts about all sample units in 2026, without chances, which take their time."""
    return portfolio_facts(samples_store, 2026, DAY, with_chances=False)


@pytest.fixture(scope="session")
def unit(samples_store):
    """The facts about one sample unit in 2026."""
    return unit_facts(samples_store, find_assessment(samples_store, UNIT, 2026), DAY)


@pytest.fixture(scope="session")
def portfolio_deck(portfolio):
    """The slides about all sample units, as bytes."""
    return write_portfolio_slides(portfolio)


@pytest.fixture(scope="session")
def unit_deck(unit):
    """The slides about one sample unit, as bytes."""
    return write_unit_slides(unit)


@pytest.fixture(scope="session")
def hostile(tmp_path_factory):
    """Texts that mean harm in every field, only to be read."""
    store = Store(hostile_database(tmp_path_factory.mktemp("jahat") / "jahat.duckdb"))
    yield store
    store.close()


@pytest.fixture
def report_folder(monkeypatch, tmp_path):
    """Where periodic reports are written in a test."""
    folder = tmp_path / "laporan"
    monkeypatch.setenv(FOLDER_VARIABLE, str(folder))
    return folder
