"""What is kept of surveys and of an assessment is what is found anew, whatever is written; an LKE leaves most of it."""

from dataclasses import fields, is_dataclass
from datetime import date

import pandas as pd
from asked_questions import asked_of
from assessments import ALL_HALF, save_values
from two_units import MERGED, MINE, OTHER, WRITERS, YEAR, scope_of, unit_of
from versioned import save

from zi_metrics.lke.chosen import LATEST
from zi_metrics.lke.derivation import TOTAL
from zi_metrics.lke.movement import movement
from zi_metrics.lke.unit import counted_at, find_assessment, unit_report
from zi_metrics.lke.values import answer_values, counts_by_question
from zi_metrics.pembangunan.survey_plan import stored_respondents
from zi_metrics.samples.lke import sample_units
from zi_metrics.store import surveys as stored_surveys
from zi_metrics.store import tables
from zi_metrics.store.connection import open_store
from zi_metrics.store.unit_tree import merge_units
from zi_metrics.surveys.chosen import withheld
from zi_metrics.surveys.history import by_period, by_year
from zi_metrics.surveys.into_lke import lke_of
from zi_metrics.surveys.portfolio import survey_portfolio
from zi_metrics.surveys.report import survey_report
from zi_ui import cached, cached_surveys

UNITS = (MINE, OTHER, MERGED)


def told(part):
    """All that an answer says, to be compared."""
    if isinstance(part, pd.DataFrame):
        return list(part.columns), part.to_csv(index=False)
    if isinstance(part, dict):
        return [(name, told(one)) for name, one in part.items()]
    if isinstance(part, list | tuple):
        return [told(one) for one in part]
    if is_dataclass(part):
        return type(part).__name__, [told(getattr(part, field.name)) for field in fields(part)]
    return repr(part)


def check_surveys(store, *units):
    """What is kept of surveys, as this store's person has it."""
    assert told(cached_surveys.surveys(store)) == told(stored_surveys.surveys(store))
    for unit in units:
        about = unit, YEAR, "spak"
        assert told(cached_surveys.survey_report(store, *about)) == told(survey_report(store, *about))


def check_assessments(store, *units):
    """What is kept of assessments, as this store's person has it."""
    every = tables.assessments(store)
    for unit in units:
        rows = cached.assessment_rows(store, [unit_of(unit)])
        assert lke_of(rows, unit, YEAR) == lke_of(every, unit, YEAR)
        check_assessment(store, unit, every)


def check_all(store):
    """The same of all units, and what is made of several reports on surveys."""
    check_surveys(store, *UNITS)
    check_assessments(store, *UNITS)
    assert told(cached.survey_respondents(store, YEAR)) == told(stored_respondents(store, YEAR))
    for unit in UNITS:
        assert told(cached_surveys.survey_withheld(store, unit, YEAR, "spak")) == told(
            withheld(store, unit, YEAR, "spak")
        )
        assert told(cached_surveys.survey_years(store, unit, "spak")) == told(by_year(store, unit, "spak"))
        assert told(cached_surveys.survey_periods(store, unit, "spak")) == told(by_period(store, unit, "spak"))
    assert told(cached_surveys.survey_portfolio(store, YEAR, "spak")) == told(survey_portfolio(store, YEAR, "spak"))


def check_assessment(store, unit, every):
    found = find_assessment(store, unit, YEAR, everything=every)
    assert cached.found_assessment(store, unit, YEAR, LATEST) == found
    if found is None:
        return
    assert told(cached.report(store, unit, YEAR, LATEST)) == told(unit_report(store, found))
    assert told(cached.movement(store, found)) == told(movement(store, found))
    values, counts = cached.start(store, found.penilaian_id)
    assert values == answer_values(store, found.penilaian_id)
    assert counts == counts_by_question(store, found.penilaian_id)
    anew = {row["kode"]: row for row in tables.answers(store, found.penilaian_id).to_dict("records")}
    assert told(cached.answers_by_question(store, found.penilaian_id)) == told(anew)


def test_what_is_kept_of_surveys_and_assessments_is_what_is_found_anew_whatever_is_written(two_units):
    both, *alone = (two_units.seen_by(scope_of(*units)) for units in ((MINE, OTHER), (MINE,), (OTHER,)))
    for store in (two_units, both, *alone):
        check_all(store)
    # What can be done once only, last.
    for number, writer in enumerate(sorted(WRITERS.values(), key=lambda writer: not writer.again)):
        about = UNITS[number % 3]
        writer.do(two_units, about)
        check_assessments(two_units, about)
        check_surveys(two_units, about)
        check_surveys(both if number % 2 else alone[about == OTHER], about)
    merge_units(two_units, unit_of(MERGED), unit_of(OTHER))
    for store in (two_units, both, *alone):
        check_all(store)


def test_movement_over_several_points_in_time_is_the_same_from_what_is_kept(two_units):
    year = YEAR + 1
    for month in (2, 6, 4):
        save_values(two_units, MINE, year, "tpi", dict.fromkeys(ALL_HALF, month / 8), day=date(year, month, 3))
        points = tables.points_in_time(two_units, [unit_of(MINE)])
        for day in points.loc[points["tahun"] == year, "per_tanggal"]:
            found = counted_at(points, unit_of(MINE), year, "tpi", day.date())
            moved = movement(two_units, found)
            assert moved and told(cached.movement(two_units, found)) == told(moved)
    assert len(moved[TOTAL].nilai) == 3


def page_after_an_lke(page, app, sample_path, monkeypatch):
    """Draw a page, let somebody store an LKE of its unit, draw it again; gives what was asked then."""
    test, store, unit = app(sample_path, page), open_store(sample_path), sample_units()[0].nama
    # Earlier points in time, which never change, are asked for once.
    save(store, 2, unit=unit)
    test.run()
    save(store, 3, unit=unit)
    with asked_of(monkeypatch) as questions:
        assert not test.run().exception
    assert questions
    return questions


# Over a lake each table of a question costs some milliseconds of the processor's time.
def test_after_an_lke_nothing_is_asked_anew_of_surveys(app, sample_path, monkeypatch):
    marks = "SELECT 'survei', "
    questions = page_after_an_lke("survei", app, sample_path, monkeypatch)
    assert not [one for one in questions if "survei" in one and marks not in one]


def test_after_an_lke_each_part_of_it_is_read_once(app, sample_path, monkeypatch):
    questions = page_after_an_lke("unit_kerja", app, sample_path, monkeypatch)
    for table in ("nilai_simpul", "jawaban", "masukan", "temuan", "FROM penilaian_titik"):
        assert len([one for one in questions if table in one]) == 1, table
