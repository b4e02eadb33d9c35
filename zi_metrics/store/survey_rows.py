"""Raw answers of a survey, a row per respondent, as arrays."""

from dataclasses import dataclass

import numpy as np

from zi_metrics.store.connection import Store, only_row


@dataclass(frozen=True)
class SurveyRows:
    """Raw answers of one survey, a row per respondent, in the file's order.

    values: (respondent, question) on the instrument's scale, NaN = not answered
    baris: the row in the file
    tanggal: day (datetime64[D], NaT = not told)
    layanan: the service, '' = not told
    """

    values: np.ndarray
    baris: np.ndarray
    tanggal: np.ndarray
    layanan: np.ndarray


def survey_values(store: Store, survei_id: str, layanan: str | None = None, share: float | None = None) -> np.ndarray:
    """Raw answers of one survey as (respondent, question) values on the instrument's scale, NaN = not answered.

    layanan: only those about this service; share: only about this share (0-1) of the rows, the same ones every time.
    """
    return survey_rows(store, survei_id, layanan, share).values


def survey_rows(store: Store, survei_id: str, layanan: str | None = None, share: float | None = None) -> SurveyRows:
    """Raw answers of one survey with row, day and service of each. layanan, share: as of `survey_values`."""
    with store.cursor() as cursor:
        levels = cursor.execute(
            "SELECT kolom, nilai FROM survei_taraf WHERE survei_id = ? ORDER BY kolom, taraf", [survei_id]
        ).fetchnumpy()
        (count,) = only_row(
            cursor, "SELECT coalesce(max(kolom), 0) FROM survei_pertanyaan WHERE survei_id = ?", [survei_id]
        )
        names = [f"j{i + 1}" for i in range(count)]
        found = cursor.execute(
            f"SELECT {', '.join(['baris', 'tanggal', 'layanan', *names])} FROM survei_jawaban "
            "WHERE survei_id = $id AND ($layanan IS NULL OR layanan = $layanan) "
            # A prime apart, so that no rhythm of the rows is kept.
            "AND ($bagian IS NULL OR (baris::BIGINT * 7919) % 10007 < $bagian * 10007)",
            {"id": survei_id, "layanan": layanan, "bagian": share},
        ).fetchnumpy()
    columns = []
    for number, name in enumerate(names, 1):
        worth = np.append(levels["nilai"][levels["kolom"] == number], np.nan)
        places = np.ma.filled(np.ma.asarray(found[name], dtype=np.int64), len(worth) - 1)
        columns.append(worth[places])
    rows = np.asarray(found["baris"], dtype=np.int64)
    # DuckDB masks what is missing.
    days = np.ma.filled(np.ma.asarray(found["tanggal"]), np.datetime64("NaT"))
    return SurveyRows(
        np.column_stack(columns) if columns else np.empty((len(rows), 0)),
        rows,
        np.asarray(days, dtype="datetime64[D]"),
        np.ma.filled(np.ma.asarray(found["layanan"]), ""),
    )
