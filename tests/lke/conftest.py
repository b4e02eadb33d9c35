"""What the tests of assessments look at."""

import pytest
from asked_questions import asked_of
from assessments import INSTRUMENT, save_values
from forms import old_form, random_answers

from zi_metrics.instruments.library import load_instrument
from zi_metrics.lke.assessment import assessments_of
from zi_metrics.lke.importing import Label, prepare, store_prepared
from zi_metrics.lke.unit import find_assessment, unit_report
from zi_metrics.store import tables
from zi_metrics.store.prerequisites import PrerequisiteRecord, record_prerequisites
from zi_metrics.store.unit_names import unit_key

# One of every kind of standing: complete, half filled, failing; and one of the older instrument.
PLACES = (0, 5, 60, 120, "52/2014")


@pytest.fixture(params=PLACES)
def report(request, sample_store):
    """The whole assessment of a unit, one of each of PLACES."""
    if request.param == "52/2014":
        old = load_instrument("permenpanrb-52-2014")
        item = prepare("LKE 2019.xlsx", old_form(old, random_answers(old, filled=0.9)))
        store_prepared(sample_store, [(item, Label("Kantor Lama", 2019, "tpi"))])
        return unit_report(sample_store, find_assessment(sample_store, "Kantor Lama", 2019))
    return unit_report(sample_store, assessments_of(tables.assessments(sample_store))[request.param])


@pytest.fixture
def asked(monkeypatch):
    """What the store was asked about scores of nodes: a list of queries, which grows."""
    with asked_of(monkeypatch, "nilai_simpul") as queries:
        yield queries


@pytest.fixture
def recorded(store):
    """A store with three perfect units: of one WBK is recorded as held, of one as not held, of one nothing."""
    full = {question.kode: 1.0 for question in INSTRUMENT.questions()}
    for name, said in (("Ada", "Ya"), ("Tidak", "Tidak"), ("Kosong", None)):
        save_values(store, f"Kantor {name}", 2026, "tpi", full)
        if said:
            record = PrerequisiteRecord("sudah_wbk", said)
            record_prerequisites(store, unit_key(f"Kantor {name}"), 2026, [record])
    return store
