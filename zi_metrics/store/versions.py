"""The versions of an assessment: listing them, withdrawing an import, restoring an earlier version."""

import uuid

import duckdb
import pandas as pd

from zi_metrics.as_of import AsOf
from zi_metrics.instruments.library import load_instrument
from zi_metrics.scope import Act, Target
from zi_metrics.store import tables
from zi_metrics.store.assessments import Stored
from zi_metrics.store.clock import utc_now
from zi_metrics.store.connection import Store, only_row
from zi_metrics.store.lineage import lineage_of
from zi_metrics.store.table_marks import marks_of

# Every table that holds a part of an assessment's content, all keyed by penilaian_id; a restored version copies them.
CONTENT_TABLES = ("jawaban", "masukan", "temuan", "nilai_simpul")


VERSION_COLUMNS = (
    "penilaian_id",
    "impor_id",
    "versi",
    "per_tanggal",
    "per_tanggal_dari",
    "monev",
    "instrumen",
    "instrumen_versi",
    "waktu",
    "oleh",
    "nama_berkas",
    "sha256",
    "berlaku",
    "titik",
    "dicabut",
    "dicabut_waktu",
    "dicabut_oleh",
    "alasan",
    "dipulihkan_dari",
    "penilaian_seimpor",
    "total",
    "terjawab",
    "pertanyaan",
)


def versions(store: Store, unit_id: str, tahun: int, penilai: str) -> pd.DataFrame:
    """All versions of one unit, year and judge, newest first, withdrawn ones too; empty when there are none.

    Columns: penilaian_id, impor_id, versi, per_tanggal, per_tanggal_dari, monev (see `as_of.AsOf`), instrumen,
    instrumen_versi, waktu (UTC), oleh, nama_berkas, sha256, berlaku (bool: it is the current one; none is when all are
    withdrawn), titik (bool: it is what counts for its date), dicabut (bool), dicabut_waktu (UTC), dicabut_oleh, alasan,
    dipulihkan_dari (versi, NaN = not a restored one), penilaian_seimpor (how many assessments came with the same
    import, and are withdrawn with it), total (points), terjawab, pertanyaan (counts).
    """
    # A year taken from a table is numpy's, which DuckDB does not take as a parameter.
    parameters = {"unit_id": unit_id, "tahun": int(tahun), "penilai": penilai}
    table = tables.read(store, tables.named_query("versions"), parameters)
    table = table.merge(_totals(store, table), on="penilaian_id", how="left")
    # Figures stay figures, also when there is no version, or none that was restored.
    return table.astype({"dipulihkan_dari": float, "total": float, "terjawab": int, "pertanyaan": int})


WITHDRAWN_COLUMNS = (
    "penilaian_id",
    "unit_id",
    "unit",
    "tahun",
    "penilai",
    "versi",
    "nama_berkas",
    "alasan",
    "dicabut_oleh",
    "dicabut_waktu",
)


def withdrawn(store: Store) -> pd.DataFrame:
    """Whose every version is withdrawn, so that no screen shows them: of each the latest date's newest version, last
    withdrawn first.

    Columns: penilaian_id, unit_id, unit, tahun, penilai, versi, nama_berkas, alasan, dicabut_oleh, dicabut_waktu (UTC).
    """
    seen = store.scope.units()
    # What is imported is not withdrawn yet.
    touched = store.until_written(_touched, marks_of(store, "pencabutan", "gabungan"))
    if not touched or (seen is not None and touched.isdisjoint(seen)):
        return pd.DataFrame(columns=list(WITHDRAWN_COLUMNS))
    return tables.read(store, tables.named_query("withdrawn"))


def _touched(store: Store) -> frozenset[str]:
    """The units of which something is withdrawn, and those that they were merged into: mostly none of somebody's."""
    query = (
        "WITH dicabut AS (SELECT unit_id FROM penilaian WHERE impor_id IN (SELECT impor_id FROM pencabutan)) "
        "SELECT unit_id FROM dicabut UNION SELECT ke_unit_id FROM dicabut JOIN gabungan_berlaku USING (unit_id)"
    )
    with store.cursor() as cursor:
        return frozenset(unit_id for (unit_id,) in cursor.execute(query).fetchall())


_ASSESSED = (
    "SELECT p.unit_id, u.nama, p.penilai, p.penilaian_id, concat_ws(' ', 'LKE', p.tahun, p.penilai, 'versi', p.versi) "
    "FROM penilaian p JOIN unit_kerja u USING (unit_id) WHERE p.impor_id = ?"
)
_SURVEYED = (
    "SELECT s.unit_id, u.nama, NULL, s.survei_id, "
    "concat_ws(' ', 'survei', s.jenis, s.tahun, s.periode, 'versi', s.versi) "
    "FROM survei s JOIN unit_kerja u USING (unit_id) WHERE s.impor_id = ?"
)


def withdraw_import(store: Store, impor_id: str, alasan: str) -> bool:
    """Withdraw everything that came with one import; of the versions not withdrawn the latest date's counts, if any.

    Gives False when it was withdrawn before; then nothing changes. Raises KeyError when there is no such import,
    NotAllowed when some of it is not theirs, duckdb.Error when the database refuses (nothing was written then).
    """
    with store.write(Act.CABUT_LKE, Act.CABUT_SURVEI) as change:
        cursor = change.cursor
        if not only_row(cursor, "SELECT count(*) FROM impor WHERE impor_id = ?", [impor_id])[0]:
            raise KeyError(impor_id)
        if only_row(cursor, "SELECT count(*) FROM pencabutan WHERE impor_id = ?", [impor_id])[0]:
            return False
        contents = [(Act.CABUT_LKE, *row) for row in cursor.execute(_ASSESSED, [impor_id]).fetchall()]
        contents += [(Act.CABUT_SURVEI, *row) for row in cursor.execute(_SURVEYED, [impor_id]).fetchall()]
        for act, unit_id, nama, penilai, *_ in contents:
            change.require(Target(unit_id, nama, penilai=penilai), act)
        for act, unit_id, nama, _, one, what in contents:
            # With its id, by which an erasure finds what the trail says about it.
            after = {"dicabut": True, "alasan": alasan, "id": one}
            change.record(unit_id, f"{what}, {nama}", {"dicabut": False}, after, act=act)
        cursor.execute(
            "INSERT INTO pencabutan (impor_id, waktu, oleh, alasan) VALUES (?, ?, ?, ?)",
            [impor_id, utc_now(), change.oleh, alasan],
        )
    return True


def restore(store: Store, penilaian_id: str) -> Stored:
    """Make an earlier or withdrawn version current again, by appending a copy of it under a new import.

    The copy has the answers, counts, findings and scores with their source cells, and the same file. It speaks as of
    its own date or, where that is later, the current version's: otherwise it would not count. When the version is
    current already, or the current one is a copy of it (a second click), nothing changes and `new` is False.
    Raises KeyError when there is no such version, NotAllowed for another's, duckdb.Error when the database refuses
    (nothing was written then).
    """
    with store.write(Act.PULIHKAN_LKE) as change:
        cursor = change.cursor
        row = cursor.execute(
            "SELECT impor_id, per_tanggal, per_tanggal_dari, monev, unit_id, tahun, penilai FROM penilaian "
            "WHERE penilaian_id = ?",
            [penilaian_id],
        ).fetchone()
        if row is None:
            raise KeyError(penilaian_id)
        impor_id, own, key = row[0], AsOf(*row[1:4]), list(row[4:])
        (nama,) = only_row(cursor, "SELECT nama FROM unit_kerja WHERE unit_id = ?", key[:1])
        change.require(Target(key[0], nama, penilai=key[2]))
        line = lineage_of(cursor, *key)
        now = line.current
        if now and penilaian_id in (now.penilaian_id, _source(cursor, now.penilaian_id)):
            return Stored(now.penilaian_id, now.versi, False, now.as_of)
        new_id, when = uuid.uuid4().hex, own
        if now and now.per_tanggal > own.per_tanggal:
            # A corrected state of the later date; its own date keeps its own version.
            when = now.as_of
        _copy(cursor, (penilaian_id, new_id), impor_id, change.oleh, line.last + 1, when)
        change.record(
            key[0],
            f"LKE {nama}, {key[1]}, {key[2]}",
            {"versi": now.versi, "penilaian_id": now.penilaian_id} if now else None,
            {
                "versi": line.last + 1,
                "penilaian_id": new_id,
                "salinan_dari": penilaian_id,
                "per_tanggal": str(when.per_tanggal),
            },
        )
    return Stored(new_id, line.last + 1, True, when)


def _totals(store: Store, judged: pd.DataFrame) -> pd.DataFrame:
    """Total and counts of some assessments (with instrumen, instrumen_versi): penilaian_id, total (points), terjawab,
    pertanyaan.
    """
    which = judged[["penilaian_id", "instrumen", "instrumen_versi"]].itertuples(index=False)
    wanted = [([one], [node.kode for node in load_instrument(kode, versi).komponen]) for one, kode, versi in which]
    scores = tables.node_scores_each(store, wanted).rename(columns={"nilai": "total"})
    return scores.groupby("penilaian_id", as_index=False)[["total", "terjawab", "pertanyaan"]].sum()


def _source(cursor: duckdb.DuckDBPyConnection, penilaian_id: str) -> str | None:
    """The version that this one was copied from; None when it was imported."""
    row = cursor.execute("SELECT dari_penilaian_id FROM pemulihan WHERE penilaian_id = ?", [penilaian_id]).fetchone()
    return row[0] if row else None


def _copy(
    cursor: duckdb.DuckDBPyConnection, ids: tuple[str, str], old_import: str, oleh: str, versi: int, when: AsOf
) -> None:
    """ids: of the version that is copied, and of its copy."""
    old_id, new_id = ids
    # An import of its own, so that withdrawing the one it came from leaves the copy current, and the other way round.
    new_import = uuid.uuid4().hex
    cursor.execute(
        "INSERT INTO impor BY NAME SELECT * REPLACE (? AS impor_id, ? AS waktu, ? AS oleh) FROM impor "
        "WHERE impor_id = ?",
        [new_import, utc_now(), oleh, old_import],
    )
    cursor.execute(
        "INSERT INTO penilaian BY NAME SELECT * REPLACE (? AS penilaian_id, ? AS impor_id, ? AS versi, "
        "? AS per_tanggal, ? AS per_tanggal_dari, ? AS monev) FROM penilaian WHERE penilaian_id = ?",
        [new_id, new_import, versi, *when, old_id],
    )
    for table in CONTENT_TABLES:
        cursor.execute(
            f"INSERT INTO {table} BY NAME SELECT * REPLACE (? AS penilaian_id) FROM {table} WHERE penilaian_id = ?",
            [new_id, old_id],
        )
    cursor.execute("INSERT INTO pemulihan (penilaian_id, dari_penilaian_id) VALUES (?, ?)", [new_id, old_id])
