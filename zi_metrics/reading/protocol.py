"""What parent and child say to each other: lines of JSON, and behind them bytes.

The child tells what it read sheet by sheet (see cell_bytes.py), with a last line behind them, or one line with the
refusal.

An archive's answer is such lines, too: one for each entry, a member's followed by its bytes as they are.
A marked workbook's answer is one line, followed by its bytes; so is the question for it: the marks, and the file.
Data only, never pickle: nothing the child says can run in the parent.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, BinaryIO, NoReturn

from zi_metrics.reading import bounds, cell_bytes
from zi_metrics.reading.expansion import Expansion, SkippedEntry, UploadedFile
from zi_metrics.reading.grid import Sheet

# Behind the last sheet, so that an answer that is cut off between two sheets is none.
_END = b'{"end":true}\n'


def encode(sheets: Iterable[Sheet]) -> bytes:
    """The sheets as an answer. Raises bounds.Refusal when that takes more than MAX_ANSWER_BYTES."""
    pieces: list[bytes] = []
    size = 0
    for sheet in sheets:
        for piece in cell_bytes.sheet_bytes(sheet):
            size += len(piece)
            pieces.append(piece)
        if size > bounds.MAX_ANSWER_BYTES - len(_END):
            raise bounds.Refusal("berisi terlalu banyak teks", bounds.REMOVE_EXCESS)
    return b"".join((*pieces, _END))


def encode_refusal(refusal: bounds.Refusal) -> bytes:
    """A refusal as the one line of an answer: what is wrong and how to mend it (Indonesian)."""
    return _json_line({"refused": [refusal.what, refusal.advice]})


def decode(answer: BinaryIO) -> tuple[Sheet, ...]:
    """The sheets of an answer, read from its start. Raises bounds.Refusal when it holds one, ValueError when it is not
    an answer.
    """
    sheets: list[Sheet] = []
    try:
        while line := answer.readline(bounds.MAX_ANSWER_BYTES):
            if line == _END:
                return tuple(sheets)
            head = json.loads(line)
            if "refused" in head:
                raise_refusal(head)
            sheets.append(cell_bytes.sheet_from(head, answer))
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("the answer is malformed") from error
    raise ValueError("the answer is cut off")


def encode_entry(entry: UploadedFile | SkippedEntry) -> bytes:
    """One entry of an archive, as a part of its answer; encode_end() follows the last."""
    if isinstance(entry, SkippedEntry):
        facts = [entry.shown, entry.problem, entry.advice, entry.is_system_file]
        return _json_line({"skipped": facts})
    return _json_line({"member": [entry.name, entry.folder, len(entry.content)]}) + entry.content


def encode_end(is_archive: bool) -> bytes:
    """The last line of an archive's answer, or the only one about a file that is no archive."""
    return _json_line({"end": is_archive})


def decode_entries(answer: BinaryIO) -> Expansion | None:
    """An archive's entries, read from the answer's start; None when the file is no archive.

    Raises bounds.Refusal when the answer is one, ValueError when it is no such answer.
    """
    files: list[UploadedFile] = []
    skipped: list[SkippedEntry] = []
    try:
        while line := answer.readline(bounds.MAX_ANSWER_BYTES):
            data = json.loads(line)
            if "member" in data:
                name, folder, size = data["member"]
                content = answer.read(size) if 0 <= size <= bounds.MAX_FILE_BYTES else b""
                if len(content) < size:
                    raise ValueError("a member is cut off")
                files.append(UploadedFile(str(name), content, str(folder)))
            elif "skipped" in data:
                shown, problem, advice, is_system_file = data["skipped"]
                skipped.append(SkippedEntry(str(shown), str(problem), str(advice), bool(is_system_file)))
            elif "refused" in data:
                raise_refusal(data)
            else:
                return Expansion(tuple(files), tuple(skipped)) if data["end"] else None
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError("the answer is malformed") from error
    raise ValueError("the answer is cut off")


def encode_marked(content: bytes) -> bytes:
    """A marked workbook as an answer: its length, then its bytes. Raises bounds.Refusal over MAX_MARKED_BYTES."""
    if len(content) > bounds.MAX_MARKED_BYTES:
        raise bounds.Refusal("menjadi terlalu besar setelah ditandai", bounds.REMOVE_EXCESS)
    return _json_line({"marked": len(content)}) + content


def decode_marked(answer: BinaryIO) -> bytes:
    """The marked workbook. Raises bounds.Refusal when the answer is one, ValueError when it is no such answer."""
    try:
        data = json.loads(answer.readline(bounds.MAX_ANSWER_BYTES))
        if "refused" in data:
            raise_refusal(data)
        size = data["marked"]
        content = answer.read(size) if 0 < size <= bounds.MAX_MARKED_BYTES else b""
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError("the answer is malformed") from error
    if not content or len(content) < size:
        raise ValueError("the marked workbook is cut off")
    return content


def raise_refusal(data: dict[str, Any]) -> NoReturn:
    """Raises the bounds.Refusal that an answer tells of."""
    what, advice = data["refused"]
    raise bounds.Refusal(str(what), str(advice))


def _json_line(data: dict[str, Any]) -> bytes:
    # JSON text escapes line breaks, so each line is one document.
    return json.dumps(data, separators=(",", ":"), allow_nan=False).encode("ascii") + b"\n"


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
