"""Where people live, what they drive and where their money is, as comments tell it: taken out, whatever the spelling.

Codes, offices and rooms are written much like these ('loket A 1', 'Blok B', 'WBK 2025', 'jalan masuk') and stay.
"""

import re

from zi_metrics.surveys.recognition.vocabulary import words

ADDRESS, PLATE, ACCOUNT = "[alamat]", "[nomor kendaraan]", "[nomor rekening]"
# In which texts to look closer; understood by RE2 (pyarrow) and re alike.
SUSPICIOUS = (
    r"(?i)\b(?:jln?|jalan|gg|gang|rt|rw|blok|perum\w*|kompleks?|komp|kampung|kp|dusun|dsn|rek\w*)\b"
    r"|\b[a-z]{1,2}[ .\-]?\d{1,4}"
)
# A name of a street or a quarter: a word with a capital (or a number of one), some more of them behind it.
_PROPER = r"(?!(?:no|nomor|nomer|rt|rw|blok|kel|kec|kab|desa|kota)\b)(?-i:[A-Z][\w'’]*|[IVX]+|\d{1,3})"
_PROPERS = rf"{_PROPER}(?:[ \-]+{_PROPER}){{0,3}}"
_NUMBER = r"(?:no(?:mor)?\b\.?|nomer|\#)\s*:?\s*\d{1,4}(?:\s*[-/]?\s*[A-Za-z]\b)?"
_HOUSE = rf"(?:{_NUMBER}|\d{{1,4}}\b)"
_RT_RW = (
    r"rt\s*[./]?\s*rw\.?\s*:?\s*\d{1,3}\s*[/,\-]?\s*\d{1,3}"
    r"|r\.?t\.?\s*:?\s*\d{1,3}(?:\s*[/,\-]?\s*(?:r\.?w\.?\s*:?\s*)?\d{1,3})?|r\.?w\.?\s*:?\s*\d{1,3}"
)
_BLOCK = rf"blok\s+[A-Za-z]{{1,2}}\s*[-/.]?\s*\d{{1,3}}\b|blok\s+[A-Za-z]{{1,2}}\s*,?\s*{_NUMBER}"
_QUARTER = rf"(?:perum(?:ahan|nas)?|kompleks?|komp|kampung|kp|dusun|dsn|asrama)\b\.?\s+{_PROPERS}"
_PLACE = rf"(?:kel(?:urahan)?|kec(?:amatan)?|kab(?:upaten)?|desa|ds|kota|prov(?:insi)?|kode\s?pos)\b\.?\s*{_PROPERS}"
# Abbreviated, it is a street whatever follows; in full it may be the way somewhere ('jalan masuk', 'Gang sempit').
_STREET = (
    rf"(?:jln?|gg)\b\.?\s*(?:{_PROPERS}|[^\W\d_]{{3,}}(?:\s+[^\W\d_]{{3,}}){{0,2}}(?=\s*,?\s*{_HOUSE})|[^\W\d_]{{3,}})"
    rf"|(?:jalan|gang)\s+(?:[^\W\d_]{{3,}}\s+){{1,3}}?{_NUMBER}"
    rf"|(?:jalan|gang)\s+(?P<jalan>(?-i:[A-Z][a-z]\w*)(?:\s+{_PROPER}){{0,3}})"
)
_ADDRESS = re.compile(
    rf"\b(?:{_PLACE}[\s,]+(?=r\.?t\b))?(?:{_STREET}|{_RT_RW}|{_BLOCK}|{_QUARTER})"
    rf"(?:[\s,.]+(?:{_NUMBER}|{_RT_RW}|{_BLOCK}|{_QUARTER}|{_PLACE}|\d{{5}}\b|\d{{1,4}}(?=\s*(?:,|\.|$))))*",
    re.IGNORECASE,
)
# The letters with which plates begin.
_CODES = (
    "AA|AB|AD|AE|AG|A|BA|BB|BD|BE|BG|BH|BK|BL|BM|BN|BP|B|DA|DB|DC|DD|DE|DG|DH|DK|DL|DM|DN|DP|DR|DS|DT|DW|D|EA|EB|ED|E|F|"
    "G|H|KB|KH|KT|KU|K|L|M|N|PA|PB|P|R|S|T|W|Z"
)
_PLATE = re.compile(rf"\b(?:{_CODES})[ .\-]?\d{{3,4}}[ .\-]?([A-Z]{{1,3}})\b", re.IGNORECASE)
# Spoken of as a plate, the fewest signs will do.
_CALLED_PLATE = re.compile(
    r"\b((?:plat|pelat|nopol|no\.?\s?pol(?:isi)?|nomor polisi|stnk|tnkb)(?:\s+(?:nomor|no\.?|mobil|motor|kendaraan))?"
    rf"\s*[:=]?\s*)(?:{_CODES})[ .\-]?\d{{1,4}}(?:[ .\-]?([A-Z]{{1,3}})\b)?",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(r"\b(rek(?:ening)?\b\.?(?:\s+[^\W\d_]{2,}){0,2}\s*[:=]?\s*)\d(?:[ .\-]?\d){4,}\b", re.IGNORECASE)
_SHORT_WORDS = frozenset(words("kata_pendek"))
_NO_STREETS = frozenset((*words("bukan_nama"), *words("bukan_nama_berhuruf_besar"), *words("bukan_nama_jalan")))


def mask_places(text: str) -> str:
    """The text without street addresses, number plates of vehicles, and numbers of bank accounts."""
    text = _ACCOUNT.sub(rf"\1{ACCOUNT}", text)
    text = _CALLED_PLATE.sub(rf"\1{PLATE}", text)
    text = _PLATE.sub(lambda m: m[0] if m[1].casefold() in _SHORT_WORDS else PLATE, text)
    return _ADDRESS.sub(_without_address, text)


def _without_address(match: re.Match[str]) -> str:
    """'Jalan Melati 5' is somebody's address, 'Jalan Masuk' is none."""
    street = match["jalan"]
    if street and street.split()[0].casefold() in _NO_STREETS and not re.search(r"\d", match[0]):
        return match[0]
    ending = " " if match[0].endswith(" ") else ""
    return ADDRESS + ending
