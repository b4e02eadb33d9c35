"""What the tests of surveys read from: instruments to add to, and stored surveys."""

import numpy as np
import pytest
from service_answers import ANSWERS, SERVICES
from survey_files import SKM, SPAK, SPKP, one, read

from zi_metrics.samples.lke import YEARS
from zi_metrics.store import surveys as stored
from zi_metrics.store.connection import close_store, open_store
from zi_metrics.surveys.importing import SurveyLabel, store_surveys
from zi_metrics.surveys.instruments.library import SURVEY_INSTRUMENTS, load_survey_instruments
from zi_metrics.surveys.report import survey_report


@pytest.fixture
def folder(tmp_path):
    """A folder with the shipped instruments, to add to."""
    for path in SURVEY_INSTRUMENTS.glob("*.yaml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path


@pytest.fixture
def report(sample_store):
    """The anti-corruption survey of a unit whose LKE carries an index of its own."""
    return survey_report(sample_store, "Contoh 11 – Sekolah", 2025, "spak")


@pytest.fixture(scope="module")
def services_store(tmp_path_factory):
    """A store with the SKM of one unit, of which the answers are known: `service_answers`."""
    path = tmp_path_factory.mktemp("selang") / "zi.duckdb"
    rows = [["Layanan", *SKM], *([name, *own] for name, own in zip(SERVICES, ANSWERS.tolist(), strict=True))]
    store_surveys(open_store(path), [(one(rows), SurveyLabel("Kantor Contoh", 2026))])
    yield open_store(path)
    close_store(path)


@pytest.fixture(scope="module")
def both_store(tmp_path_factory):
    """A store, and the answers to SPAK and SPKP of the sixty people of one unit who answered both in one file."""
    person = np.random.default_rng(3).normal(0, 0.5, size=(60, 1))
    drawn = np.random.default_rng(4).normal(3.2, 0.5, size=(60, 10)) + person
    answers = np.clip(np.round(drawn), 1, 4).astype(int)
    path = tmp_path_factory.mktemp("keduanya") / "zi.duckdb"
    found = read([[*SPAK, *SPKP], *answers.tolist()], name="SPAK dan SPKP.csv")
    store_surveys(open_store(path), [(item, SurveyLabel("Kantor Contoh", 2026)) for item in found])
    yield open_store(path), answers[:, :5], answers[:, 5:]
    close_store(path)


@pytest.fixture
def sample_surveys(sample_store):
    """The current surveys of the sample portfolio's last year."""
    table = stored.surveys(sample_store, tahun=YEARS[-1])
    assert set(table["jenis"]) == set(load_survey_instruments()) and {"", "unsur"} <= set(table["agregat"])
    return table
