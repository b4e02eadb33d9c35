"""Which row is which node or question: text, kind and numbering together, best overall, never a guess in silence."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TypeVar

import numpy as np
from rapidfuzz import fuzz, process

from zi_metrics.instruments.library import Instrument, Question
from zi_metrics.lke.recognition.best_pairs import best_pairs
from zi_metrics.lke.recognition.items import Item, code_key
from zi_metrics.lke.recognition.plain_words import normal

# Below this similarity a text is another text (unlike questions of the form resemble each other up to 0.91,
# so in-order rows may differ by typos and wording, while a row out of order must be nearly the same).
IN_ORDER = 0.72
OUT_OF_ORDER = 0.93
# A match must be (almost) the best that its row could have, else the row is left for a person to decide.
_RIVAL = 0.04
# A code and a text that agree at least this much belong together.
_SAME_AS_CODE = 0.5
# A text at least this like another question's, and this much more than its code's, overrules the code.
_PLAINLY, _CLEARLY = 0.85, 0.1
# A wording so much shorter than its text is another text to whom compares letters.
_SHORTENED = 0.8
# What is left of the likeness of two texts of which one negates the other: too little to be one question.
_CONTRADICTED = 0.5
_NEGATED = re.compile(r"\b(?:non|tidak|tdk|bukan|belum|tanpa|selain)(?: di| ada)? (\w+)")
_KIND_BONUS, _KIND_PENALTY, _NUMBER_BONUS = 0.05, 0.15, 0.02
# So many texts at most are kept with their likeness: as many as an LKE has rows, times two.
_MOST_KEPT = 500
Key = TypeVar("Key", str, tuple[str, bool, str])


@dataclass(frozen=True)
class Target:
    """A node or question that a row may be.

    texts: all wordings it is known by; kind: the kind of answer it takes; counts: labels of a ratio's raw counts.
    """

    kode: str
    texts: tuple[str, ...]
    kind: str
    numbering: str
    counts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Match:
    """A row recognised as a node or question: how alike the texts are in [0, 1]; `score` counts kind and number too."""

    row: int
    kode: str
    similarity: float
    score: float


# Words that the form of 2021, that of 2026 and their users exchange for one another.
_SAME_WORDS = (
    (re.compile(r"\bprosedur operasional tetap( sop)?\b"), "sop"),
    (re.compile(r"\b(?:monitoring|pemantauan) dan evaluasi\b"), "monev"),
    (re.compile(r"\bzona integritas\b"), "zi"),
    (re.compile(r"\bsurvey\b"), "survei"),
    (re.compile(r"\bsistem pemerintahan berbasis elektronik( spbe)?\b"), "spbe"),
    (re.compile(r"\bsistem pengendalian intern(?:al)? pemerintah( spip)?\b"), "spip"),
    (re.compile(r"\bwhistle blowing system\b"), "wbs"),
    (re.compile(r"\bsumber daya manusia\b"), "sdm"),
    (re.compile(r"\bstakeholders?\b"), "pemangku kepentingan"),
    # The two reports on wealth, each written out, shortened, or both: the longer names first.
    (re.compile(r"\b(?:laporan )?harta kekayaan aparatur sipil negara\b"), "non lhkpn"),
    (re.compile(r"\b(?:laporan )?harta kekayaan (?:pejabat|penyelenggara) negara\b"), "lhkpn"),
    (re.compile(r"\b(?:laporan )?harta kekayaan(?= non ?lhkpn\b)"), ""),
    (re.compile(r"\bnonlhkpn\b|\blhkasn\b"), "non lhkpn"),
    (re.compile(r"\b(non lhkpn|(?<!non )lhkpn)(?: (?:dan |atau )?\1)+\b"), r"\1"),
    (re.compile(r"\bmen?sosiali[sz]asikan\b"), "menyosialisasikan"),
    (re.compile(r"^apakah "), ""),
)


@lru_cache(maxsize=20_000)
def wording(text: str) -> str:
    """A text for comparison: lower-case words, with words that mean the same written the same."""
    words = normal(text)
    for pattern, same in _SAME_WORDS:
        words = pattern.sub(same, words)
    return " ".join(words.split())


def _wordings(text: str) -> tuple[str, ...]:
    """A text as it is compared, and as it is written where it was much shortened for that.

    A slip inside 'Prosedur Operasional Tetap' keeps it from being shortened to 'sop', as all that is compared with it.
    """
    short, plain = wording(text), normal(text)
    return (short, plain) if len(short) < _SHORTENED * len(plain) else (short,)


@cache
def targets(instrument: Instrument) -> tuple[Target, ...]:
    """All nodes and questions in the form's order. A sub-indicator's only question answers to both their texts."""
    wanted = []
    for node in instrument.nodes():
        names = [w for name in (node.nama, *node.alias) for w in _wordings(name)]
        wanted.append(Target(node.kode, tuple(dict.fromkeys(names)), "simpul", _number(node.kode)))
        for question in node.pertanyaan:
            own = names if len(node.pertanyaan) == 1 else []
            texts = dict.fromkeys([*(w for text in (question.teks, *question.alias) for w in _wordings(text)), *own])
            counts = tuple(normal(count.label) for count in question.masukan)
            kind = _kind(instrument, question)
            wanted.append(Target(question.kode, tuple(texts), kind, _number(question.kode), counts))
    return tuple(wanted)


def align(items: Sequence[Item], wanted: Sequence[Target]) -> list[Match]:
    """Match rows to targets: first the best chain in the form's order, then near-certain rows out of order."""
    kept = tuple(item for item in items if item.kind != "jumlah")
    return list(_aligned(kept, tuple(wanted))) if kept and wanted else []


# A sheet's rows are matched several times over while its layout and instrument are found out.
@lru_cache(maxsize=16)
def _aligned(items: tuple[Item, ...], wanted: tuple[Target, ...]) -> tuple[Match, ...]:
    similarity = _with_codes(_without_counts(_similarity(items, wanted), items, wanted), items, wanted)
    score = similarity + _bonus(items, wanted)
    # Two headings of one name (an area stands in Pemenuhan and in Reform) are no rivals: the order tells them apart.
    allowed = (similarity >= IN_ORDER) & (score >= score.max(axis=1, keepdims=True) - _RIVAL)
    pairs = _best_chain(np.where(allowed, score - IN_ORDER + _KIND_PENALTY, 0.0))
    pairs += _out_of_order(similarity, score, pairs)
    found = (Match(items[r].row, wanted[t].kode, float(similarity[r, t]), float(score[r, t])) for r, t in pairs)
    return tuple(sorted(found, key=lambda match: match.row))


def likest(items: Sequence[Item], wanted: Sequence[Target]) -> list[tuple[str, float]]:
    """For each row the question that its text (or code) is most like, and how much, in [0, 1]."""
    questions = [target for target in wanted if target.kind != "simpul"]
    if not items or not questions:
        return []
    similarity = _with_codes(_similarity(items, questions), items, questions)
    columns = similarity.argmax(axis=1).tolist()
    return [
        (questions[column].kode, 1.0 if item.code else float(similarity[row, column]))
        for row, (item, column) in enumerate(zip(items, columns, strict=True))
    ]


@dataclass(frozen=True)
class _Kept:
    """What was worked out for one list of targets, by row: of each text its likeness, of each kind of row its bonus."""

    likeness: dict[str, np.ndarray] = field(default_factory=dict)
    bonus: dict[tuple[str, bool, str], np.ndarray] = field(default_factory=dict)


# Every form has the same texts but for a few, as a unit's name.
@lru_cache(maxsize=16)
def _kept(_wanted: tuple[Target, ...]) -> _Kept:
    return _Kept()


def _rows_of(keys: Sequence[Key], kept: dict[Key, np.ndarray], made: Callable[[list[Key]], np.ndarray]) -> np.ndarray:
    """A row for each key, those that are not kept yet made at once. What is kept for longer than a file stays small."""
    found = {key: row for key in dict.fromkeys(keys) if (row := kept.get(key)) is not None}
    if new := [key for key in dict.fromkeys(keys) if key not in found]:
        fresh = dict(zip(new, made(new), strict=True))
        if len(found) + len(fresh) <= _MOST_KEPT:
            if len(kept) + len(fresh) > _MOST_KEPT:
                kept.clear()
            kept.update(fresh)
        found |= fresh
    return np.array([found[key] for key in keys])


def _similarity(items: Sequence[Item], wanted: Sequence[Target]) -> np.ndarray:
    """(row, target) likeness of texts; equal texts are compared once."""
    targets_asked = tuple(wanted)
    texts = [wording(item.text) for item in items]
    return _rows_of(texts, _kept(targets_asked).likeness, lambda new: _likeness(tuple(new), targets_asked))


def _likeness(texts: tuple[str, ...], wanted: tuple[Target, ...]) -> np.ndarray:
    best = np.zeros((len(texts), len(wanted)))
    for variant in range(max(len(target.texts) for target in wanted)):
        known = [target.texts[min(variant, len(target.texts) - 1)] for target in wanted]
        likeness = process.cdist(texts, known, scorer=fuzz.ratio) / 100
        best = np.maximum(best, np.where(_contradictions(texts, known), _CONTRADICTED * likeness, likeness))
    return best


def _contradictions(texts: Sequence[str], known: Sequence[str]) -> np.ndarray:
    """Where one text negates what the other says: 'non LHKPN' and 'LHKPN' are nearly alike and mean opposites."""
    result = np.zeros((len(texts), len(known)), dtype=bool)
    saying, denying = _words_said(tuple(known))
    for row, text in enumerate(texts):
        for word in _negated(text):
            result[row, saying.get(word, [])] = True
        for word in _said(text) & denying.keys():
            result[row, denying[word]] = True
    return result


@lru_cache(maxsize=64)
def _words_said(texts: tuple[str, ...]) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """Word -> the texts that say it, and word -> the texts that negate it."""
    saying: dict[str, list[int]] = {}
    denying: dict[str, list[int]] = {}
    for place, text in enumerate(texts):
        for words, places in ((_said(text), saying), (_negated(text), denying)):
            for word in words:
                places.setdefault(word, []).append(place)
    return saying, denying


@lru_cache(maxsize=20_000)
def _said(text: str) -> frozenset[str]:
    """The words that a text says without negating them."""
    return frozenset(text.split()) - _negated(text)


@lru_cache(maxsize=10_000)
def _negated(text: str) -> frozenset[str]:
    """The words that a text negates: the word right behind each 'non', 'tidak', 'bukan', ..."""
    return frozenset(_NEGATED.findall(text))


def _without_counts(similarity: np.ndarray, items: Sequence[Item], wanted: Sequence[Target]) -> np.ndarray:
    """A row that is plainly one of the raw counts is no heading or question, however alike ('jumlah agen')."""
    labels = [label for target in wanted for label in target.counts]
    if not labels:
        return similarity
    likeness = process.cdist([item.text for item in items], labels, scorer=fuzz.ratio).max(axis=1) / 100
    is_count = (likeness >= OUT_OF_ORDER) & (likeness > similarity.max(axis=1))
    return np.where(is_count[:, None], 0.0, similarity)


def _with_codes(similarity: np.ndarray, items: Sequence[Item], wanted: Sequence[Target]) -> np.ndarray:
    """A row with a code can only be that question; without a text, or with a like one, it surely is.

    A text that is plainly another question's overrules the code; one like nothing leaves the row to a person.
    """
    place = {code_key(target.kode): column for column, target in enumerate(wanted)}
    result = similarity.copy()
    for row, item in enumerate(items):
        if item.code not in place:
            continue
        column = place[item.code]
        by_text, best = similarity[row, column], similarity[row].max()
        result[row] = 0.0
        if max((fuzz.ratio(item.text, label) / 100 for label in wanted[column].counts), default=0) > max(
            by_text, IN_ORDER
        ):
            # A raw count under its question's code.
            continue
        if item.text and best >= _PLAINLY and best > by_text + _CLEARLY:
            # The text plainly is another question's: it counts, and the contradiction is reported.
            result[row] = similarity[row]
            continue
        if not item.text or by_text >= _SAME_AS_CODE or best < IN_ORDER:
            # The text still counts a little: count rows may repeat their question's code.
            result[row, column] = OUT_OF_ORDER + (1 - OUT_OF_ORDER) * (by_text if item.text else 1.0)
    return result


def _bonus(items: Sequence[Item], wanted: Sequence[Target]) -> np.ndarray:
    """What kind and number of a row add to its likeness; rows of one kind and number are looked at once."""

    def made(traits: list[tuple[str, bool, str]]) -> np.ndarray:
        return np.array(
            [
                [
                    _kind_fits(kind, weighs, target)
                    + _NUMBER_BONUS * (bool(numbering) and numbering == target.numbering)
                    for target in wanted
                ]
                for kind, weighs, numbering in traits
            ]
        )

    traits = [(item.kind, item.weight is not None, item.numbering) for item in items]
    return _rows_of(traits, _kept(tuple(wanted)).bonus, made)


def _kind_fits(kind: str, weighs: bool, target: Target) -> float:
    """kind: of a row; weighs: it has something in the column Bobot."""
    if not kind:
        # A heading carries a weight and no options; a question row without options may have lost its column.
        return _KIND_BONUS if weighs and target.kind == "simpul" else 0.0
    if kind == target.kind:
        return _KIND_BONUS
    both_options = kind.startswith("pilihan:") and target.kind.startswith("pilihan:")
    # A typed-over option list ('Ya' for 'Ya/Tidak') is still a question of options.
    return 0.0 if both_options else -_KIND_PENALTY


def _best_chain(gain: np.ndarray) -> list[tuple[int, int]]:
    """The order-preserving set of (row, target) pairs with the greatest total gain (dynamic programming)."""
    # A row that gains nothing anywhere is in no pair: what stands between the questions.
    gaining = np.flatnonzero(gain.any(axis=1))
    gain = gain[gaining]
    rows, columns = gain.shape
    total = np.zeros((rows + 1, columns + 1))
    for r in range(1, rows + 1):
        paired = total[r - 1, :-1] + gain[r - 1]
        total[r, 1:] = np.maximum.accumulate(np.maximum(total[r - 1, 1:], paired))
    pairs = []
    r, c = rows, columns
    while r and c:
        if total[r, c] == total[r - 1, c]:
            r -= 1
        elif total[r, c] == total[r, c - 1]:
            c -= 1
        else:
            pairs.append((int(gaining[r - 1]), c - 1))
            r, c = r - 1, c - 1
    return pairs[::-1]


def _out_of_order(similarity: np.ndarray, score: np.ndarray, taken: list[tuple[int, int]]) -> list[tuple[int, int]]:
    rows = np.setdiff1d(np.arange(score.shape[0]), [r for r, _ in taken])
    columns = np.setdiff1d(np.arange(score.shape[1]), [c for _, c in taken])
    if not rows.size or not columns.size:
        return []
    part = np.ix_(rows, columns)
    taken_for = (similarity[part] >= OUT_OF_ORDER) & (score[part] >= score[rows].max(axis=1, keepdims=True) - _RIVAL)
    if not taken_for.any():
        return []
    return [(int(rows[r]), int(columns[c])) for r, c in best_pairs(score[part]) if taken_for[r, c]]


def _kind(instrument: Instrument, question: Question) -> str:
    scale = instrument.scale_of(question)
    if scale.jenis == "pilihan":
        return "pilihan:" + "/".join(option.casefold() for option in scale.pilihan)
    # Forms write '%' beside both; only the raw counts below tell them apart.
    return "rasio" if scale.jenis == "persentase" else scale.jenis


def _number(kode: str) -> str:
    return kode.rsplit(".", 1)[-1].casefold()
