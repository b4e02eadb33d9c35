"""Which rows below a ratio question hold its raw counts."""

import numpy as np
from rapidfuzz import fuzz, process
from scipy.optimize import linear_sum_assignment

from zi_metrics.instruments.library import Question
from zi_metrics.lke.recognition.headers import normal
from zi_metrics.lke.recognition.items import Item

# The rows stand in a small known group, so wordings may differ further than those of questions.
_SAME = 0.55
_ORDER_BONUS = 0.02


def match_counts(items: list[Item], question: Question) -> dict[str, int]:
    """Count key -> row, for the rows (top to bottom) that stand below a ratio question."""
    if not items or not question.masukan:
        return {}
    labels = [normal(count.label) for count in question.masukan]
    texts = [item.text for item in items]
    # token_set: forms shorten labels ('Kepala satker') and lengthen them with examples.
    similarity = (
        np.maximum(
            process.cdist(texts, labels, scorer=fuzz.ratio),
            0.9 * process.cdist(texts, labels, scorer=fuzz.token_set_ratio),
        )
        / 100
    )
    # Between equally like rows the form's own order decides.
    order = -np.abs(np.subtract.outer(np.linspace(0, 1, len(texts)), np.linspace(0, 1, len(labels))))
    rows, columns = linear_sum_assignment(similarity + _ORDER_BONUS * order, maximize=True)
    return {
        question.masukan[c].kunci: items[r].row for r, c in zip(rows, columns, strict=True) if similarity[r, c] >= _SAME
    }
