"""The agency as a tree: instansi > branch > unit; a unit's kind, tags and years of proposal; renaming, merging.

A node that is a unit, too, has the unit's id. Rows are only added, the highest version counts.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import duckdb
import pandas as pd

from zi_metrics.scope import Act
from zi_metrics.store import tables
from zi_metrics.store.clock import utc_now
from zi_metrics.store.connection import Change, Store
from zi_metrics.store.unit_names import meant, unit_key
from zi_metrics.store.whole_tree import seen_units, whole_tree

TINGKAT = {"instansi": "Instansi", "cabang": "Eselon I / wilayah", "unit": "Unit kerja"}
NODE_COLUMNS = ("simpul_id", "nama", "induk_id", "tingkat", "jenis", "tanda", "diusulkan")
_NODE = f"SELECT {', '.join(NODE_COLUMNS)} FROM simpul_berlaku"
_WHERE = """
SELECT simpul_id FROM simpul_berlaku
WHERE ($jenis IS NULL OR jenis = $jenis)
  AND ($tanda IS NULL OR list_contains(tanda, $tanda))
  AND ($tahun IS NULL OR list_contains(diusulkan, $tahun))
"""


@dataclass(frozen=True)
class TreeNode:
    """One node.

    simpul_id: '' = by its name; nama: no other node has it; induk_id: None = at the top; tingkat: a key of TINGKAT
    jenis: kind of unit; tanda: tags; diusulkan: the years in which the unit is proposed
    """

    nama: str
    tingkat: str
    induk_id: str | None = None
    jenis: str = ""
    tanda: tuple[str, ...] = ()
    diusulkan: tuple[int, ...] = ()
    simpul_id: str = ""


class TreeProblem(ValueError):
    """The tree would not be one; `problems` (Indonesian) names everything that is wrong."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


def nodes(store: Store) -> pd.DataFrame:
    """The nodes in scope with all branches above them: NODE_COLUMNS, by name. tanda, diusulkan: lists."""
    seen, tree = seen_units(store), whole_tree(store)
    if seen is None:
        return tree.nodes.copy(deep=False)
    return tree.nodes[tree.nodes["simpul_id"].astype(object).isin(tree.with_branches(seen))].reset_index(drop=True)


def units_below(store: Store, simpul_id: str) -> frozenset[str]:
    """A node and all below it, with the units that were merged into them: what a role about it is about."""
    return whole_tree(store).under(simpul_id)


def units_where(
    store: Store, jenis: str | None = None, tanda: str | None = None, tahun: int | None = None
) -> frozenset[str]:
    """The nodes of a kind, with a tag, proposed in a year; None does not narrow."""
    parameters = {"jenis": jenis, "tanda": tanda, "tahun": tahun}
    return frozenset(tables.read(store, _WHERE, parameters)["simpul_id"])


def branch_of_units(store: Store, depth: int = 1, tree: pd.DataFrame | None = None) -> dict[str, str]:
    """unit_id -> the name of the branch above it, the `depth`-th from the top; units without one are not there.

    tree: as of `nodes`, where it is at hand
    """
    table = nodes(store) if tree is None else tree
    above = _above(table)
    names = dict(zip(table["simpul_id"], table["nama"], strict=True))
    kinds = dict(zip(table["simpul_id"], table["tingkat"], strict=True))
    found = {}
    for node in above:
        way = _way(node, above)
        branches = [one for one in reversed(way) if kinds.get(one) == "cabang"]
        if kinds[node] == "unit" and len(branches) >= depth:
            found[node] = names[branches[depth - 1]]
    return found


def count_units(table: pd.DataFrame) -> dict[str, int]:
    """Node -> how many units lie below it, directly or not; nodes without one are not there. table: as of `nodes`."""
    above = _above(table)
    ways = (_way(unit, above) for unit in table.loc[table["tingkat"] == "unit", "simpul_id"])
    return dict(Counter(node for way in ways for node in way))


def _above(table: pd.DataFrame) -> dict[str, str | None]:
    """Node -> the one it hangs below, None at the top."""
    return dict(zip(table["simpul_id"], table["induk_id"].where(table["induk_id"].notna(), None), strict=True))


def save_nodes(store: Store, changed: Sequence[TreeNode]) -> int:
    """Add or change nodes in one transaction; gives how many were new or different.

    A node with an id and another name is renamed: the name before goes on finding it. Raises TreeProblem naming all
    that is wrong, NotAllowed, duckdb.Error; then nothing was written.
    """
    now, added = utc_now(), 0
    with store.write(Act.POHON_UNIT) as change:
        cursor = change.cursor
        known = _known(cursor)
        tidy = [replace(node, nama=" ".join(node.nama.split())) for node in changed]
        given = [replace(node, simpul_id=node.simpul_id or meant(cursor, node.nama)) for node in tidy]
        after = known | {node.simpul_id: node for node in given}
        problems = _problems(after, given)
        problems += [f"{node.nama}: nama ini milik unit lain." for node in given if _is_taken(cursor, node)]
        if problems:
            raise TreeProblem(list(dict.fromkeys(problems)))
        for node in given:
            before = known.get(node.simpul_id)
            if before == node:
                continue
            _write_node(change, node, False, now)
            _rename(change, node, now)
            change.record(node.simpul_id, f"simpul {node.nama}", _said(before), _said(node))
            added += 1
    return added


def remove_node(store: Store, simpul_id: str) -> None:
    """Take a node out of the tree; assessments of a unit stay, and are seen by who sees all of the agency.

    Raises KeyError when it is not in the tree, TreeProblem when something hangs below it, NotAllowed.
    """
    with store.write(Act.POHON_UNIT) as change:
        known = _known(change.cursor)
        node = known[simpul_id]
        below = [other.nama for other in known.values() if other.induk_id == simpul_id]
        if below:
            raise TreeProblem([f"{node.nama} masih mempunyai bawahan: {', '.join(below[:5])}. Pindahkan dahulu."])
        _write_node(change, node, True, utc_now())
        change.record(simpul_id, f"simpul {node.nama}", _said(node), None)


def merge_units(store: Store, unit_id: str, into: str | None) -> bool:
    """Merge a unit into another one: its history shows there, where the other has none; None undoes it.

    Gives False when that is so already. Raises KeyError for a unit that does not exist, TreeProblem for a unit merged
    into itself or into one that is merged itself, NotAllowed.
    """
    with store.write(Act.POHON_UNIT) as change:
        cursor = change.cursor
        names = dict(cursor.execute("SELECT unit_id, nama FROM unit_kerja").fetchall())
        merged = dict(cursor.execute("SELECT unit_id, ke_unit_id FROM gabungan_berlaku").fetchall())
        name, other = names[unit_id], names[into] if into else None
        if into is not None and (into == unit_id or into in merged or unit_id in merged.values()):
            raise TreeProblem([f"{name} tidak dapat digabung ke {other}: salah satunya sudah digabung, atau sama."])
        if merged.get(unit_id) == into:
            return False
        query = "SELECT coalesce(max(versi), 0) FROM gabungan WHERE unit_id = ?"
        (versi,) = cursor.execute(query, [unit_id]).fetchone() or (0,)
        now = utc_now()
        cursor.execute("INSERT INTO gabungan VALUES (?, ?, ?, ?, ?)", [unit_id, versi + 1, into, change.oleh, now])
        before = merged.get(unit_id)
        change.record(
            unit_id,
            f"penggabungan {name}",
            {"ke": names.get(before)} if before else None,
            {"ke": other} if into else None,
        )
    return True


def _problems(after: Mapping[str, TreeNode], given: Iterable[TreeNode]) -> list[str]:
    """Why the tree would not be one, by the nodes that are given."""
    problems, keys = [], {}
    for node in after.values():
        keys.setdefault(unit_key(node.nama), []).append(node)
    above = {node.simpul_id: node.induk_id for node in after.values()}
    for node in given:
        if not node.nama:
            problems.append("Ada simpul tanpa nama.")
        if node.tingkat not in TINGKAT:
            allowed = ", ".join(TINGKAT)
            problems.append(f"{node.nama}: tingkat harus salah satu dari {allowed} (bukan '{node.tingkat}').")
        if len(keys[unit_key(node.nama)]) > 1:
            problems.append(f"{node.nama}: nama ini dipakai dua simpul; bedakan namanya.")
        if node.induk_id is not None and node.induk_id not in after:
            problems.append(f"{node.nama}: induknya tidak ada di pohon.")
        elif node.induk_id is not None and after[node.induk_id].tingkat == "unit":
            problems.append(f"{node.nama}: induknya, {after[node.induk_id].nama}, adalah unit kerja; pilih cabang.")
        if node.tingkat == "instansi" and node.induk_id is not None:
            problems.append(f"{node.nama}: instansi berdiri paling atas, tanpa induk.")
        if node.simpul_id in _way(node.simpul_id, above):
            problems.append(f"{node.nama}: induknya berada di bawah simpul ini sendiri.")
    return problems


def _known(cursor: duckdb.DuckDBPyConnection) -> dict[str, TreeNode]:
    found = {}
    for simpul_id, nama, induk_id, tingkat, jenis, tanda, diusulkan in cursor.execute(_NODE).fetchall():
        found[simpul_id] = TreeNode(nama, tingkat, induk_id, jenis, tuple(tanda), tuple(diusulkan), simpul_id)
    return found


def _is_taken(cursor: duckdb.DuckDBPyConnection, node: TreeNode) -> bool:
    """Whether the name finds another unit: its present or an earlier one."""
    other = meant(cursor, node.nama)
    known = "SELECT unit_id FROM unit_kerja UNION ALL SELECT unit_id FROM nama_unit"
    found = cursor.execute(f"SELECT count(*) FROM ({known}) WHERE unit_id = ?", [other]).fetchone()
    return other != node.simpul_id and found != (0,)


def _way(node: str, above: Mapping[str, str | None]) -> list[str]:
    """The nodes above one, nearest first; with itself at the end when they go in a circle."""
    way, seen = [], set()
    here = above.get(node)
    while here is not None and here not in seen:
        seen.add(here)
        way.append(here)
        here = above.get(here)
    return way


def _write_node(change: Change, node: TreeNode, dihapus: bool, now: datetime) -> None:
    query = "SELECT coalesce(max(versi), 0) FROM simpul WHERE simpul_id = ?"
    (versi,) = change.cursor.execute(query, [node.simpul_id]).fetchone() or (0,)
    change.cursor.execute(
        "INSERT INTO simpul VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            node.simpul_id, versi + 1, node.nama, node.induk_id, node.tingkat, node.jenis,
            list(node.tanda), list(node.diusulkan), dihapus, change.oleh, now,
        ],
    )  # fmt: skip


def _rename(change: Change, node: TreeNode, now: datetime) -> None:
    """Let a node be found by its name, and by the ones before."""
    key = unit_key(node.nama)
    if key != node.simpul_id and meant(change.cursor, node.nama) != node.simpul_id:
        change.cursor.execute(
            "INSERT INTO nama_unit VALUES (?, ?, ?, ?, ?)", [key, node.simpul_id, node.nama, change.oleh, now]
        )
    change.cursor.execute("UPDATE unit_kerja SET nama = ? WHERE unit_id = ?", [node.nama, node.simpul_id])


def _said(node: TreeNode | None) -> dict | None:
    if node is None:
        return None
    fields = ("nama", "induk_id", "tingkat", "jenis", "tanda", "diusulkan")
    return {name: getattr(node, name) for name in fields}
