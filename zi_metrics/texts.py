"""What people type or a file says: names and longer texts as they are kept, and why one is not taken.

Signs that nobody sees (of no width, of control, of the direction of writing) and ways of writing one letter that only
a computer tells apart are made one, so that two names that look alike are one name. Letters of other alphabets that
look like Latin ones are refused, as nobody can tell which was meant.
"""

import re
import unicodedata
from functools import lru_cache

LONGEST_NAME, FEWEST_LETTERS = 200, 3
# Of a service or a group of respondents, a period, a scenario.
LONGEST_SERVICE, LONGEST_PERIOD, LONGEST_SCENARIO = 120, 60, 120
# Notes, reasons and evidence that people type; an address of the web; Excel's longest cell, for what a file says.
LONGEST_TEXT, LONGEST_LINK, LONGEST_CELL = 2_000, 2_000, 32_767

# Letters of these alphabets pass for Latin ones: а (Kiril) and a, Ο (Yunani) and O.
_ALPHABETS = {
    "CYRILLIC": "Kiril",
    "GREEK": "Yunani",
    "ARMENIAN": "Armenia",
    "CHEROKEE": "Cherokee",
    "COPTIC": "Koptik",
    "LISU": "Lisu",
    "GEORGIAN": "Georgia",
}
# The Latin letter that each passes for, as people see it; the refusal names it.
_LIKE = dict(
    zip(
        "аеорсухіјѕԁԛԝһкмтвнАВЕКМНОРСТУХІЈЅԌԚԜαορνικυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
        "aeopcyxijsdqwhkmtbhABEKMHOPCTYXIJSGQWaopvikuxABEZHIKMNOPTYX",
        strict=True,
    )
)
# Ways of writing a sign that only a computer tells apart: wide and styled letters, a blank that does not break.
_STYLED = ("<wide>", "<narrow>", "<font>", "<noBreak>")
# No width, though Unicode calls some of them letters or marks: fillers, and the selectors of a letter's picture.
_UNSEEN = re.compile("[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0]")
_NAMED, _SHOWN_LETTERS = 120, 3


def clean_name(text: str) -> str:
    """A name as it is kept: one way of writing each letter, no sign that nobody sees, single blanks, one line."""
    return " ".join(_seen(text, lines=False).split())


def clean_text(text: str) -> str:
    """A longer text as it is kept: the same, but its lines and styles stay."""
    return "\n".join(" ".join(line.split()) for line in _seen(text, lines=True).split("\n")).strip()


def name_problems(text: str | None, what: str, longest: int = LONGEST_NAME, fewest: int = FEWEST_LETTERS) -> list[str]:
    """Why a name is not taken, all at once (Indonesian); [] when it is. what: begins the sentence ('Nama unit kerja').

    It is judged as `clean_name` keeps it.
    """
    name = clean_name(text or "")
    if len(name) < fewest:
        return [f"{what} belum diisi (paling sedikit {fewest} huruf)."]
    problems = []
    if len(name) > longest:
        problems.append(f"{what} terlalu panjang ({len(name)} huruf; paling banyak {longest}).")
    if not any(letter.isalnum() for letter in name):
        problems.append(f"{what} harus memuat huruf atau angka.")
    if strange := strange_letters(name):
        problems.append(f"{what} '{name[:_NAMED]}' memuat {strange}; ketik ulang dengan huruf Latin.")
    return problems


def text_problems(text: str | None, what: str, longest: int = LONGEST_TEXT) -> list[str]:
    """Why a longer text is not taken (Indonesian); [] when it is. It is judged as `clean_text` keeps it."""
    length = len(clean_text(text or ""))
    return [f"{what} terlalu panjang ({length} huruf; paling banyak {longest})."] if length > longest else []


def name_key(text: str) -> str:
    """What two ways of writing one name have in common: the name as it is kept, without regard to case."""
    return clean_name(text).casefold()


@lru_cache(16_384)
def look(text: str) -> str:
    """What a name looks like: the same for names that differ only by letters or signs that pass for one another."""
    key = "".join(_LIKE.get(letter, letter) for letter in clean_name(text)).casefold()
    return re.sub(r"[‘’‚‛ʼ`´]", "'", re.sub(r"[‐‒–—―−]", "-", re.sub(r"[“”„«»]", '"', key)))


@lru_cache(1_024)
def strange_letters(name: str) -> str:
    """The letters of a name that pass for Latin ones, in words (Indonesian): "huruf 'а' (Kiril), ..."; '' for none."""
    found = {letter: alphabet for letter in dict.fromkeys(name) if (alphabet := _alphabet(letter))}
    shown = [
        f"huruf '{letter}' ({alphabet}{f', serupa {_LIKE[letter]}' if letter in _LIKE else ''})"
        for letter, alphabet in list(found.items())[:_SHOWN_LETTERS]
    ]
    more = f" dan {len(found) - _SHOWN_LETTERS} lainnya" if len(found) > _SHOWN_LETTERS else ""
    return ", ".join(shown) + more


def _alphabet(letter: str) -> str | None:
    if letter.isascii() or not letter.isalpha():
        return None
    return _ALPHABETS.get(unicodedata.name(letter, "").partition(" ")[0])


def _seen(text: str, lines: bool) -> str:
    """The text in NFC without what nobody sees; lines: line breaks stay, and styled letters too."""
    if text.isascii() and text.isprintable():
        return text
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return unicodedata.normalize("NFC", "".join(_sign(letter, lines) for letter in text))


def _sign(letter: str, lines: bool) -> str:
    if letter.isascii() and letter.isprintable():
        return letter
    if letter in "\n\t\v\f\x85\u2028\u2029":
        return "\n" if lines and letter != "\t" else " "
    # Controls, formats (direction, no width), halves of letters, and what no font has.
    if unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Cn") or _UNSEEN.match(letter):
        return ""
    if unicodedata.category(letter) == "Zs":
        return " "
    styled = unicodedata.decomposition(letter).startswith(_STYLED)
    ligature = unicodedata.name(letter, "").startswith("LATIN SMALL LIGATURE")
    return unicodedata.normalize("NFKC", letter) if not lines and (styled or ligature) else letter
