"""A database looked through whole: every row read, files and references checked, every score computed again."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from zi_metrics.instruments.library import InstrumentError
from zi_metrics.scoring.points import PointMatrix, load_points
from zi_metrics.scoring.score import answer_row, score
from zi_metrics.store.backup import check_backup
from zi_metrics.store.backup_folder import Backup
from zi_metrics.store.connection import Store
from zi_metrics.store.contents import contents
from zi_metrics.store.file_format import NO_EXTENSIONS
from zi_metrics.store.integrity import CHECKS, Check, Damage
from zi_metrics.store.schema import schema_number
from zi_metrics.store.stored_scores import SCORE_COLUMNS, answers_and_scores, judged_assessments
from zi_metrics.store.unavailable import why_unavailable
from zi_metrics.tolerance import SUM_TOLERANCE


@dataclass(frozen=True)
class Verified:
    """What looking through a database found.

    path: the database, or the backup
    skema: number of its last migration; None when it could not be read
    baris: how many rows were read, of all tables
    periksa: what was checked (Indonesian)
    kerusakan: what is not as it must be; empty when all is
    """

    path: Path
    skema: int | None
    baris: int
    periksa: tuple[str, ...]
    kerusakan: tuple[Damage, ...]


def computed_again(cursor: duckdb.DuckDBPyConnection) -> Iterator[Damage]:
    """Each stored score is what the stored answers give by the instrument that the assessment was judged by.

    An assessment whose instrument's file is not there cannot be computed again; that is told.
    """
    judged = judged_assessments(cursor)
    for (kode, versi), rows in judged.groupby(["instrumen", "instrumen_versi"]):
        try:
            matrix = load_points(str(kode), int(str(versi)))
        except InstrumentError:
            yield Damage(
                f"instrumen {kode} versi {versi}",
                f"berkas instrumennya tidak ada, maka nilai {len(rows)} penilaian tidak dapat dihitung ulang",
            )
            continue
        for ids, answers, scores in answers_and_scores(cursor, rows["penilaian_id"].tolist()):
            wrong = _differing(matrix, ids, answers, scores)
            if wrong:
                yield Damage(
                    "tabel nilai_simpul",
                    f"nilai {len(wrong)} penilaian berbeda dari hasil hitung ulang jawabannya ({wrong[0][:12]}…)",
                )


# All checks, by what they are called.
ALL_CHECKS: dict[str, Check] = {**CHECKS, "nilai dihitung ulang": computed_again}


def verify_store(store: Store) -> Verified:
    """Look through an open database, while others go on using it. Raises nothing for what is damaged: it is told."""
    with store.cursor() as cursor:
        cursor.begin()
        try:
            return _verified(store.path, cursor)
        finally:
            cursor.rollback()


def verify_backup(backup: Backup) -> Verified:
    """Look through a backup: that it is what was written, and as a database. Nothing in it is changed."""
    wrong = [Damage("cadangan", text) for text in check_backup(backup)]
    if wrong:
        return Verified(backup.path, None, 0, ("catatan cadangan",), tuple(wrong))
    with duckdb.connect(str(backup.path), read_only=True, config=NO_EXTENSIONS) as opened:
        opened.execute("SET enable_external_access = false")
        found = _verified(backup.path, opened)
    return Verified(found.path, found.skema, found.baris, ("catatan cadangan", *found.periksa), found.kerusakan)


def _verified(path: Path, cursor: duckdb.DuckDBPyConnection) -> Verified:
    wrong: list[Damage] = []
    skema, rows = None, 0
    try:
        skema = schema_number(cursor)
        rows = sum(content.baris for content in contents(cursor).values())
        for check in ALL_CHECKS.values():
            wrong.extend(check(cursor))
    except duckdb.Error as error:
        wrong.append(Damage("basis data", why_unavailable(path, error)))
    return Verified(path, skema, rows, ("semua baris terbaca", *ALL_CHECKS), tuple(wrong))


def _differing(matrix: PointMatrix, ids: list[str], answers: pd.DataFrame, scores: pd.DataFrame) -> list[str]:
    """Of some assessments, those of which a stored score is not the computed one."""
    values: dict[str, dict[str, float | None]] = {
        str(one): dict(zip(rows["kode"], rows["nilai"].astype(float), strict=True))
        for one, rows in answers.groupby("penilaian_id")
    }
    try:
        computed = score(matrix, np.array([answer_row(matrix, values.get(one, {})) for one in ids]))
    except (KeyError, ValueError):
        # An answer to a question that the instrument does not have, or a value that none may have.
        return ids
    nodes = matrix.node_index()
    place = {one: number for number, one in enumerate(ids)}
    if set(scores["kode"]) - set(nodes):
        return ids
    row = scores["penilaian_id"].map(place).to_numpy()
    column = scores["kode"].map(nodes).to_numpy()
    again = {
        "nilai": computed.nilai[row, column],
        "nilai_tertinggi": computed.nilai_tertinggi[row, column],
        "nilai_rumus_lke": computed.nilai_rumus[row, column],
        "terjawab": computed.terjawab[row, column],
        "pertanyaan": computed.pertanyaan[column],
    }
    wrong = scores.groupby("penilaian_id").size().reindex(ids, fill_value=0) != len(nodes)
    differs = set(wrong[wrong].index)
    for name in SCORE_COLUMNS[2:]:
        stored = scores[name].to_numpy(dtype=float)
        # The highest nilai may be unknown still; the workbook's own is missing where nothing is answered.
        unknown = np.isnan(stored) if name == "nilai_tertinggi" else np.isnan(stored) & np.isnan(again[name])
        bad = ~unknown & ~(np.abs(stored - again[name]) <= SUM_TOLERANCE)
        differs |= set(scores["penilaian_id"][bad])
    return [one for one in ids if one in differs]
