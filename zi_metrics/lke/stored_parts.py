"""What is stored of one assessment, as the store's tables give it: it never changes."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from zi_metrics.store import tables
from zi_metrics.store.connection import Store


@dataclass(frozen=True)
class StoredParts:
    """The parts of one assessment: `tables.node_scores`, `tables.answers`, `tables.counts`, `tables.findings`."""

    scores: pd.DataFrame
    answers: pd.DataFrame
    counts: pd.DataFrame
    findings: pd.DataFrame


# `stored_parts`, or the same with its answers kept.
PartsOf = Callable[[Store, str], StoredParts]


def stored_parts(store: Store, penilaian_id: str) -> StoredParts:
    """The parts of an assessment; without rows where there is no such one in scope."""
    return StoredParts(
        tables.node_scores(store, [penilaian_id]),
        tables.answers(store, penilaian_id),
        tables.counts(store, penilaian_id),
        tables.findings(store, penilaian_id),
    )
