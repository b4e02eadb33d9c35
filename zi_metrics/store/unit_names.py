"""Which unit a name means: without regard to case and spacing, by any name it ever had, and after merging."""

import hashlib
from datetime import datetime

import duckdb

from zi_metrics.scope import Act, Target
from zi_metrics.store.connection import Change, Store

_MEANT = (
    "WITH dimaksud AS (SELECT coalesce((SELECT unit_id FROM nama_unit WHERE kunci = $1), $1) AS unit_id) "
    "SELECT coalesce(g.ke_unit_id, d.unit_id) FROM dimaksud d LEFT JOIN gabungan_berlaku g USING (unit_id)"
)


def folded_name(nama: str) -> str:
    """A unit's name without regard to case and spacing: the same for names that mean the same unit."""
    return " ".join(nama.split()).casefold()


def unit_key(nama: str) -> str:
    """The identity that a unit gets when it is stored for the first time: from its name then."""
    return hashlib.sha256(folded_name(nama).encode()).hexdigest()[:12]


def unit_id_of(store: Store, nama: str) -> str:
    """The unit that a name means today: by an earlier name, and the one it was merged into. There may be none yet."""
    with store.whole().cursor() as cursor:
        return meant(cursor, nama)


def meant(cursor: duckdb.DuckDBPyConnection, nama: str) -> str:
    """The same, for the store's own writers inside their transaction."""
    row = cursor.execute(_MEANT, [unit_key(nama)]).fetchone()
    return row[0] if row else unit_key(nama)


def ensure_unit(change: Change, unit_id: str, nama: str, contoh: bool, now: datetime) -> None:
    """Write a unit that is not known yet, inside a writer's transaction.

    Raises NotAllowed for who may add none, unless the unit stands in the agency's tree.
    """
    cursor = change.cursor
    if cursor.execute("SELECT 1 FROM unit_kerja WHERE unit_id = ?", [unit_id]).fetchone():
        return
    name = " ".join(nama.split())
    target, in_tree = Target(unit_id, name), "SELECT 1 FROM simpul_berlaku WHERE simpul_id = ? AND tingkat = 'unit'"
    # Who may add any need not be asked whether it stands there.
    if not change.scope.may(Act.UNIT_BARU, target) and not cursor.execute(in_tree, [unit_id]).fetchone():
        change.require(target, Act.UNIT_BARU, "unit ini belum ada")
    cursor.execute("INSERT INTO unit_kerja VALUES (?, ?, ?, ?)", [unit_id, name, contoh, now])
    change.record(unit_id, f"unit kerja {name}", sesudah={"nama": name, "contoh": contoh}, act=Act.UNIT_BARU)
