"""What the tests of assessments look at."""

import pytest
from forms import old_form, random_answers

from zi_metrics.instruments.library import load_instrument
from zi_metrics.lke.assessment import assessments_of
from zi_metrics.lke.importing import Label, prepare, store_prepared
from zi_metrics.lke.unit import find_assessment, unit_report
from zi_metrics.store import tables

# One of every kind of standing: complete, half filled, failing; and one of the older instrument.
PLACES = (0, 5, 60, 120, "52/2014")


@pytest.fixture(params=PLACES)
def report(request, sample_store):
    """The whole assessment of a unit, one of each of PLACES."""
    if request.param == "52/2014":
        old = load_instrument("permenpanrb-52-2014")
        item = prepare("LKE 2019.xlsx", old_form(old, random_answers(old, filled=0.9)))
        store_prepared(sample_store, [(item, Label("Kantor Lama", 2019, "tpi"))], "Penguji")
        return unit_report(sample_store, find_assessment(sample_store, "Kantor Lama", 2019))
    return unit_report(sample_store, assessments_of(tables.assessments(sample_store))[request.param])
