"""The server's log: one JSON object in a line on standard error. No names, no query strings, no contents of files.

Ours say what happened in words of their own; of what libraries log the pattern is written without what they filled
in, and of an error its kind and the places it passed, without its text: both may hold what people typed.
"""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime

from zi_ui.serving.doors import Asked, place

_OURS = "zi"
_FIELDS = "_fields"
# What Streamlit's front end is made of: hundreds of files at each first visit.
_QUIET = ("/static", "/_stcore/health", "/sehat", "/siap", "/_stcore/host-config")
_LOUD = 400
_THEIRS = ("streamlit", "uvicorn", "uvicorn.error", "uvicorn.asgi", "websockets", "asyncio")


# Loggers whose pattern says nothing.
_PATTERNLESS = {"py.warnings": "warning of a library"}


class JsonLines(logging.Formatter):
    """A log record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        ours = record.name == _OURS or record.name.startswith(f"{_OURS}.")
        said = record.getMessage() if ours else _PATTERNLESS.get(record.name, str(record.msg))
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": said.strip(),
            **getattr(record, _FIELDS, {}),
        }
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = _error(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def set_up() -> None:
    """Send everything that is logged in this process to standard error as JSON lines. Before the server is built."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    # Streamlit and uvicorn give their loggers handlers of their own.
    for name in [*_THEIRS, *(name for name in logging.root.manager.loggerDict if name.split(".")[0] in _THEIRS)]:
        logger = logging.getLogger(name)
        logger.handlers[:] = []
        logger.propagate = True
        logger.setLevel(logging.WARNING)
    logging.captureWarnings(True)
    # Requests are logged here, without what addresses hold behind '?'.
    logging.getLogger("uvicorn.access").propagate = False


def event(name: str, level: int = logging.INFO, **fields: object) -> None:
    """Log that something happened; the fields are ours, never what somebody typed."""
    logging.getLogger(_OURS).log(level, name, extra={_FIELDS: fields})


def failure(name: str) -> None:
    """Log that something of ours failed that nobody waits for, with the error that is being handled."""
    logging.getLogger(_OURS).warning(name, exc_info=True)


def request(asked: Asked, number: str, status: int, milliseconds: int, refused: str | None) -> None:
    """Log a request that was answered; what the front end is made of only when it failed."""
    where = place(asked.path)
    if where in _QUIET and status < _LOUD:
        return
    level = logging.WARNING if refused or status >= 500 else logging.INFO
    fields = {"request": number, "method": asked.method, "place": where, "status": status, "ms": milliseconds}
    event("request", level, **fields, **({"refused": refused} if refused else {}))


def _error(error: BaseException) -> dict:
    """An error's kind and the places it passed, innermost last."""
    places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    return {"kind": type(error).__name__, "places": places[-12:]}
