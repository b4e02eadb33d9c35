"""Every public table has the columns that stand beside the function that makes it, on the sample portfolio."""

import shutil

import pytest
from tables import assert_columns

from zi_metrics import findings
from zi_metrics.figures import bars, survey_bars
from zi_metrics.lke import comparison, prerequisites
from zi_metrics.lke.area import area
from zi_metrics.lke.portfolio import overview
from zi_metrics.lke.unit import find_assessment, unit_report
from zi_metrics.lke.values import answer_values, stored_values
from zi_metrics.plan import corrections, plan, portfolio, scenario, sensitivity
from zi_metrics.samples.lke import YEARS
from zi_metrics.scoring.gates import gate_system
from zi_metrics.store import tables as stored
from zi_metrics.store.connection import Store
from zi_metrics.store.prerequisites import recorded_prerequisites
from zi_metrics.surveys.report import survey_kinds, survey_report

YEAR = YEARS[-1]


@pytest.fixture(scope="module")
def samples(sample_file, tmp_path_factory):
    opened = Store(shutil.copy(sample_file, tmp_path_factory.mktemp("tabel") / "contoh.duckdb"))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def units(samples):
    return overview(samples, YEAR, samples=True)


@pytest.fixture(scope="module")
def report(samples, units):
    return unit_report(samples, find_assessment(samples, units["unit"].iloc[-1], YEAR))


@pytest.fixture(scope="module")
def gates(report):
    return gate_system(report.instrument, "wbk")


@pytest.fixture(scope="module")
def values(samples, report):
    return answer_values(samples, report.assessment["penilaian_id"])


@pytest.fixture(scope="module")
def pairs(samples, report):
    return corrections.correction_pairs(samples, report.instrument, "unit", "tpi", samples=True)


def test_tables_for_bars(samples, units, report):
    assert_columns(bars.unit_bars(units, "wbk"), bars.UNIT_BAR_COLUMNS)
    assert_columns(bars.gate_bars(report, "wbk"), bars.BAR_COLUMNS)
    assert_columns(bars.area_bars(report), bars.BAR_COLUMNS)
    assert_columns(bars.pokja_bars(area(samples, 1, YEAR, samples=True)), bars.BAR_COLUMNS)


def test_tables_for_figures_of_surveys(samples, units):
    for unit in units["unit"]:
        for kind in survey_kinds(samples, unit, YEAR):
            survey = survey_report(samples, unit, YEAR, kind)
            assert_columns(survey_bars.nrr_bars(survey), survey_bars.NRR_BAR_COLUMNS)
            assert_columns(survey_bars.answer_spread(survey), survey_bars.SPREAD_COLUMNS)
            assert_columns(survey_bars.index_row(survey), survey_bars.INDEX_COLUMNS)
            return
    pytest.fail("no survey in the samples")


def test_tables_about_answers_prerequisites_and_findings(samples, report):
    answers = stored.answers(samples, report.assessment["penilaian_id"])
    assert_columns(comparison.answers_table([]), comparison.ANSWER_COLUMNS)
    assert_columns(comparison.compare_answers(report.instrument, answers, answers.head(9)), comparison.CHANGE_COLUMNS)
    records = recorded_prerequisites(samples, report.assessment["unit_id"], YEAR)
    evaluated = prerequisites.evaluate_prerequisites(report.instrument, records)
    assert_columns(evaluated, prerequisites.PREREQUISITE_COLUMNS)
    assert_columns(findings.findings_table([]), findings.FINDING_COLUMNS)
    assert_columns(findings.findings_table([findings.Finding("galat", "uji")]), findings.FINDING_COLUMNS)


def test_tables_about_one_plan_and_its_simulation(report, gates, values):
    best = plan.plan(gates, values)
    assert best.langkah
    assert_columns(best.table(), plan.STEP_COLUMNS)
    assert_columns(best.syarat, plan.PLANNED_GATE_COLUMNS)
    changed = scenario.apply_changes(report.instrument, values, scenario.changes_of(best))
    now, after = scenario.outcome(report.instrument, values), scenario.outcome(report.instrument, changed)
    codes = [step.kode for step in best.langkah]
    assert_columns(scenario.change_table(report.instrument, now, after, codes), scenario.CHANGE_COLUMNS)
    both = {"kini": now, "nanti": after}
    assert_columns(scenario.changed_nodes(both), (*scenario.NODE_COLUMNS, *both))
    each = ("nilai kini", "terpenuhi kini", "nilai nanti", "terpenuhi nanti", "selisih nanti")
    assert_columns(scenario.side_by_side(both), (*scenario.BESIDE_COLUMNS, *each))


def test_tables_about_sensitivity(report, values):
    assert_columns(sensitivity.node_sensitivity(report.instrument, values), sensitivity.SENSITIVITY_COLUMNS)
    each = [f"{what}_{p}" for p in report.instrument.predikat for what in ("minimum", "ke_minimum", "di_atas")]
    distances = sensitivity.area_distances(report.instrument, values)
    assert_columns(distances, (*sensitivity.DISTANCE_COLUMNS, *each))


def test_tables_about_all_units(samples, units, report, gates, pairs):
    everyone = stored_values(samples, report.instrument, units["penilaian_id"].tolist()).head(3)
    assert_columns(portfolio.effort_table(gates, everyone), portfolio.EFFORT_COLUMNS)
    lifting = portfolio.lifting_questions(gates, everyone, gates.gates[0].kode, count=1)
    assert_columns(lifting, portfolio.LIFTING_COLUMNS)
    assert_columns(pairs, corrections.PAIR_COLUMNS)
    past = corrections.corrections_from(report.instrument, pairs)
    assert_columns(portfolio.after_correction(gates, everyone, past), portfolio.CORRECTION_COLUMNS)
