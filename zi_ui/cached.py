"""Heavy answers kept until what they rest on changes: the functions of zi_metrics themselves, cached (`caching`)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from zi_metrics.as_of import today
from zi_metrics.instruments.library import Instrument, load_instrument
from zi_metrics.lke import area as area_metrics
from zi_metrics.lke import judged_apart, judges
from zi_metrics.lke import movement as unit_movement
from zi_metrics.lke import unit as unit_report
from zi_metrics.lke.assessment import Assessment
from zi_metrics.lke.chosen import in_scope, judged_in
from zi_metrics.lke.prerequisites import Met, stored_met
from zi_metrics.lke.stored_parts import stored_parts
from zi_metrics.lke.unit_head import UnitHead
from zi_metrics.lke.unit_head import unit_head as unit_head_of
from zi_metrics.lke.values import counts_told, stored_counts, stored_values, values_told
from zi_metrics.pembangunan import brought as actions_brought
from zi_metrics.pembangunan import evidence as registered_evidence
from zi_metrics.pembangunan import pace as unit_pace
from zi_metrics.pembangunan import quality as lke_quality
from zi_metrics.pembangunan import recommendations as registered_advice
from zi_metrics.pembangunan import stages as units_stages
from zi_metrics.pembangunan.actions import reached
from zi_metrics.pembangunan.count_suggestions import CountSuggestion
from zi_metrics.pembangunan.count_suggestions import count_suggestions as suggested_counts
from zi_metrics.pembangunan.listed_actions import ListedAction, listed_actions
from zi_metrics.pembangunan.register import register
from zi_metrics.pembangunan.survey_plan import stored_respondents
from zi_metrics.pembangunan.target_answers import suggestions
from zi_metrics.pembangunan.units import units_with_work as every_unit_with_work
from zi_metrics.plan import learned_effort as learned
from zi_metrics.plan import scenario as stored_scenario
from zi_metrics.plan.margin import margin
from zi_metrics.plan.mend_first import Mend
from zi_metrics.plan.mend_first import mend_first as questions_to_mend
from zi_metrics.plan.plan import alternatives, plan
from zi_metrics.plan.portfolio import effort_table, lifting_questions
from zi_metrics.scoring.gates import GateSystem
from zi_metrics.store import tables
from zi_metrics.store import versions as stored_versions
from zi_metrics.store.agency import agency_emblem, agency_name
from zi_metrics.store.connection import Store
from zi_metrics.store.register_counts import count_rows, register_years
from zi_metrics.store.registers import register_rows
from zi_metrics.store.scenarios import Scenario
from zi_metrics.store.seen_versions import UnitStates, work_state
from zi_metrics.store.unit_names import unit_id_of as unit_id_meant
from zi_metrics.store.unit_tree import branch_of_units, nodes
from zi_metrics.table_rows import records
from zi_ui.by_unit import rows_by_unit, values_by_unit
from zi_ui.caching import (
    cached,
    cached_of_unit,
    key_of_anybody,
    key_of_learned,
    key_of_names,
    key_of_registers,
    key_of_store,
    key_of_surveys,
    key_of_work,
)

Values = dict[str, float | None]
Comments = tuple[pd.DataFrame, pd.DataFrame]
# So many units' assessments are told from their points in time; those of very many would be several times the rows.
_FEW = 40


def _units_of(store: Store) -> tuple[str, ...]:
    return tuple(tables.units_of(store))


def _assessments(store: Store) -> pd.DataFrame:
    rows = assessment_rows(store, units_of(store))
    return rows.sort_values(["unit", "tahun", "penilai"]).reset_index(drop=True)


def _assessments_of(store: Store, units: Sequence[str]) -> pd.DataFrame:
    """What counts of units. Of few it is found among their points in time, which most screens ask for as well."""
    if len(units) > _FEW:
        return tables.assessments(store, units)
    newest = point_rows(store, units).sort_values("per_tanggal", kind="stable")
    return newest.drop_duplicates(["unit_id", "tahun", "penilai"], keep="last")


def report(store: Store, unit: str, tahun: int, penilai: str) -> unit_report.UnitReport | None:
    """The report on a unit's current assessment; None when there is none."""
    found = found_assessment(store, unit, tahun, penilai)
    return None if found is None else report_of(store, found)


def _find(store: Store, unit: str, tahun: int, penilai: str) -> Assessment | None:
    return unit_report.counted_at(assessments(store), unit_id_of(store, unit), tahun, penilai, None)


def _judged(store: Store, tahun: int, penilai: str, samples: bool) -> pd.DataFrame:
    return judged_in(in_scope(assessments(store), samples), tahun, penilai)


def _area(store: Store, pokja: int, tahun: int, penilai: str, samples: bool) -> area_metrics.Area | None:
    return area_metrics.area(store, pokja, tahun, penilai, samples, assessments(store))


def _mend_first(store: Store, pokja: int, tahun: int, penilai: str, samples: bool) -> tuple[Mend, ...]:
    return questions_to_mend(store, pokja, tahun, penilai, samples, assessments(store))


def _area_said(store: Store, pokja: int, tahun: int, penilai: str, samples: bool) -> tuple[str, ...]:
    found = area(store, pokja, tahun, penilai, samples)
    return () if found is None else (*(f"{part}." for part in found.reached()), found.worst())


def _head(store: Store, source: Assessment, predikat: str) -> UnitHead:
    return unit_head_of(report_of(store, source), predikat)


def _unit_actions(store: Store, unit_id: str, tahun: int, day: date) -> list[ListedAction]:
    return listed_actions(register_rows(store, register("rencana_aksi").table, (unit_id,), tahun), day)


def _agency(store: Store) -> tuple[str, str]:
    return agency_name(store), agency_emblem(store)


def met_of(store: Store, instrument: Instrument, tahun: int, units: Sequence[str]) -> dict[str, dict[str, Met]]:
    """`lke.prerequisites.stored_met`, kept by unit."""
    found = _met_of(store, units, instrument.kode, instrument.versi, tahun)
    return {predikat: {unit: met[predikat] for unit, met in found.items()} for predikat in instrument.predikat}


def _met(store: Store, units: Sequence[str], kode: str, versi: int, tahun: int) -> dict[str, dict[str, Met]]:
    found = stored_met(store, load_instrument(kode, versi), tahun, units)
    return {unit: {predikat: met[unit] for predikat, met in found.items()} for unit in units}


def _report(store: Store, source: Assessment) -> unit_report.UnitReport:
    return unit_report.unit_report(store, source, met_of, parts_of)


def _newest_day(store: Store) -> date | None:
    newest = assessments(store)["per_tanggal"].max()
    return None if pd.isna(newest) else pd.Timestamp(newest).date()


def _points_of_unit(store: Store, unit_id: str) -> pd.DataFrame:
    return point_rows(store, [unit_id]).sort_values(["per_tanggal", "tahun", "penilai"]).reset_index(drop=True)


def _counted_at(store: Store, unit_id: str, tahun: int, penilai: str, per_tanggal: date | None) -> Assessment | None:
    if per_tanggal is None:
        return unit_report.counted_at(assessment_rows(store, [unit_id]), unit_id, tahun, penilai, None)
    current = counted_at(store, unit_id, tahun, penilai, None)
    # It is the latest of its points in time: the others are asked for by who looks before it only.
    if current is None or current.per_tanggal <= per_tanggal:
        return current
    return unit_report.counted_at(points_of_unit(store, unit_id), unit_id, tahun, penilai, per_tanggal)


def _movement(store: Store, assessment: Assessment) -> dict[str, unit_movement.Movement]:
    return unit_movement.movement(store, assessment, points_of_unit(store, assessment.unit_id), _scores)


def _scores(store: Store, penilaian_ids: Sequence[str], kode: Sequence[str]) -> pd.DataFrame:
    """`tables.node_scores`, where of the last one all else is asked for as well."""
    *earlier, last = penilaian_ids
    own = parts_of(store, last).scores
    own = own[own["kode"].isin(kode)]
    return pd.concat([_scores_of(store, earlier, kode), own], ignore_index=True) if earlier else own


def _judges_in_time(store: Store, unit_id: str, tahun: int) -> list[str]:
    points = points_of_unit(store, unit_id)
    return points.loc[points["tahun"] == tahun, "penilai"].tolist()


def _pairs_compared(store: Store, tahun: int, samples: bool) -> list[tuple[str, str]]:
    known = in_scope(assessments(store), samples)
    together = judges.pairs_judged(known[known["tahun"] == tahun])
    return [two for two in together if corrected(store, *two, tahun, samples) is not None]


def _corrected(store: Store, dari: str, ke: str, tahun: int, samples: bool) -> judges.Corrected | None:
    return judges.corrected(judges.corrections(store, dari, ke, tahun, samples, assessments(store)), dari, ke, tahun)


def _most_corrected(store: Store, samples: bool) -> tuple[str, int] | None:
    return judges.most_corrected(store, samples, assessments(store))


def _judged_pair(store: Store, unit_id: str, tahun: int, dari: str, ke: str) -> judged_apart.JudgedPair | None:
    found = sides(store, unit_id, tahun)
    return None if found is None else judged_apart.judged_pair(found, dari, ke)


def _answers_by_question(store: Store, penilaian_id: str) -> dict[str, dict[str, Any]]:
    return {row["kode"]: row for row in records(parts_of(store, penilaian_id).answers)}


def _start(store: Store, penilaian_id: str) -> tuple[Values, dict[str, dict[str, float | None]]]:
    found = parts_of(store, penilaian_id)
    return values_told(found.answers), counts_told(found.counts)


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


def _units_with_work(store: Store) -> dict[str, str]:
    return every_unit_with_work(store, tree(store))


def _branch_of(store: Store) -> dict[str, str]:
    return branch_of_units(store, tree=tree(store))


def _transitions(store: Store, instrument: Instrument, samples: bool) -> learned.Transitions | None:
    """`plan.learned_effort.transitions`: read anew only where it is about other pairs."""
    whole = store.whole()
    both = learned.pairs_of_years(assessments(whole), instrument, samples)
    return _transitions_of(whole, instrument, tuple(both.itertuples(index=False, name=None)))


def _transitions_between(store: Store, instrument: Instrument, pairs: tuple[tuple, ...]) -> learned.Transitions | None:
    both = pd.DataFrame(pairs, columns=list(learned.YEAR_PAIR_COLUMNS))
    return learned.transitions_of_pairs(store, instrument, both)


def _efforts(store: Store, gates: GateSystem, units: tuple[tuple[str, str], ...]) -> pd.DataFrame:
    """`plan.portfolio.effort_table` of assessments: (unit's name, penilaian_id) each."""
    names, ids = [name for name, _ in units], [penilaian_id for _, penilaian_id in units]
    values, counts = stored_values(store, gates.instrument, ids).set_axis(names, axis=0), stored_counts(store, ids)
    return effort_table(gates, values, hitungan={name: counts[penilaian_id] for name, penilaian_id in units})


# The units that have something stored (unit_id), those merged into another too.
units_of = cached(_units_of, key_of_names, unchanging=True)
assessment_rows = rows_by_unit(_assessments_of)
# What counted at each date, of some units.
point_rows = rows_by_unit(tables.points_in_time)
_met_of = values_by_unit(_met, UnitStates.of_work)
assessments = cached(_assessments)
# The assessments of a year that stand for the units (`lke.chosen.judged_in`), by judge and with samples or not.
judged = cached(_judged)
# The units' tree as far as it is seen.
tree = cached(nodes, key_of_names)
# The unit that a name means today.
unit_id_of = cached(unit_id_meant, key_of_names)
unit_names = cached(tables.unit_names, key_of_names)
# As of when the newest assessment is; None where there is none.
newest_day = cached(_newest_day)
# Names under which something may be stored.
known_names = cached(tables.known_names, key_of_names)
has_original = cached(tables.has_original)
# The agency's name and emblem.
agency = cached(_agency)
# The current assessment of a unit (by name), year and judge; None when there is none.
found_assessment = cached(_find)
# The report on an assessment.
report_of = cached_of_unit(_report)
# The head of an assessment's report, towards a predicate.
head = cached_of_unit(_head)
history = cached_of_unit(unit_report.unit_history)
versions = cached(stored_versions.versions)
# What was withdrawn altogether.
withdrawn = cached(stored_versions.withdrawn)
# How its total and components moved since the same judge's points in time before.
movement = cached_of_unit(_movement)
points_of_unit = cached_of_unit(_points_of_unit)
# What counted of a unit (unit_id) and year by a judge at a date; None = counts now.
counted_at = cached_of_unit(_counted_at)
# Whose points in time a unit has in a year: a judge's code for each point.
judges_in_time = cached_of_unit(_judges_in_time)
pace = cached_of_unit(unit_pace.pace)
area = cached(_area)
# What an area says in sentences, the first being its answer.
area_said = cached(_area_said)
mend_first = cached(_mend_first)
sides = cached_of_unit(judges.sides)
# The pairs of judges that corrected something in a year, the commonest first; what one corrected over all units.
pairs_compared = cached(_pairs_compared)
corrected = cached(_corrected)
corrected_questions = cached(judges.corrected_questions)
# The unit and year at which a page on judges begins.
most_corrected = cached(_most_corrected)
judged_pair = cached_of_unit(_judged_pair)

# All that is stored of an assessment, its values and raw counts; assessments never change.
parts_of = cached(stored_parts, key_of_store, most=500)
_scores_of = cached(tables.node_scores, key_of_store)
start = cached(_start, key_of_anybody)
# Its answers: question -> a row of `tables.answers`.
answers_by_question = cached(_answers_by_question, key_of_anybody)
# Plans are found again by the figures that they rest on: an import makes stale those that it touches.
best_plan = cached(plan, most=2000)
other_plans = cached(alternatives)
safety = cached(margin)
# The branches: unit_id -> its branch.
branch_of = cached(_branch_of, key_of_names)
# What the portfolio's own history tells of efforts.
# An assessment never changes.
_transitions_of = cached(_transitions_between, key_of_anybody, most=20, unchanging=True)
transitions = cached(_transitions, key_of_learned, unchanging=True)
learned_effort = cached(learned.learned_effort)
efforts = cached(_efforts, key_of_store, most=2000)
lifting = cached(lifting_questions)
# A version of a scenario never changes. A list of many scenarios need not unpack all of each.
outcome = cached(stored_scenario.outcome)
scenario_outcome = cached(stored_scenario.scenario_outcome, key_of_store)
scenario_total = cached(_scenario_total, key_of_store)

# What rests on the registers between two assessments, too.
quality = cached(lke_quality.quality_of, key_of_registers, "Memeriksa jawaban dan bukti…")
unit_evidence = cached_of_unit(registered_evidence.unit_evidence)
recommendations = cached(registered_advice.recommendations, key_of_work)
# Rows of a register, how many there are, of which years; and what actions brought.
register_table = cached(register_rows, key_of_work)
# A unit's actions of a year as they stand on a day, late ones first.
unit_actions = cached_of_unit(_unit_actions, state_of=work_state)
register_count = cached(count_rows, key_of_work)
years_of_register = cached(register_years, key_of_work)
brought = cached(_brought, key_of_registers)
# Where units stand on their roads.
unit_roads = cached(units_stages.unit_roads, key_of_work)
# Whose work may be written down: name -> unit_id.
units_with_work = cached(_units_with_work, key_of_names)
_suggested_of = cached_of_unit(_suggestions, state_of=work_state)
count_suggestions = cached_of_unit(suggested_counts, state_of=work_state)
# Respondents of the surveys that count, for the plan of surveys.
survey_respondents = cached(stored_respondents, key_of_surveys)

_SURVEYS = "Menghitung survei…"
