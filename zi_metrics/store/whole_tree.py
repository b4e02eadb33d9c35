"""The units' tree and mergers of the whole agency, asked once until they change; what of them a scope sees is cut out.

The same rows as a cursor narrowed to the scope gives (`narrowing`), which would be asked anew for each new scope.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from zi_metrics.store.connection import Store
from zi_metrics.store.table_marks import marks_of

_NODES = """
SELECT simpul_id, nama, induk_id, tingkat, jenis, tanda, diusulkan, dihapus
FROM (SELECT *, row_number() OVER (PARTITION BY simpul_id ORDER BY versi DESC) AS urutan FROM simpul)
WHERE urutan = 1
ORDER BY nama
"""


@dataclass(frozen=True)
class WholeTree:
    """All of it.

    nodes: as of `unit_tree.nodes`; above: node -> the one it hangs below, '' at the top, removed ones too;
    below: node -> those that hang below it; merged: unit -> those merged into it
    """

    nodes: pd.DataFrame
    above: Mapping[str, str]
    below: Mapping[str, list[str]]
    merged: Mapping[str, list[str]]

    def under(self, node: str) -> frozenset[str]:
        """A node and all below it, with the units that were merged into them."""
        found, ahead = {node}, [node]
        while ahead:
            more = [one for one in self.below.get(ahead.pop(), ()) if one not in found]
            found.update(more)
            ahead += more
        return self.with_merged(found)

    def with_merged(self, units: Iterable[str]) -> frozenset[str]:
        """Units with those that were merged into them."""
        own = frozenset(units)
        return own.union(*(self.merged[unit] for unit in own & self.merged.keys()))

    def with_branches(self, units: Iterable[str]) -> set[str]:
        """Units with all branches above them."""
        found = set(units)
        ahead = list(found)
        while ahead:
            node = self.above.get(ahead.pop(), "")
            if node and node not in found:
                found.add(node)
                ahead.append(node)
        return found


def whole_tree(store: Store) -> WholeTree:
    """The agency's tree, whoever asks: what of it a scope sees, its user has to cut out (`seen_units`)."""
    return store.until_written(_whole_tree, marks_of(store, "simpul", "gabungan"))


def seen_units(store: Store) -> frozenset[str] | None:
    """The units whose rows the asking person sees: those in scope, and what was merged into them; None = all."""
    units = store.scope.units()
    return None if units is None else whole_tree(store).with_merged(units)


def _whole_tree(store: Store) -> WholeTree:
    with store.cursor() as cursor:
        found = cursor.execute(_NODES).df()
        mergers = cursor.execute("SELECT unit_id, ke_unit_id FROM gabungan_berlaku").fetchall()
    is_removed = found.pop("dihapus")
    nodes = found[~is_removed].reset_index(drop=True)
    # As Python's own None: what is not there is written in several ways by pandas.
    parents = [one if isinstance(one, str) else "" for one in found["induk_id"]]
    above = dict(zip(found["simpul_id"], parents, strict=True))
    removed = set(found.loc[is_removed, "simpul_id"])
    below: dict[str, list[str]] = {}
    for node, parent in above.items():
        if parent and node not in removed:
            below.setdefault(parent, []).append(node)
    merged: dict[str, list[str]] = {}
    for unit, into in mergers:
        merged.setdefault(into, []).append(unit)
    return WholeTree(nodes, above, below, merged)
