"""Every stored assessment's answers and scores, current or not, for whoever computes them again."""

from collections.abc import Iterator

import duckdb
import pandas as pd

from zi_metrics.store.contents import qualified

_AT_A_TIME = 200
JUDGED_COLUMNS = ("penilaian_id", "instrumen", "instrumen_versi")
SCORE_COLUMNS = ("penilaian_id", "kode", "nilai", "nilai_tertinggi", "nilai_rumus_lke", "terjawab", "pertanyaan")


def judged_assessments(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Every assessment ever stored, and what it was judged by: penilaian_id, instrumen, instrumen_versi."""
    name = qualified(cursor, "penilaian")
    return cursor.execute(f"SELECT penilaian_id, instrumen, instrumen_versi FROM {name} ORDER BY ALL").df()


def answers_and_scores(
    cursor: duckdb.DuckDBPyConnection, penilaian_ids: list[str]
) -> Iterator[tuple[list[str], pd.DataFrame, pd.DataFrame]]:
    """In portions: ids; their answers (penilaian_id, kode, nilai 0-1, NaN = unanswered); their scores (SCORE_COLUMNS).

    Of a database from before nilai_tertinggi was kept, that column is empty.
    """
    answers, scores = qualified(cursor, "jawaban"), qualified(cursor, "nilai_simpul")
    columns = {column for column, *_ in cursor.execute(f"DESCRIBE {scores}").fetchall()}
    kept = ", ".join(column if column in columns else f"NULL::DOUBLE AS {column}" for column in SCORE_COLUMNS)
    for first in range(0, len(penilaian_ids), _AT_A_TIME):
        ids = penilaian_ids[first : first + _AT_A_TIME]
        of_these = "WHERE penilaian_id IN (SELECT unnest(CAST(? AS VARCHAR[])))"
        yield (
            ids,
            cursor.execute(f"SELECT penilaian_id, kode, nilai FROM {answers} {of_these}", [ids]).df(),
            cursor.execute(f"SELECT {kept} FROM {scores} {of_these}", [ids]).df(),
        )
