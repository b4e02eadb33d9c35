"""The two ways to run: alone (this computer only, no sign-in) or shared (OpenID Connect, whoever asks).

Alone is only what surely is: an address that no other machine reaches, no sign-in set up, nothing that says "shared".
"""

import ipaddress
from dataclasses import dataclass
from functools import lru_cache

from streamlit import config

from zi_ui.serving.settings import SHARED, BadSetting, settings, sign_in_section

# Names that every system keeps for itself; any other is asked of a resolver, whose answer may change.
_OWN_NAMES = ("localhost", "ip6-localhost", "ip6-loopback")
# What Streamlit listens on when nothing says where.
_EVERYWHERE = "0.0.0.0"


@dataclass(frozen=True)
class Way:
    """One of the two ways.

    shared: several people use this server, and each has to sign in.
    because: what decided it, as an administrator reads it (Indonesian); '' alone.
    """

    shared: bool
    because: str


@lru_cache(maxsize=1)
def way() -> Way:
    """How this process is used: decided once, from the address it listens on (option, environment, file alike)."""
    address = config.get_option("server.address") or _EVERYWHERE
    if not is_own(address):
        return Way(True, f"alamat yang didengarkan ({address}) dapat dicapai dari komputer lain")
    try:
        if settings().shared:
            return Way(True, f"{SHARED} menyatakan aplikasi ini dipakai bersama")
    except BadSetting:
        return Way(True, f"{SHARED} atau pengaturan di sebelahnya tidak terbaca")
    if sign_in_section():
        return Way(True, "bagian [auth] di secrets.toml terisi")
    return Way(False, "")


def is_own(address: str | None) -> bool:
    """Whether an address, as it is listened on or comes from, is this computer's alone."""
    name = (address or "").strip().lower().rstrip(".").removeprefix("[").removesuffix("]")
    if name in _OWN_NAMES:
        return True
    try:
        parsed = ipaddress.ip_address(name)
    except ValueError:
        return False
    mapped = getattr(parsed, "ipv4_mapped", None)
    return (mapped or parsed).is_loopback
