"""Two sets of answers side by side: which answers differ, and what that does to the points."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from zi_metrics.answers import Answer
from zi_metrics.bahasa import format_number
from zi_metrics.instruments.library import Instrument
from zi_metrics.scoring.points import PointMatrix, compile_points
from zi_metrics.scoring.score import answer_row, score
from zi_metrics.tolerance import SUM_TOLERANCE

# Of `answers_table`.
ANSWER_COLUMNS = ("kode", "tertulis", "nilai")
# Of `compare_answers`.
CHANGE_COLUMNS = ("kode", "nama", "pokja", "dari", "ke", "nilai_dari", "nilai_ke", "poin")


@dataclass(frozen=True)
class Summary:
    """How two sets of answers differ: number of answers that change, and both totals in points (unanswered = 0)."""

    berubah: int
    total_dari: float
    total_ke: float


def answers_table(answers: Iterable[Answer]) -> pd.DataFrame:
    """Answers that are not stored yet, as this module takes them.

    Columns: ANSWER_COLUMNS. nilai (0-1, NaN = unanswered).
    """
    rows = [(answer.kode, answer.tertulis, answer.nilai) for answer in answers]
    return pd.DataFrame(rows, columns=list(ANSWER_COLUMNS)).astype({"nilai": float})


def is_instrument(instrument: Instrument, kode: str, versi: int) -> bool:
    """Whether an assessment was judged by this very instrument; answers to another cannot be compared one by one."""
    return (instrument.kode, instrument.versi) == (kode, versi)


def compare_answers(instrument: Instrument, before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """The answers that differ in meaning, in the form's order; 'a' and ' A ' mean the same and are no difference.

    before, after: ANSWER_COLUMNS at least, as `tables.answers` and `answers_table` give them; a question that is
    absent is unanswered.
    Columns: CHANGE_COLUMNS. nama (the question's text), pokja (number, None = in no area), dari, ke (as written, None =
    nothing written, as with ratio questions, which have counts instead), nilai_dari, nilai_ke (0-1, NaN = unanswered),
    poin (change in points; unanswered counts 0).
    Raises KeyError for a code that the instrument does not have, ValueError for a code that stands twice or a value
    outside 0-1.
    """
    matrix = compile_points(instrument)
    old, new = _values(matrix, before), _values(matrix, after)
    # A value may come about in two ways ('57%', 0,57), which differ by the rounding of floats.
    changed = np.flatnonzero(~np.isclose(old, new, rtol=0, atol=SUM_TOLERANCE, equal_nan=True))
    by_code = {node.kode: node for node in matrix.nodes}
    questions = [by_code[matrix.questions[row]] for row in changed]
    worth = np.array([question.bobot for question in questions], dtype=float)
    dari, ke = _written(before), _written(after)
    return pd.DataFrame(
        {
            "kode": pd.Series([question.kode for question in questions], dtype=str),
            "nama": pd.Series([question.nama for question in questions], dtype=str),
            # Objects, because pandas would turn None into NaN.
            "pokja": pd.Series([question.pokja for question in questions], dtype=object),
            "dari": pd.Series([dari.get(question.kode) for question in questions], dtype=object),
            "ke": pd.Series([ke.get(question.kode) for question in questions], dtype=object),
            "nilai_dari": old[changed],
            "nilai_ke": new[changed],
            "poin": (np.nan_to_num(new[changed]) - np.nan_to_num(old[changed])) * worth,
        }
    )


def summarize_changes(
    instrument: Instrument, before: pd.DataFrame, after: pd.DataFrame, changes: pd.DataFrame | None = None
) -> Summary:
    """How many answers change, and the totals before and after; takes and raises what `compare_answers` does.

    changes: what that gives for them, where it is known
    """
    changes = compare_answers(instrument, before, after) if changes is None else changes
    matrix = compile_points(instrument)
    top = [column for column, node in enumerate(matrix.nodes) if node.tingkat == 0]
    old, new = score(matrix, np.stack([_values(matrix, before), _values(matrix, after)])).nilai[:, top].sum(axis=1)
    return Summary(len(changes), float(old), float(new))


def changes_sentence(summary: Summary) -> str:
    """The one sentence: '14 jawaban berubah, total 71,20 menjadi 73,45.'"""
    if not summary.berubah:
        return "Tidak ada jawaban yang berubah."
    old, new = format_number(summary.total_dari), format_number(summary.total_ke)
    total = f"total tetap {old}" if old == new else f"total {old} menjadi {new}"
    return f"{format_number(summary.berubah, 0)} jawaban berubah, {total}."


def _values(matrix: PointMatrix, answers: pd.DataFrame) -> np.ndarray:
    """Values in the order of the matrix's questions, NaN = unanswered."""
    doubled = answers["kode"][answers["kode"].duplicated()]
    if not doubled.empty:
        raise ValueError(f"answered twice: {', '.join(doubled)}")
    values = answer_row(matrix, dict(zip(answers["kode"], answers["nilai"].astype(float), strict=True)))
    if np.any((values < 0) | (values > 1)):
        raise ValueError("answer values must lie in [0, 1]")
    return values


def _written(answers: pd.DataFrame) -> dict[str, str | None]:
    written = zip(answers["kode"], answers["tertulis"], strict=True)
    return {kode: None if pd.isna(text) else text for kode, text in written}
