"""Which requests are let through, and what the others are told: rules about a request alone, without any server."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

from zi_ui.serving.way import is_own

# Nobody asks for these: figures about the server's inside, and ways past the screens.
_CLOSED = ("_stcore/metrics", "_stcore/agent", "_stcore/script-health-check", "app/static")
# What holds people's files: for those who are signed in only.
UPLOAD, MEDIA = "_stcore/upload_file", "media"
_SIGNED_IN_ONLY = (UPLOAD, MEDIA, "component", "_stcore/bidi-components")
LOGIN, LOGOUT, CALLBACK = "auth/login", "auth/logout", "oauth2callback"
_OTHERS = (
    "static",
    "_stcore/health",
    "_stcore/host-config",
    "_stcore/stream",
    "sehat",
    "siap",
    LOGIN,
    LOGOUT,
    CALLBACK,
)
_READING = ("GET", "HEAD", "OPTIONS")
_SENDING = ("PUT", "DELETE", "OPTIONS")
# Bytes of a body that no request needs but an upload, whose bound is Streamlit's (server.maxUploadSize).
_BODY = 64 * 1024
_ADDRESS = 8 * 1024
# A proxy says with these that somebody stands behind it.
_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via")


@dataclass(frozen=True)
class Asked:
    """A request, as far as the rules look at it.

    method: in capitals; 'WEBSOCKET' for the opening of a websocket.
    path: without the prefix of the app and without the first slash.
    query: as it was sent.
    headers: by name in lower case.
    reached: the address of this computer that it came to; comes_from: the one it came from. None = not known.
    """

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    reached: str | None
    comes_from: str | None


@dataclass(frozen=True)
class Refused:
    """Why a request is not answered.

    status: of HTTP.
    reason: a word for the log.
    sentence: for the person (Indonesian).
    """

    status: int
    reason: str
    sentence: str


_NOT_HERE = Refused(404, "tidak_ada", "Alamat ini tidak ada.")
_HOST = Refused(
    403, "nama_host", "Aplikasi ini tidak dilayani dengan nama itu. Administrator: lihat server.allowedHosts."
)
_ORIGIN = Refused(403, "asal", "Sambungan ini datang dari halaman lain, bukan dari aplikasi ini.")
_METHOD = Refused(405, "metode", "Permintaan seperti ini tidak dilayani.")
_TOO_LARGE = Refused(413, "terlalu_besar", "Permintaan terlalu besar.")
_TOO_LONG = Refused(414, "alamat_terlalu_panjang", "Alamat terlalu panjang.")
_SIGN_IN = Refused(403, "belum_masuk", "Masuk dahulu, lalu ulangi dari aplikasi.")
_ALONE = Refused(
    403,
    "bukan_komputer_ini",
    "Aplikasi ini dijalankan untuk satu komputer saja. Agar dapat dicapai lewat jaringan atau proksi, administrator "
    "menyalakan cara bersama: docs/menjalankan.md.",
)


def refused(asked: Asked, shared: bool, public_origin: str | None) -> Refused | None:
    """Why a request is refused whoever sends it; None when it may pass.

    public_origin: the one address (scheme, name, port) where people reach the app; None alone.
    """
    if not shared and not _is_from_here(asked):
        return _ALONE
    if not is_host_allowed(asked.headers.get("host")):
        return _HOST
    if is_at(asked.path, *_CLOSED):
        return _NOT_HERE
    if asked.method == "WEBSOCKET":
        return None if _same_origin(asked, public_origin) else _ORIGIN
    if asked.method not in (_SENDING if is_at(asked.path, UPLOAD) else _READING):
        return _METHOD
    if not is_at(asked.path, UPLOAD) and _is_large(asked.headers):
        return _TOO_LARGE
    return _TOO_LONG if len(asked.path) + len(asked.query) > _ADDRESS else None


def refused_to_strangers(asked: Asked) -> Refused | None:
    """Why a request of somebody who is not signed in is refused; None when it may pass."""
    return _SIGN_IN if is_at(asked.path, *_SIGNED_IN_ONLY) else None


def is_at(path: str, *places: str) -> bool:
    """Whether a path is one of these places or lies below one."""
    clean = "/".join(part for part in path.split("/") if part)
    return any(clean == place or clean.startswith(f"{place}/") for place in places)


def place(path: str) -> str:
    """What a log says of a path: nothing that anybody typed, no name of a file or session."""
    for known in (*_CLOSED, *_SIGNED_IN_ONLY, *_OTHERS):
        if is_at(path, known):
            return f"/{known}"
    return f"/{path}" if re.fullmatch(r"[a-z_]{0,20}", path) else "lain"


def _is_from_here(asked: Asked) -> bool:
    forwarded = any(name in asked.headers for name in _FORWARDED)
    return not forwarded and is_own(asked.reached) and is_own(asked.comes_from)


def _same_origin(asked: Asked, public_origin: str | None) -> bool:
    """Browsers always say where a websocket comes from; what does not say so is none, and has no business here."""
    origin = asked.headers.get("origin")
    if not origin:
        return False
    return origin == public_origin if public_origin else urlsplit(origin).netloc == asked.headers.get("host")


def _is_large(headers: Mapping[str, str]) -> bool:
    length = headers.get("content-length", "0")
    return "transfer-encoding" in headers or not length.isdecimal() or int(length) > _BODY
