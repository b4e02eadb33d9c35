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
    if samples or assessments["contoh"].all():
        return assessments
    return assessments[~assessments["contoh"]].reset_index(drop=True)


def choose_judge(assessments: pd.DataFrame, penilai: str = LATEST) -> pd.DataFrame:
    """One assessment per unit and year: of the judge asked for, or of the last judge who has judged.

    assessments: as `tables.assessments` gives them; penilai: a judge's code or 'terakhir'.
    """
    if penilai != LATEST:
        return assessments[assessments["penilai"] == penilai].reset_index(drop=True)
    rank = assessments["penilai"].map({judge: i for i, judge in enumerate(PENILAI)})
    # By these alone, as rows of all columns cost as much each time that they are put in another order.
    order = assessments[["unit_id", "unit", "tahun"]].assign(_rank=rank).reset_index(drop=True)
    order = order.sort_values(["unit", "tahun", "_rank"]).drop_duplicates(["unit_id", "tahun"], keep="last")
    return assessments.take(order.index.to_numpy()).reset_index(drop=True)


def judged_in(assessments: pd.DataFrame, tahun: int, penilai: str = LATEST) -> pd.DataFrame:
    """`choose_judge` of one year: the assessments, one per unit, that stand for the units then."""
    return choose_judge(assessments[assessments["tahun"] == tahun], penilai)


def judges_met(assessments: pd.DataFrame) -> dict[str, list[str]]:
    """The judges by whom each unit has an assessment among some, of any year: unit_id -> judges."""
    found: dict[str, list[str]] = {}
    for unit_id, penilai in sorted(set(zip(assessments["unit_id"], assessments["penilai"], strict=True))):
        found.setdefault(unit_id, []).append(penilai)
    return found


def instruments_of(assessments: pd.DataFrame) -> list[Instrument]:
    """The instruments, each in its version, that some assessments were judged by, the newest regulation first."""
    used = dict.fromkeys(zip(assessments["instrumen"], assessments["instrumen_versi"], strict=True))
    instruments = [load_instrument(kode, versi) for kode, versi in used]
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
