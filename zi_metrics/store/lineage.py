"""The versions of one assessment or survey: which one is current, and whether it is the one that a person looked at."""

from dataclasses import dataclass

import duckdb

from zi_metrics.store.connection import only_row


class VersionMoved(RuntimeError):
    """Other versions count now than those that somebody looked at before saving (a message in Indonesian each)."""

    def __init__(self, moved: list[str]) -> None:
        self.moved = moved
        super().__init__("\n".join(moved))


@dataclass(frozen=True)
class Current:
    """The version that counts now; sha256: of its file, None where there was none; oleh: who made it count."""

    penilaian_id: str
    versi: int
    sha256: str | None
    oleh: str = ""


@dataclass(frozen=True)
class Lineage:
    """Where a line of versions stands.

    last: the highest number ever given, to withdrawn versions too (0 = there is no version yet)
    current: None when there is no version that counts
    """

    last: int = 0
    current: Current | None = None


def lineage_of(cursor: duckdb.DuckDBPyConnection, unit_id: str, tahun: int, penilai: str) -> Lineage:
    """The line of versions of a unit, year and judge; inside a transaction it cannot change under the caller."""
    key = [unit_id, tahun, penilai]
    (last,) = only_row(
        cursor, "SELECT coalesce(max(versi), 0) FROM penilaian WHERE unit_id = ? AND tahun = ? AND penilai = ?", key
    )
    if not last:
        return Lineage()
    current = cursor.execute(
        "SELECT p.penilaian_id, p.versi, i.sha256, i.oleh FROM penilaian_berlaku p JOIN impor i USING (impor_id) "
        "WHERE p.unit_id = ? AND p.tahun = ? AND p.penilai = ?",
        key,
    ).fetchone()
    return Lineage(last, Current(*current) if current else None)


def moved(whose: str, seen: int | None, current: Current | None) -> list[str]:
    """Why something may not be saved on what was looked at (Indonesian); nothing where that still holds.

    whose: names it; seen: the version that counted when the person looked (0 = there was none); None = not looked at
    """
    if seen is None or seen == (current.versi if current else 0):
        return []
    if current is None:
        return [f"versi {seen} untuk {whose} sementara itu dicabut"]
    return [f"untuk {whose} kini berlaku versi {current.versi}, disimpan {current.oleh}"]
