"""A unit's score as the next judge would probably see it: its own, corrected as its peers were corrected.

Method: every other unit that both judges have judged gives one correction per sub-indicator (points, over the
questions that both answered). Each of these corrections is applied in turn to this unit's own points, sub-indicator by
sub-indicator, never below 0 nor above its bobot. So there are as many possible outcomes as peers: the estimate is their
mean, the range their 10th to 90th percentile (lowest to highest with fewer than ten peers). The peers' year is the
newest one, up to the unit's own, with at least three peers. What a stricter or milder judge would do is not known; this
tells only what the same strictness would do here.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from zi_metrics.answers import PENILAI, PENILAI_SHORT
from zi_metrics.bahasa import format_number
from zi_metrics.gates import gate_system
from zi_metrics.instrument import load_instrument
from zi_metrics.judges import subindicator_corrections
from zi_metrics.points import load_points
from zi_metrics.store import tables
from zi_metrics.store.connection import Store

FEWEST_PEERS = 3
# With fewer peers a percentile lies between the two outermost ones anyway.
_MANY_PEERS = 10


@dataclass(frozen=True)
class Adjusted:
    """The estimate for one assessment.

    dari, ke: the judge whose answers these are, and the one whose correction is applied
    tahun_acuan, peers: the year of the peers' corrections, and how many there are
    total, perkiraan, rendah, tinggi: own total, estimate and range (points)
    gates_met: predicate -> in how many of the outcomes all its value gates hold
    """

    dari: str
    ke: str
    tahun_acuan: int
    peers: int
    total: float
    perkiraan: float
    rendah: float
    tinggi: float
    gates_met: dict[str, int]

    def sentence(self) -> str:
        """'Bila TPI mengoreksi seperti pada 2025, totalnya menjadi 72,10 [68,90–74,80].'"""
        return (
            f"Bila {PENILAI_SHORT[self.ke]} mengoreksi seperti pada {self.tahun_acuan} ({self.peers} unit lain), total "
            f"{format_number(self.total)} menjadi {format_number(self.perkiraan)} "
            f"[{format_number(self.rendah)}–{format_number(self.tinggi)}]."
        )


def next_judge(penilai: str) -> str | None:
    """The judge who comes after this one; None after the last."""
    order = list(PENILAI)
    place = order.index(penilai) + 1
    return order[place] if place < len(order) else None


def adjusted(store: Store, assessment: pd.Series, samples: bool = False) -> Adjusted | None:
    """The estimate for an assessment (a row of `tables.assessments`); None without a next judge or enough peers."""
    dari, ke = assessment["penilai"], next_judge(assessment["penilai"])
    if ke is None:
        return None
    which = ["instrumen", "instrumen_versi"]
    years = sorted(tables.assessments(store)["tahun"].unique(), reverse=True)
    for year in (year for year in years if year <= assessment["tahun"]):
        table = subindicator_corrections(store, dari, ke, int(year), samples or bool(assessment["contoh"]))
        peers = table[(table["unit_id"] != assessment["unit_id"]) & (table[which] == assessment[which]).all(axis=1)]
        if peers["unit_id"].nunique() >= FEWEST_PEERS:
            return _estimate(store, assessment, peers, ke, int(year))
    return None


def _estimate(store: Store, assessment: pd.Series, peers: pd.DataFrame, ke: str, year: int) -> Adjusted:
    which = assessment["instrumen"], int(assessment["instrumen_versi"])
    instrument, matrix = load_instrument(*which), load_points(*which)
    leaves = [node.kode for node in instrument.nodes() if node.pertanyaan]
    own = tables.node_scores(store, [assessment["penilaian_id"]], leaves).set_index("kode")["nilai"]
    points = own.reindex(leaves).to_numpy()
    changes = peers.pivot(index="unit_id", columns="kode", values="koreksi").reindex(columns=leaves).fillna(0.0)
    outcomes = np.clip(points + changes.to_numpy(), 0, matrix.leaf_weights) @ matrix.above
    top = [column for column, node in enumerate(matrix.nodes) if node.tingkat == 0]
    totals = outcomes[:, top].sum(axis=1)
    many = len(totals) >= _MANY_PEERS
    low, high = np.quantile(totals, [0.1, 0.9]) if many else (totals.min(), totals.max())
    met = {}
    for predikat in instrument.predikat:
        system = gate_system(instrument, predikat)
        met[predikat] = int(system.holds(outcomes @ system.members).all(axis=1).sum())
    return Adjusted(
        dari=assessment["penilai"],
        ke=ke,
        tahun_acuan=year,
        peers=len(totals),
        total=float(points.sum()),
        perkiraan=float(totals.mean()),
        rendah=float(low),
        tinggi=float(high),
        gates_met=met,
    )
