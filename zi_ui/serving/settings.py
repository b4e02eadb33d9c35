"""What an administrator sets about serving: from the environment, else from `[zi]` of `.streamlit/secrets.toml`.

Secrets come from these two places only. What the environment says of them (for containers and systemd) is laid over
the file's `[auth]`, where Streamlit looks for them.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass

from streamlit.runtime.secrets import secrets_singleton

SHARED, HOURS, CLAIM = "ZI_BERSAMA", "ZI_MASUK_JAM", "ZI_PENGENAL"
# Environment variable -> its name in [auth].
SECRETS = {"ZI_COOKIE_SECRET": "cookie_secret", "ZI_CLIENT_ID": "client_id", "ZI_CLIENT_SECRET": "client_secret"}
_YES, _NO = ("1", "ya", "true"), ("", "0", "tidak", "false")
# Hours from signing in until a person has to do so again: a working day with its evening.
_DEFAULT_HOURS = 12.0
# Shorter is for trials; longer than a cookie lives (30 days) means nothing.
_LEAST, _MOST = 1 / 3600, 30 * 24.0


class BadSetting(ValueError):
    """A setting that cannot be meant; the message (Indonesian) says which and what would do."""


@dataclass(frozen=True)
class Settings:
    """What is set.

    shared: several people use this server, wherever it listens.
    longest: seconds from signing in until a person has to do so again.
    claim: what of a person's claims tells who it is.
    """

    shared: bool
    longest: float
    claim: str


def settings() -> Settings:
    """What is set now. Raises BadSetting."""
    claim = _told(CLAIM).strip() or "email"
    return Settings(_switch(_told(SHARED)), _hours(_told(HOURS)) * 3600, claim)


def sign_in_section() -> dict:
    """`[auth]` of the secrets, with what the environment says; {} when there is none or it cannot be read."""
    section = _section("auth")
    told = {name: value for variable, name in SECRETS.items() if (value := os.environ.get(variable))}
    return {**section, **told} if section else {}


def take_secrets_from_environment() -> None:
    """Let Streamlit know what the environment says about secrets. Once, before the server is built."""
    if any(os.environ.get(variable) for variable in SECRETS) and (section := sign_in_section()):
        secrets_singleton.merge_programmatic_secrets({"auth": section})


def secrets_are_broken() -> bool:
    """Whether there is a file of secrets that cannot be read."""
    from streamlit import config

    there = any(os.path.exists(path) for path in config.get_option("secrets.files"))
    return there and not secrets_singleton.load_if_toml_exists()


def _told(variable: str) -> str:
    given = os.environ.get(variable)
    return str(_section("zi").get(variable.removeprefix("ZI_").lower(), "")) if given is None else given


def _section(name: str) -> dict:
    found = secrets_singleton.get(name) if secrets_singleton.load_if_toml_exists() else None
    if not isinstance(found, Mapping):
        return {}
    to_dict = getattr(found, "to_dict", None)
    return to_dict() if to_dict else dict(found)


def _switch(told: str) -> bool:
    if (word := told.strip().lower()) not in (*_YES, *_NO):
        raise BadSetting(f"{SHARED} berisi kata yang tidak dikenal. Isi dengan ya atau tidak.")
    return word in _YES


def _hours(told: str) -> float:
    try:
        hours = float(told.strip().replace(",", ".") or _DEFAULT_HOURS)
    except ValueError:
        hours = 0.0
    if not _LEAST <= hours <= _MOST:
        raise BadSetting(f"{HOURS} bukan jumlah jam yang masuk akal. Isi dengan angka, misalnya 12.")
    return hours
