"""Versions of a survey that differ by one to four respondents: who has both figures can work out what those said.

The newest is shown; what was told before cannot be taken back. So the import says it, and a version that would count
again because a newer, nearly equal one was withdrawn is not given out: both figures would be known.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from zi_metrics.store.connection import Store
from zi_metrics.surveys.disclosure import FEWEST_SHOWN, is_few
from zi_metrics.surveys.raw_answers import RawAnswers, raw_answers


class _Version(NamedTuple):
    """A stored version.

    survei_id: its id
    periode: '' = the whole year
    versi: its number
    agregat: '' = raw answers
    responden: NaN = not told
    """

    survei_id: str
    periode: str
    versi: int
    agregat: str
    responden: float


@dataclass(frozen=True)
class Near:
    """A version that differs from what is held against it by too few people.

    versi: its number; periode: '' = the whole year
    beda: by how many people
    """

    versi: int
    periode: str
    beda: int


def people_apart(one: RawAnswers, other: RawAnswers) -> int:
    """By how many respondents two surveys differ: the more of those added and those left out.

    By the questions that both have; surveys without a common one differ by all.
    """
    keys = [key for key in one.keys if key in other.keys]
    if not keys:
        return max(len(one.values), len(other.values))
    counts = [_rows(answers, keys) for answers in (one, other)]
    change = counts[0].sub(counts[1], fill_value=0)
    return int(max(change[change > 0].sum(), -change[change < 0].sum()))


def near_withdrawn(store: Store, chosen: pd.DataFrame, withdrawn: pd.DataFrame) -> Near | None:
    """The withdrawn version whose figures differ by too few people from the surveys that count now, if there is one.

    chosen: the surveys of one unit, year and kind that count (rows of `store.surveys.surveys`); withdrawn: as of
    `store.surveys.withdrawn_surveys`, of that unit, year and kind or more. Held against each: those of the same period
    that came later, and those of the whole year against its parts.
    """
    if chosen.empty or withdrawn.empty:
        return None
    first = chosen.iloc[0]
    line = (withdrawn["unit_id"] == first["unit_id"]) & (withdrawn["tahun"] == first["tahun"])
    candidates = _versions(withdrawn[line & (withdrawn["jenis"] == first["jenis"])])
    current = _versions(chosen)
    for gone in candidates:
        same = [v for v in current if v.periode == gone.periode]
        if same and gone.versi < same[0].versi:
            continue
        against = same or (current if gone.periode == "" else [])
        if against and (apart := _apart(store, gone, against)):
            return Near(gone.versi, gone.periode, apart)
    return None


def near_stored(store: Store, versions: pd.DataFrame, answers: RawAnswers | None, responden: int | None) -> Near | None:
    """The stored version from which a survey that is about to be stored differs by too few people.

    versions: those of its unit, year, kind and period, newest first (rows of `store.surveys.versions_of_units`)
    answers: None = only results are known.
    """
    for old in _versions(versions):
        if responden is None or not abs(old.responden - responden) < FEWEST_SHOWN:
            continue
        if answers is not None and old.agregat == "":
            apart = people_apart(answers, raw_answers(store, [old.survei_id]))
        else:
            apart = abs(round(old.responden) - responden)
        if is_few(apart):
            return Near(old.versi, old.periode, apart)
    return None


def _apart(store: Store, gone: _Version, against: Sequence[_Version]) -> int:
    """By how many people a version differs from several together; 0 where that is none, or enough not to matter."""
    total = sum(v.responden for v in against)
    # NaN, where somebody did not tell, is near nothing.
    if not abs(gone.responden - total) < FEWEST_SHOWN:
        return 0
    if gone.agregat or any(v.agregat for v in against):
        apart = abs(round(gone.responden - total))
    else:
        ids = [v.survei_id for v in against]
        apart = people_apart(raw_answers(store, [gone.survei_id]), raw_answers(store, ids))
    return apart if is_few(apart) else 0


def _versions(table: pd.DataFrame) -> list[_Version]:
    rows = table.assign(responden=table["responden"].astype(float))
    return [_Version(*row) for row in rows[list(_Version._fields)].itertuples(index=False)]


def _rows(answers: RawAnswers, keys: list[str]) -> pd.Series:
    """How often each row of answers to these questions occurs, by the row's fingerprint."""
    places = [answers.keys.index(key) for key in keys]
    frame = pd.DataFrame(answers.values[:, places].round(6))
    return pd.util.hash_pandas_object(frame, index=False).value_counts()
