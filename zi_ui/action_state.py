"""How far an action is, the same wherever actions are listed."""

from markupsafe import Markup

from zi_metrics.bahasa import format_number
from zi_metrics.pembangunan.listed_actions import ListedAction
from zi_ui.drawn.status import word


def action_state(one: ListedAction) -> Markup:
    """How far an action is, as sign, word and colour."""
    if one.hari_terlambat:
        return word("hampir", action_words(one))
    return word("memenuhi" if one.tercapai else "kosong", action_words(one))


def action_words(one: ListedAction) -> str:
    """The same in words alone."""
    return f"Terlambat {format_number(one.hari_terlambat, 0)} hari" if one.hari_terlambat else one.status
