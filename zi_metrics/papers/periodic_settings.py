"""Laporan berkala: which reports are made each week or month, and where they go. Kept with the agency's settings.

No password is kept: the machine's operator gives it to the command (see `mailing`). Nor is a folder: as with backups,
it is the operator's to say (FOLDER_VARIABLE), else it lies beside the database.
"""

import os
import re
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from zi_metrics.papers.report_kinds import KINDS, ReportAsked
from zi_metrics.printable import in_one_line
from zi_metrics.store.connection import Store
from zi_metrics.store.settings import change_setting, setting

KEY = "laporan_berkala"
FOLDER_VARIABLE = "ZI_LAPORAN"
_FOLDER_NAME = "laporan"
EVERY = {"minggu": "Setiap minggu", "bulan": "Setiap bulan"}
TLS = {"starttls": "STARTTLS (biasanya port 587)", "tls": "TLS sejak awal (biasanya port 465)", "tanpa": "Tanpa TLS"}
_ADDRESS = re.compile(r"[^\s@<>,;:\"]+@[^\s@<>,;:\"]+\.[^\s@<>,;:\"]+")
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?")
_MOST_REPORTS, _MOST_ADDRESSES, _LONGEST = 50, 50, 254
# Here a password may go without TLS: it does not leave the machine.
LOCAL = ("localhost", "127.0.0.1", "::1")


class _Kept(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PeriodicReport(_Kept):
    """One report of the timetable. jenis: a key of KINDS; format: one of its formats; unit: whose, None = all units."""

    jenis: str
    format: str
    unit: str | None = None

    @property
    def key(self) -> str:
        """The same for the same report: by it is noted what was sent."""
        return "|".join((self.jenis, self.format, self.unit or ""))

    @property
    def words(self) -> str:
        """As people read it: 'Laporan portofolio (.pdf)'."""
        name = KINDS[self.jenis].nama if self.jenis in KINDS else self.jenis
        return f"{name}{f' {self.unit}' if self.unit else ''} (.{self.format})"

    def asked(self, tahun: int) -> ReportAsked:
        """The report of a year."""
        return ReportAsked(self.jenis, self.format, tahun, self.unit)


class Mail(_Kept):
    """How mails are sent. tls: a key of TLS; pengguna: to sign in with, '' = without; pengirim: whose address."""

    server: str
    port: int = Field(default=587, ge=1, le=65535)
    tls: Literal["starttls", "tls", "tanpa"] = "starttls"
    pengguna: str = ""
    pengirim: str
    penerima: tuple[str, ...]


class Periodic(_Kept):
    """The timetable. setiap: a key of EVERY; folder: whether files go to a folder; surel: None = no mails."""

    setiap: Literal["minggu", "bulan"] = "minggu"
    laporan: tuple[PeriodicReport, ...] = ()
    folder: bool = True
    surel: Mail | None = None

    def problems(self) -> list[str]:
        """What cannot be meant (Indonesian); [] when nothing."""
        found = [] if self.laporan else ["Pilih paling sedikit satu laporan."]
        if len(self.laporan) > _MOST_REPORTS:
            found.append(f"Paling banyak {_MOST_REPORTS} laporan; kini {len(self.laporan)}.")
        found += [problem for one in self.laporan for problem in one.asked(date.min.year).problems()]
        if not self.folder and self.surel is None:
            found.append("Pilih ke mana: folder, surel, atau keduanya.")
        return found + (_mail_problems(self.surel) if self.surel else [])

    def period(self, day: date) -> str:
        """The period that a day is in: '2026-W48' or '2026-11'."""
        year, week, _ = day.isocalendar()
        return f"{year}-W{week:02}" if self.setiap == "minggu" else f"{day:%Y-%m}"


def _mail_problems(mail: Mail) -> list[str]:
    found = []
    if not _HOST.fullmatch(mail.server) and mail.server not in LOCAL:
        found.append(f"Server surel '{in_one_line(mail.server)}' bukan nama server; tulis seperti smtp.instansi.go.id.")
    if not mail.penerima:
        found.append("Tulis paling sedikit satu alamat penerima.")
    if len(mail.penerima) > _MOST_ADDRESSES:
        found.append(f"Paling banyak {_MOST_ADDRESSES} penerima; kini {len(mail.penerima)}.")
    for address in (mail.pengirim, *mail.penerima):
        if len(address) > _LONGEST or not _ADDRESS.fullmatch(address):
            found.append(f"'{in_one_line(address)[:_LONGEST]}' bukan alamat surel.")
    if mail.pengguna and mail.tls == "tanpa" and mail.server not in LOCAL:
        found.append("Tanpa TLS sandi terbaca di jaringan: pilih STARTTLS atau TLS, atau kosongkan nama penggunanya.")
    return found


def periodic_settings(store: Store) -> Periodic | None:
    """The timetable as it was set last; None when there is none, or none that this version reads."""
    kept = setting(store, KEY)
    if not kept:
        return None
    try:
        return Periodic.model_validate_json(kept)
    except ValidationError:
        return None


def set_periodic(store: Store, wanted: Periodic | None) -> bool:
    """Set the timetable (None = nothing is sent any more); False when it was so already.

    Raises ValueError with what cannot be meant (Indonesian), NotAllowed.
    """
    if wanted is not None and (problems := wanted.problems()):
        raise ValueError("\n".join(problems))
    return change_setting(store, KEY, "" if wanted is None else wanted.model_dump_json())


def report_folder(database: Path) -> Path:
    """Where reports are written: the environment's ZI_LAPORAN, else `laporan` beside the database."""
    return Path(os.environ.get(FOLDER_VARIABLE) or database.parent / _FOLDER_NAME).resolve()
