"""What Ringkasan calls a standing: the same word on its tiles and in its table."""

from zi_metrics.scoring.score import UNDECIDED
from zi_metrics.scoring.standing import status_words

_SHORT = {
    "wbbm": "memenuhi WBK dan WBBM",
    "wbk": "memenuhi WBK saja",
    "hampir": "syarat belum",
    "belum": "total belum",
    UNDECIDED: "belum dapat dinilai",
}


def tile_words(status: str) -> str:
    """A standing (`scoring.standing.STATUS`, or another instrument's predicate) on its tile."""
    words = status_words(status)
    return _SHORT.get(status, f"{words[0].lower()}{words[1:]}")
