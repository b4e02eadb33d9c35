"""Comments from surveys: found by words, and grouped by the words that occur in them; explainable, nothing learned."""

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pandas as pd

_STOPWORDS = Path(__file__).parent / "rules" / "kata_umum.txt"
_WORD = re.compile(r"[^\W\d_]{3,}")
_MASK = re.compile(r"\[[^\]]*\]")
# Endings and beginnings that change nothing about what a comment is about.
_SUFFIXES = ("nya", "lah", "kah", "pun", "kan")
# A word in fewer comments than this makes no group, unless there are hardly any comments.
_FEWEST = 2
# The columns of `term_counts`.
TERM_COLUMNS = ("istilah", "banyak", "bagian")


@cache
def stopwords() -> frozenset[str]:
    """Words that tell nothing about a comment."""
    lines = _STOPWORDS.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def terms(text: str) -> list[str]:
    """A comment's telling words and pairs of neighbouring ones, each once, in the order in which they occur."""
    telling: list[str] = []
    previous = ""
    for word in _WORD.findall(_MASK.sub(" ", text).casefold()):
        stem = _stem(word)
        if word in stopwords() or stem in stopwords():
            previous = ""
            continue
        telling.append(stem)
        if previous:
            telling.append(f"{previous} {stem}")
        previous = stem
    return list(dict.fromkeys(telling))


def _stem(word: str) -> str:
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            return word[: -len(suffix)]
    return word


def term_counts(comments: pd.DataFrame, most: int = 30) -> pd.DataFrame:
    """In how many comments each term occurs, the commonest first; TERM_COLUMNS, bagian: share of the comments, 0-1.

    comments: column teks. A word that occurs almost only within a counted pair is left to the pair.
    """
    counts: Counter = Counter()
    for text in comments["teks"]:
        counts.update(terms(text))
    fewest = _FEWEST if len(comments) >= 5 else 1
    pairs = {term: n for term, n in counts.items() if " " in term and n >= fewest}
    inside: Counter = Counter()
    for pair, n in pairs.items():
        for word in pair.split():
            inside[word] = max(inside[word], n)
    kept = [(t, n) for t, n in counts.items() if n >= fewest and (" " in t or n > 1.5 * inside[t])]
    kept.sort(key=lambda item: (-item[1], item[0]))
    table = pd.DataFrame(kept[:most], columns=list(TERM_COLUMNS[:2]))
    return table.assign(bagian=table["banyak"] / max(1, len(comments)))


def with_term(comments: pd.DataFrame, term: str) -> pd.DataFrame:
    """The comments in which a term of `term_counts` occurs."""
    return comments[[term in terms(text) for text in comments["teks"]]]


def search(comments: pd.DataFrame, words: str) -> pd.DataFrame:
    """The comments that contain all these words, or beginnings of words, in whatever case and order."""
    wanted = words.casefold().split()
    texts = comments["teks"].str.casefold()
    keep = pd.Series(True, index=comments.index)
    for word in wanted:
        keep &= texts.str.contains(rf"(?<!\w){re.escape(word)}", regex=True)
    return comments[keep]
