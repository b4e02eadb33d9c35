"""A unit's score as the next judge would probably see it: its own answers, corrected as its peers' were.

Method: that of `chance`, with the corrections of one year: every other unit that both judges have judged then is one
past pair, and all weigh the same. The year is the newest one, up to the unit's own, with at least three such units.
What a stricter or milder judge would do is not known; this tells only what the same strictness would do here.
"""

from dataclasses import dataclass

import pandas as pd

from zi_metrics.answers import PENILAI_SHORT
from zi_metrics.bahasa import format_number
from zi_metrics.instruments.library import Instrument
from zi_metrics.lke.assessment import Assessment
from zi_metrics.lke.held_before import notes_of
from zi_metrics.lke.values import answer_values
from zi_metrics.penilai import next_judge
from zi_metrics.plan.chance import Probability, chance
from zi_metrics.plan.corrections import Corrections, correction_pairs, corrections_from
from zi_metrics.scoring.gates import gate_system
from zi_metrics.scoring.score import answer_row
from zi_metrics.store import tables
from zi_metrics.store.connection import Store

FEWEST_PEERS = 3


@dataclass(frozen=True)
class Adjusted:
    """The estimate for one assessment.

    dari, ke: the judge whose answers these are, and the one whose correction is applied
    tahun_acuan, peers: the year of the peers' corrections, and how many there are
    total, perkiraan, rendah, tinggi: own total, estimate and the range of 80 % of the outcomes (points)
    peluang: predicate -> chance that all its value gates hold
    catatan: predicate -> what a verdict on it must be told with (`lke.held_before.notes_of`)
    """

    dari: str
    ke: str
    tahun_acuan: int
    peers: int
    total: float
    perkiraan: float
    rendah: float
    tinggi: float
    peluang: dict[str, Probability]
    catatan: dict[str, str]

    def sentence(self) -> str:
        """'Bila TPI mengoreksi seperti pada 2025, totalnya menjadi 72,10 [68,90–74,80].'"""
        return (
            f"Bila {PENILAI_SHORT[self.ke]} mengoreksi seperti pada {self.tahun_acuan} ({self.peers} unit lain), total "
            f"{format_number(self.total)} menjadi {format_number(self.perkiraan)} "
            f"[{format_number(self.rendah)}–{format_number(self.tinggi)}]."
        )


def next_judge_of(store: Store, assessment: Assessment) -> str | None:
    """The judge who comes after an assessment's, among those whom its unit meets (`penilai.next_judge`)."""
    everything = tables.assessments(store)
    return next_judge(assessment.penilai, everything.loc[everything["unit_id"] == assessment.unit_id, "penilai"])


def adjusted(store: Store, assessment: Assessment, samples: bool = False) -> Adjusted | None:
    """The estimate for an assessment (a row of `tables.assessments`); None without a next judge or enough peers."""
    dari, ke = assessment.penilai, next_judge_of(store, assessment)
    if ke is None:
        return None
    instrument = assessment.instrument
    year = assessment.tahun
    pairs = correction_pairs(store, instrument, dari, ke, samples or assessment.contoh, before=year + 1)
    found = _newest(instrument, pairs[pairs["unit_id"] != assessment.unit_id])
    if found is None:
        return None
    year, past = found
    values = answer_values(store, assessment.penilaian_id)
    gates = {predikat: gate_system(instrument, predikat) for predikat in instrument.predikat}
    # The same seed, and so the same outcomes, for every predicate.
    chances = {predikat: chance(system, values, past) for predikat, system in gates.items()}
    system, expected = next(iter(gates.values())), next(iter(chances.values())).total
    return Adjusted(
        dari=dari,
        ke=ke,
        tahun_acuan=year,
        peers=len(past.pools),
        total=float(system.nilai_and_total(answer_row(system.matrix, values))[1][0]),
        perkiraan=expected.perkiraan,
        rendah=expected.rendah,
        tinggi=expected.tinggi,
        peluang={predikat: found.semua for predikat, found in chances.items()},
        catatan=notes_of(store, assessment),
    )


def _newest(instrument: Instrument, pairs: pd.DataFrame) -> tuple[int, Corrections] | None:
    """The corrections of the newest year with enough pairs, and that year."""
    for year in sorted(map(int, pairs["tahun"].unique()), reverse=True):
        past = corrections_from(instrument, pairs[pairs["tahun"] == year])
        if past is not None and len(past.pools) >= FEWEST_PEERS:
            return year, past
    return None
