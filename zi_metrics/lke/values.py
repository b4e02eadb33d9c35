"""The values that planning computes with, out of the store: of assessments, of pairs of judges, of saved scenarios."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from zi_metrics.instruments.library import Instrument
from zi_metrics.scoring.points import compile_points
from zi_metrics.store import tables
from zi_metrics.store.connection import Store


def stored_values(store: Store, instrument: Instrument, penilaian_ids: Sequence[str]) -> pd.DataFrame:
    """Values of assessments of one instrument: a row per assessment (index penilaian_id, in the order given), a column
    per question in the form's order; 0 to 1, NaN = unanswered.
    """
    ids = list(dict.fromkeys(penilaian_ids))
    codes = list(compile_points(instrument).questions)
    found = tables.answer_values(store, ids)
    rows = pd.Index(ids).get_indexer(pd.Index(found["penilaian_id"]))
    columns = pd.Index(codes).get_indexer(pd.Index(found["kode"]))
    asked = columns >= 0
    # A pivot of millions of answers takes several times as long.
    values = np.full((len(ids), len(codes)), np.nan)
    values[rows[asked], columns[asked]] = found["nilai"].to_numpy(float)[asked]
    index, named = pd.Index(ids, name="penilaian_id"), pd.Index(codes, name="kode")
    return pd.DataFrame(values, index=index, columns=named).reindex(index=list(penilaian_ids))


def values_of_sides(
    store: Store, instrument: Instrument, both: pd.DataFrame, sides: tuple[str, str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The `stored_values` of both sides of pairs of assessments (column penilaian_id_SIDE), asked for at once."""
    first, second = (both[f"penilaian_id_{side}"].tolist() for side in sides)
    values = stored_values(store, instrument, [*first, *second])
    return values.iloc[: len(first)], values.iloc[len(first) :]


def answer_values(store: Store, penilaian_id: str) -> dict[str, float | None]:
    """One assessment's values: question -> value in [0, 1], None = unanswered."""
    return values_told(tables.answers(store, penilaian_id))


def values_told(answers: pd.DataFrame) -> dict[str, float | None]:
    """The same out of its `tables.answers`."""
    pairs = zip(answers["kode"], answers["nilai"], strict=True)
    return {kode: None if pd.isna(value) else float(value) for kode, value in pairs}


def counts_by_question(store: Store, penilaian_id: str) -> dict[str, dict[str, float | None]]:
    """One assessment's raw counts: question -> count key -> number, None = blank."""
    return counts_told(tables.counts(store, penilaian_id))


def counts_told(counts: pd.DataFrame) -> dict[str, dict[str, float | None]]:
    """The same out of its `tables.counts`."""
    found: dict[str, dict[str, float | None]] = {}
    for kode, kunci, angka in counts[["kode", "kunci", "angka"]].itertuples(index=False):
        _put(found, kode, kunci, angka)
    return found


def stored_counts(store: Store, penilaian_ids: Sequence[str]) -> dict[str, dict[str, dict[str, float | None]]]:
    """Raw counts of assessments: penilaian_id -> what `counts_by_question` gives, also where there are none."""
    found: dict[str, dict[str, dict[str, float | None]]] = {one: {} for one in penilaian_ids}
    table = tables.counts_of(store, penilaian_ids)
    for one, kode, kunci, angka in table[["penilaian_id", "kode", "kunci", "angka"]].itertuples(index=False):
        _put(found[one], kode, kunci, angka)
    return found


def _put(found: dict[str, dict[str, float | None]], kode: str, kunci: str, angka: float) -> None:
    found.setdefault(kode, {})[kunci] = None if pd.isna(angka) else float(angka)
