"""How many people answered, as a file tells it in words and numbers."""

import re

from zi_metrics.surveys.recognition.recap import Cells
from zi_metrics.surveys.recognition.replies import words_of

# '1250', '1.250', '152.0'
_COUNT = r"(\d{1,3}(?:\.\d{3})+|\d{1,7})(?:\.0)?"
_PLAIN = re.compile(
    r"(?:jumlah|total|banyak(?:nya)?)? ?responden(?: (?:seluruhnya|keseluruhan|total|survei|skm|spak|spkp|orang|"
    r"yang (?:mengisi|disurvei)|n))*"
)
_RESPONDENTS = re.compile(r"(?:jumlah|total|banyak(?:nya)?)? ?responden.*")


def count_in(text: str | None) -> int | None:
    """A number of people as written ('1.250', '152 orang'); None for anything else."""
    count = re.fullmatch(rf"\s*:?\s*{_COUNT}\s*(?:orang|responden)?\s*", text or "")
    return int(count[1].replace(".", "")) if count else None


def respondents_told(cells: Cells) -> int | None:
    """How many answered, as a label tells ('Jumlah responden: 152'); None when none does.

    Several labels ('Responden laki-laki', 'Responden perempuan') are parts, unless one says nothing more.
    """
    told = _told(cells)
    plain = [count for words, count in told if _PLAIN.fullmatch(words)]
    return plain[0] if plain else told[0][1] if len(told) == 1 else None


def _told(cells: Cells) -> list[tuple[str, int]]:
    """All labels of respondents with their counts, top down: (the label's words, how many)."""
    told: list[tuple[str, int]] = []
    for (row, column), text in sorted(cells.items()):
        label, _, after = text.partition(":")
        if not _RESPONDENTS.fullmatch(words_of(label)):
            continue
        for candidate in (after, cells.get((row, column + 1), ""), cells.get((row, column + 2), "")):
            if (count := count_in(candidate)) is not None:
                told.append((words_of(label), count))
                break
    return told
