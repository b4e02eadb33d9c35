"""By which words a file names a judge: in the heading of a column, in a title or file's name, behind a unit's name.

The words are data (`zi_metrics/penilai.yaml`); where a text names several judges, the one furthest along counts.
"""

import re
from collections.abc import Iterable, Iterator

from zi_metrics.penilai import JUDGES, LAST_FIRST

# What a heading says beside a judge's name of what stands below it.
_BESIDE = re.compile(
    r"jawaban|isian|jawab|nilai|skor|penilaian|hasil|evaluasi|verifikasi|catatan|keterangan|penjelasan|bukti|dukung|data|"
    r"tautan|link|persen|%|oleh|dari|tim|penilai|tahun|20\d\d"
)


def _any_of(words: Iterable[str]) -> str:
    """Alternatives, the longest first, so that 'unit kerja' is not read as 'unit' and a rest; words may be joined."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(word.replace(" ", r"[\s\-]*") for word in longest_first)


def _patterns(*fields: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Judge -> the words of these fields of the list, the furthest along first; without those who have none."""
    words = [(judge.kode, [word for field in fields for word in getattr(judge, field)]) for judge in LAST_FIRST]
    return tuple((kode, re.compile(rf"\b(?:{_any_of(own)})\b", re.I)) for kode, own in words if own)


_IN_HEADING, _ALONE = _patterns("judul"), _patterns("judul_saja")
_IN_NAME = _patterns("nama_berkas")
_EVERY_WORD = _patterns("judul", "judul_saja")
_CLOSING_WORDS = _any_of({word for judge in JUDGES for word in judge.penutup})
_CLOSING = {
    judge.kode: re.compile(rf"(?:^|[\s(\-–])(?:{_any_of(judge.penutup)})\)?\s*$", re.I)
    for judge in LAST_FIRST
    if judge.penutup
}
# Behind a unit's name; who has words for the end of a name is told by these alone: 'Mandiri' may be part of a name.
_BEHIND_NAME = tuple(
    (judge.kode, re.compile(rf"[\s(\-–:|/]*\b(?:{_any_of(judge.nama_berkas)})\b\)?", re.I))
    for judge in LAST_FIRST
    if judge.nama_berkas and not judge.penutup
)
# What closes a name and says who judged: 'LKE Contoh 03 2025 (Unit)'.
CLOSING_JUDGE = re.compile(rf"[\s(\-–:|/]+(?:{_CLOSING_WORDS})\)?\s*$", re.I)
# All words that name a judge in a file's name, for a pattern of what is no unit's name.
NAMES_OF_JUDGES = _any_of({word for judge in JUDGES for word in judge.nama_berkas})


def judge_in(words: str) -> str | None:
    """The judge that a heading names, in normal words; None when it names none."""
    return next((judge for judge, _ in _found(words)), None)


def word_of_judge_in(words: str) -> str:
    """The words by which a heading names its judge ('inspektorat'); '' when it names none."""
    return next((word for _, word in _found(words)), "")


def _found(words: str) -> Iterator[tuple[str, str]]:
    for judge, pattern in _IN_HEADING:
        if match := pattern.search(words):
            yield judge, match.group()
    for judge, pattern in _ALONE:
        # 'Jawaban Kanwil' is a judge's, 'Kanwil DKI Jakarta' a unit.
        rest = pattern.sub(" ", words).split()
        if (match := pattern.search(words)) and all(map(_BESIDE.fullmatch, rest)):
            yield judge, match.group()


def without_judge(words: str) -> Iterator[tuple[str, str]]:
    """What is left of a heading, in normal words, without a judge's: (judge, rest), for every judge it may name."""
    for judge, pattern in _EVERY_WORD:
        rest, found = pattern.subn(" ", words)
        if found:
            yield judge, " ".join(re.sub(r"\b(?:oleh|dari|hasil)\b", " ", rest).split())


def judge_of_names(texts: Iterable[str]) -> str | None:
    """The judge that titles or names tell; None where they tell none, or several."""
    found = {judge for text in texts for judge, pattern in (*_IN_NAME, *_CLOSING.items()) if pattern.search(text)}
    return found.pop() if len(found) == 1 else None


def split_judge(name: str) -> tuple[str, str | None]:
    """A name and the judge that closes it: 'Contoh 03 (Unit)' -> ('Contoh 03', 'unit'); the judge may be None."""
    for judge, anywhere in _BEHIND_NAME:
        rest, found = anywhere.subn(" ", name)
        if found:
            return " ".join(rest.split()), judge
    for judge, closing in _CLOSING.items():
        rest = CLOSING_JUDGE.sub("", name)
        if rest != name and rest.strip() and closing.search(name):
            return " ".join(rest.split()), judge
    return " ".join(name.split()), None
