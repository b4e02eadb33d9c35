"""The outlooks of many units for one paper: what judges' past corrections say is learned once for all of them."""

import pandas as pd

from zi_metrics.instruments.library import Instrument
from zi_metrics.lke.assessment import Assessment
from zi_metrics.outlook.unit import Outlook, outlook, past_judges, stored_errors
from zi_metrics.plan.foresight import Foresight
from zi_metrics.store.connection import Store
from zi_metrics.store.surveys import surveys
from zi_metrics.store.tables import judges_of_units


class _Learned:
    """`past_judges`, each pair of judges and year asked once."""

    def __init__(self) -> None:
        self._known: dict[tuple, Foresight | None] = {}

    def __call__(
        self, store: Store, instrument: Instrument, dari: str, ke: str, tahun: int, samples: bool
    ) -> Foresight | None:
        asked = (instrument.kode, instrument.versi, dari, ke, tahun, samples)
        if asked not in self._known:
            self._known[asked] = past_judges(store, instrument, dari, ke, tahun, samples)
        return self._known[asked]


class KeptOutlook:
    """`outlook.unit.outlook` of one database, that learns once what it learns from past assessments.

    tahun: many units of this year are to be asked for, whose judges and surveys are read at once; None = a few.
    """

    def __init__(self, tahun: int | None = None) -> None:
        self._past = _Learned()
        self._tahun = tahun
        self._judges: dict[str, list[str]] | None = None
        self._surveys: pd.DataFrame | None = None

    def __call__(self, store: Store, assessment: Assessment) -> Outlook | None:
        """The outlook of an assessment; None where there is none."""
        if assessment.tahun != self._tahun:
            return outlook(store, assessment, past_of=self._past)
        if self._judges is None or self._surveys is None:
            self._judges, self._surveys = judges_of_units(store), surveys(store, None, self._tahun)
        own = self._surveys[self._surveys["unit_id"] == assessment.unit_id]
        errors = stored_errors(store, assessment.unit_id, assessment.tahun, assessment.instrument, own)
        judges = self._judges.get(assessment.unit_id, [])
        return outlook(store, assessment, errors, past_of=self._past, judges=judges)


def kept_outlook(tahun: int | None = None) -> KeptOutlook:
    """A new one, for one paper. tahun: as of `KeptOutlook`."""
    return KeptOutlook(tahun)
