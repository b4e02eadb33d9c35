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
        cause = why_failed(error)
        shown = f"{plain(cause)} {_STORE}" if cause else _OURS.format(number=number)
        (place or st).error(shown, icon=":material/database_off:" if cause else ":material/error:")
