"""The simulation's outcome, kept in sight while answers change below it."""

from markupsafe import Markup

from zi_metrics.bahasa import format_change
from zi_metrics.instruments.library import Instrument
from zi_metrics.plan.scenario import Outcome, change_sentence, gates_met, total_text, towards
from zi_ui.drawn.markup import EMPTY, join, show, tag
from zi_ui.drawn.status import word


def show_in_sight(instrument: Instrument, before: Outcome, after: Outcome, changes: int) -> None:
    """The sentence about the total and how many gates of each predicate hold; on a phone both in one short line.

    changes: how many answers differ from the stored ones
    """
    sentence = tag("p", change_sentence(before, after, changes), class_="zi-answer")
    moved = f" ({format_change(after.total - before.total)})" if changes else ""
    total = tag("span", tag("strong", f"{total_text(after)}"), moved, class_="zi-short")
    gates = join(_gates(instrument, key, before, after) for key in instrument.predikat)
    # Read out when it changes.
    show(tag("div", sentence, tag("p", total, gates), class_="zi-sticky", role="status"))


def _gates(instrument: Instrument, predikat: str, before: Outcome, after: Outcome) -> Markup:
    (met, of), (earlier, _) = gates_met(after, predikat), gates_met(before, predikat)
    said = f"{instrument.predikat[predikat].singkatan} {met} dari {of} syarat"
    stored = tag("small", f" tersimpan {earlier}") if met != earlier else EMPTY
    return tag("span", word(towards(after, predikat), said), stored)
