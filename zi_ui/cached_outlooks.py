"""Outlooks as every screen takes them, kept until what they rest on changes (`caching`).

What judges' corrections tell is learned from all units, so that whatever anybody stores may change it a little, and
with it every unit's outlook. Of few pairs it is learned anew at once; of many, at most every so many minutes: people
who store the whole day long would else have everybody's outlooks made anew each time
(docs/keputusan/0036-dipelajari-sesekali.md).
"""

import threading
import time
from collections.abc import Iterable, Sequence

import pandas as pd
import streamlit as st

from zi_metrics.instruments.library import Instrument, load_instrument
from zi_metrics.lke.assessment import Assessment
from zi_metrics.lke.chosen import judges_met
from zi_metrics.outlook import unit as unit_outlook
from zi_metrics.outlook.units import Ahead
from zi_metrics.plan.chance import Chance, SurveyErrors, chances
from zi_metrics.plan.chance_elsewhere import chances_elsewhere
from zi_metrics.plan.corrections import JUDGED_PAIR_COLUMNS, Corrections, corrections_of_pairs, judged_pairs
from zi_metrics.plan.foresight import Foresight, foresight
from zi_metrics.scoring.gates import GateSystem
from zi_metrics.store import tables
from zi_metrics.store.connection import Store
from zi_metrics.store.seen_versions import surveys_version, unit_version
from zi_ui import cached, turns
from zi_ui.by_unit import values_by_unit
from zi_ui.caching import cached as kept
from zi_ui.caching import key_of_anybody, key_of_learned

Values = dict[str, float | None]
# Fewer pairs are learned from whenever something is stored: each of them counts for much.
MANY_PAIRS = 30
# Of more, so many seconds at least between one time and the next.
LEARN_EVERY_S = 600.0


class _Learned:
    """What two judges' pairs say, with the database's version when it was learned."""

    def __init__(self) -> None:
        self.turn = threading.Lock()
        self.version, self.at = "", 0.0
        self.past: Foresight | None = None

    def holds(self, version: str) -> bool:
        if self.version == version:
            return True
        many = self.past is not None and len(self.past.corrections) >= MANY_PAIRS
        return many and time.monotonic() - self.at < LEARN_EVERY_S


@st.cache_resource(show_spinner=False, max_entries=200)
def _learned(path: str, ahead: Ahead) -> _Learned:
    del path, ahead  # Only in the key.
    return _Learned()


def past_judges(
    store: Store, instrument: Instrument, dari: str, ke: str, tahun: int, samples: bool
) -> Foresight | None:
    """`outlook.unit.past_judges`: of many pairs learned anew at most every LEARN_EVERY_S."""
    kept = _learned(str(store.path), Ahead(instrument.kode, instrument.versi, dari, ke, tahun, samples))
    with kept.turn:
        version = tables.version(store)
        if not kept.holds(version):
            kept.past = _past_judges_of(store.whole(), instrument, dari, ke, tahun, samples)
            kept.version, kept.at = version, time.monotonic()
        return kept.past


def _past_judges(
    store: Store, instrument: Instrument, dari: str, ke: str, tahun: int, samples: bool
) -> Foresight | None:
    return unit_outlook.past_judges(store, instrument, dari, ke, tahun, samples, learned_foresight, _stored_corrections)


def _stored_corrections(
    store: Store, instrument: Instrument, dari: str, ke: str, samples: bool, before: int | None
) -> Corrections | None:
    """`plan.corrections.stored_corrections`: read anew only where it is about other pairs."""
    both = judged_pairs(cached.assessments(store), instrument, dari, ke, samples, before)
    return _corrections_of(store, instrument, tuple(both.itertuples(index=False, name=None)))


def _corrections(store: Store, instrument: Instrument, pairs: tuple[tuple, ...]) -> Corrections | None:
    return corrections_of_pairs(store, instrument, pd.DataFrame(pairs, columns=list(JUDGED_PAIR_COLUMNS)))


def what_is_learned(store: Store, ahead: Iterable[Ahead]) -> tuple[str | None, ...]:
    """What tells whether anything else was learned of these judges."""
    found = []
    for one in ahead:
        instrument = load_instrument(one.instrumen, one.instrumen_versi)
        past = past_judges(store, instrument, one.dari, one.ke, one.tahun, one.contoh)
        found.append(None if past is None else past.corrections.digest)
    return tuple(found)


def outlook(
    store: Store, assessment: Assessment, errors: SurveyErrors | None = None, values: Values | None = None
) -> unit_outlook.Outlook | None:
    """`outlook.unit.outlook`: kept until something of this unit is stored, or what judges' corrections tell is another
    thing.
    """
    version = unit_version(store, assessment.unit_id)
    judges = judges_of(store, assessment)
    ke = unit_outlook.next_judge_of(store, assessment, judges)
    learned = None
    if ke is not None:
        own = assessment
        ahead = Ahead(own.instrumen, own.instrumen_versi, own.penilai, ke, own.tahun, own.contoh)
        (learned,) = what_is_learned(store, [ahead])
    return _outlook_of(store, assessment, errors, values, version, learned)


def _outlook(
    store: Store,
    assessment: Assessment,
    errors: SurveyErrors | None,
    values: Values | None,
    version: str,
    learned: str | None,
) -> unit_outlook.Outlook | None:
    del version, learned  # Only in the key.
    errors = survey_errors(store, assessment) if errors is None else errors
    judges = judges_of(store, assessment)
    return unit_outlook.outlook(store, assessment, errors, values, past_judges, judged_chances, judges)


def judges_of(store: Store, assessment: Assessment) -> tuple[str, ...]:
    """The judges by whom its unit is judged, of any year."""
    return _judges_met(store, [assessment.unit_id]).get(assessment.unit_id, ())


def _judges_of_units(store: Store, units: Sequence[str]) -> dict[str, tuple[str, ...]]:
    return {unit: tuple(judges) for unit, judges in judges_met(cached.assessment_rows(store, units)).items()}


def survey_errors(store: Store, assessment: Assessment) -> SurveyErrors:
    """`outlook.unit.stored_errors`, kept until a survey of this unit is stored."""
    version = surveys_version(store, assessment.unit_id)
    return _errors_of(store, assessment.unit_id, assessment.tahun, assessment.instrument, version)


def _stored_errors(store: Store, unit_id: str, tahun: int, instrument: Instrument, version: str) -> SurveyErrors:
    del version  # Only in the key.
    return unit_outlook.stored_errors(store, unit_id, tahun, instrument)


def _chances(
    systems: list[GateSystem], values: Values, past: Foresight | None, errors: SurveyErrors, unit: str
) -> dict[str, Chance]:
    """`plan.chance.chances`: where others wait for their turn, in another process, and they have it meanwhile."""
    found = None
    if turns.others_wait():
        with turns.aside():
            found = chances_elsewhere(systems, values, past, errors, unit)
    return chances(systems, values, past, errors, unit) if found is None else found


learned_foresight = kept(foresight)
judged_chances = kept(_chances, most=2000)
# An assessment never changes.
_corrections_of = kept(_corrections, key_of_anybody, most=20)
_past_judges_of = kept(_past_judges, key_of_learned)
_judges_met = values_by_unit(_judges_of_units)
_errors_of = kept(_stored_errors, key_of_anybody, most=2000)
_outlook_of = kept(_outlook, key_of_anybody, most=2000)
