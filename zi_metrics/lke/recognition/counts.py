"""Which rows below a ratio question hold its raw counts."""

from collections.abc import Mapping
from functools import cache, lru_cache

import numpy as np
from rapidfuzz import fuzz, process

from zi_metrics.instruments.library import Instrument, Question
from zi_metrics.lke.recognition.alignment import Match
from zi_metrics.lke.recognition.best_pairs import best_pairs
from zi_metrics.lke.recognition.items import Item
from zi_metrics.lke.recognition.plain_words import normal

# The rows stand in a small known group, so wordings may differ further than those of questions.
_SAME = 0.55
_ORDER_BONUS = 0.02
# A second row of a count says nearly the same as the first, and is like no other count.
_AGAIN, _CLEARLY = 0.85, 0.04


def match_counts(items: list[Item], question: Question) -> dict[str, list[int]]:
    """Count key -> its rows (top to bottom, nearly always one), among those that stand below a ratio question."""
    if not items or not question.masukan:
        return {}
    keys = [count.kunci for count in question.masukan]
    labels = tuple(normal(count.label) for count in question.masukan)
    by_key: dict[str, list[int]] = {}
    for place, key in _matched(tuple(item.text for item in items), labels):
        by_key.setdefault(keys[key], []).append(items[place].row)
    return by_key


# Every form has the same rows below a question.
@lru_cache(maxsize=512)
def _matched(texts: tuple[str, ...], labels: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """Place of a text -> place of the label that it says, in the order of the texts."""
    # token_set: forms shorten labels ('Kepala satker') and lengthen them with examples.
    similarity = (
        np.maximum(
            process.cdist(texts, labels, scorer=fuzz.ratio),
            0.9 * process.cdist(texts, labels, scorer=fuzz.token_set_ratio),
        )
        / 100
    )
    # Between equally like rows the form's own order decides.
    order = -np.abs(np.subtract.outer(np.linspace(0, 1, len(texts)), np.linspace(0, 1, len(labels))))
    pairs = best_pairs(similarity + _ORDER_BONUS * order)
    found = {r: c for r, c in pairs if similarity[r, c] >= _SAME}
    held = set(found.values())
    for place, likenesses in enumerate(similarity):
        best = int(likenesses.argmax())
        second = float(np.delete(likenesses, best).max()) if len(labels) > 1 else 0.0
        is_again = likenesses[best] >= max(_AGAIN, second + _CLEARLY) and best in held
        # Of two rows that say one count, the assignment gives one to another count where that one's own is missing.
        if is_again and found.get(place) != best:
            found[place] = best
    return tuple(sorted(found.items()))


def is_count_row(match: Match, text: str, instrument: Instrument) -> bool:
    """Whether a row taken for a heading is a raw count's: 'Jumlah agen perubahan' is not 'Manajemen Perubahan'.

    match: what the row was taken for; text: what it says.
    """
    codes, labels = _codes_and_labels(instrument)
    if match.kode in codes:
        return False
    enough = max(match.similarity, _AGAIN)
    # What is less like a label than that need not be compared to its end.
    return any(fuzz.ratio(text, label, score_cutoff=100 * enough - 1) / 100 > enough for label in labels)


@cache
def _codes_and_labels(instrument: Instrument) -> tuple[frozenset[str], tuple[str, ...]]:
    """The codes of an instrument's questions, and the normal words of all their raw counts."""
    labels = (normal(count.label) for question in instrument.questions() for count in question.masukan)
    return frozenset(question.kode for question in instrument.questions()), tuple(dict.fromkeys(labels))


def chosen_row(rows: list[int], written: Mapping[int, float | None]) -> int:
    """Which of a count's rows is taken: the first that holds a number, else the first."""
    return next((row for row in rows if written.get(row) is not None), rows[0])
