"""Texts on slides: how much room they take, how small they must be written, and where they are cut.

An office program does not shrink a text before somebody edits it, and a table grows over the slide's edge; so the room
is measured when the file is made, by the letters of a wide face (DejaVu Sans): in a narrower one, as offices have, it
fits as well.
"""

from dataclasses import dataclass

from zi_metrics.printable import in_one_line

# Hundredths of an em for the letters from blank to tilde.
_ASCII = (
    32, 40, 46, 84, 64, 95, 78, 27, 39, 39, 50, 84, 32, 36, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64,
    64, 64, 34, 34, 84, 84, 84, 53, 100, 68, 69, 70, 77, 63, 58, 77, 75, 29, 29, 66, 56, 86, 75, 79,
    60, 79, 69, 63, 61, 73, 68, 99, 69, 61, 69, 39, 34, 39, 84, 50, 50, 61, 63, 55, 63, 62, 35, 63,
    63, 28, 28, 58, 28, 97, 63, 61, 63, 63, 41, 52, 39, 63, 59, 82, 59, 59, 52, 64, 34, 64, 84,
)  # fmt: skip
# Any other letter, and one of the wide alphabets of East Asia.
_OTHER, _WIDE, _FIRST_WIDE = 0.85, 1.05, 0x1100
_BOLD = 1.12
# Height of a line, in sizes of its letters.
LINE = 1.2
_CUT = "…"


@dataclass(frozen=True)
class Fitted:
    """A text as it is written: teks, its size in points, how many lines, and whether some of it was cut off."""

    teks: str
    ukuran: float
    baris: int
    dipotong: bool


def width_of(text: str, size: float, bold: bool = False) -> float:
    """The width of a line, in points, at a size in points."""
    whole = sum(_width(ord(letter)) for letter in text)
    return whole * size * (_BOLD if bold else 1.0)


def count_lines(text: str, width: float, size: float, bold: bool = False) -> int:
    """How many lines a text takes in a width (points): broken at blanks, a longer word wherever the line ends."""
    return sum(_lines_of(line, width, size, bold) for line in text.split("\n"))


def fit(
    text: str, width: float, height: float, largest: float, smallest: float | None = None, bold: bool = False
) -> Fitted:
    """The text in one line per paragraph of it, as large as the room (points) allows, else cut at the smallest size.

    Signs that steer are left out.
    """
    said = "\n".join(in_one_line(line) for line in text.split("\n"))
    smallest = largest if smallest is None else smallest
    size = largest
    while True:
        lines = count_lines(said, width, size, bold)
        if lines * size * LINE <= height:
            return Fitted(said, size, lines, False)
        if size <= smallest:
            break
        size = max(smallest, size - 1)
    most = max(1, int(height / (size * LINE)))
    short = _cut(said, width, size, bold, most)
    return Fitted(short, size, count_lines(short, width, size, bold), True)


def _cut(text: str, width: float, size: float, bold: bool, most: int) -> str:
    """The longest beginning that takes so many lines, with a sign that there was more."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if count_lines(text[:middle].rstrip() + _CUT, width, size, bold) <= most:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip(" ,;:·(–-") + _CUT


def _lines_of(line: str, width: float, size: float, bold: bool) -> int:
    lines, used = 1, 0.0
    blank = width_of(" ", size, bold)
    for word in line.split(" "):
        own = width_of(word, size, bold)
        if used and used + blank + own <= width:
            used += blank + own
            continue
        if used:
            lines += 1
        # A word that is longer than a line goes on in the next.
        more, used = divmod(own, width) if own > width else (0.0, own)
        lines += int(more)
    return lines


def _width(code: int) -> float:
    if 32 <= code < 32 + len(_ASCII):
        return _ASCII[code - 32] / 100
    return _WIDE if code >= _FIRST_WIDE and not 0x2000 <= code < 0x2E80 else _OTHER
