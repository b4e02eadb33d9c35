"""Two units must not become one name to the eye: a new unit's name that looks like a stored one's is refused."""

from collections.abc import Sequence

from zi_metrics.store import tables
from zi_metrics.store.connection import Store
from zi_metrics.store.unit_names import folded_name
from zi_metrics.texts import look


def alike_problems(store: Store, units: Sequence[str], known: Sequence[str] | None = None) -> list[str]:
    """Why these names of units are not taken (Indonesian): each looks like another unit's, stored or among them.

    known: `tables.unit_names`, where they are known
    """
    known = tables.unit_names(store) if known is None else known
    # By what a unit's identity is made from, as an agency may have tens of thousands.
    keys = {folded_name(name) for name in known}
    if keys.issuperset(map(folded_name, units)):
        return []
    by_look = {look(name): name for name in known}
    problems = []
    for unit in dict.fromkeys(units):
        other = by_look.setdefault(look(unit), unit)
        if folded_name(unit) in keys or folded_name(other) == folded_name(unit):
            continue
        problems.append(
            f"Nama unit kerja '{unit}' tampak sama dengan '{other}', tetapi ditulis dengan tanda lain. Pilih '{other}' "
            "bila itu unit yang sama, atau beri nama yang jelas berbeda."
        )
    return problems
