"""The versions of one assessment or survey: which one is current, and whether it is the one that a person looked at."""

from dataclasses import dataclass
from datetime import date

import duckdb

from zi_metrics.as_of import GUESSED, AsOf
from zi_metrics.store.connection import only_row


class VersionMoved(RuntimeError):
    """Other versions count now than those that somebody looked at before saving (a message in Indonesian each)."""

    def __init__(self, moved: list[str]) -> None:
        self.moved = moved
        super().__init__("\n".join(moved))


@dataclass(frozen=True)
class Current:
    """A version that counts at its date.

    sha256: of its file, None where there was none; oleh: who made it count; per_tanggal, per_tanggal_dari, monev: see
    `as_of.AsOf`
    """

    penilaian_id: str
    versi: int
    sha256: str | None
    oleh: str = ""
    per_tanggal: date = date.min
    per_tanggal_dari: str = GUESSED
    monev: str = ""

    @property
    def as_of(self) -> AsOf:
        """As of when it speaks."""
        return AsOf(self.per_tanggal, self.per_tanggal_dari, self.monev)


@dataclass(frozen=True)
class Lineage:
    """Where a line of versions stands.

    last: the highest number ever given, to withdrawn versions too (0 = there is no version yet)
    points: the version that counts at each date, earliest first
    """

    last: int = 0
    points: tuple[Current, ...] = ()

    @property
    def current(self) -> Current | None:
        """What counts now: the latest date's; None when there is no version that counts."""
        return self.points[-1] if self.points else None

    def at(self, day: date) -> Current | None:
        """What counted at a date, as far as is known now; None before the first."""
        return next((point for point in reversed(self.points) if point.per_tanggal <= day), None)

    def on(self, day: date) -> Current | None:
        """What counts for exactly this date."""
        return next((point for point in self.points if point.per_tanggal == day), None)

    def followed_by(self, new: Current) -> "Lineage":
        """The line with one more version."""
        others = [point for point in self.points if point.per_tanggal != new.per_tanggal]
        return Lineage(new.versi, tuple(sorted([*others, new], key=lambda point: point.per_tanggal)))


def lineage_of(cursor: duckdb.DuckDBPyConnection, unit_id: str, tahun: int, penilai: str) -> Lineage:
    """The line of versions of a unit, year and judge; inside a transaction it cannot change under the caller."""
    key = [unit_id, tahun, penilai]
    (last,) = only_row(
        cursor, "SELECT coalesce(max(versi), 0) FROM penilaian WHERE unit_id = ? AND tahun = ? AND penilai = ?", key
    )
    if not last:
        return Lineage()
    points = cursor.execute(
        "SELECT p.penilaian_id, p.versi, i.sha256, i.oleh, p.per_tanggal, p.per_tanggal_dari, p.monev "
        "FROM penilaian_titik p JOIN impor i USING (impor_id) "
        "WHERE p.unit_id = ? AND p.tahun = ? AND p.penilai = ? ORDER BY p.per_tanggal",
        key,
    ).fetchall()
    return Lineage(last, tuple(Current(*point) for point in points))


def moved(whose: str, seen: int | None, current: Current | None) -> list[str]:
    """Why something may not be saved on what was looked at (Indonesian); nothing where that still holds.

    whose: names it; seen: the version that counted when the person looked (0 = there was none); None = not looked at
    """
    if seen is None or seen == (current.versi if current else 0):
        return []
    if current is None:
        return [f"versi {seen} untuk {whose} sementara itu dicabut"]
    return [f"untuk {whose} kini berlaku versi {current.versi}, disimpan {current.oleh}"]
