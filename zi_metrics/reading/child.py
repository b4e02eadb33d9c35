"""What runs in the child process: a file's bytes on stdin, the answer (see protocol.py) on stdout.

The first argument is the task: SHEETS, COLUMNS or MEMBERS, what the file holds as a table, as a large text table by
columns, or as an archive; or MARK, a copy of the workbook with cells marked, where the marks (see protocol.py) come
before the bytes.
Also `python -m zi_metrics.reading.child sheets < file.xlsx`, to see what the child says.
"""

import sys
from types import ModuleType
from typing import BinaryIO, NamedTuple, cast

from zi_metrics.reading import bounds
from zi_metrics.reading.mapped import Content, content_of
from zi_metrics.safe_logging import tell_failures_safely

try:
    import resource
except ImportError:  # Windows, where only the parent's watch bounds the child
    resource = None


SHEETS, COLUMNS, MEMBERS, MARK = "sheets", "columns", "members", "mark"


class Limits(NamedTuple):
    """What a task may take: bytes of its answer, bytes of memory, seconds."""

    answer: int
    memory: int
    seconds: int


def limits_of(task: str) -> Limits:
    """The limits of a task."""
    if task == COLUMNS:
        return Limits(bounds.MAX_COLUMNS_ANSWER_BYTES, bounds.MAX_COLUMNS_CHILD_BYTES, bounds.MAX_COLUMNS_SECONDS)
    answer = {
        SHEETS: bounds.MAX_ANSWER_BYTES,
        # A member's own line takes little beside its bytes.
        MEMBERS: bounds.MAX_EXPANDED_BYTES + 4 * bounds.MIB,
        MARK: bounds.MAX_MARKED_BYTES + bounds.MIB,
    }[task]
    return Limits(answer, bounds.MAX_CHILD_BYTES, bounds.MAX_SECONDS)


def main() -> None:
    """Bounds this process, reads, answers. Exits with 0 also after a refusal: any other end means it died."""
    task = sys.argv[1]
    tell_failures_safely()
    _bound_this_process(limits_of(task))
    # After the bounds, so that even the library's own start-up is held by them.
    from zi_metrics.reading import protocol as answer

    try:
        if task == MARK:
            reply = _marked(sys.stdin.buffer)
        elif task == COLUMNS:
            reply = _columns(content_of(sys.stdin.buffer, bounds.MAX_COLUMNS_FILE_BYTES + 1))
        else:
            content = sys.stdin.buffer.read(bounds.MAX_FILE_BYTES + 1)
            reply = _sheets(content) if task == SHEETS else _members(content)
    except bounds.Refusal as refusal:
        reply = answer.encode_refusal(refusal)
    except MemoryError:
        reply = answer.encode_refusal(bounds.Refusal(bounds.TOO_HUNGRY, bounds.REMOVE_EXCESS))
    sys.stdout.buffer.write(reply)
    sys.stdout.buffer.flush()


def _sheets(content: bytes) -> bytes:
    from zi_metrics.reading import protocol as answer
    from zi_metrics.reading import spreadsheet

    return answer.encode(spreadsheet.sheets_of(content))


def _columns(content: Content) -> bytes:
    """Writes the columns one by one, so that the whole answer is never in memory; gives what is left to write."""
    from zi_metrics.reading import column_text

    for part in column_text.encode(column_text.columns_of(content)):
        sys.stdout.buffer.write(part)
    return b""


def _members(content: bytes) -> bytes:
    """Writes the entries one by one, so that only one member is in memory; gives what is left to write."""
    from zi_metrics.reading import archive
    from zi_metrics.reading import protocol as answer

    entries = archive.entries_of(content)
    if entries is None:
        return answer.encode_end(is_archive=False)
    for entry in entries:
        sys.stdout.buffer.write(answer.encode_entry(entry))
    return answer.encode_end(is_archive=True)


def _marked(question: BinaryIO) -> bytes:
    # openpyxl takes these when it finds them: numpy reserves address space for each processor, and what another
    # XML parser does with crafted parts nobody has tried here.
    modules = cast("dict[str, ModuleType | None]", sys.modules)
    modules["numpy"] = modules["lxml"] = None
    from zi_metrics.reading import marking
    from zi_metrics.reading import protocol as answer
    from zi_metrics.reading import protocol as marks

    wanted, content = marks.decode_question(question)
    return answer.encode_marked(marking.marked(content, wanted))


def _bound_this_process(limits: Limits | None = None) -> None:
    if resource is None:
        return
    limits = limits or limits_of(SHEETS)
    for kind, limit in (
        (resource.RLIMIT_AS, limits.memory),
        # A second more than the parent's clock, whose message is the clearer.
        (resource.RLIMIT_CPU, limits.seconds + 1),
        (resource.RLIMIT_FSIZE, limits.answer),
        (resource.RLIMIT_NOFILE, 32),
        # A dump would leave the file's content on the disk.
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        limit = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        try:
            resource.setrlimit(kind, (limit, limit))
        except (OSError, ValueError):  # macOS refuses some; the parent watches as well
            continue


if __name__ == "__main__":
    main()
