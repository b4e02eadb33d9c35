"""What stands against serving: everything at once, each with its way out. An administrator reads it (Indonesian)."""

import importlib.util
from functools import cache
from urllib.parse import urlsplit

from streamlit import config
from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

from zi_metrics.store.lake import lake_in_use
from zi_metrics.store.unavailable import StoreUnavailable
from zi_ui.serving.settings import BadSetting, secrets_are_broken, settings, sign_in_section
from zi_ui.serving.way import is_own, way

# Bytes of a secret that signs cookies; `openssl rand -hex 32` gives 64.
_SECRET_LENGTH = 32
_SECRET_LETTERS = 10
_CALLBACK = "/oauth2callback"
_NEEDED = ("client_id", "client_secret", "server_metadata_url")
# Entra's endpoints for accounts of anybody: an address there may be anyone's claim.
_ANYBODY = ("/common/", "/organizations/", "/consumers/")
# Option of Streamlit -> (what it has to be, why).
_OPTIONS = {
    "server.enableXsrfProtection": (True, "pemeriksaan XSRF melindungi unggahan"),
    "server.enableCORS": (True, "tanpa itu halaman web mana pun boleh menyambung"),
    "server.corsAllowedOrigins": ([], "hanya halaman aplikasi ini sendiri yang boleh menyambung"),
    "server.trustedUserHeaders": ({}, "kepala permintaan dapat dipalsukan; identitas hanya dari penyedia masuk"),
    "server.enableAgentApi": (False, "jalan itu melewati layar masuk"),
    "global.developmentMode": (False, "mode pengembangan membuka isi server"),
}


def obstacles() -> list[str]:
    """Why this server must not start, in whole sentences; [] when it may."""
    found = [*_options(), *_hosts()]
    try:
        settings()
    except BadSetting as error:
        found.append(str(error))
    try:
        lake_in_use()
    except StoreUnavailable as error:
        found.append(str(error))
    if secrets_are_broken():
        found.append("Berkas .streamlit/secrets.toml ada tetapi bukan TOML yang benar. Perbaiki penulisannya.")
    elif way().shared:
        found.extend(_sign_in(sign_in_section()))
    return found


def warnings() -> list[str]:
    """What is allowed and still better otherwise, in whole sentences."""
    if way().shared and config.get_option("client.showErrorDetails") != "none":
        return ["client.showErrorDetails sebaiknya none: rincian kesalahan bukan untuk layar."]
    return []


def providers(section: dict) -> dict[str, dict]:
    """The providers of `[auth]`, by the name that `st.login` takes ('default' = the one without a name)."""
    named = {name: dict(value) for name, value in section.items() if isinstance(value, dict) and name != _KEYWORDS}
    if any(name in section for name in _NEEDED):
        return {"default": section, **named}
    return named


_KEYWORDS = "client_kwargs"


def _options() -> list[str]:
    return [
        f"{name} harus {_written(wanted)}: {why}."
        for name, (wanted, why) in _OPTIONS.items()
        if (config.get_option(name) or type(wanted)()) != wanted
    ]


def _hosts() -> list[str]:
    allowed = config.get_option("server.allowedHosts") or []
    if not allowed or any(host.strip().strip(".") in ("*", "*.*") for host in allowed):
        return [
            "server.allowedHosts harus menyebut nama-nama yang dipakai peramban untuk mencapai aplikasi ini, bukan "
            'kosong atau *. Contoh: ["localhost", "127.0.0.1", "::1", "zi.instansi.go.id"].'
        ]
    return []


def _sign_in(section: dict) -> list[str]:
    """What the set-up for signing in lacks."""
    if not section:
        return ["Belum ada cara masuk: bagian [auth] di .streamlit/secrets.toml tidak ada."]
    found = []
    if not _is_installed():
        found.append("Pustaka untuk masuk (Authlib, httpx) tidak terpasang. Pasang requirements.txt.")
    return [*found, *_cookie_secret(section), *_redirect(section), *_providers(section)]


@cache
def _is_installed() -> bool:
    # Each page asks what stands against serving; looking through the folders is most of that.
    return all(importlib.util.find_spec(name) for name in ("authlib", "httpx"))


def _cookie_secret(section: dict) -> list[str]:
    secret = str(section.get("cookie_secret", ""))
    if len(secret) < _SECRET_LENGTH or len(set(secret)) < _SECRET_LETTERS or "ganti" in secret.lower():
        return [
            "cookie_secret di [auth] kosong atau terlalu lemah: siapa pun yang menebaknya dapat masuk sebagai orang "
            "lain. Isi dengan hasil `openssl rand -hex 32`."
        ]
    return []


def _redirect(section: dict) -> list[str]:
    given = str(section.get("redirect_uri", "")).replace("{port}", str(config.get_option("server.port")))
    address = urlsplit(given)
    if address.scheme not in ("http", "https") or not address.hostname or not address.path.endswith(_CALLBACK):
        return [
            f"redirect_uri di [auth] harus alamat aplikasi ini dengan {_CALLBACK} di ujungnya, lengkap dengan https."
        ]
    found = []
    if address.scheme == "http" and not is_own(address.hostname):
        found.append("redirect_uri di [auth] memakai http: kata sandi sesi akan lewat tanpa sandi. Pakai https.")
    if not is_host_allowed(address.netloc):
        found.append(
            f"server.allowedHosts tidak memuat {address.hostname}, padahal redirect_uri memakainya. Tambahkan nama itu."
        )
    return found


def _providers(section: dict) -> list[str]:
    if not (there := providers(section)):
        return [f"[auth] tidak menyebut satu pun penyedia masuk: isi {', '.join(_NEEDED)}."]
    found = []
    for name, provider in there.items():
        where = "[auth]" if name == "default" else f"[auth.{name}]"
        if missing := [key for key in _NEEDED if not provider.get(key)]:
            found.append(f"{where} belum menyebut {', '.join(missing)}.")
        metadata = urlsplit(str(provider.get("server_metadata_url", "")))
        if metadata.scheme == "http" and not is_own(metadata.hostname):
            found.append(f"server_metadata_url di {where} memakai http: penyedianya dapat dipalsukan. Pakai https.")
        if any(part in f"{metadata.path}/" for part in _ANYBODY) and "microsoft" in (metadata.hostname or ""):
            found.append(
                f"server_metadata_url di {where} menerima akun Microsoft siapa pun, yang surelnya tidak diperiksa. "
                "Sebut penyewa (tenant) instansi Anda."
            )
    return found


def _written(wanted: object) -> str:
    return {True: "true", False: "false"}.get(wanted, "kosong") if isinstance(wanted, bool) else "kosong"
