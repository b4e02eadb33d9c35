"""What stands before Streamlit: every request and every message of a websocket passes here first.

Rules about a request are in `doors`, who comes in `visits`; here they are applied, and what was done is logged.
"""

import re
import time
from collections.abc import Iterable
from secrets import token_hex
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config
from streamlit.auth_util import get_origin_from_redirect_uri

from zi_ui.serving import doors, logs, visits
from zi_ui.serving.doors import Asked, Refused
from zi_ui.serving.headers import NOT_KEPT, security_headers
from zi_ui.serving.identity import Identity
from zi_ui.serving.media import is_for, may_ask
from zi_ui.serving.messages import asked_file, may_pass, without_acts
from zi_ui.serving.rates import Rate
from zi_ui.serving.settings import settings
from zi_ui.serving.way import way

# A whole office may stand behind one address.
_SIGNING_IN = Rate(times=120, seconds=60)
_CONNECTING = Rate(times=600, seconds=60)
_OFTEN = Refused(429, "terlalu_sering", "Terlalu banyak permintaan dari alamat ini. Tunggu satu menit, lalu ulangi.")
_NOT_YOURS = Refused(
    404, "bukan_miliknya", "Berkas ini tidak ada, atau bukan dari layar Anda. Unduh lagi dari aplikasi."
)
_POLICY_VIOLATION = 1008
# What the screen for signing in says, by its address (`signed_in.py`).
OUTCOME = "masuk"
_AGE = re.compile(r"Max-Age=\d+", re.IGNORECASE)
_USER_COOKIE = re.compile(r"_streamlit_user\w*=")


class Guard:
    """ASGI middleware around the whole app."""

    def __init__(self, app: ASGIApp, scripts: Iterable[str] = ()) -> None:
        """scripts: those that the screens write into the page."""
        self._app = app
        self._headers = security_headers(scripts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let pass what may, answer the rest."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        asked = _asked(scope)
        number = token_hex(6)
        if scope["type"] == "http":
            await self._answer(asked, number, scope, receive, send)
        else:
            await self._connect(asked, number, scope, receive, send)

    async def _answer(self, asked: Asked, number: str, scope: Scope, receive: Receive, send: Send) -> None:
        begun, status = time.monotonic(), 0

        async def finished(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                self._finish(asked, number, MutableHeaders(raw=message["headers"]))
            await send(message)

        refusal = _refusal(asked, scope)
        try:
            if refusal:
                await _tell(refusal, finished)
            else:
                if asked.path == doors.LOGOUT:
                    visits.sign_out(visits.claims_in(HTTPConnection(scope).cookies))
                await self._app(scope, receive, finished)
        finally:
            spent = round((time.monotonic() - begun) * 1000)
            logs.request(asked, number, status, spent, refusal.reason if refusal else None)

    def _finish(self, asked: Asked, number: str, headers: MutableHeaders) -> None:
        """Add to an answer's headers what all of them carry."""
        for name, value in self._headers:
            headers[name.decode()] = value.decode()
        headers["x-request-id"] = number
        if doors.is_at(asked.path, doors.MEDIA, doors.LOGIN, doors.LOGOUT, doors.CALLBACK):
            headers["cache-control"] = NOT_KEPT
        if not way().shared:
            return
        if (get_origin_from_redirect_uri() or "").startswith("https:"):
            headers["strict-transport-security"] = "max-age=31536000"
        cookies = headers.getlist("set-cookie")
        signed_in = any(re.match(r"_streamlit_user=[^;\"]", cookie) for cookie in cookies)
        if cookies:
            del headers["set-cookie"]
            for cookie in cookies:
                headers.append("set-cookie", _hardened(cookie))
        if asked.path == doors.CALLBACK and "location" in headers and not signed_in:
            headers["location"] = _with_outcome(headers["location"], asked.query)

    async def _connect(self, asked: Asked, number: str, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = doors.refused(asked, way().shared, _public_origin())
        if not refusal and not _CONNECTING.allows(asked.comes_from or ""):
            refusal = _OFTEN
        if refusal:
            logs.request(asked, number, refusal.status, 0, refusal.reason)
            await receive()
            await send({"type": "websocket.close", "code": _POLICY_VIOLATION})
            return
        shared = way().shared
        claims = visits.claims_in(HTTPConnection(scope).cookies) if shared else {}
        signed_in = not shared or isinstance(visits.whose(claims), Identity)
        if not signed_in:
            # Nothing that a session held before is taken up again by somebody who is not signed in (any more).
            scope = {**scope, "headers": _without_session(scope["headers"])}

        async def received() -> Message:
            while (message := await receive())["type"] == "websocket.receive":
                data = message.get("bytes")
                if data is None:
                    break
                if may_pass(data, signed_in):
                    person = visits.whose(claims) if shared and signed_in else None
                    if person is None or (isinstance(person, Identity) and _is_theirs(person, data)):
                        break
                    # The hours are over, or another window signed out: the next page drawn asks for signing in.
                    if not isinstance(person, Identity) and (bare := without_acts(data)):
                        return {"type": "websocket.receive", "bytes": bare}
                logs.event("pesan_ditolak", request=number)
            return message

        logs.request(asked, number, 101, 0, None)
        await self._app(scope, received, send)


def _refusal(asked: Asked, scope: Scope) -> Refused | None:
    """Why a request over HTTP is refused; None when it may pass."""
    shared = way().shared
    if refusal := doors.refused(asked, shared, _public_origin()):
        return refusal
    if doors.is_at(asked.path, doors.LOGIN, doors.CALLBACK) and not _SIGNING_IN.allows(asked.comes_from or ""):
        return _OFTEN
    stranger = doors.refused_to_strangers(asked)
    if not shared or not stranger:
        return None
    person = visits.visitor(HTTPConnection(scope).cookies)
    if not isinstance(person, Identity):
        return stranger
    if doors.is_at(asked.path, doors.MEDIA) and not is_for(person, asked.path):
        return _NOT_YOURS
    return None


def _is_theirs(person: Identity, data: bytes) -> bool:
    """Whether a message asks for nothing of another's: making a file acts, and is recorded, for whom it is offered."""
    file_id = asked_file(data)
    return file_id is None or may_ask(person, file_id)


def _asked(scope: Scope) -> Asked:
    prefix = (config.get_option("server.baseUrlPath") or "").strip("/")
    path = scope["path"].lstrip("/")
    if prefix and (path == prefix or path.startswith(f"{prefix}/")):
        path = path[len(prefix) :].lstrip("/")
    return Asked(
        method=scope["method"].upper() if scope["type"] == "http" else "WEBSOCKET",
        path=path,
        query=scope.get("query_string", b"").decode("latin-1"),
        headers=dict(Headers(scope=scope).items()),
        reached=(scope.get("server") or (None,))[0],
        comes_from=(scope.get("client") or (None,))[0],
    )


async def _tell(refusal: Refused, send: Send) -> None:
    body = f"{refusal.sentence}\n".encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _public_origin() -> str | None:
    return get_origin_from_redirect_uri() if way().shared else None


def _hardened(cookie: str) -> str:
    """A cookie as Streamlit sets it: only over TLS where there is one, and no longer good than the sign-in."""
    if _USER_COOKIE.match(cookie) and "Max-Age=0" not in cookie:
        cookie = _AGE.sub(f"Max-Age={int(settings().longest)}", cookie)
    secure = (get_origin_from_redirect_uri() or "").startswith("https:") and "; secure" not in cookie.lower()
    return f"{cookie}; Secure" if secure else cookie


def _with_outcome(location: str, query: str) -> str:
    """Where somebody goes who comes back from the provider and is not signed in, told why."""
    asked = parse_qs(query)
    if "error" in asked:
        outcome = "ditolak" if asked["error"] == ["access_denied"] else "gagal"
    else:
        outcome = "gagal" if "code" in asked else "keluar"
    return f"{urlsplit(location).path}?{OUTCOME}={outcome}"


def _without_session(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Headers of a websocket's opening without the session that it would go on with (the third of its protocols)."""
    kept = []
    for name, value in headers:
        if name.lower() == b"sec-websocket-protocol":
            value = b",".join(value.split(b",")[:2])
        kept.append((name, value))
    return kept
