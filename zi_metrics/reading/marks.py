"""What the child is to mark in a workbook, as the question about it: one line of JSON, then the file's bytes.

Data only, never pickle. The child's answer is in answer.py.
"""

import json
from dataclasses import asdict, dataclass
from typing import BinaryIO

from zi_metrics.reading import bounds


@dataclass(frozen=True)
class Mark:
    """One remark about one cell: the cell's address, its fill (RRGGBB) and the remark's text."""

    sheet: str
    cell: str
    colour: str
    text: str


@dataclass(frozen=True)
class Marking:
    """All marks, the one that decides a cell's fill first, and the list for a sheet of its own.

    columns: title and width of each column of that sheet; rows: its texts, below the titles.
    keep_macros: leave macros in the file, for a file whose name says that it has them.
    """

    author: str
    marks: tuple[Mark, ...]
    title: str
    columns: tuple[tuple[str, float], ...]
    rows: tuple[tuple[str, ...], ...]
    keep_macros: bool = False


def encode_question(marking: Marking, content: bytes) -> bytes:
    """The question for the child. Raises bounds.Refusal when the marks take more than MAX_MARKS_BYTES."""
    line = json.dumps(asdict(marking), separators=(",", ":")).encode("ascii") + b"\n"
    if len(line) > bounds.MAX_MARKS_BYTES:
        raise bounds.Refusal("memuat terlalu banyak temuan untuk ditandai", bounds.SAVE_AGAIN)
    return line + content


def decode_question(question: BinaryIO) -> tuple[Marking, bytes]:
    """The marking and the file's bytes (at most one more than MAX_FILE_BYTES)."""
    facts = json.loads(question.readline(bounds.MAX_MARKS_BYTES))
    marking = Marking(**{**facts, "marks": tuple(Mark(**mark) for mark in facts["marks"])})
    return marking, question.read(bounds.MAX_FILE_BYTES + 1)
