"""How answers are kept until what they rest on changes: what of a store, an instrument, a plan they are found by.

Whoever gets an answer gets one of his own (`own_copies`). The store counts as its file and version (or its file alone,
for what never changes once stored), an instrument as itself.
"""

import logging
import pickle
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

import streamlit as st

from zi_metrics.instruments.library import Instrument
from zi_metrics.lke.assessment import Assessment
from zi_metrics.plan.chance import SurveyErrors
from zi_metrics.plan.corrections import Corrections
from zi_metrics.plan.foresight import Foresight
from zi_metrics.plan.plan import Plan
from zi_metrics.plan.settings import PlanSettings
from zi_metrics.scoring.gates import GateSystem
from zi_metrics.store import tables
from zi_metrics.store.connection import Store
from zi_metrics.store.registers import RegisterTable
from zi_metrics.store.seen_versions import names_version, seen_registers_version, seen_version, unit_state
from zi_metrics.surveys.report import SurveyReport
from zi_ui.own_copies import handed_out

# Loaded with app.py, before the server runs: that no runtime is found then is no news to anybody, and no line of JSON.
logging.getLogger("streamlit.runtime.caching.cache_data_api").setLevel(logging.ERROR)

P = ParamSpec("P")
R = TypeVar("R")
About = TypeVar("About", str, Assessment)
Key = Callable[[Store], tuple[str, ...]]


def key_of_store(store: Store) -> tuple[str, ...]:
    """What may be seen: of one database what is in scope, the same for all whose scopes are alike."""
    return (str(store.path), store.scope.key)


def key_of_version(store: Store) -> tuple[str, ...]:
    """What may be seen, and what is imported and recorded of it: what others import makes nothing stale."""
    return (*key_of_store(store), seen_version(store))


def key_of_names(store: Store) -> tuple[str, ...]:
    """What may be seen, for what rests on nothing but the units' names and places in the tree."""
    return (*key_of_store(store), names_version(store))


def key_of_learned(store: Store) -> tuple[str, ...]:
    """For what is learned from all units, and is the same whoever asks."""
    return (str(store.path), tables.version(store))


def key_of_anybody(store: Store) -> tuple[str, ...]:
    """Only for what is the same whoever asks about an assessment; whoever has one in hand, found it in their scope.

    What of the store an answer rests on is asked with it.
    """
    return (str(store.path),)


def key_of_registers(store: Store) -> tuple[str, ...]:
    """What may be seen, with what the registers of work hold of it."""
    return (*key_of_version(store), seen_registers_version(store))


def _key_of_gates(gates: GateSystem) -> tuple:
    # An area's gates are fewer; which ones there are says which area it is.
    return gates.instrument, gates.predikat, [gate.kode for gate in gates.gates]


def _key_of_settings(settings: PlanSettings) -> tuple:
    effort = settings.upaya and settings.upaya.model_dump_json()
    counts = {kode: dict(given) for kode, given in settings.hitungan.items()}
    return sorted(settings.kunci), dict(settings.batas), sorted(settings.wajib), counts, effort, settings.ruang


def _key_of_survey(report: SurveyReport) -> tuple:
    return report.ids, report.layanan, report.desimal, report.lke, report.catatan


# How arguments are told apart.
KEYS: dict[str | type, Callable] = {
    # Code and version, and what no file holds by its whole content.
    Instrument: pickle.dumps,
    GateSystem: _key_of_gates,
    PlanSettings: _key_of_settings,
    SurveyReport: _key_of_survey,
    Corrections: lambda corrections: corrections.digest,
    Foresight: lambda past: (past.corrections.digest, past.tahun),
    SurveyErrors: lambda errors: (sorted(errors.galat_baku.items()), sorted(errors.korelasi.items())),
    RegisterTable: lambda table: table.tabel,
    # A plan follows from gates, values and settings, which are always asked with it.
    Plan: lambda found: [(step.kode, step.ke) for step in found.langkah],
}


def cached(
    function: Callable[P, R],
    key: Key = key_of_version,
    spinner: str | bool = False,
    most: int = 200,
    unchanging: bool = False,
) -> Callable[P, R]:
    """The function with its answers kept: one for each set of arguments and state of the store, `most` at a time.

    key: what of the store an answer rests on; spinner: what people read while it is computed (False = nothing)
    unchanging: nothing in an answer can be changed by whoever gets it, which is not looked for in all of it.
    """

    @wraps(function)
    def answer(*args: P.args, **kwargs: P.kwargs) -> Callable[[], R]:
        found = function(*args, **kwargs)
        return (lambda: found) if unchanging else handed_out(found)

    # Kept as it is, not in bytes: of very many units, reading these anew at every click took longer than all else.
    kept = st.cache_resource(show_spinner=spinner, max_entries=most, hash_funcs={**KEYS, Store: key})(answer)

    @wraps(function)
    def asked(*args: P.args, **kwargs: P.kwargs) -> R:
        return kept(*args, **kwargs)()

    return asked


def cached_of_unit(
    function: Callable[Concatenate[Store, About, P], R],
    spinner: str | bool = False,
    most: int = 500,
    state_of: Callable[[Store, str], str] = unit_state,
) -> Callable[Concatenate[Store, About, P], R]:
    """The function about one unit, by its id or an assessment of it, with its answers kept: the same for all who see
    the unit, until anything of this very unit is stored or written. Whoever does not see it is answered as ever.

    state_of: what of the unit an answer rests on, where that is less than all
    """

    def answer(store: Store, state: str, about: About, *args: P.args, **kwargs: P.kwargs) -> R:
        del state  # Only in the key.
        return function(store, about, *args, **kwargs)

    kept = cached(wraps(function)(answer), key_of_anybody, spinner, most)

    @wraps(function)
    def asked(store: Store, about: About, *args: P.args, **kwargs: P.kwargs) -> R:
        unit_id, seen = about if isinstance(about, str) else about.unit_id, store.scope.units()
        if seen is not None and unit_id not in seen:
            return function(store, about, *args, **kwargs)
        return kept(store, state_of(store, unit_id), about, *args, **kwargs)

    return asked
