"""The outlooks of many units for one paper: what judges' past corrections say is learned once for all of them."""

from zi_metrics.instruments.library import Instrument
from zi_metrics.lke.assessment import Assessment
from zi_metrics.outlook.unit import Outlook, outlook, past_judges
from zi_metrics.plan.foresight import Foresight
from zi_metrics.store.connection import Store


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
    """`outlook.unit.outlook` of one database, that learns once what it learns from past assessments."""

    def __init__(self) -> None:
        self._past = _Learned()

    def __call__(self, store: Store, assessment: Assessment) -> Outlook | None:
        """The outlook of an assessment; None where there is none."""
        return outlook(store, assessment, past_of=self._past)


def kept_outlook() -> KeptOutlook:
    """A new one, for one paper."""
    return KeptOutlook()
