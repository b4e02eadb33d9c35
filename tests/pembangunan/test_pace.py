"""The pace: values at points in time, the straight line, and a band that holds as often as it says."""

from datetime import date, timedelta

import numpy as np
import pytest
import statsmodels.api as sm
from acting import acting
from assessments import INSTRUMENT, save_values
from scipy import stats

from zi_metrics.lke.unit import find_assessment, unit_report
from zi_metrics.pembangunan import pace as module
from zi_metrics.pembangunan.pace import COVERAGE, default_judge, forecast, pace
from zi_metrics.scope import NotAllowed, Person, Scope
from zi_metrics.store import tables
from zi_metrics.store.proposal_dates import proposal_date, proposal_dates, set_proposal_date
from zi_metrics.store.unit_names import unit_key

UNIT, ID, YEAR = "Kantor Uji", unit_key("Kantor Uji"), 2026
CODES = [question.kode for question in INSTRUMENT.questions()]
WINTER, SPRING, MAY = date(2025, 12, 31), date(2026, 3, 31), date(2026, 5, 1)


def put(store, day, value, penilai="unit", tahun=YEAR, blanks=0):
    values = {kode: None if place < blanks else value for place, kode in enumerate(CODES)}
    save_values(store, UNIT, tahun, penilai, values, day=day)


def total(found):
    return found.syarat[0]


# The forecast


@pytest.mark.parametrize("size", [3, 4, 7, 20])
def test_the_band_is_the_prediction_interval_of_statsmodels(size):
    rng = np.random.default_rng([11, size])
    times = np.sort(rng.choice(np.arange(-400, 0), size, replace=False)).astype(float)
    values = 50 + 0.03 * times + rng.normal(0, 2, size)
    low, middle, high = forecast(times.tolist(), values.tolist(), 0.0, 100.0)
    fitted = sm.OLS(values, sm.add_constant(times)).fit()
    frame = fitted.get_prediction([[1.0, 0.0]]).summary_frame(alpha=1 - COVERAGE)
    assert middle == pytest.approx(frame["mean"].item(), abs=1e-8)
    assert (low, high) == pytest.approx((frame["obs_ci_lower"].item(), frame["obs_ci_upper"].item()), abs=1e-8)
    line = stats.linregress(times, values)
    assert middle == pytest.approx(line.intercept, abs=1e-8)


def test_the_band_holds_as_often_as_it_says():
    rng, inside, trials = np.random.default_rng(20260531), 0, 3000
    for _ in range(trials):
        times = np.sort(rng.choice(np.arange(-300, -5), 5, replace=False)).astype(float)
        begin, slope = rng.uniform(40, 60), rng.uniform(0, 0.05)
        truth = begin + slope * (np.append(times, 0.0) + 300) + rng.normal(0, 1.5, 6)
        low, _, high = forecast(times.tolist(), truth[:-1].tolist(), 0.0, 100.0)
        inside += low <= truth[-1] <= high
    # Three standard errors of so many trials: about two per cent.
    assert inside / trials == pytest.approx(COVERAGE, abs=3 * np.sqrt(COVERAGE * (1 - COVERAGE) / trials))


def test_the_band_lies_within_what_a_value_can_be():
    assert forecast([-30, -20, -10], [90, 99, 95], 0.0, 100.0)[2] == 100.0
    low, middle, high = forecast([-30, -20, -10], [9, 4, 1], 0.0, 100.0)
    assert low == middle == 0.0 and high > 0
    assert forecast([-30, -20, -10], [10, 20, 30], 0.0, 100.0) == pytest.approx((40, 40, 40))


def test_fewer_than_three_dates_foretell_nothing():
    assert forecast([-30, -10], [1, 2], 0.0, 100.0) is None
    assert forecast([-30, -10, -10], [1, 2, 3], 0.0, 100.0) is None
    assert forecast([], [], 0.0, 100.0) is None


# A unit's pace


def test_points_line_and_band_of_every_gate(store):
    for day, value in ((WINTER, 0.5), (SPRING, 0.6), (MAY, 0.62)):
        put(store, day, value)
    found = pace(store, ID, YEAR)
    assert (found.unit, found.penilai, found.predikat, found.tanggal_batas) == (UNIT, "unit", "wbk", date(2026, 5, 31))
    report = unit_report(store, find_assessment(store, UNIT, YEAR))
    gates = report.gates[report.gates["predikat"] == "wbk"]
    assert {gate.kode for gate in found.syarat} == set(gates["kode"]) and total(found).kode == "total"
    for gate in found.syarat:
        row = gates.set_index("kode").loc[gate.kode]
        assert gate.titik[-1].nilai == pytest.approx(row["nilai"]) and gate.minimum == row["minimum"]
        assert gate.garis == (gate.titik[0], (gate.garis[1])) and gate.garis[1].nilai == gate.minimum
        assert gate.perkiraan[0] <= gate.tengah <= gate.perkiraan[1]
    values = [(point.tanggal, point.nilai) for point in total(found).titik]
    assert values == [(WINTER, pytest.approx(50)), (SPRING, pytest.approx(60)), (MAY, pytest.approx(62))]
    days = [float((day - date(2026, 5, 31)).days) for day, _ in values]
    assert total(found).perkiraan == pytest.approx(forecast(days, [50, 60, 62], 0.0, 100.0)[::2])


def test_how_far_behind_the_straight_line(store):
    put(store, date(2026, 1, 31), 0.5)
    put(store, date(2026, 4, 1), 0.6)
    # 60 of 120 days: 62,5 would be on the line from 50 to 75.
    gate = total(pace(store, ID, YEAR))
    assert gate.behind == pytest.approx(2.5) and "Tertinggal 2,5 poin dari garis lurus." in gate.sentence()
    assert "sedikitnya tiga tanggal; baru ada dua" in gate.sentence()
    put(store, date(2026, 4, 1), 0.7)
    ahead = total(pace(store, ID, YEAR))
    assert "7,5 poin di depan garis lurus." in ahead.sentence() and len(ahead.titik) == 2


def test_the_sentence_says_what_is_to_be_expected_and_needed(store):
    for day, value in ((WINTER, 0.5), (SPRING, 0.6), (MAY, 0.62)):
        put(store, day, value)
    gate = total(pace(store, ID, YEAR))
    low, high = gate.perkiraan
    assert gate.sentence().startswith(
        f"Pada laju sekarang total diperkirakan {low:.1f}–{high:.1f} pada".replace(".", ",")
    )
    assert "31 Mei 2026; perlu 75. Tertinggal" in gate.sentence()


def test_nothing_is_foretold_once_the_day_is_reached(store):
    for day, value in ((WINTER, 0.5), (SPRING, 0.6), (date(2026, 5, 31), 0.62)):
        put(store, day, value)
    gate = total(pace(store, ID, YEAR))
    assert gate.perkiraan is None and gate.behind is None and "tidak ada yang diperkirakan" in gate.sentence()
    set_proposal_date(store, YEAR, date(2026, 6, 30))
    assert total(pace(store, ID, YEAR)).perkiraan is not None


def test_what_is_reached_is_not_called_behind(store):
    put(store, WINTER, 0.9)
    put(store, SPRING, 0.8)
    assert "Minimumnya sudah tercapai." in total(pace(store, ID, YEAR)).sentence()


def test_whose_points_they_are(store):
    put(store, WINTER, 0.5)
    put(store, SPRING, 0.4, penilai="tpi")
    put(store, MAY, 0.45, penilai="tpi")
    put(store, WINTER - timedelta(days=90), 0.3, tahun=2025)
    assert pace(store, ID, YEAR).penilai == "unit"
    assert [point.nilai for point in total(pace(store, ID, YEAR, "tpi")).titik] == pytest.approx([40, 45])
    assert pace(store, ID, YEAR, "tpn") is None and pace(store, ID, 2024) is None
    assert len(total(pace(store, ID, 2025)).titik) == 1
    assert default_judge(["tpi", "tpn", "tpi"]) == "tpi" and default_judge(["tpi", "tpn"]) == "tpn"
    assert default_judge(["tpi", "unit"]) == "unit" and default_judge([]) is None


def test_the_other_predicate_and_one_that_is_none(store):
    put(store, WINTER, 0.5)
    assert total(pace(store, ID, YEAR, predikat="wbbm")).minimum == 85
    with pytest.raises(KeyError):
        pace(store, ID, YEAR, predikat="wbx")


def test_an_unfinished_point_takes_part_and_is_counted(store):
    put(store, WINTER, 0.5, blanks=60)
    put(store, SPRING, 0.5)
    found = pace(store, ID, YEAR)
    assert found.belum_lengkap == 1 and total(found).titik[0].nilai < 50
    put(store, MAY, None)
    assert len(total(pace(store, ID, YEAR)).titik) == 2, "where nothing is answered there is no value"


def test_a_late_file_adds_a_point_and_takes_none_away(store):
    put(store, MAY, 0.6)
    put(store, WINTER, 0.5)
    assert [point.tanggal for point in total(pace(store, ID, YEAR)).titik] == [WINTER, MAY]


def test_all_points_are_scored_in_one_go(store, monkeypatch):
    for month in range(1, 6):
        put(store, date(2026, month, 1), 0.4 + month / 20)
    asked = []
    read = tables.read
    monkeypatch.setattr(tables, "read", lambda *args: asked.append(args[1]) or read(*args))
    assert len(total(module.pace(store, ID, YEAR)).titik) == 5
    assert len(asked) == 2


# The day of the proposal


def test_the_day_is_31_may_until_somebody_sets_another(store):
    assert proposal_date(store, YEAR) == date(2026, 5, 31) and proposal_dates(store).empty
    assert set_proposal_date(acting(store, "Ani"), YEAR, date(2026, 6, 15))
    assert not set_proposal_date(store, YEAR, date(2026, 6, 15))
    assert set_proposal_date(store, YEAR, date(2026, 7, 1))
    assert proposal_date(store, YEAR) == date(2026, 7, 1) and proposal_date(store, 2025) == date(2025, 5, 31)
    rows = proposal_dates(store)
    assert rows["versi"].tolist() == [2, 1] and rows["oleh"].iloc[1] == "Ani"
    with pytest.raises(ValueError, match="tahun 2026"):
        set_proposal_date(store, YEAR, date(2027, 5, 31))


def test_the_day_is_told_apart_in_what_is_kept(store):
    before = tables.version(store)
    set_proposal_date(store, YEAR, date(2026, 6, 15))
    assert tables.version(store) != before


def test_who_may_not_cannot_set_it(store):
    theirs = store.seen_by(Scope(Person("ani@instansi.test", "Ani"), {}))
    with pytest.raises(NotAllowed, match="batas pengusulan"):
        set_proposal_date(theirs, YEAR, date(2026, 6, 15))
    assert proposal_date(theirs, YEAR) == date(2026, 5, 31)
