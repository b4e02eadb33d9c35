"""One stored assessment's answers, as they travel to a workbook."""

import pandas as pd

from zi_metrics.answers import Answer, CountAnswer
from zi_metrics.store import tables
from zi_metrics.store.connection import Store


def stored_answers(store: Store, penilaian_id: str) -> dict[str, Answer]:
    """Question code -> its answer with raw counts, notes, evidence, links and source cells; empty when unknown."""
    counts: dict[str, list[CountAnswer]] = {}
    for row in _records(tables.counts(store, penilaian_id)):
        counts.setdefault(row.pop("kode"), []).append(CountAnswer(**row))
    answers = {}
    for row in _records(tables.answers(store, penilaian_id)):
        row |= {field: row[field] or "" for field in ("catatan", "bukti", "tautan")}
        answers[row["kode"]] = Answer(**row, masukan=tuple(counts.get(row["kode"], ())))
    return answers


def _records(table: pd.DataFrame) -> list[dict]:
    """The rows; what pandas holds as NaN is missing."""
    return table.astype(object).where(table.notna(), None).to_dict("records")
