"""Which option a written answer names: 'A', ' a. ', 'A - sudah', 'Ya (SK terlampir)'; never a guess between two."""

import re
from collections.abc import Sequence
from functools import lru_cache

# What people write before an option: '(A)', 'Opsi A', 'Jawaban: B'.
_OPENING = re.compile(r"[\s(\[\"']*(?:(?:opsi|pilihan|jawaban)\s*[:.]?\s+)?", re.IGNORECASE)
# After a letter an explanation needs a sign; a dash counts only beside a space, for 'E-office' names no option.
_SIGN = re.compile(r"\s*[.,:;=()\[\]]\s*|\s+[-–—/]\s*|[-–—/]\s+|\s*\n\s*")
_CLOSING = re.compile(r"[\s.,:;)\]\"']*")
# 'a.n.' and 'A, B': what follows a letter and its sign must be a word.
_WORD = re.compile(r"[\s(\[\"'\-–—]*\w{2,}")
# Longer texts are no answers.
_LONGEST = 1_000
# Longer ones come once.
_KEPT = 80
# The short forms of the older form and of its users.
_SHORT = {"y": "ya", "t": "tidak", "tdk": "tidak"}
# A ticked box, as spreadsheets save it, in English and in Indonesian. Alone only: 'Salah satu ...' is no answer.
_TICKED = {"true": "ya", "benar": "ya", "false": "tidak", "salah": "tidak"}


def option_named(options: Sequence[str], text: str) -> str | None:
    """The option that a text gives, alone or before an explanation; None where it gives none, or more than one."""
    if len(text) > _LONGEST:
        return None
    return (_kept_option if len(text) <= _KEPT else _option)(tuple(options), text)


def _option(options: tuple[str, ...], text: str) -> str | None:
    names = {option.casefold(): option for option in options}
    if "ya" in names:
        names = {short: names[whole] for short, whole in _SHORT.items() if whole in names} | names
    text = text.strip().casefold()
    if (ticked := _TICKED.get(text.strip(" .\"'=()"))) in names and set(_TICKED.values()) <= set(names):
        return names[ticked]
    opening = _OPENING.match(text)
    start = opening.end() if opening else 0
    alternatives = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    found = re.compile(rf"(?:{alternatives})(?!\w)").match(text, start)
    if not found:
        return None
    rest, option = text[found.end() :], names[found.group()]
    if _CLOSING.fullmatch(rest):
        return option
    sign = _SIGN.match(rest)
    is_word = len(found.group()) > 1
    if not sign and not (is_word and rest[0].isspace()):
        return None
    rest = rest[sign.end() :] if sign else rest
    others = [name for name, other in names.items() if other != option]
    return option if _WORD.match(rest) and not _names_another(rest, others) else None


# Nearly every answer of a form is one of a few texts.
_kept_option = lru_cache(maxsize=4_096)(_option)


def _names_another(rest: str, others: Sequence[str]) -> bool:
    """Whether an explanation begins with another option, or sets one off by a sign, as pasted criteria do."""
    other = "|".join(sorted(map(re.escape, others), key=len, reverse=True))
    begins = re.compile(rf"\W*(?:atau\s+|dan\s+)?(?:{other})(?!\w)")
    set_off = re.compile(rf"(?:^|[\s(,;/])(?:{other})(?:\s*[.):;/,=]|\s*$|\s+[-–—]\s)", re.MULTILINE)
    return bool(others) and bool(begins.match(rest) or set_off.search(rest))
