"""Answers in rows that a filter or a person hides: read like the others, and told."""

import re
from collections.abc import Sequence

from zi_metrics.findings import Finding
from zi_metrics.lke.recognition.answer_reader import Reading
from zi_metrics.reading import Sheet


def hidden_rows_note(sheet: Sheet, readings: Sequence[Reading]) -> tuple[Finding, ...]:
    """How many rows with answers a sheet hides, as a note; () where none is, or where the format does not tell."""
    answers = [a for reading in readings for a in reading.answers if a.lembar == sheet.name]
    written = [(a.sel, a.tertulis) for a in answers] + [(c.sel, c.tertulis) for a in answers for c in a.masukan]
    rows = {int(re.sub(r"\D", "", cell)) for cell, text in written if cell and text is not None}
    hidden = len(rows & sheet.hidden_rows)
    if not hidden:
        return ()
    message = f"{hidden} baris yang disembunyikan (saringan atau Hide) berisi jawaban dan ikut dibaca"
    return (Finding("catatan", message, "tampilkan barisnya bila jawabannya tidak dimaksud ikut", sheet.name),)
