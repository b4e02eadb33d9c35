"""A text as its plain words, by which headings, questions and titles are compared."""

import re
from functools import lru_cache

_WORDS = re.compile(r"[a-z0-9]+|%")
# Longer texts are not kept with their words: they come once, and thousands of them would take too much memory.
_KEPT = 400


def normal(text: object) -> str:
    """Lower-case words only ('Catatan/Keterangan' -> 'catatan keterangan'); '%' is kept."""
    written = str(text)
    return _kept_words(written) if len(written) <= _KEPT else _words(written)


def _words(text: str) -> str:
    return " ".join(_WORDS.findall(text.casefold()))


# A file's texts are asked for many times, by each instrument and each way of looking at a sheet.
_kept_words = lru_cache(maxsize=16_384)(_words)
