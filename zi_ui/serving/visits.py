"""Who comes: read from the signed cookie that signing in left, and from what has been signed out since.

Streamlit's cookie lasts thirty days and stays good wherever it was copied to. So what was signed out is remembered
here, for as long as it would be good; and every request and every message is held against the hours that are set.
"""

import hashlib
import json
import threading
import time
from collections.abc import Mapping
from datetime import UTC, datetime

from streamlit.auth_util import get_origin_from_redirect_uri
from streamlit.web.server.starlette import starlette_websocket
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from zi_ui.serving.identity import NOBODY, SIGNED_OUT, Identity, Refusal, read_claims
from zi_ui.serving.settings import settings

_signed_out: dict[str, float] = {}
_lock = threading.Lock()


def whose(claims: Mapping) -> Identity | Refusal:
    """The person whom claims speak of, if they are still signed in; why not, otherwise."""
    found = read_claims(claims, settings(), datetime.now(UTC))
    return SIGNED_OUT if isinstance(found, Identity) and _key(claims) in _signed_out else found


def claims_in(cookies: Mapping[str, str]) -> dict:
    """What a sign-in's cookie says; {} without one, with another address's, or one not signed here."""
    try:
        signed = starlette_websocket._get_signed_cookie_with_chunks(dict(cookies), USER_COOKIE_NAME)
        claims = json.loads(signed) if signed else {}
    except (ValueError, TypeError):
        return {}
    if not isinstance(claims, dict) or claims.get("origin") != get_origin_from_redirect_uri():
        return {}
    return claims


def visitor(cookies: Mapping[str, str]) -> Identity | Refusal:
    """Who comes with these cookies."""
    claims = claims_in(cookies)
    return whose(claims) if claims else NOBODY


def sign_out(claims: Mapping) -> None:
    """From now on these claims let nobody in, wherever their cookie is."""
    now = time.time()
    with _lock:
        for key in [key for key, until in _signed_out.items() if until < now]:
            del _signed_out[key]
        _signed_out[_key(claims)] = now + settings().longest + 3600


def _key(claims: Mapping) -> str:
    """One sign-in of one person: their other devices stay signed in."""
    parts = [str(claims.get(name, "")) for name in ("iss", "sub", "email", "iat", "nonce", "at_hash")]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
