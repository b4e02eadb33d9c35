"""What an area mends first: the same means as the area's, with the units concerned and the effort of each."""

import pytest
from assessments import ALL_HALF, INSTRUMENT, save_values

from zi_metrics.lke.area import area
from zi_metrics.plan.effort import load_effort
from zi_metrics.plan.mend_first import mend_first, mend_table

# Of area 5: a question of four options and a ratio.
OPTION, RATIO = "P.5.iv.a", "R.5.ii.a"


def test_points_units_and_effort_are_those_of_the_units_that_lack_points(store):
    full = dict.fromkeys(ALL_HALF, 1.0)
    save_values(store, "Kantor A", 2026, "tpi", full)
    save_values(store, "Kantor B", 2026, "tpi", {**full, RATIO: 0.25, OPTION: 0.0})
    save_values(store, "Kantor C", 2026, "unit", {**full, RATIO: 0.75})
    found = {one.kode: one for one in mend_first(store, 5, 2026)}
    assert set(found) == {RATIO, OPTION}
    ratio = found[RATIO]
    # Worth 3 points; B lacks 2,25, C 0,75, over three units.
    assert (ratio.bobot, ratio.unit, ratio.belum_penuh) == (3.0, 3, 2) and ratio.kurang == pytest.approx(1.0)
    assert ratio.nama_unit == ("Kantor B", "Kantor C"), "who lost most is named first"
    rates = dict(zip(ALL_HALF, load_effort(INSTRUMENT.kode).per_question(INSTRUMENT), strict=True))
    assert ratio.upaya == pytest.approx(rates[RATIO] * (0.75 + 0.25) / 2)
    steps = len(INSTRUMENT.scale_of(INSTRUMENT.question(OPTION)).pilihan) - 1
    assert found[OPTION].upaya == pytest.approx(steps * rates[OPTION]) and found[OPTION].units_words == "1 dari 3 unit"
    assert list(mend_table(mend_first(store, 5, 2026))["Kode"]) == list(found)


def test_the_list_is_the_areas_own_ranking(sample_store):
    own = area(sample_store, 5, 2026).questions
    found = mend_first(sample_store, 5, 2026)
    assert [one.kode for one in found] == own.loc[own["belum_penuh"] > 0, "kode"].tolist()
    assert [one.kurang for one in found] == pytest.approx(own.loc[own["belum_penuh"] > 0, "kurang"].tolist())


def test_a_year_without_assessments_has_nothing_to_mend(store):
    assert mend_first(store, 5, 1999) == ()
