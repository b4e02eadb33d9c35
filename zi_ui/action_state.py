"""How far an action is, the same wherever one is listed."""

from markupsafe import Markup

from zi_metrics.bahasa import format_number
from zi_metrics.pembangunan.listed_actions import ListedAction
from zi_ui.drawn.status import word


def action_state(one: ListedAction) -> Markup:
    """How far an action is, as sign, word and colour."""
    if one.hari_terlambat:
        return word("hampir", f"Terlambat {format_number(one.hari_terlambat, 0)} hari")
    return word("memenuhi" if one.tercapai else "kosong", one.status)
