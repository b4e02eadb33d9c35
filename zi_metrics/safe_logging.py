"""What went wrong, told to a log without anybody's data: the kind of error and its places in the code, no values.

The message of an exception may quote what it failed of: a cell's text, a name, a comment, a file's path. So a record
has the exception's type, the lines that led there, and a number that stands on the screen, too, by which the record
is found again.
"""

import errno
import logging
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType, TracebackType

from zi_metrics.printable import in_one_line

# Read aloud on the telephone: without letters and digits that are taken for another.
_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_ROOT = str(Path(__file__).resolve().parents[1])
_LIBRARIES = ("site-packages", "dist-packages")
_MOST_PLACES, _MOST_CAUSES, _LONGEST = 12, 4, 2_000
# An address carries the choices of a screen, names of units among them.
_QUERY = re.compile(r"\?[^\s'\"]*")
# Lines of a child that may go into the server's log; whatever else it writes may quote the file.
MARK = "[zi] "


def new_reference() -> str:
    """A number for one failure, as 'K7QM-2XAF': shown to the person and written into the log."""
    # Here, because every reading process loads this module, and hardly any has a failure to tell of.
    import secrets

    signs = [secrets.choice(_ALPHABET) for _ in range(8)]
    return "".join(signs[:4]) + "-" + "".join(signs[4:])


def safe_line(error: BaseException) -> str:
    """One line about an exception and what caused it: types and places, innermost first; nothing of its message."""
    return " <- ".join(_told(cause) for cause in _causes(error))[:_LONGEST]


def log_failure(logger: logging.Logger, what: str, error: BaseException, reference: str | None = None) -> str:
    """Write a failure into the log; gives its number (a new one, where none is given).

    what: the part of the program that failed, in its own words; never a text of people.
    """
    number = reference or new_reference()
    logger.error("%s: failure %s: %s", what, number, safe_line(error))
    return number


def safe_message(record: logging.LogRecord) -> str:
    """A record of any library as one line: its message, and of an exception what `safe_line` says.

    Exceptions among its arguments are told the same way; what stands behind '?' in an address is left out.
    """
    args = record.args
    if isinstance(args, tuple):
        args = tuple(safe_line(one) if isinstance(one, BaseException) else one for one in args)
    elif isinstance(args, BaseException):
        args = (safe_line(args),)
    message = safe_line(record.msg) if isinstance(record.msg, BaseException) else str(record.msg)
    if args:
        try:
            message = message % args
        except (TypeError, ValueError, KeyError):
            message = f"{message} (arguments do not fit)"
    error = record.exc_info[1] if record.exc_info else None
    told = _QUERY.sub("?…", " ".join(in_one_line(message).split()))[:_LONGEST]
    return told if error is None else f"{told}: {safe_line(error)}"


class SafeFormatter(logging.Formatter):
    """Writes records as one line each, without a traceback's texts; `fmt` as of logging, with %(message)s."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record; what other handlers make of the record stays theirs."""
        own = logging.makeLogRecord(record.__dict__)
        own.msg, own.args = safe_message(record), ()
        own.exc_info = own.exc_text = own.stack_info = None
        return super().format(own)


def tell_failures_safely() -> None:
    """For a process that reads people's files: an exception that ends it is told as one marked line, not in full."""
    sys.excepthook = _told_at_the_end


def safe_lines_of(output: bytes) -> str:
    """What of a child's output to stderr may be logged: the lines that `tell_failures_safely` marked."""
    lines = output.decode("utf-8", "replace").splitlines()
    told = [line.removeprefix(MARK)[:_LONGEST] for line in lines if line.startswith(MARK)]
    return "; ".join(told) or f"({len(output)} bytes of its own words, not logged)"


def _told_at_the_end(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    print(MARK + safe_line(error), file=sys.stderr, flush=True)


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen and len(seen) < _MOST_CAUSES:
        seen.add(id(current))
        yield current
        hidden = current.__suppress_context__
        current = current.__cause__ or (None if hidden else current.__context__)


def _told(error: BaseException) -> str:
    kind = type(error)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    if isinstance(error, OSError) and error.errno is not None:
        name += f" {errno.errorcode.get(error.errno, error.errno)}"
    places = [_place(frame, line) for frame, line in _frames(error.__traceback__)]
    return f"{name} at {' < '.join(reversed(places[-_MOST_PLACES:]))}" if places else name


def _frames(trace: TracebackType | None) -> Iterator[tuple[FrameType, int]]:
    while trace is not None:
        yield trace.tb_frame, trace.tb_lineno
        trace = trace.tb_next


def _place(frame: FrameType, line: int) -> str:
    path = frame.f_code.co_filename
    for folder in _LIBRARIES:
        before, found, rest = path.partition(f"{folder}/" if "/" in path else f"{folder}\\")
        if found and before:
            return f"{rest}:{line}"
    if path.startswith(_ROOT):
        return f"{path[len(_ROOT) + 1 :]}:{line}"
    return f"{Path(path).name}:{line}"
