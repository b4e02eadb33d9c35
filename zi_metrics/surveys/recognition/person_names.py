"""Names of people where a file promises something else: in a column of services, units or occupations.

A name is told by its shape (two to five words of letters), by common Indonesian names in it, and by what is not in it:
words of services and offices. One alone may be a coincidence; a column of them is none.
"""

import re
from collections.abc import Sequence

from zi_metrics.surveys.recognition.replies import words_of
from zi_metrics.surveys.recognition.vocabulary import words
from zi_metrics.written_dates import MONTH_NAMES, SHORT_MONTH_NAMES

_COMMON = frozenset(words("nama_lazim"))
_NO_NAMES = frozenset(
    word for kind in ("bukan_nama", "bukan_nama_berhuruf_besar", "kata_layanan") for word in words(kind)
).union(name.casefold() for name in (*MONTH_NAMES, *SHORT_MONTH_NAMES))
# What stands before and behind a name: forms of address, degrees.
_BESIDE = re.compile(
    r"^(?:(?:bapak|ibu|pak|bu|bpk|sdr|sdri|tn|ny|nn|an|dr|drg|drs|dra|ir|h|hj|prof)\b\.?\s*)+"
    r"|,?\s+(?:[smad]\.?\s?[a-z]{1,4}\.?)(?:,\s*\S+)*$",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[^\W\d_][^\W\d_'’.\-]*(?:\s+[^\W\d_][^\W\d_'’.\-]*){0,4}")
# Shares of a column's different texts, and how many it takes to judge.
_FEWEST, _SHAPED, _WITH_COMMON = 3, 0.7, 0.3
# Without any common name: nearly every respondent wrote another one.
_FEWEST_UNKNOWN, _SHAPED_UNKNOWN, _DIFFERENT = 8, 0.85, 0.8


def is_person(text: str) -> bool:
    """Whether a text alone is somebody's name, beyond doubt: shaped as one, with a common name in it."""
    return _is_shaped(text) and len(words_of(text).split()) > 1 and _has_common(text)


def are_people(texts: Sequence[str], respondents: int) -> bool:
    """Whether the different texts of a column are names of people. respondents: how many wrote one."""
    written = [text for text in dict.fromkeys(texts) if text.strip()][:2_000]
    if len(written) < _FEWEST:
        return False
    shaped = [text for text in written if _is_shaped(text)]
    common = [text for text in shaped if _has_common(text)]
    if len(shaped) >= _SHAPED * len(written) and len(common) >= _WITH_COMMON * len(written):
        return True
    all_different = len(written) >= max(_FEWEST_UNKNOWN, _DIFFERENT * respondents)
    return all_different and len([t for t in shaped if _is_titled(t)]) >= _SHAPED_UNKNOWN * len(written)


def _is_shaped(text: str) -> bool:
    name = _name_in(text)
    return bool(_WORDS.fullmatch(name)) and not _NO_NAMES.intersection(words_of(name).split())


def _is_titled(text: str) -> bool:
    """Two words or more, each with a capital."""
    parts = _name_in(text).split()
    return len(parts) > 1 and all(part[0].isupper() for part in parts)


def _has_common(text: str) -> bool:
    return not _COMMON.isdisjoint(words_of(_name_in(text)).split())


def _name_in(text: str) -> str:
    return _BESIDE.sub("", " ".join(text.split())).strip(" .,")
