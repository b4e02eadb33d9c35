"""The colours of what is drawn as HTML, as variables of the style sheet: the same as the charts' (figures.style).

Status colours fill; words in them need a darker (on the light ground) or lighter (on the dark one) tone of the same
hue for a contrast of 4.5. No colour stands alone: a sign and a word stand beside it.
"""

from zi_metrics.figures.style import EMPTY_COLOUR, JUDGE_COLOUR, STATUS_COLOUR, inks

# A standing's class in the style sheet -> its colour.
_FILLS = {name: STATUS_COLOUR[name] for name in ("memenuhi", "hampir", "belum")} | {"kosong": EMPTY_COLOUR}
# Texts in the same hues: light ground, dark ground.
_TEXTS = {
    "memenuhi": ("#00664a", "#4fd1a8"),
    "hampir": ("#7a5200", "#f5c04a"),
    "belum": ("#a34700", "#ff9a57"),
    "kosong": ("#4b525c", "#b4b9c1"),
}
_GROUNDS = {
    # name: light ground, dark ground
    "panel": ("#f2f0e9", "#22262d"),
    "page": ("#fdfcf9", "#16191e"),
    "line": ("#d9d5ca", "#3a3f47"),
    "soft": ("#4b525c", "#b4b9c1"),
    "link": ("#0b4f86", "#8cc4f0"),
    "chosen": ("#0b4f86", "#8cc4f0"),
}


def variables(dark: bool) -> str:
    """The variables as a rule of CSS, for the reader's theme; paper is light for everybody."""
    return f"{_rule(dark)} @media print {{ {_rule(False)} }}" if dark else _rule(dark)


def _rule(dark: bool) -> str:
    ink, faint = inks(dark)
    told = {"ink": ink, "faint": faint}
    told |= {name: tones[dark] for name, tones in _GROUNDS.items()}
    told |= {f"fill-{name}": colour for name, colour in _FILLS.items()}
    told |= {f"text-{name}": tones[dark] for name, tones in _TEXTS.items()}
    told |= {f"judge-{judge}": colour for judge, colour in JUDGE_COLOUR.items()}
    return ":root { " + " ".join(f"--zi-{name}: {value};" for name, value in told.items()) + " }"
