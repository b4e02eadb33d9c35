"""The units whose work may be written down: those with something stored, and those that only stand in the tree."""

import pandas as pd

from zi_metrics.store.connection import Store
from zi_metrics.store.tables import units_of
from zi_metrics.store.unit_tree import nodes


def units_with_work(store: Store, tree: pd.DataFrame | None = None) -> dict[str, str]:
    """Every such unit in scope: name -> unit_id, by name. tree: as of `nodes`, where it is at hand"""
    tree = nodes(store) if tree is None else tree
    tree = tree[tree["tingkat"] == "unit"]
    found = dict(zip(tree["nama"], tree["simpul_id"], strict=True)) | {
        name: unit_id for unit_id, name in units_of(store).items()
    }
    return dict(sorted(found.items()))
