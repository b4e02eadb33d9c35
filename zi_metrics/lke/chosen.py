"""Which assessments are looked at: samples or real units, whose figure stands for a unit, by which instrument."""

from collections.abc import Iterator
from typing import cast

import pandas as pd

from zi_metrics.answers import PENILAI
from zi_metrics.instruments.library import Instrument, load_instrument

# Whose figure stands for a unit when nobody in particular is asked for: the judge furthest along the road.
LATEST = "terakhir"


def in_scope(assessments: pd.DataFrame, samples: bool = False) -> pd.DataFrame:
    """The assessments to look at: once real units are there, sample units step back unless asked for.

    assessments: as `tables.assessments` gives them.
    """
    real = assessments[~assessments["contoh"]]
    return assessments if samples or real.empty else real.reset_index(drop=True)


def choose_judge(assessments: pd.DataFrame, penilai: str = LATEST) -> pd.DataFrame:
    """One assessment per unit and year: of the judge asked for, or of the last judge who has judged.

    assessments: as `tables.assessments` gives them; penilai: a judge's code or 'terakhir'.
    """
    if penilai != LATEST:
        return assessments[assessments["penilai"] == penilai].reset_index(drop=True)
    rank = assessments["penilai"].map({judge: i for i, judge in enumerate(PENILAI)})
    order = assessments.assign(_rank=rank).sort_values(["unit", "tahun", "_rank"])
    return order.drop_duplicates(["unit_id", "tahun"], keep="last").drop(columns="_rank").reset_index(drop=True)


def judged_in(assessments: pd.DataFrame, tahun: int, penilai: str = LATEST) -> pd.DataFrame:
    """`choose_judge` of one year: the assessments, one per unit, that stand for the units then."""
    return choose_judge(assessments[assessments["tahun"] == tahun], penilai)


def judges_met(assessments: pd.DataFrame) -> dict[str, list[str]]:
    """The judges by whom each unit has an assessment among some, of any year: unit_id -> judges."""
    pairs = assessments[["unit_id", "penilai"]].drop_duplicates().sort_values(["unit_id", "penilai"])
    found: dict[str, list[str]] = {}
    for unit_id, penilai in pairs.itertuples(index=False):
        found.setdefault(unit_id, []).append(penilai)
    return found


def instruments_of(assessments: pd.DataFrame) -> list[Instrument]:
    """The instruments, each in its version, that some assessments were judged by, the newest regulation first."""
    used = assessments[["instrumen", "instrumen_versi"]].drop_duplicates()
    instruments = [load_instrument(kode, versi) for kode, versi in used.itertuples(index=False)]
    return sorted(instruments, key=lambda instrument: (instrument.tahun[0], instrument.versi), reverse=True)


def instrument_for(assessments: pd.DataFrame, unit_id: str, tahun: int) -> Instrument:
    """The instrument that a unit was judged by last in a year; where it was not, the one in use.

    assessments: as `tables.assessments` gives them.
    """
    mine = assessments[(assessments["unit_id"] == unit_id) & (assessments["tahun"] == tahun)]
    return next(iter(instruments_of(choose_judge(mine))), load_instrument())


def judged_by(assessments: pd.DataFrame, instrument: Instrument) -> pd.DataFrame:
    """Those of some assessments that were judged by an instrument, in its version."""
    same = (assessments["instrumen"] == instrument.kode) & (assessments["instrumen_versi"] == instrument.versi)
    return assessments[same].reset_index(drop=True)


def by_instrument(assessments: pd.DataFrame) -> Iterator[tuple[Instrument, pd.DataFrame]]:
    """Some assessments, parted by the instrument, in its version, that they were judged by."""
    for which, group in assessments.groupby(["instrumen", "instrumen_versi"]):
        kode, versi = cast(tuple[str, int], which)
        yield load_instrument(kode, int(versi)), group
