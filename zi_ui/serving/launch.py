"""How app.py is served: refused when that would not be safe, else with the guard before it and an orderly end."""

import logging
import sys
from collections.abc import Iterable
from functools import partial

from starlette.middleware import Middleware
from streamlit import config
from streamlit.web.server.server_util import get_display_address, get_url

from zi_ui.serving import logs
from zi_ui.serving.guard import Guard
from zi_ui.serving.health_routes import health_routes
from zi_ui.serving.obstacles import obstacles, warnings
from zi_ui.serving.settings import take_secrets_from_environment
from zi_ui.serving.stopping import Beside, until_stopped
from zi_ui.serving.way import way

_REFUSED = 2
_WAYS_ON = """
Ada dua cara menjalankan:
  1. Sendiri: hanya di komputer ini, tanpa masuk. Jalankan tanpa --server.address (atau dengan 127.0.0.1), tanpa
     ZI_BERSAMA, tanpa [auth] di secrets.toml.
  2. Bersama: dipakai beberapa orang, masuk lewat penyedia OpenID Connect instansi Anda. Isi [auth] di
     .streamlit/secrets.toml dan server.allowedHosts di .streamlit/config.toml.
Langkahnya ada di docs/menjalankan.md.
"""


def parts(scripts: Iterable[str], beside: Beside | None = None) -> dict:
    """What `st.App` takes besides the script. Ends the program (status 2) when serving would not be safe.

    scripts: those that the screens write into the page; no other runs there. beside: what runs as long as it serves.
    """
    take_secrets_from_environment()
    refuse_what_is_unsafe()
    logs.set_up()
    for sentence in warnings():
        logs.event(sentence, logging.WARNING)
    _greet()
    return {
        "lifespan": partial(until_stopped, beside=beside),
        "routes": health_routes(),
        "middleware": [Middleware(Guard, scripts=tuple(scripts))],
    }


def refuse_what_is_unsafe() -> None:
    """End the program with everything that stands against serving, before any request is answered."""
    if not (found := obstacles()):
        return
    because = f" karena {way().because}" if way().shared else ""
    lines = [
        f"Aplikasi tidak dijalankan. Cara menjalankannya: {'bersama' if way().shared else 'sendiri'}{because}.",
        "Yang harus diatasi:",
        *(f"  - {sentence}" for sentence in found),
        _WAYS_ON,
    ]
    print("\n".join(lines), file=sys.stderr, flush=True)
    sys.exit(_REFUSED)


def _greet() -> None:
    """Where to open the app; Streamlit's own greeting is in English and off."""
    listening = get_display_address(config.get_option("server.address") or "localhost").strip("[]")
    address = get_url(f"[{listening}]" if ":" in listening else listening)
    how = "bersama, setiap orang masuk dahulu" if way().shared else "hanya di komputer ini, tanpa masuk"
    print(f"\nZona Integritas berjalan ({how}).\nBuka {address}\n", flush=True)
