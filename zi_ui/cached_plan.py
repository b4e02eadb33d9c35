"""Plans, margins and chances kept until what they rest on changes (see `cached`)."""

import pandas as pd
import streamlit as st

from zi_metrics.instruments.library import Instrument, load_instrument
from zi_metrics.lke import values as stored_values
from zi_metrics.plan import scenario as scenario_of_store
from zi_metrics.plan.chance import Chance, chance
from zi_metrics.plan.corrections import Corrections, correction_pairs, corrections_from
from zi_metrics.plan.margin import Margin, margin
from zi_metrics.plan.plan import Impossible, Plan, alternatives, plan
from zi_metrics.plan.portfolio import after_correction, effort_table, lifting_questions
from zi_metrics.plan.scenario import Outcome
from zi_metrics.plan.settings import PlanSettings, cases_of
from zi_metrics.scoring.gates import GateSystem, gate_system
from zi_metrics.store import tables
from zi_metrics.store.connection import Store, open_store

_KEEP = {"show_spinner": False, "max_entries": 200}
# Units planned for at a time: one cached piece, and one step of the progress bar.
_BATCH = 10
# An instrument as a key: its code and version.
Which = tuple[str, int]
Values = dict[str, float | None]


def which(instrument: Instrument) -> Which:
    """The instrument's code and version, by which it is loaded again."""
    return instrument.kode, instrument.versi


def start(store: Store, penilaian_id: str) -> tuple[Values, dict[str, dict[str, float | None]]]:
    """An assessment's values and raw counts (`lke.values`), cached; assessments never change."""
    return _start(str(store.path), penilaian_id)


def best_plan(gates: GateSystem, values: Values, settings: PlanSettings, key: str) -> Plan | Impossible:
    """`plan.plan.plan`, cached. key: the settings as text."""
    return _plan(which(gates.instrument), gates.predikat, values, key, settings)


def other_plans(gates: GateSystem, values: Values, best: Plan, settings: PlanSettings, key: str) -> list[Plan]:
    """`plan.plan.alternatives`, cached. key: the settings as text."""
    return _alternatives(which(gates.instrument), gates.predikat, values, key, best, settings)


def safety(gates: GateSystem, values: Values, turun: str) -> Margin:
    """`plan.margin.margin`, cached."""
    return _margin(which(gates.instrument), gates.predikat, values, turun)


def chances(
    store: Store,
    gates: GateSystem,
    values: Values,
    pair: tuple[str, str] | None,
    samples: bool,
    tahun: int,
    leave_out: str,
    galat_baku: dict[str, float],
) -> Chance:
    """`plan.chance.chance` with the corrections of a pair of judges up to a year, cached.

    leave_out: the unit's own pair ('unit_id tahun'), which must not foretell itself.
    """
    scope = (str(store.path), tables.version(store))
    return _chance(*scope, which(gates.instrument), gates.predikat, values, pair, samples, tahun, leave_out, galat_baku)


def values_of(store: Store, instrument: Instrument, overview: pd.DataFrame) -> pd.DataFrame:
    """`lke.values.stored_values` of an overview's assessments, the index being the units' names."""
    table = stored_values.stored_values(store, instrument, overview["penilaian_id"].tolist())
    return table.set_axis(overview["unit"].tolist(), axis=0)


def cases_by_unit(store: Store, instrument: Instrument, overview: pd.DataFrame) -> dict[str, dict[str, float]]:
    """`plan.settings.cases_of` an overview's assessments, by the units' names."""
    counts = stored_values.stored_counts(store, overview["penilaian_id"].tolist())
    pairs = zip(overview["unit"], overview["penilaian_id"], strict=True)
    return {unit: cases_of(instrument, counts[penilaian_id]) for unit, penilaian_id in pairs}


def efforts(
    gates: GateSystem, values: pd.DataFrame, kasus: dict[str, dict[str, float]], pokja: int | None
) -> pd.DataFrame:
    """`plan.portfolio.effort_table` in cached pieces, with a progress bar while there is something to compute."""
    parts, place = [], st.empty()
    for first in range(0, len(values), _BATCH):
        place.progress(first / len(values), f"Menghitung rencana tiap unit… {first} dari {len(values)}")
        some = values.iloc[first : first + _BATCH]
        own = {unit: kasus[unit] for unit in some.index}
        parts.append(_efforts(which(gates.instrument), gates.predikat, pokja, some, own))
    place.empty()
    return pd.concat(parts).sort_values("upaya", kind="stable")


def lifting(gates: GateSystem, values: pd.DataFrame, pokja: int | None, syarat: str, banyak: int) -> pd.DataFrame:
    """`plan.portfolio.lifting_questions`, cached."""
    return _lifting(which(gates.instrument), gates.predikat, pokja, values, syarat, banyak)


def one_more_round(
    store: Store, gates: GateSystem, values: pd.DataFrame, pair: tuple[str, str], samples: bool, pokja: int | None
) -> pd.DataFrame | None:
    """`plan.portfolio.after_correction` with all corrections of a pair of judges, cached; None without any."""
    scope = (str(store.path), tables.version(store))
    return _one_more_round(*scope, which(gates.instrument), gates.predikat, values, pair, samples, pokja)


def scenario_outcome(store: Store, scenario: pd.Series) -> Outcome:
    """`plan.scenario.scenario_outcome`, cached; a version of a scenario never changes."""
    return _scenario_outcome(str(store.path), scenario["skenario_id"], int(scenario["versi"]), scenario)


def scenario_total(store: Store, scenario: pd.Series) -> float:
    """The total of `scenario_outcome` alone: a list of many scenarios need not unpack all of each."""
    return _scenario_total(str(store.path), scenario["skenario_id"], int(scenario["versi"]), scenario)


@st.cache_data(**_KEEP)
def _start(path: str, penilaian_id: str):
    store = open_store(path)
    return stored_values.answer_values(store, penilaian_id), stored_values.counts_by_question(store, penilaian_id)


@st.cache_data(**_KEEP)
def _plan(which: Which, predikat: str, values: Values, key: str, _settings: PlanSettings) -> Plan | Impossible:
    return plan(gate_system(load_instrument(*which), predikat), values, _settings)


@st.cache_data(**_KEEP)
def _alternatives(
    which: Which, predikat: str, values: Values, key: str, _best: Plan, _settings: PlanSettings
) -> list[Plan]:
    return alternatives(gate_system(load_instrument(*which), predikat), values, _best, _settings)


@st.cache_data(**_KEEP)
def _margin(which: Which, predikat: str, values: Values, turun: str) -> Margin:
    return margin(gate_system(load_instrument(*which), predikat), values, turun)


@st.cache_data(**_KEEP)
def _corrections(
    path: str, version: str, which: Which, pair: tuple[str, str], samples: bool, before: int | None, leave_out: str
) -> Corrections | None:
    instrument = load_instrument(*which)
    pairs = correction_pairs(open_store(path), instrument, *pair, samples, before)
    return corrections_from(instrument, pairs[pairs["pasangan"] != leave_out])


@st.cache_data(**_KEEP)
def _chance(
    path: str,
    version: str,
    which: Which,
    predikat: str,
    values: Values,
    pair: tuple[str, str] | None,
    samples: bool,
    tahun: int,
    leave_out: str,
    galat_baku: dict[str, float],
) -> Chance:
    # Later years are not the past yet.
    past = pair and _corrections(path, version, which, pair, samples, tahun + 1, leave_out)
    return chance(gate_system(load_instrument(*which), predikat), values, past, galat_baku)


@st.cache_data(**{**_KEEP, "max_entries": 2000})
def _efforts(
    which: Which, predikat: str, pokja: int | None, values: pd.DataFrame, kasus: dict[str, dict[str, float]]
) -> pd.DataFrame:
    return effort_table(gate_system(load_instrument(*which), predikat, pokja), values, kasus=kasus)


@st.cache_data(**_KEEP)
def _lifting(
    which: Which, predikat: str, pokja: int | None, values: pd.DataFrame, syarat: str, banyak: int
) -> pd.DataFrame:
    return lifting_questions(gate_system(load_instrument(*which), predikat, pokja), values, syarat, banyak)


@st.cache_data(**_KEEP)
def _one_more_round(
    path: str,
    version: str,
    which: Which,
    predikat: str,
    values: pd.DataFrame,
    pair: tuple[str, str],
    samples: bool,
    pokja: int | None,
) -> pd.DataFrame | None:
    past = _corrections(path, version, which, pair, samples, None, "")
    if past is None:
        return None
    return after_correction(gate_system(load_instrument(*which), predikat, pokja), values, past, pokja)


@st.cache_data(**_KEEP)
def _scenario_outcome(path: str, skenario_id: str, versi: int, _scenario: pd.Series) -> Outcome:
    return scenario_of_store.scenario_outcome(open_store(path), _scenario)


@st.cache_data(**_KEEP)
def _scenario_total(path: str, skenario_id: str, versi: int, _scenario: pd.Series) -> float:
    return scenario_of_store.scenario_outcome(open_store(path), _scenario).total
