"""What every answer tells the browser about safety. The least that the screens need is allowed, nothing else.

Scripts run only from this server and, inside the page, when they are word for word among those known here: Streamlit's
own and ours. Styles are written into elements by Streamlit's front end, so those stand free.
"""

import base64
import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import streamlit

_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_POLICY = (
    "default-src 'none'",
    "script-src 'self' {scripts}",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "media-src 'self'",
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
)
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Filters stand in addresses: no other server learns them.
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": (
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), "
        "microphone=(), midi=(), payment=(), usb=(), browsing-topics=()"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
}
# What people take away, and what says who they are, is kept by nobody on the way.
NOT_KEPT = "private, no-store"


def security_headers(scripts: Iterable[str]) -> list[tuple[bytes, bytes]]:
    """The headers of every answer, as ASGI wants them; scripts: those of ours that stand inside the page."""
    hashes = " ".join(_hash(script) for script in (*_streamlits(), *scripts))
    policy = "; ".join(_POLICY).format(scripts=hashes)
    named = {"Content-Security-Policy": policy, **_ALWAYS}
    return [(name.lower().encode(), value.encode()) for name, value in named.items()]


@lru_cache(maxsize=1)
def _streamlits() -> tuple[str, ...]:
    """The scripts that stand inside Streamlit's own page."""
    page = Path(streamlit.__file__).parent / "static" / "index.html"
    return tuple(_INLINE.findall(page.read_text(encoding="utf-8")))


def _hash(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
