"""What one written answer says: a number, a degree ('Sangat Baik'), a frequency, a yes or no."""

import re
from dataclasses import dataclass
from functools import lru_cache

from zi_metrics.error_values import error_value

# Families of answers in words; only within one family do degrees compare.
NILAI, SETUJU, SERING, YA = "nilai", "setuju", "sering", "ya"

_NUMBER = re.compile(r"([-+]?\d+(?:[.,]\d+)?)\s*%?")
# '4. Sangat Mudah', '3 - Baik', '(4) Setuju', '4 = Sangat setuju'; and 'Baik (3)', 'Setuju = 3'.
_LEADING = re.compile(r"^\(?(\d{1,3})\)?\s*(?:[-–—.:=)]|\s)\s*(?=\D)")
_TRAILING = re.compile(r"(?<=\D)\s*[(=:\-–]\s*(\d{1,3})\s*\)?\s*$")
_COUNTED = re.compile(r"(?:bintang|nilai|skor|poin)\s*[:=]?\s*(\d{1,3})", re.I)
_LETTER = re.compile(r"^([a-f])(?:\s*[.)\-–:]\s*(.*))?$", re.I)
_STARS = re.compile(r"^[★⭐*]+[☆]*$")
_STRONG = r"(?:sangat|amat|sekali|paling)"
_BAD = r"(?:buruk|jelek|lambat|lama|mahal|sulit|susah|rumit|rendah|mengecewakan|kecewa|berbelit\w*)"
_GOOD = (
    r"(?:baik|bagus|sesuai|mudah|cepat|murah|gratis|kompeten|mampu|sopan|ramah|puas|memuaskan|jelas|lengkap|nyaman|"
    r"tepat|wajar|terjangkau|memadai|transparan|terbuka|adil|aman|bersih|tanggap|responsif|tinggi|penting|profesional|"
    r"terampil|disiplin|berkualitas|bermutu|optimal|maksimal|berfungsi|dikelola|terampil|peduli|jujur|tahu|paham)"
)
_FREQUENCIES = (
    (-2, r"tidak pernah(?: sama sekali)?|belum pernah|never"),
    (-1, r"jarang|hampir tidak pernah|sangat jarang|pernah sekali"),
    (0, r"kadang(?: ?-? ?kadang)?|sesekali"),
    (1, r"sering|cukup sering|hampir selalu|biasanya"),
    (2, r"selalu|sangat sering|setiap saat"),
)
_YES = re.compile(r"ya|iya|ada|pernah|benar|yes|betul")
_NO = re.compile(r"tidak|tidak ada|belum|bukan|no|salah")
_AGREE = re.compile(r"setuju")
# Shorthand of the five-point agreement, and what forms in English offer.
_SHORT = {
    "ss": "sangat setuju",
    "s": "setuju",
    "n": "netral",
    "rr": "ragu ragu",
    "ks": "kurang setuju",
    "ts": "tidak setuju",
    "sts": "sangat tidak setuju",
    "strongly disagree": "sangat tidak setuju",
    "disagree": "tidak setuju",
    "neutral": "netral",
    "agree": "setuju",
    "strongly agree": "sangat setuju",
    "very poor": "sangat buruk",
    "very bad": "sangat buruk",
    "poor": "buruk",
    "bad": "buruk",
    "fair": "cukup",
    "adequate": "cukup",
    "good": "baik",
    "very good": "sangat baik",
    "very dissatisfied": "sangat tidak puas",
    "dissatisfied": "tidak puas",
    "satisfied": "puas",
    "very satisfied": "sangat puas",
    "rarely": "jarang",
    "sometimes": "kadang",
    "often": "sering",
    "always": "selalu",
}
_BLANKS = {"", "-", "–", "—", ".", "n/a", "na", "tidak menjawab", "tidak diisi", "kosong", "tidak tahu"} | {
    "tidak relevan", "tidak berlaku", "tidak mengalami", "tidak ada jawaban", "tidak menggunakan"
}  # fmt: skip
# 'Belum pernah mengadu' judges nothing.
_NO_EXPERIENCE = re.compile(
    r"(?:tidak|belum|tdk|blm) pernah (?:mengadu|melapor|komplain|(?:melakukan|menyampaikan|mengajukan) "
    r"(?:pengaduan|keluhan|aduan)|menggunakan|memakai)",
    re.I,
)

# A file has few distinct answers and headings, each looked at many times.
_REMEMBERED = 4_096


@dataclass(frozen=True)
class Reply:
    """What an answer says.

    number: the number in it
    degree: how good, often or affirmative its words are, -3 to 2, within `family` (0: neutral, 0.5: 'cukup')
    family: NILAI, SETUJU, SERING or YA; None without such words
    words: its words, lower-case
    letter: 'a' to 'f' of an answer that is nothing but a letter
    blank: it says nothing
    known: an instrument offers these very words
    error: the cell shows an error value; what was answered is lost
    """

    number: float | None = None
    degree: float | None = None
    family: str | None = None
    words: str = ""
    letter: str | None = None
    blank: bool = False
    known: bool = False
    error: bool = False

    @property
    def understood(self) -> bool:
        """Whether it is an answer at all."""
        return self.known or self.number is not None or self.degree is not None or self.letter is not None

    @property
    def is_bare_answer(self) -> bool:
        """Whether it can be nothing but an answer: a number, or words that grade."""
        return self.degree is not None or (self.number is not None and not self.words)


@lru_cache(_REMEMBERED)
def words_of(text: str) -> str:
    """Lower-case words only, single spaces."""
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


@lru_cache(_REMEMBERED)
def read_reply(text: str) -> Reply:
    """Understand one answer as written."""
    stripped = text.strip()
    if nothing := _says_nothing(stripped):
        return nothing
    if found := _NUMBER.fullmatch(stripped):
        return Reply(number=float(found[1].replace(",", ".")))
    if _STARS.match(stripped):
        return Reply(number=float(len(stripped.rstrip("☆"))))
    if found := _COUNTED.fullmatch(stripped):
        return Reply(number=float(found[1]))
    number, rest = None, stripped
    if found := _LEADING.match(stripped):
        number, rest = float(found[1]), stripped[found.end() :]
    elif found := _TRAILING.search(stripped):
        number, rest = float(found[1]), stripped[: found.start()]
        if (lettered := _LETTER.match(rest)) and lettered[2]:
            # As in 'd. Sangat Baik (4)'.
            rest = lettered[2]
    elif found := _LETTER.match(stripped):
        if not found[2]:
            return Reply(letter=found[1].casefold())
        rest = found[2]
    words = words_of(rest)
    words = _SHORT.get(words, words)
    degree, family = _degree(words)
    # A number beside words that are no answer ('2 orang') is not one either.
    return Reply(number if family or words in ("bintang", "poin", "") else None, degree, family, words)


def _says_nothing(text: str) -> Reply | None:
    """A blank, in the many words for one, or an error value; None where something is said."""
    if text.casefold() in _BLANKS or _NO_EXPERIENCE.fullmatch(text):
        return Reply(blank=True)
    return Reply(error=True) if error_value(text) else None


def _degree(words: str) -> tuple[float | None, str | None]:
    if not words or len(words) > 60:
        return None, None
    for degree, pattern in _FREQUENCIES:
        if re.fullmatch(rf"(?:{pattern})(?: ada| terjadi)?", words):
            return degree, SERING
    family = SETUJU if _AGREE.search(words) else NILAI
    known = rf"(?:{_GOOD}|setuju)"
    rules = (
        # Who offers 'sangat kurang' offers no 'tidak'.
        (-2, rf"{_STRONG} kurang(?: .*{known}.*)?"),
        (-3, rf"{_STRONG} tidak .*{known}.*|{_STRONG} {_BAD}.*|{_BAD} {_STRONG}"),
        (-2, rf"(?:tidak|tak|belum) .*{known}.*|{_BAD}(?: dan {_BAD})?"),
        (-1, rf"(?:kurang|agak tidak|cukup tidak) .*{known}.*|kurang|(?:cukup|agak) {_BAD}.*"),
        (0, r"netral|biasa(?: saja)?|ragu(?: ragu)?|tidak berpendapat"),
        (0.5, rf"(?:cukup|lumayan|agak|sedikit)(?: {known}.*)?|sedang|standar"),
        (2, rf"{_STRONG} .*{known}.*|{known} {_STRONG}|istimewa|luar biasa|sempurna|excellent"),
        (1, rf"{known}(?:$| .*)"),
    )
    for degree, pattern in rules:
        if re.fullmatch(pattern, words):
            return degree, family
    if _YES.fullmatch(words):
        return 1, YA
    if _NO.fullmatch(words):
        return -1, YA
    return None, None
