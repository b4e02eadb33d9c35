"""Heavy answers kept until what they rest on changes: the functions of zi_metrics themselves, cached.

Whoever gets an answer gets a copy of his own. An answer is found again by what was asked: the store counts as its file
and version (or its file alone, for what never changes once stored), an instrument as itself.
"""

import pickle
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import streamlit as st

from zi_metrics.as_of import today
from zi_metrics.instruments.library import Instrument
from zi_metrics.lke import area as area_metrics
from zi_metrics.lke import judges, portfolio
from zi_metrics.lke import unit as unit_report
from zi_metrics.lke.assessment import Assessment
from zi_metrics.lke.values import answer_values, counts_by_question
from zi_metrics.outlook import unit as unit_outlook
from zi_metrics.pembangunan import after_award
from zi_metrics.pembangunan import brought as actions_brought
from zi_metrics.pembangunan import evidence as registered_evidence
from zi_metrics.pembangunan import pace as unit_pace
from zi_metrics.pembangunan import quality as lke_quality
from zi_metrics.pembangunan import readiness as units_readiness
from zi_metrics.pembangunan import recommendations as registered_advice
from zi_metrics.pembangunan import stages as units_stages
from zi_metrics.pembangunan.actions import reached
from zi_metrics.pembangunan.count_suggestions import CountSuggestion
from zi_metrics.pembangunan.count_suggestions import count_suggestions as suggested_counts
from zi_metrics.pembangunan.register import register
from zi_metrics.pembangunan.survey_plan import stored_respondents
from zi_metrics.pembangunan.target_answers import suggestions
from zi_metrics.plan import learned_effort as learned
from zi_metrics.plan import scenario as stored_scenario
from zi_metrics.plan.chance import SurveyErrors
from zi_metrics.plan.margin import margin
from zi_metrics.plan.plan import Plan, alternatives, plan
from zi_metrics.plan.portfolio import effort_table, lifting_questions
from zi_metrics.plan.settings import PlanSettings
from zi_metrics.scoring.gates import GateSystem
from zi_metrics.store import surveys as stored_surveys
from zi_metrics.store import tables
from zi_metrics.store.connection import Store
from zi_metrics.store.register_counts import count_rows, register_years, registers_version
from zi_metrics.store.registers import RegisterTable, register_rows
from zi_metrics.store.scenarios import Scenario
from zi_metrics.surveys import chosen as chosen_surveys
from zi_metrics.surveys import history as survey_history
from zi_metrics.surveys import parts
from zi_metrics.surveys import portfolio as units_surveys
from zi_metrics.surveys.report import SurveyReport
from zi_metrics.surveys.report import survey_report as report_on_survey

P = ParamSpec("P")
R = TypeVar("R")
Key = Callable[[Store], tuple[str, ...]]
Values = dict[str, float | None]


def _key_of_store(store: Store) -> tuple[str, ...]:
    """What may be seen: of one database what is in scope, the same for all whose scopes are alike."""
    return (str(store.path), store.scope.key)


def _key_of_version(store: Store) -> tuple[str, ...]:
    return (*_key_of_store(store), tables.version(store))


def _key_of_anybody(store: Store) -> tuple[str, ...]:
    """Only for what is the same whoever asks about an assessment; whoever has one in hand, found it in their scope."""
    return (str(store.path), tables.version(store))


def _key_of_registers(store: Store) -> tuple[str, ...]:
    return (*_key_of_version(store), registers_version(store))


def _key_of_gates(gates: GateSystem) -> tuple:
    # An area's gates are fewer; which ones there are says which area it is.
    return gates.instrument, gates.predikat, [gate.kode for gate in gates.gates]


def _key_of_settings(settings: PlanSettings) -> tuple:
    effort = settings.upaya and settings.upaya.model_dump_json()
    counts = {kode: dict(given) for kode, given in settings.hitungan.items()}
    return sorted(settings.kunci), dict(settings.batas), sorted(settings.wajib), counts, effort


def _key_of_survey(report: SurveyReport) -> tuple:
    return report.ids, report.layanan, report.desimal, report.lke, report.catatan


_KEYS: dict[str | type, Callable] = {
    # Code and version, and what no file holds by its whole content.
    Instrument: pickle.dumps,
    GateSystem: _key_of_gates,
    PlanSettings: _key_of_settings,
    SurveyReport: _key_of_survey,
    RegisterTable: lambda table: table.tabel,
    # A plan follows from gates, values and settings, which are always asked with it.
    Plan: lambda found: [(step.kode, step.ke) for step in found.langkah],
}


def cached(
    function: Callable[P, R], key: Key = _key_of_version, spinner: str | bool = False, most: int = 200
) -> Callable[P, R]:
    """The function with its answers kept: one for each set of arguments and state of the store, `most` at a time.

    key: what of the store an answer rests on; spinner: what people read while it is computed (False = nothing).
    """
    keys = {**_KEYS, Store: key}
    return st.cache_data(show_spinner=spinner, max_entries=most, hash_funcs=keys)(function)


def _report(store: Store, unit: str, tahun: int, penilai: str) -> unit_report.UnitReport | None:
    assessment = unit_report.find_assessment(store, unit, tahun, penilai)
    return None if assessment is None else unit_report.unit_report(store, assessment)


def _judges_in_time(store: Store, unit_id: str, tahun: int) -> list[str]:
    points = tables.points_in_time(store, [unit_id])
    return points.loc[points["tahun"] == tahun, "penilai"].tolist()


def _start(store: Store, penilaian_id: str) -> tuple[Values, dict[str, dict[str, float | None]]]:
    return answer_values(store, penilaian_id), counts_by_question(store, penilaian_id)


def _outlook(
    store: Store, assessment: Assessment, errors: SurveyErrors | None = None, values: Values | None = None
) -> unit_outlook.Outlook | None:
    return unit_outlook.outlook(store, assessment, errors, values, past_judges)


def _brought(store: Store, unit_ids: tuple[str, ...] | None, tahun: int) -> dict[str, actions_brought.Brought]:
    return actions_brought.brought(store, register_rows(store, register("rencana_aksi").table, unit_ids, tahun))


def _suggestions(store: Store, unit_id: str, tahun: int, instrument: Instrument) -> dict[str, str]:
    found = reached(register_rows(store, register("rencana_aksi").table, [unit_id], tahun))
    return {one.pertanyaan: one.kalimat for one in suggestions(found, tahun, instrument)}


def suggested(store: Store, report: unit_report.UnitReport) -> dict[str, str]:
    """What a unit's own work suggests for questions of its assessment's year: question -> sentence."""
    source = report.assessment
    counts = {kode: one.kalimat for kode, one in counts_suggested(store, report).items()}
    return counts | _suggested_of(store, source.unit_id, source.tahun, report.instrument)


def counts_suggested(store: Store, report: unit_report.UnitReport) -> dict[str, CountSuggestion]:
    """What a unit's registers suggest for questions of its assessment's year, with the counts themselves."""
    source = report.assessment
    return count_suggestions(store, source.unit_id, source.tahun, report.instrument, today())


def _scenario_total(store: Store, scenario: Scenario) -> float:
    return stored_scenario.scenario_outcome(store, scenario).total


assessments = cached(tables.assessments)
# Prerequisites rest on the stages that are recorded, too.
overview = cached(portfolio.overview, _key_of_registers)
# The report on a unit's current assessment; None when there is none.
report = cached(_report, _key_of_registers)
history = cached(unit_report.unit_history)
# Whose points in time a unit has in a year: a judge's code for each point.
judges_in_time = cached(_judges_in_time)
pace = cached(unit_pace.pace)
area = cached(area_metrics.area)
sides = cached(judges.sides)
corrections = cached(judges.corrections)
corrected_questions = cached(judges.corrected_questions)

# An assessment's values and raw counts; assessments never change.
start = cached(_start, _key_of_store)
best_plan = cached(plan)
other_plans = cached(alternatives)
safety = cached(margin)
# What the pairs of two judges up to a year say; learned once for all units.
past_judges = cached(unit_outlook.past_judges)
# `outlook.unit.outlook`, whose answers every screen takes.
outlook = cached(_outlook, _key_of_anybody, most=2000)
# What the portfolio's own history tells of efforts.
transitions = cached(learned.transitions)
learned_effort = cached(learned.learned_effort)
efforts = cached(effort_table, most=2000)
lifting = cached(lifting_questions)
# A version of a scenario never changes. A list of many scenarios need not unpack all of each.
scenario_outcome = cached(stored_scenario.scenario_outcome, _key_of_store)
scenario_total = cached(_scenario_total, _key_of_store)

# What rests on the registers between two assessments, too.
quality = cached(lke_quality.quality_of, _key_of_registers, "Memeriksa jawaban dan bukti…")
unit_evidence = cached(registered_evidence.unit_evidence, _key_of_registers)
recommendations = cached(registered_advice.recommendations, _key_of_registers)
# Rows of a register, how many there are, of which years; and what actions brought.
register_table = cached(register_rows, _key_of_registers)
register_count = cached(count_rows, _key_of_registers)
years_of_register = cached(register_years, _key_of_registers)
brought = cached(_brought, _key_of_registers)
# How ready units are, where they stand on their roads, and what predicates they hold.
readiness = cached(units_readiness.board, _key_of_registers, "Menilai kesiapan…")
unit_roads = cached(units_stages.unit_roads, _key_of_registers)
awards = cached(after_award.awards, _key_of_registers)
_suggested_of = cached(_suggestions, _key_of_registers)
count_suggestions = cached(suggested_counts, _key_of_registers)
# Respondents of the surveys that count, for the plan of surveys.
survey_respondents = cached(stored_respondents)

_SURVEYS = "Menghitung survei…"
surveys = cached(stored_surveys.surveys, spinner=_SURVEYS)
survey_report = cached(report_on_survey, spinner=_SURVEYS)
# Why a survey is not shown, None where it is; see `surveys.chosen.withheld`.
survey_withheld = cached(chosen_surveys.withheld)
survey_years = cached(survey_history.by_year, spinner=_SURVEYS)
survey_periods = cached(survey_history.by_period, spinner=_SURVEYS)
survey_portfolio = cached(units_surveys.survey_portfolio, spinner=_SURVEYS)
survey_errors = cached(unit_outlook.stored_errors, spinner=_SURVEYS)
# Of surveys that are stored already, whose answers never change.
breakdown = cached(parts.breakdown, _key_of_store, most=2000)
service_intervals = cached(parts.service_intervals, _key_of_store, _SURVEYS)
importance = cached(parts.importance, _key_of_store)
comment_count = cached(parts.count_comments, _key_of_store)
survey_findings = cached(parts.survey_findings, _key_of_store)
