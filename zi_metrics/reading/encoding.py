"""Which encoding a text is written in, found out by its bytes; and whether it is text at all."""

import codecs
import re

from zi_metrics.reading import bounds
from zi_metrics.reading.mapped import Content, looked_at

SAVE_AS_UTF8 = (
    "Buka di Excel, simpan sebagai CSV UTF-8 (.csv) atau Excel Workbook (.xlsx), lalu unggah berkas hasilnya."
)

_UTF32_BOMS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_UTF16_BOMS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_LOOKED_AT = 4096
_CHUNK_BYTES = 256 * 1024
# Control characters that no table holds; tab, line ends and Word's soft line breaks may stand in one.
_CONTROL = re.compile("[\0-\x08\x0e-\x1f\x7f]")
_CONTROL_BYTES = bytes(byte for byte in range(128) if _CONTROL.match(chr(byte)))
_MOST_CONTROLS_SHARE = 0.005
# In these an ASCII letter is one byte, its own.
_OVER_ASCII = ("utf-8", "utf-8-sig", "cp1252")
_UTF8_LETTER = re.compile(rb"[\xc2-\xf4][\x80-\xbf]+")
_HIGH_BYTE = re.compile(rb"[\x80-\xff]")


def encoding_of(content: Content) -> str:
    """The text's encoding as Python names it: 'utf-8', 'utf-8-sig', 'utf-16', 'utf-16-le', 'utf-16-be' or 'cp1252'.

    The whole text is known to decode with it. Other one-byte encodings cannot be told apart from cp1252, which is
    what Excel writes in Indonesia. Raises bounds.Refusal when these bytes are no text, or text that was damaged.
    """
    start = content[:_LOOKED_AT]
    if start.startswith(codecs.BOM_UTF8):
        return _checked(content, "utf-8-sig")
    if start.startswith(_UTF32_BOMS):
        raise _other_kind()
    if start.startswith(_UTF16_BOMS):
        return _checked(content, "utf-16")
    if b"\0" in start:
        return _checked(content, _utf16_without_mark(content))
    try:
        return _checked(content, "utf-8")
    except UnicodeDecodeError as error:
        # Letters of cp1252 stand alone among plain ones; where most go together as in UTF-8, it is UTF-8 with damage.
        together = sum(len(found) for found in _UTF8_LETTER.findall(content))
        if together * 2 > len(_HIGH_BYTE.findall(content)):
            line = content[: error.start].count(b"\n") + 1
            raise bounds.Refusal(f"berisi huruf yang rusak pada baris {line}", SAVE_AS_UTF8) from error
    try:
        return _checked(content, "cp1252")
    except UnicodeDecodeError as error:
        raise bounds.Refusal("ditulis dengan pengodean huruf yang tidak dikenal", SAVE_AS_UTF8) from error


def _utf16_without_mark(content: Content) -> str:
    """By which of each two bytes is zero: in ordinary letters always the same one."""
    start = content[:_LOOKED_AT]
    pairs = max(1, len(start) // 2)
    first, second = start[::2].count(0) / pairs, start[1::2].count(0) / pairs
    if second > 0.5 and first < 0.05:
        return "utf-16-le"
    if first > 0.5 and second < 0.05:
        return "utf-16-be"
    raise _other_kind()


def _checked(content: Content, encoding: str) -> str:
    """The encoding, after the whole text was decoded piece by piece.

    Raises UnicodeDecodeError for one-byte encodings and UTF-8 without a mark, bounds.Refusal otherwise.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    view = memoryview(content)
    controls = letters = done = 0
    try:
        for done in range(0, len(content), _CHUNK_BYTES):
            raw = bytes(view[done : done + _CHUNK_BYTES])
            looked_at(content, done, done + len(raw))
            if encoding in _OVER_ASCII and raw.isascii() and b"\0" not in raw and not decoder.getstate()[0]:
                # Nothing to decode, and bytes are counted many times faster than letters are looked at.
                letters += len(raw)
                controls += len(raw) - len(raw.translate(None, _CONTROL_BYTES))
                continue
            piece = decoder.decode(raw)
            letters += len(piece)
            controls += len(_CONTROL.findall(piece))
            if "\0" in piece:
                raise bounds.Refusal(f"{bounds.DAMAGED} (berisi byte nol)", bounds.SEND_AGAIN)
        done = len(content)
        decoder.decode(b"", True)
    except UnicodeDecodeError as error:
        if encoding not in ("utf-8", "cp1252"):
            raise bounds.Refusal(bounds.DAMAGED, bounds.SEND_AGAIN) from error
        # The decoder counts from the piece it was given, and from what it had kept of the one before.
        error.start += done
        raise
    if controls > letters * _MOST_CONTROLS_SHARE:
        raise _other_kind()
    return encoding


def _other_kind() -> bounds.Refusal:
    return bounds.Refusal("bukan buku kerja Excel, melainkan berkas jenis lain", bounds.SEND_THE_WORKBOOK)
