"""Two addresses for those who watch over a server: `/sehat` (the process answers) and `/siap` (the database, too).

They tell strangers yes or no; why not stands in the log.
"""

import logging
import threading
import time

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from streamlit import config
from streamlit.url_util import make_url_path

from zi_metrics.care.health import health
from zi_metrics.care.started import start_care
from zi_ui.serving import logs

# Seconds for which an answer of the database is good: whoever asks often asks it no more often.
_GOOD_FOR = 2.0
_KEPT = threading.Lock()
_answer: tuple[float, bool] = (float("-inf"), False)
# Why it did not answer the last time; whoever watches asks every few seconds, the log says it once.
_told: str | None = None


def health_routes() -> list[Route]:
    """Both, below the prefix of the app where it has one."""
    base = config.get_option("server.baseUrlPath") or ""
    return [
        Route(make_url_path(base, "sehat"), _alive, methods=["GET"]),
        Route(make_url_path(base, "siap"), _ready, methods=["GET"]),
    ]


async def _alive(_request: Request) -> JSONResponse:
    return JSONResponse({"sehat": True}, headers={"cache-control": "no-store"})


async def _ready(_request: Request) -> JSONResponse:
    ready = await run_in_threadpool(is_ready)
    return JSONResponse({"siap": ready}, 200 if ready else 503, {"cache-control": "no-store"})


def is_ready() -> bool:
    """Whether the database answers; what it said a moment ago is good enough."""
    global _answer
    with _KEPT:
        asked, said = _answer
        if time.monotonic() - asked > _GOOD_FOR:
            said = _database_answers()
            _answer = (time.monotonic(), said)
        return said


def _database_answers() -> bool:
    global _told
    try:
        why = health().sebab
    except Exception as error:
        why = type(error).__name__
    if why is None:
        # This process has opened it, and holds it against every other: from now on it is the one to ask for a backup,
        # whether or not anybody has looked at a page yet.
        start_care()
    elif why != _told:
        logs.event("basis_data_tidak_menjawab", logging.ERROR, why=why)
    _told = why
    return why is None
