"""What an action brought: the points by which a later assessment raises what it named, by the same judge."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from zi_metrics.answers import PENILAI_SHORT
from zi_metrics.bahasa import format_change, format_date
from zi_metrics.penilai import LAST_FIRST
from zi_metrics.store.connection import Store
from zi_metrics.store.dated import dated_assessments
from zi_metrics.store.tables import node_scores
from zi_metrics.tolerance import SUM_TOLERANCE


@dataclass(frozen=True)
class Brought:
    """poin: gained in the total by what an action names; penilai: by whose assessments; hari: of the later one."""

    poin: float
    penilai: str
    hari: date

    @property
    def words(self) -> str:
        """'+0,17 pada penilaian TPI 21 Mei 2026'."""
        return f"{format_change(self.poin)} pada penilaian {PENILAI_SHORT[self.penilai]} {format_date(self.hari)}"


def brought(store: Store, rows: pd.DataFrame) -> dict[str, Brought]:
    """What each action brought so far: baris_id -> it; only where something was raised.

    rows: as `register_rows` gives them. An action's beginning is its day of beginning, else that on which it was first
    written; compared are the newest assessment until then and the newest after it, of the judge furthest along the road
    who made both. Nothing says that the action alone raised it.
    """
    named = rows[rows["kode"] != ""]
    if named.empty:
        return {}
    dated = dated_assessments(store, named["unit_id"].unique().tolist())
    of_unit = {unit_id: part for unit_id, part in dated.groupby("unit_id")}
    pairs: dict[str, tuple[str, str, str, date]] = {}
    for row in named.to_dict("records"):
        pair = _around(of_unit.get(row["unit_id"]), _beginning(row))
        if pair is not None:
            pairs[row["baris_id"]] = pair
    if not pairs:
        return {}
    codes = {row["baris_id"]: _outermost(str(row["kode"]).split(", ")) for row in named.to_dict("records")}
    ids = sorted({one for before, after, *_ in pairs.values() for one in (before, after)})
    wanted = sorted({code for row, of_row in codes.items() if row in pairs for code in of_row})
    scores = node_scores(store, ids, wanted).set_index(["penilaian_id", "kode"])["nilai"]
    found = {}
    for row, (before, after, judge, day) in pairs.items():
        gained = sum(_gain(scores.to_dict(), before, after, code) for code in codes[row])
        if gained > SUM_TOLERANCE:
            found[row] = Brought(gained, judge, day)
    return found


def _gain(scores: Mapping, before: str, after: str, code: str) -> float:
    was, now = scores.get((before, code)), scores.get((after, code))
    return 0.0 if was is None or now is None else float(now) - float(was)


def _around(dated: pd.DataFrame | None, beginning: date) -> tuple[str, str, str, date] | None:
    """The assessments before and after a day: ids, judge, the later one's day."""
    if dated is None:
        return None
    for judge in LAST_FIRST:
        own = dated[dated["penilai"] == judge.kode]
        earlier, later = own[own["hari"] <= beginning], own[own["hari"] > beginning]
        if len(earlier) and len(later):
            last = later.iloc[-1]
            return earlier.iloc[-1]["penilaian_id"], last["penilaian_id"], judge.kode, last["hari"]
    return None


def _beginning(row: Mapping) -> date:
    begun = row["mulai"] if not pd.isna(row["mulai"]) else row["dibuat"]
    return pd.Timestamp(begun).date()


def _outermost(codes: Sequence[str]) -> list[str]:
    """Without what lies inside another one that is named, too: its points would count twice."""
    named = [code for code in codes if code]
    return [code for code in named if not any(code.startswith(f"{other}.") for other in named if other != code)]
