"""The versions of one unit, year and judge: which one is current, and which number was given last."""

from dataclasses import dataclass

import duckdb


@dataclass(frozen=True)
class Lineage:
    """Where a line of versions stands.

    last: the highest number ever given, to withdrawn versions too (0 = there is no version yet)
    penilaian_id, versi, sha256: of the current version and its file; None when there is none
    """

    last: int = 0
    penilaian_id: str | None = None
    versi: int | None = None
    sha256: str | None = None


def lineage_of(cursor: duckdb.DuckDBPyConnection, unit_id: str, tahun: int, penilai: str) -> Lineage:
    """The line of versions of a unit, year and judge; inside a transaction it cannot change under the caller."""
    key = [unit_id, tahun, penilai]
    (last,) = cursor.execute(
        "SELECT coalesce(max(versi), 0) FROM penilaian WHERE unit_id = ? AND tahun = ? AND penilai = ?", key
    ).fetchone()
    if not last:
        return Lineage()
    current = cursor.execute(
        "SELECT p.penilaian_id, p.versi, i.sha256 FROM penilaian_berlaku p JOIN impor i USING (impor_id) "
        "WHERE p.unit_id = ? AND p.tahun = ? AND p.penilai = ?",
        key,
    ).fetchone()
    return Lineage(last, *(current or ()))
