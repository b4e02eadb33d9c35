"""Personal data in survey files: told by headings and by content, never kept, masked where people wrote it in texts."""

import re
from collections.abc import Iterable
from itertools import takewhile

import numpy as np
import pyarrow as pa

from zi_metrics.surveys.recognition.column_words import (
    distinct_words,
    lower,
    matching,
    replaced,
    share_matching,
    trimmed,
    without,
)
from zi_metrics.surveys.recognition.private_places import SUSPICIOUS, mask_places
from zi_metrics.surveys.recognition.vocabulary import words
from zi_metrics.written_dates import ENGLISH_MONTH_NAMES, MONTH_NAMES, SHORT_MONTH_NAMES

# What stands in the place of what was taken out.
MASKS = {"nik": "[NIK]", "telepon": "[nomor telepon]", "surel": "[surel]", "nama": "[nama]", "nomor": "[nomor]"}
_EMAIL = r"[A-Za-z0-9._%+\-]+\s?@\s?[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+"
# 16 digits in one go or in groups; NIP has 18, NPWP 15 or 16 with dots.
_NIK = r"\b\d(?:[ .\-]?\d){14,17}\b"
# Mobile and office numbers: 08..., +62..., 0xx..., with blanks, dots, dashes.
_PHONE = r"(?:\+|\b)(?:62|0)[ .\-(]{0,2}\d(?:[ .\-()]{0,2}\d){6,12}\b"
_LONG_NUMBER = r"\b\d(?:[ .\-]?\d){7,}\b"
# RE2 (pyarrow) and re understand the same patterns.
_PATTERNS = (("surel", _EMAIL), ("nik", _NIK), ("telepon", _PHONE), ("nomor", _LONG_NUMBER))
_COMPILED = tuple((kind, re.compile(pattern)) for kind, pattern in _PATTERNS)
_ANY = re.compile("|".join(f"(?:{pattern})" for _, pattern in _PATTERNS))
_HONORIFIC = r"(?:bapak|ibu|pak|bu|bpk|sdr|sdri|saudara|saudari|mas|mbak|mba|kak|bang|dr|drg|ny|tn|hj|ustadz)"
_WORD = r"[^\W\d_][^\W\d_'’.\-]*"
_CALLED = re.compile(rf"\b({_HONORIFIC})\b\.?\s+(?:{_HONORIFIC}\b\.?\s+)?({_WORD}(?:\s+(?-i:[A-Z][^\W\d_'’]+))*)", re.I)
_MY_NAME = re.compile(
    r"(?<!balik )\b((?:nama(?:\s+(?:saya|lengkap))?|atas nama|a\.n\.?|an\.|dengan nama|bernama|hubungi|ttd)\s*[:=]?\s+)"
    rf"({_WORD}(?:\s+(?-i:[A-Z][^\W\d_'’]+))*)",
    re.I,
)
_I_AM = re.compile(r"\b([Ss]aya,?\s+)([A-Z][^\W\d_'’]+(?:\s+[A-Z][^\W\d_'’]+)+)")
# Two or more words that begin with a capital, as names do.
_TITLED_PATTERN = r"\b[A-Z][a-z'’]+(?:\s+[A-Z][a-z'’]+)+\b"
_TITLED = re.compile(_TITLED_PATTERN)
# Words after 'pak', 'bu', 'nama' that name an office or a thing, nobody in particular.
_MONTHS = [name.casefold() for name in (*MONTH_NAMES, *SHORT_MONTH_NAMES, *ENGLISH_MONTH_NAMES)]
_NO_NAMES = frozenset(words("bukan_nama"))
_PUNCTUATION = str.maketrans({sign: " " for sign in '.,;:!?()[]/"-–_+*&'})
_FULL_NAME = r"^\s*(?:\p{Lu}[\pL'’]*\.?,?\s*){2,5}(?:,?\s*(?:S|M|A)\.?\pL+\.?)*\s*$"
_NAME_WORD = re.compile(r"[^\W\d_][^\W\d_'’]{2,}")
# A name that many respondents bear is rather an ordinary word (Puji, Indah, Bagus) and is masked only beside another.
_COMMON_WORDS = frozenset(words("nama_dan_kata_biasa"))
_ORDINARY = _NO_NAMES.union(_COMMON_WORDS, words("bukan_nama_berhuruf_besar"), _MONTHS)


def kind_of(texts: pa.StringArray) -> str | None:
    """What personal data a column's distinct texts are: 'nik', 'telepon', 'surel'; None when they are none."""
    sample = texts.slice(0, 2_000)
    if not len(sample):
        return None
    # An average has as many digits as a NIK.
    sample = without(trimmed(sample), r"^-?(?:[1-9]\d{0,2}|0)[.,]\d+$")
    kinds = (kind for kind, pattern in _PATTERNS[:3] if share_matching(sample, f"^(?:{pattern})$") >= 0.5)
    return next(kinds, None)


def mask_contacts(text: str) -> str:
    """The text without NIK, telephone numbers, mail addresses and other long numbers."""
    if _ANY.search(text):
        for kind, pattern in _COMPILED:
            text = pattern.sub(MASKS[kind], text)
    return text


def mask_text(text: str, names: "Names | None" = None) -> str:
    """A comment without anything by which a person could be found: contacts, addresses, plates, and names as told."""
    text = mask_places(mask_contacts(text))
    for pattern in (_CALLED, _MY_NAME, _I_AM):
        text = pattern.sub(_without_name, text)
    return names.mask(text) if names else text


class Names:
    """The names that a file itself tells in its columns of names, to be taken out of its comments."""

    def __init__(self, columns: Iterable[pa.StringArray]) -> None:
        spaced = [lower(replaced(texts, r"[^\pL'’]+", " ")) for texts in columns]
        written = {word for texts in spaced for word in distinct_words(texts)}
        self.words = frozenset(w for w in written - _COMMON_WORDS - _NO_NAMES if _NAME_WORD.fullmatch(w))
        # 'Budi', 'Sri': a name beside another one only.
        self.beside = frozenset(written & _COMMON_WORDS - _NO_NAMES)

    def mask(self, text: str) -> str:
        """The text without the words that are somebody's name in this file; one written small only beside another."""
        if self.words.isdisjoint(text.casefold().translate(_PUNCTUATION).split()):
            return text
        spans = list(_NAME_WORD.finditer(text))
        is_name = [w[0].casefold() in self.words for w in spans]
        hide = [
            flag and (w[0][0].isupper() or (i > 0 and is_name[i - 1]) or (i + 1 < len(spans) and is_name[i + 1]))
            for i, (w, flag) in enumerate(zip(spans, is_name, strict=True))
        ]
        near = [any(hide[max(i - 1, 0) : i + 2]) for i in range(len(spans))]
        hide = [
            flag or (near[i] and w[0].casefold() in self.beside)
            for i, (w, flag) in enumerate(zip(spans, hide, strict=True))
        ]
        for word, flag in reversed(list(zip(spans, hide, strict=True))):
            if flag:
                text = text[: word.start()] + MASKS["nama"] + text[word.end() :]
        return re.sub(r"\[nama\](?:\s+\[nama\])+", MASKS["nama"], text)


def mask_many(texts: pa.StringArray, names: Names | None) -> list[str]:
    """`mask_text` for all comments of a file: contacts are first looked for in compiled code.

    What is written like a name, in two capitalised words that nobody in the file writes small, is masked, too.
    """
    masked: list[str] = texts.to_pylist()
    touched = matching(texts, r"\d(?:[ .\-()]{0,2}\d){6,}|@") | matching(texts, SUSPICIOUS)
    named = matching(texts, rf"(?i)\b(?:{_HONORIFIC}|nama|bernama|a\.n|an|hubungi|ttd|saya)\b")
    for index in np.flatnonzero(touched | named):
        masked[index] = mask_text(masked[index])
    small = _small_words(texts)
    for index in np.flatnonzero(matching(texts, _TITLED_PATTERN)):
        masked[index] = _TITLED.sub(lambda m: _unless_known(m[0], small), masked[index])
    return [names.mask(text) for text in masked] if names and names.words else masked


def names_in(text: str, ordinary: frozenset[str]) -> list[str]:
    """Two or more capitalised words beside each other that can only be somebody's name, in a short text of one field:
    one at least is no ordinary word, and the others may be a name, too ('Budi Santoso').

    ordinary: words (in small letters) that are none of a name in this field
    """
    names = []
    for found in _TITLED.finditer(text):
        said = [word for word in found[0].casefold().split() if word not in ordinary]
        strange = [word for word in said if word not in _ORDINARY]
        if len(said) > 1 and strange and all(word in strange or word in _COMMON_WORDS for word in said):
            names.append(found[0])
    return names


def _small_words(texts: pa.StringArray) -> frozenset[str]:
    """The words that somebody in the file writes in small letters, which names are not."""
    return frozenset(distinct_words(replaced(texts, r"[^\pL]+", " ")))


def _unless_known(titled: str, small: frozenset[str]) -> str:
    strange = [w for w in titled.casefold().split() if w not in small and w not in _ORDINARY]
    return MASKS["nama"] if len(strange) > 1 else titled


def _without_name(match: re.Match[str]) -> str:
    """'Bu Dokter Rina Marlina' -> 'Bu Dokter [nama]', 'Pak satpam' as it is."""
    called = match[2].split()
    offices = list(takewhile(lambda word: word.casefold().strip(".'’-") in _NO_NAMES, called))
    if len(offices) == len(called):
        return match[0]
    kept = match[0][: match.start(2) - match.start()]
    return kept + " ".join([*offices, MASKS["nama"]])


def are_names(texts: pa.StringArray) -> bool:
    """Whether a column's distinct texts look like names of people: two to five capitalised words, and many of them."""
    return len(texts) >= 5 and share_matching(texts.slice(0, 2_000), _FULL_NAME) >= 0.8
