"""Every public table has the columns that stand beside the function that makes it, on the sample portfolio."""

from dataclasses import fields

import pytest
from tables import assert_columns

from zi_metrics import findings
from zi_metrics.figures import bars, survey_bars
from zi_metrics.lke import area, assessment, comparison, judges, prerequisites, unit
from zi_metrics.lke import portfolio as lke_portfolio
from zi_metrics.lke.portfolio import gates_of
from zi_metrics.lke.values import stored_values
from zi_metrics.outlook.unit import outlook
from zi_metrics.outlook.units import OUTLOOK_COLUMNS, outlook_table
from zi_metrics.plan import corrections, plan, portfolio, scenario, sensitivity
from zi_metrics.samples.lke import YEARS
from zi_metrics.scoring import score, standing
from zi_metrics.scoring.points import load_points
from zi_metrics.store import surveys as stored_surveys
from zi_metrics.store import tables as stored
from zi_metrics.store import versions
from zi_metrics.store.prerequisites import RECORDED_COLUMNS, recorded_prerequisites
from zi_metrics.surveys import published
from zi_metrics.surveys.report import survey_kinds, survey_report

YEAR = YEARS[-1]


def test_tables_for_bars(samples, units, report):
    assert_columns(bars.unit_bars(units, "wbk"), bars.UNIT_BAR_COLUMNS)
    assert_columns(bars.gate_bars(report, "wbk"), bars.BAR_COLUMNS)
    assert_columns(bars.area_bars(report), bars.BAR_COLUMNS)
    assert_columns(bars.pokja_bars(area.area(samples, 1, YEAR, samples=True)), bars.POKJA_BAR_COLUMNS)
    assert_columns(bars.pokja_bars(area.area(samples, 1, YEAR, "unit", samples=True)), bars.BAR_COLUMNS)


def test_tables_for_figures_of_surveys(samples, units):
    for name in units["unit"]:
        for kind in survey_kinds(samples, name, YEAR):
            survey = survey_report(samples, name, YEAR, kind)
            assert_columns(survey_bars.unsur_bars(survey), survey_bars.UNSUR_BAR_COLUMNS)
            assert_columns(survey_bars.answer_spread(survey), survey_bars.SPREAD_COLUMNS)
            assert_columns(published.rises(survey), published.RISE_COLUMNS)
            return
    pytest.fail("no survey in the samples")


def test_tables_about_answers_prerequisites_and_findings(samples, report):
    answers = stored.answers(samples, report.assessment.penilaian_id)
    assert_columns(comparison.answers_table([]), comparison.ANSWER_COLUMNS)
    assert_columns(comparison.compare_answers(report.instrument, answers, answers.head(9)), comparison.CHANGE_COLUMNS)
    records = recorded_prerequisites(samples, report.assessment.unit_id, YEAR)
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
    (one,) = assessment.assessments_of(stored.assessments(samples).head(1))
    assert_columns(outlook_table([one], [outlook(samples, one)], "wbk"), OUTLOOK_COLUMNS)


def test_tables_of_the_store(samples, report):
    one = report.assessment
    assert_columns(stored.assessments(samples), stored.ASSESSMENT_COLUMNS)
    assert tuple(field.name for field in fields(assessment.Assessment)) == stored.ASSESSMENT_COLUMNS
    assert_columns(stored.node_scores(samples, [one.penilaian_id]), stored.NODE_SCORE_COLUMNS)
    assert_columns(stored.answers(samples, one.penilaian_id), stored.ANSWER_COLUMNS)
    assert_columns(stored.answer_values(samples, [one.penilaian_id]), stored.VALUE_COLUMNS)
    assert_columns(stored.counts(samples, one.penilaian_id), stored.COUNT_COLUMNS)
    assert_columns(stored.counts_of(samples, [one.penilaian_id]), stored.COUNT_OF_COLUMNS)
    assert_columns(stored.findings(samples, one.penilaian_id), stored.FINDING_COLUMNS)
    assert_columns(versions.versions(samples, one.unit_id, one.tahun, one.penilai), versions.VERSION_COLUMNS)
    assert_columns(versions.withdrawn(samples), versions.WITHDRAWN_COLUMNS)
    assert_columns(recorded_prerequisites(samples, one.unit_id, YEAR), RECORDED_COLUMNS)
    assert_columns(stored_surveys.surveys(samples), stored_surveys.SURVEY_COLUMNS)


def test_tables_of_scores_and_standings(samples, units, report):
    matrix = load_points(report.instrument.kode)
    nothing = score.node_table(matrix, score.score(matrix, score.answer_row(matrix, {})))
    assert_columns(nothing, score.NODE_COLUMNS)
    assert_columns(report.gates, score.GATE_COLUMNS)
    gates = gates_of(samples, units)
    assert_columns(gates, ("penilaian_id", *score.GATE_COLUMNS))
    kinds = ("kurang", "gagal", "putusan", "disimpulkan")
    towards = [f"{what}_{predikat}" for predikat in report.instrument.predikat for what in kinds]
    table = standing.standing(gates)
    assert set(table.columns) == {*standing.STANDING_COLUMNS, *towards}
    told = {
        f"{what}_{predikat}" for predikat in report.instrument.predikat for what in ("catatan", "prasyarat", "dulu")
    }
    declared = {*stored.ASSESSMENT_COLUMNS, *standing.STANDING_COLUMNS, *towards, *told, *lke_portfolio.CHANGE_COLUMNS}
    assert set(units.columns) == declared
    assert_columns(lke_portfolio.failed_gates(units, "wbk"), lke_portfolio.FAILED_COLUMNS)


def test_tables_of_units_areas_and_judges(samples, report):
    assert_columns(report.nodes, unit.NODE_COLUMNS)
    for part in (report.open_questions(), report.components(), report.weakest_subindicators()):
        assert_columns(part, unit.NODE_COLUMNS)
    assert_columns(unit.unit_history(samples, report.assessment.unit_id), unit.HISTORY_COLUMNS)
    one = area.area(samples, 1, YEAR, samples=True)
    assert_columns(one.units, area.UNIT_COLUMNS)
    assert_columns(one.subindicators, area.WEAKEST_COLUMNS)
    assert_columns(one.questions, area.WEAKEST_COLUMNS)
    assert_columns(one.trend, area.TREND_COLUMNS)
    assert_columns(judges.corrections(samples, "unit", "tpi", YEAR, True), judges.CORRECTION_COLUMNS)
    assert_columns(judges.corrected_questions(samples, "unit", "tpi", YEAR, True), judges.CORRECTED_QUESTION_COLUMNS)
