"""Who a person is, from what the provider of the sign-in says about them."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from zi_ui.serving.settings import Settings

# What is written small when people are compared: addresses and names that providers treat so. Others are taken as
# they are; lower case could make one person of two.
_ONE_CASE = ("email", "preferred_username", "upn")
# As long as an e-mail address may be.
_LONGEST_ID = 320
_LONGEST_NAME = 120
# Seconds that the clocks of the provider and this server may lie apart.
_CLOCKS = 300.0


@dataclass(frozen=True)
class Identity:
    """A person at work.

    id: what tells the person from every other: the e-mail address in lower case, or the claim that is set; alone,
    the name of the system's user.
    nama: as the provider writes it; the id where it gives none.
    surel: the e-mail address in lower case; '' when the provider gives none.
    until: when the person has to sign in again; None alone.
    """

    id: str
    nama: str
    surel: str
    until: datetime | None = None


@dataclass(frozen=True)
class Refusal:
    """Why somebody is not let in.

    reason: a word for the log.
    sentence: for the person (Indonesian); '' when there is nothing to tell, as nobody has signed in yet.
    """

    reason: str
    sentence: str


NOBODY = Refusal("belum_masuk", "")
EXPIRED = Refusal("kedaluwarsa", "Waktu masuk Anda sudah habis. Masuk lagi untuk melanjutkan.")
SIGNED_OUT = Refusal("sudah_keluar", "Anda sudah keluar. Masuk lagi untuk melanjutkan.")
UNVERIFIED = Refusal(
    "surel_belum_diperiksa",
    "Penyedia masuk belum memeriksa alamat surel Anda. Selesaikan verifikasi surel di sana, lalu masuk lagi.",
)
UNNAMED = Refusal(
    "tanpa_pengenal",
    "Penyedia masuk tidak memberi tahu siapa Anda: pengenalnya kosong atau tidak wajar. Sampaikan kepada "
    "administrator.",
)


def read_claims(claims: Mapping, settings: Settings, now: datetime) -> Identity | Refusal:
    """The person whom claims speak of, or why they are not let in.

    The hours count from `iat`, when the provider said it: the claims' own `exp` bounds how long they may be handed
    in (minutes with some), not how long a person may stay.
    """
    if claims.get("is_logged_in") is not True:
        return NOBODY
    issued = claims.get("iat")
    if isinstance(issued, bool) or not isinstance(issued, int | float):
        return EXPIRED
    age = now.timestamp() - issued
    if not -_CLOCKS <= age < settings.longest:
        return EXPIRED
    if str(claims.get("email_verified", True)).lower() == "false":
        return UNVERIFIED
    if not (person := _known(claims.get(settings.claim), settings.claim)):
        return UNNAMED
    mail = _known(claims.get("email"), "email")
    name = _plain(claims.get("name"))[:_LONGEST_NAME] or person
    return Identity(person, name, mail, datetime.fromtimestamp(issued + settings.longest, UTC))


def _known(value: object, claim: str) -> str:
    """A claim that tells who somebody is, as people are compared; '' for what cannot be one."""
    if not isinstance(value, str) or value != _plain(value) or len(value) > _LONGEST_ID:
        return ""
    if claim == "email" and (" " in value or not 0 < value.find("@") < len(value) - 1):
        return ""
    return value.lower() if claim in _ONE_CASE else value


def _plain(value: object) -> str:
    """A text in one line without what cannot be seen; '' for what is no text."""
    if not isinstance(value, str):
        return ""
    composed = unicodedata.normalize("NFC", value)
    return " ".join("".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in composed).split())
