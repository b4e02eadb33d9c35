"""When something fails: people read a sentence that they can act on, the log keeps where it was, without values."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from zi_metrics.safe_logging import log_failure
from zi_metrics.scope import NotAllowed
from zi_metrics.store.connection import why_failed
from zi_ui.markdown import plain

_OURS = (
    "Halaman ini tidak dapat ditampilkan karena kesalahan aplikasi. Data tidak berubah. Muat ulang halaman; bila "
    "berulang, sampaikan nomor {number} kepada administrator (rinciannya ada di catatan server)."
)
_STORE = "Sesudah sebabnya diatasi, muat ulang halaman."


def _with_causes(error: Exception) -> Iterator[Exception]:
    """An error and what it was raised from: a database may fail while Streamlit looks for an answer that is kept."""
    found: BaseException | None = error
    while isinstance(found, Exception):
        yield found
        found = found.__cause__


@contextmanager
def told(what: str, place: DeltaGenerator | None = None) -> Iterator[None]:
    """Around what a page draws: an error in it is told in a place (None = here) and logged as that of `what`.

    What runs anew by itself (a fragment, a dialog) needs one of its own: app.py does not run then.
    """
    try:
        yield
    except NotAllowed as refused:
        (place or st).error(plain(refused), icon=":material/lock:")
    except Exception as error:
        number = log_failure(logging.getLogger("zi"), what, error)
        cause = next((why for one in _with_causes(error) if (why := why_failed(one))), None)
        shown = f"{plain(cause)} {_STORE}" if cause else _OURS.format(number=number)
        (place or st).error(shown, icon=":material/database_off:" if cause else ":material/error:")
