"""What the settings say about each question: locked, required, its cap, its effort, its counts."""

from zi_metrics.instruments.library import Instrument
from zi_metrics.plan.effort import Effort
from zi_metrics.plan.settings import PlanSettings, cap_value, expanded_locks
from zi_metrics.scoring.levers import Counts


class Bounds:
    """The settings of one plan, question by question (by code). The settings must be free of contradictions."""

    def __init__(self, instrument: Instrument, settings: PlanSettings, effort: Effort) -> None:
        self.instrument, self.effort = instrument, effort
        self._settings, self._locked = settings, expanded_locks(instrument, settings.kunci)
        codes = (question.kode for question in instrument.questions())
        self._rates = dict(zip(codes, effort.per_question(instrument).tolist(), strict=True))

    def is_locked(self, kode: str) -> bool:
        """Whether the question stays as it is."""
        return kode in self._locked

    def is_required(self, kode: str) -> bool:
        """Whether it must rise."""
        return kode in self._settings.wajib

    def rate(self, kode: str) -> float:
        """Effort per option up, or per value from 0 to 1."""
        return self._rates[kode]

    def cap(self, kode: str) -> float:
        """The highest value asked of it; 1 without a cap."""
        given = self._settings.batas.get(kode)
        value = None if given is None else cap_value(self.instrument.scale_of(self.instrument.question(kode)), given)
        return 1.0 if value is None else value

    def counts(self, kode: str) -> Counts:
        """Its raw counts; empty where none are known."""
        return self._settings.hitungan.get(kode, {})
