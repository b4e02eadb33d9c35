"""What a plan is asked for: one unit's assessment, the predicate, and what a person set."""

from dataclasses import dataclass, replace

from zi_metrics.bahasa import format_plain
from zi_metrics.figures.bars import total_minima
from zi_metrics.lke.unit import UnitReport
from zi_metrics.outlook.unit import Outlook
from zi_metrics.plan.plan import Impossible, Plan
from zi_metrics.plan.room import ROOMS
from zi_metrics.plan.settings import PlanSettings
from zi_metrics.scoring.gates import GateSystem, gate_system
from zi_metrics.store.connection import Store
from zi_ui import cached, cached_outlooks, filters

HELP_ROOM = (
    "Rencana yang tepat di minimum gugur oleh satu koreksi. Sasaran yang lebih tinggi memberi ruang: total sekian poin "
    "di atas minimumnya, dan syarat lain sebanding dengan bobotnya."
)


@dataclass(frozen=True)
class Asked:
    """What the plan is about.

    store: as the person at work may have it; report: the unit's assessment; predikat, short: the predicate's key and
    short name; values: the stored answers, question -> value; settings: what the plan has to respect
    """

    store: Store
    report: UnitReport
    predikat: str
    short: str
    values: dict[str, float | None]
    settings: PlanSettings

    @property
    def gates(self) -> GateSystem:
        """The predicate's gates."""
        return gate_system(self.report.instrument, self.predikat)

    @property
    def following(self) -> str | None:
        """The predicate after this one, None = it is the highest."""
        keys = list(self.report.instrument.predikat)
        return next(iter(keys[keys.index(self.predikat) + 1 :]), None)

    def best(self, predikat: str | None = None, ruang: float | None = None) -> Plan | Impossible:
        """The plan of least effort; of another predicate, or with other room above the minima, where these are given.

        Raises SettingsProblem, SolverStopped.
        """
        gates = gate_system(self.report.instrument, predikat or self.predikat)
        settings = self.settings if ruang is None else replace(self.settings, ruang=ruang)
        return cached.best_plan(gates, self.values, settings)

    def outlook(self, values: dict[str, float | None] | None = None) -> Outlook | None:
        """What the next judge will probably make of it; values: other answers than the stored ones."""
        return cached_outlooks.outlook(self.store, self.report.assessment, None, values)


def choose_room(report: UnitReport, short: str) -> float:
    """How many points above the total's minimum to aim; asked for as the total aimed at."""
    minimum = dict(total_minima(report.instrument)).get(short)
    words = {
        format_plain(points): f"+{format_plain(points)}" if minimum is None else format_plain(minimum + points)
        for points in ROOMS
    }
    chosen = filters.choose_code("Sasaran total", "sasaran", words, help=HELP_ROOM)
    return next(points for points in ROOMS if format_plain(points) == chosen)
