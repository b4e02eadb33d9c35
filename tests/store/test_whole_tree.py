"""What of the whole agency's tree is cut out for a scope is what a narrowed cursor gives, as the tree changes."""

import pytest
from two_units import MERGED, MINE, OTHER, SARI, scope_of, unit_of
from versioned import save

from zi_metrics.scope import Act, Extent, Scope
from zi_metrics.store import tables
from zi_metrics.store.unit_names import unit_key
from zi_metrics.store.unit_tree import (
    NODE_COLUMNS,
    TreeNode,
    merge_units,
    nodes,
    remove_node,
    save_nodes,
    units_below,
)
from zi_metrics.store.whole_tree import seen_units

NEW = "Kantor Baru"
BELOW = """
WITH RECURSIVE bawah AS (
    SELECT $1 AS simpul_id
    UNION
    SELECT s.simpul_id FROM simpul_berlaku s JOIN bawah b ON s.induk_id = b.simpul_id
)
SELECT simpul_id FROM bawah
UNION
SELECT g.unit_id FROM gabungan_berlaku g JOIN bawah b ON g.ke_unit_id = b.simpul_id
"""
SCOPES = {
    "everything": Scope(SARI),
    "all units": Scope(SARI, {Act.LIHAT: (Extent(),)}),
    "one": scope_of(MINE),
    "two": scope_of(MINE, OTHER),
    "what was merged": scope_of(MERGED),
    "a branch": Scope(SARI, {Act.LIHAT: (Extent(frozenset(map(unit_key, (NEW, OTHER, "Wilayah Dua")))),)}),
    "a part": Scope(SARI).within({unit_of(OTHER), unit_key(NEW)}),
    "no unit": scope_of(),
    "nobody's": Scope(SARI, {Act.LIHAT: (Extent(frozenset({"tidak ada"})),)}),
}
CHANGES = {
    "as it was": lambda store: None,
    "renamed": lambda store: save_nodes(
        store, [TreeNode("Aneka", "unit", unit_key("Wilayah Satu"), simpul_id=unit_of(MINE))]
    ),
    "moved": lambda store: save_nodes(store, [TreeNode(MINE, "unit", unit_key(NEW), simpul_id=unit_of(MINE))]),
    "taken out": lambda store: remove_node(store, unit_of(OTHER)),
    "the deepest taken out": lambda store: remove_node(store, unit_key(NEW)),
    "with its branch": lambda store: [remove_node(store, unit_key(one)) for one in (NEW, "Wilayah Dalam")],
    "merged": lambda store: merge_units(store, unit_of(OTHER), unit_key(NEW)),
    "parted": lambda store: merge_units(store, unit_of(MERGED), None),
}


def grown(two_units):
    """The two units, a third one below a branch of its own, with something stored."""
    more = [
        TreeNode("Wilayah Dalam", "cabang", unit_key("Wilayah Dua")),
        TreeNode(NEW, "cabang", unit_key("Wilayah Dalam"), "Kantor", ("prioritas",), (2026,)),
    ]
    save_nodes(two_units, more)
    save(two_units, 9, unit=NEW)
    return two_units


def asked(store, query, *parameters):
    with store.cursor() as cursor:
        return cursor.execute(query, list(parameters)).fetchall()


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_cut_out_is_what_a_narrowed_cursor_gives(two_units, change):
    agency = grown(two_units)
    for again in range(2):
        for name, scope in SCOPES.items():
            store = agency.seen_by(scope)
            found = nodes(store)
            rows = asked(store, f"SELECT {', '.join(NODE_COLUMNS)} FROM simpul_berlaku ORDER BY nama")
            assert list(found.columns) == list(NODE_COLUMNS) and list(found.index) == list(range(len(rows))), name
            assert [
                (*row[:2], None if row[2] != row[2] else row[2], *row[3:5], list(row[5]), list(row[6]))
                for row in found.itertuples(index=False)
            ] == rows, name
            assert list(tables.units_of(store).items()) == asked(
                store, "SELECT unit_id, nama FROM unit_kerja ORDER BY nama"
            ), name
            seen = seen_units(store)
            if seen is not None:
                assert {*seen} == {unit for (unit,) in asked(store, "SELECT unit_id FROM temp.lingkup")}, name
        for (node,) in asked(agency, "SELECT DISTINCT simpul_id FROM simpul"):
            assert units_below(agency.seen_by(SCOPES["one"]), node) == {one for (one,) in asked(agency, BELOW, node)}
        if not again:
            CHANGES[change](agency)


def test_whoever_gets_the_tree_may_change_it(two_units):
    agency = grown(two_units)
    for scope in SCOPES.values():
        store = agency.seen_by(scope)
        before = nodes(store)
        changed = nodes(store)
        changed["nama"] = "lain"
        changed["baru"] = 1
        assert nodes(store).equals(before)
        tables.units_of(store).clear()
        assert len(tables.units_of(store)) == len(asked(store, "SELECT unit_id FROM unit_kerja"))
