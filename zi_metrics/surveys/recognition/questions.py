"""Which question a heading asks: by its code, its wording or its telling words; and which way it asks."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import fuzz

from zi_metrics.surveys.instruments.library import SurveyInstrument, Unsur
from zi_metrics.surveys.recognition.replies import words_of
from zi_metrics.surveys.recognition.vocabulary import words

# A heading as near as this (0 to 100) asks that question.
NEAR = 70
# One that has an unsur's telling word is at least as near as this.
SURE = 85
# So many headings are remembered: more is one file's free text.
_MOST_KNOWN = 10_000
# What stands around the point of a question.
_FILLERS = frozenset(words("pengisi_pertanyaan"))
_CODE = re.compile(r"(?:(\w{2,}(?: \w+)?) )?([a-z])? ?(\d{1,2})")
_CODE_WORDS = {
    "unsur",
    "pertanyaan",
    "butir",
    "soal",
    "no",
    "nomor",
    "aspek",
    "item",
    "indikator",
    "nilai",
    "kode",
    "p",
    "q",
}
_NUMBERING = re.compile(r"^\s*(?:\d{1,2}|[a-z]|[uqp]\d{1,2})\s*[.):\-–]\s*(?=\w)", re.I)
_OVERALL = re.compile(
    r"secara (?:keseluruhan|umum)|kepuasan (?:secara )?(?:keseluruhan|umum)|tingkat kepuasan|seberapa puas"
)
_NEGATED = re.compile(r"\b(?:tidak|tak|tanpa|bebas|bersih|belum|bukan|anti|nihil|menolak|terhindar)\b")
# The options offered, where the heading tells them: '(1 = tidak baik, 2 = ...)'.
_OPTIONS = re.compile(r"(?<=\w)\W*\b1\s*[=:].*$", re.S)
# 'Calo yang tidak resmi' denies nothing, nor does 'perlakuan tidak adil'; 'tidak bebas dari calo' denies the good.
_NOT_OFFICIAL = re.compile(
    r"\b(?:tidak|tak|tanpa|bukan|belum) (?:resmi|sah|izin|wajar|semestinya|tercantum|adil|jujur|setara|sesuai|"
    r"transparan|pantas|patut|bebas|bersih|menolak)\b"
)
# What is good in itself, also in a question about something bad: 'biaya sesuai tarif resmi'.
_GOOD = re.compile(r"\b(?:adil|keadilan|kejujuran|jujur|kesamaan|setara|kesetaraan|sesuai|kesesuaian|transparan)\b")
_CLAIMS = re.compile(
    r"\b(?:ada|adanya|terdapat|terjadi|meminta|menerima|menawarkan|memberi|memberikan|pernah|masih|melakukan|"
    r"pernahkah|adakah|dipungut|diminta|ditawari|dimintai|mengalami|menemukan|menemui|membedakan|bersikap|"
    r"melihat|berbuat|bertindak|membeda bedakan|menjumpai|terlibat|berlaku)\b"
)
_NEGATIVE_CLAIM = re.compile(
    r"\btidak (?:ramah|sopan|jelas|mudah|sesuai|cepat|nyaman|puas|baik|mampu|kompeten|transparan|tepat|lengkap)\b|"
    r"\b(?:berbelit\w*|sulit|rumit|lambat|mahal|buruk|mengecewakan|lamban|membingungkan)\b"
)
_NAMES = {"spak", "ipak", "spkp", "ipkp", "skm", "ikm", "pak", "pkp"}


@dataclass(frozen=True)
class Match:
    """How well a heading fits an unsur.

    jenis: the instrument's code
    unsur: the question's
    score: 0 to 100
    turned: the wording that fits says that the bad thing is there
    wording: the question, where the heading itself does not tell it (a code)
    """

    jenis: str
    unsur: Unsur
    score: float
    turned: bool
    wording: str = ""


class Questions:
    """The wordings of all instruments, to look headings up in; remembers what was looked up."""

    def __init__(self, instruments: Mapping[str, SurveyInstrument]) -> None:
        self.instruments = instruments
        self._known: dict[tuple[str, str], list[Match]] = {}
        self._keywords = {
            jenis: [
                (u.kode, re.compile(rf"\b(?:{'|'.join(map(re.escape, u.kata_kunci))})\b"))
                for u in i.unsur
                if u.kata_kunci
            ]
            for jenis, i in instruments.items()
        }
        self._labels = frozenset(words_of(x) for i in instruments.values() for u in i.unsur for x in u.label)

    def matches(self, heading: str, jenis: str) -> list[Match]:
        """The unsur of an instrument that a heading may mean, best first."""
        key = (_OPTIONS.sub("", _NUMBERING.sub("", heading)), jenis)
        if key not in self._known:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[key] = _matches(key[0], self.instruments[jenis], self._keywords[jenis])
        return self._known[key]

    def best(self, heading: str, jenis: str) -> Match | None:
        """The unsur that a heading asks for; None when none is near, or two are equally."""
        first, *others = self.matches(heading, jenis)
        if first.score < NEAR or (others and others[0].score > first.score - 3):
            return None
        return first

    def is_question(self, heading: str) -> bool:
        """Whether some instrument asks what a heading says."""
        return any(self.matches(heading, jenis)[0].score >= NEAR for jenis in self.instruments)

    def labels(self) -> frozenset[str]:
        """All answers in words that some instrument offers."""
        return self._labels

    def context(self, texts: list[str]) -> set[str]:
        """The instruments that titles, sheet or file names point at."""
        joined = " | ".join(f" {words_of(text)} " for text in texts)
        return {
            jenis
            for jenis, instrument in self.instruments.items()
            if any(f" {words_of(word)} " in joined for word in instrument.konteks)
        }


def _any_of(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b")


def is_overall(heading: str) -> bool:
    """Whether a heading asks how satisfied people are on the whole."""
    return bool(_OVERALL.search(words_of(heading)))


def code_in(heading: str) -> tuple[str, int] | None:
    """Letter ('' = none) and number of a heading that is nothing but a code: 'U1' -> ('u', 1), 'SPAK 3' -> ('', 3)."""
    code = _CODE.fullmatch(words_of(heading))
    if not code or set((code[1] or "").split()) - _CODE_WORDS - _NAMES:
        return None
    return code[2] or ("u" if "unsur" in (code[1] or "") else ""), int(code[3])


def direction(heading: str, match: Match) -> str:
    """What it means to agree with a heading: 'baik', 'buruk', '' where it only names the thing, 'ganda' where it

    tells of something good and something bad ('petugas menerima pembayaran sesuai tarif').
    """
    wording = words_of(_OPTIONS.sub("", match.wording or heading))
    if match.unsur.arah == "baik":
        return "buruk" if match.turned or _NEGATIVE_CLAIM.search(wording) else "baik"
    left = _NOT_OFFICIAL.sub(" ", wording)
    if _NEGATED.search(left):
        return "baik"
    claims = match.turned or _CLAIMS.search(wording)
    if _GOOD.search(left):
        return "ganda" if claims else "baik"
    return "buruk" if claims else ""


def _matches(
    heading: str, instrument: SurveyInstrument, keywords: Sequence[tuple[str, re.Pattern[str]]]
) -> list[Match]:
    asked, core = words_of(heading), core_of(heading)
    hit = {kode for kode, words in keywords if words.search(asked)}
    matches = []
    for unsur in instrument.unsur:
        wordings = [*((text, False) for text in unsur.sebutan), *((w.teks, w.terbalik) for w in unsur.pertanyaan)]
        score, turned = max(((_closeness(asked, core, text), turned) for text, turned in wordings), key=lambda x: x[0])
        if unsur.kode in hit:
            score = max(score, SURE) if len(hit) == 1 else max(score, 55 + 0.4 * score)
        matches.append(Match(instrument.kode, unsur, score, turned))
    return sorted(matches, key=lambda m: -m.score)


def _closeness(asked: str, core: str, text: str) -> float:
    """How near a heading's words (and its telling words) are to a wording, 0 to 100."""
    if asked == _words_of_wording(text):
        return 100.0
    return fuzz.token_sort_ratio(core, core_of(text)) if core else 0.0


@cache
def _words_of_wording(text: str) -> str:
    return words_of(text)


@lru_cache(_MOST_KNOWN)
def core_of(text: str) -> str:
    """A question's telling words, without 'Bagaimana pendapat Saudara tentang' and the like."""
    return " ".join(w for w in words_of(text).split() if w not in _FILLERS)
