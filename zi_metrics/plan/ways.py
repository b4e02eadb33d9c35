"""The lightest way of many units to a predicate, in short: what to mend first, how much there is, what it costs."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from zi_metrics.lke.chosen import by_instrument
from zi_metrics.lke.values import stored_counts, stored_values
from zi_metrics.plan.plan import Impossible, Plan, plan
from zi_metrics.plan.settings import PlanSettings
from zi_metrics.scoring.gates import GateSystem, gate_system
from zi_metrics.scoring.score import MISSED
from zi_metrics.store.connection import Store

# As `plan.plan.plan`: gates, values, settings.
PlanOf = Callable[[GateSystem, dict[str, float | None], PlanSettings], Plan | Impossible]


@dataclass(frozen=True)
class Fix:
    """One improvement. kode: the question's; dari, ke: the answers as people read them."""

    kode: str
    dari: str
    ke: str


@dataclass(frozen=True)
class Way:
    """A unit's lightest plan. perbaikan: its steps, the best first; upaya: of all of them together."""

    perbaikan: tuple[Fix, ...]
    upaya: float


def nearest(table: pd.DataFrame, predikat: str, most: int) -> pd.DataFrame:
    """The units of an overview that miss gates of a predicate for certain, the nearest to its total first."""
    order = table[[f"kurang_{predikat}", "unit"]].assign(_failed=table[f"gagal_{predikat}"].map(len))
    order = order.reset_index(drop=True)[(table[f"putusan_{predikat}"] == MISSED).to_numpy(bool)]
    near = order.sort_values([f"kurang_{predikat}", "_failed", "unit"], kind="stable").head(most)
    return table.take(near.index.to_numpy()).reset_index(drop=True)


def ways(store: Store, chosen: pd.DataFrame, predikat: str, plan_of: PlanOf = plan) -> dict[str, Way]:
    """unit_id -> the way of some units of an overview, as Rencana finds it without any settings; those that have none
    are left out. plan_of: `plan`, or the same with its answers kept
    """
    found = {}
    for instrument, group in by_instrument(chosen):
        if predikat not in instrument.predikat:
            continue
        ids, gates = group["penilaian_id"].tolist(), gate_system(instrument, predikat)
        values, counts = stored_values(store, instrument, ids), stored_counts(store, ids)
        for unit_id, one in zip(group["unit_id"], ids, strict=True):
            best = plan_of(gates, values.loc[one].to_dict(), PlanSettings(hitungan=counts[one]))
            if not isinstance(best, Impossible):
                steps = tuple(Fix(step.kode, step.teks_dari, step.teks_ke) for step in best.langkah)
                found[str(unit_id)] = Way(steps, best.upaya_total)
    return found
