"""A standing as sign, word and colour: one word for each, everywhere the same."""

from markupsafe import Markup

from zi_metrics.scoring.score import MET, MISSED, UNDECIDED
from zi_ui.drawn.markup import tag

# What a standing towards a predicate or a gate is drawn as: its class in the style sheet, sign and word.
_DRAWN = {
    "memenuhi": ("memenuhi", "✔", "memenuhi"),
    "hampir": ("hampir", "▲", "syarat belum"),
    "belum": ("belum", "✘", "total belum"),
    "kosong": ("kosong", "○", "belum dapat dinilai"),
    "netral": ("netral", "–", "tanpa minimum"),
}
# Standings of the scoring room (`scoring.standing.STATUS`, verdicts of gates) -> how they are drawn.
_OF = {
    MET: "memenuhi",
    MISSED: "belum",
    UNDECIDED: "kosong",
    "wbk": "memenuhi",
    "wbbm": "memenuhi",
    "tanpa_syarat": "netral",
}


def look(standing: str) -> str:
    """The class by which a standing is coloured: memenuhi, hampir, belum, kosong; netral = no minimum."""
    return standing if standing in _DRAWN else _OF.get(standing, "memenuhi")


def sign(standing: str) -> Markup:
    """The sign alone, coloured, for a place where the word stands beside it or above its column."""
    kind, mark, word = _DRAWN[look(standing)]
    return tag("span", mark, class_=f"zi-sign zi-{kind}", title=word)


def word(standing: str, words: str | None = None) -> Markup:
    """Sign and word, coloured. words: other words than the standing's own, e.g. a gate's name that does not hold."""
    kind, mark, own = _DRAWN[look(standing)]
    return tag("span", f"{mark} {words or own}", class_=f"zi-word zi-{kind}")
