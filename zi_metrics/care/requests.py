"""What the command line may ask of a running dashboard, and how: a line of JSON there, a line of JSON back."""

import json
import os
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from zi_metrics.care.socket_place import is_private, socket_path
from zi_metrics.care.verification import Verified, verify_store
from zi_metrics.printable import in_one_line
from zi_metrics.scope import Act
from zi_metrics.store.audit import Entry
from zi_metrics.store.backup import write_backup
from zi_metrics.store.backup_folder import BY_HAND, Backup
from zi_metrics.store.connection import Store
from zi_metrics.store.integrity import Damage
from zi_metrics.store.unavailable import StoreUnavailable

BACKUP, VERIFY, RECORD = "backup", "verify", "catat"
MAX_REQUEST_BYTES, MAX_ANSWER_BYTES = 4096, 1 << 20
# A large database takes its time; the one who asks waits, but not for ever.
_ANSWER_SECONDS = 3600.0
_CONNECT_SECONDS = 5.0
# More that is wrong is counted, not listed: an answer has its bounds.
_LISTED = 200
# How every row begins that is recorded on asking, and how long it may be: a request has its bounds.
PERIODIC, _LONGEST = "laporan berkala", 600


@dataclass(frozen=True)
class BackupMade:
    """A backup that was just written: its file, its size in bytes, when it was taken (UTC), its rows, its schema."""

    path: Path
    ukuran: int
    waktu: datetime
    baris: int
    skema: int


def back_up(store: Store, folder: Path | None = None) -> BackupMade:
    """Back up an open database because somebody asked, to a folder or where backups lie. Raises BackupFailed."""
    with store.cursor() as cursor:
        return _made(write_backup(cursor, store.path, BY_HAND, folder))


def _made(backup: Backup) -> BackupMade:
    note = backup.note
    rows = sum(content.baris for content in note.isi.values())
    return BackupMade(backup.path, note.ukuran, note.waktu, rows, note.skema)


def answer(request: bytes, store: Store) -> bytes:
    """The line that answers a line: {"ok": …} or {"galat": …}; never raises for what was asked."""
    try:
        said = json.loads(request)
        asked = said.get("perintah") if isinstance(said, dict) else None
        if asked == BACKUP:
            folder = said.get("folder")
            told: dict[str, Any] = {"ok": asdict(back_up(store, Path(folder) if isinstance(folder, str) else None))}
        elif asked == VERIFY:
            told = {"ok": _shortened(verify_store(store))}
        elif asked == RECORD and isinstance(said.get("objek"), str):
            store.record(Entry(Act.EKSPOR, objek=_recorded(said["objek"])))
            told = {"ok": {}}
        else:
            told = {"galat": "Permintaan tidak dikenali."}
    except (ValueError, RecursionError):
        told = {"galat": "Permintaan tidak terbaca."}
    except StoreUnavailable as error:
        told = {"galat": str(error)}
    return json.dumps(told, default=str, ensure_ascii=True).encode() + b"\n"


class NobodyListens(Exception):
    """No dashboard of this database can be asked from here."""


def ask_backup(database: Path, folder: Path | None = None) -> BackupMade:
    """Have the dashboard that runs on this database back it up. Raises NobodyListens, StoreUnavailable."""
    said = _ask(database, {"perintah": BACKUP, "folder": None if folder is None else str(folder)})
    return BackupMade(
        Path(said["path"]),
        int(said["ukuran"]),
        datetime.fromisoformat(said["waktu"]).astimezone(UTC),
        int(said["baris"]),
        int(said["skema"]),
    )


def ask_verify(database: Path) -> Verified:
    """Have the dashboard that runs on this database look through it. Raises NobodyListens, StoreUnavailable."""
    said = _ask(database, {"perintah": VERIFY})
    damage = tuple(Damage(one["pokok"], one["pesan"]) for one in said["kerusakan"])
    return Verified(Path(said["path"]), said["skema"], said["baris"], tuple(said["periksa"]), damage)


def ask_record(database: Path, sent: str) -> None:
    """Have the dashboard that runs on this database let its trail say what a periodic run sent.

    sent: what went where, in words. Raises NobodyListens, StoreUnavailable.
    """
    _ask(database, {"perintah": RECORD, "objek": _recorded(sent)})


def _recorded(sent: str) -> str:
    """What stands in the trail: nothing but that can be put there from outside."""
    return f"{PERIODIC} {in_one_line(sent).removeprefix(PERIODIC).strip()}"[:_LONGEST]


def _ask(database: Path, what: dict[str, str | None]) -> dict[str, Any]:
    if not hasattr(socket, "AF_UNIX"):
        raise NobodyListens
    path = socket_path(database)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        try:
            # Whoever answers under this name is whoever owns the database, and nobody else.
            if not any(is_private(path.parent, owner) for owner in (database.stat().st_uid, os.geteuid(), 0)):
                raise NobodyListens
            line.settimeout(_CONNECT_SECONDS)
            line.connect(str(path))
            line.settimeout(_ANSWER_SECONDS)
            line.sendall(json.dumps(what).encode() + b"\n")
            said = json.loads(read_line(line, MAX_ANSWER_BYTES))
        except (OSError, ValueError) as error:
            raise NobodyListens from error
    if "ok" not in said:
        raise StoreUnavailable(str(said.get("galat")))
    return said["ok"]


def read_line(line: socket.socket, at_most: int) -> bytes:
    """One line from a socket. Raises ValueError for one that is longer, or ends before its end; OSError."""
    got = bytearray()
    while not got.endswith(b"\n"):
        part = line.recv(65536)
        got += part
        if not part or len(got) > at_most:
            raise ValueError("no whole line")
    return bytes(got)


def serve_line(line: socket.socket, store_of: Callable[[], Store | None]) -> None:
    """Answer the one request of a connection; whatever goes wrong with it, nobody else is troubled."""
    with line, suppress(OSError, ValueError):
        line.settimeout(_CONNECT_SECONDS)
        request = read_line(line, MAX_REQUEST_BYTES)
        line.settimeout(_ANSWER_SECONDS)
        store = store_of()
        if store is None:
            line.sendall(b'{"galat": "Basis data sedang tidak terbuka di dasbor; ulangi sebentar lagi."}\n')
        else:
            line.sendall(answer(request, store))


def _shortened(found: Verified) -> dict[str, Any]:
    told = asdict(found)
    rest = len(found.kerusakan) - _LISTED
    if rest > 0:
        more = asdict(Damage("lain-lain", f"dan {rest} lagi"))
        told["kerusakan"] = (*told["kerusakan"][:_LISTED], more)
    return told
