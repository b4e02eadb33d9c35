"""Where backups of a database lie, what they are called, and what stands in the note beside each.

A backup is two files: a whole database, and a note (JSON) of when it was made, from what, and what it holds. A file
without such a note is nobody's backup: it is never deleted, nor taken by itself.
"""

import json
import os
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

# Where backups lie when they do not lie beside the database.
FOLDER_VARIABLE = "ZI_CADANGAN"
FOLDER_NAME = "cadangan"
# Why a backup was made: its kind stands in its name.
SCHEDULED, BY_HAND, BEFORE_MIGRATION = "harian", "tangan", "migrasi"
_NOTE = ".json"
_MAX_NOTE_BYTES = 1 << 20


@dataclass(frozen=True)
class TableContent:
    """What a table holds, whatever the order of its rows.

    baris: how many rows
    sidik: a number made of every row's content; equal for equal rows, as text
    """

    baris: int
    sidik: str


@dataclass(frozen=True)
class BackupNote:
    """What is noted of a backup.

    waktu: when it was taken (UTC)
    jenis: why: harian, tangan, migrasi
    basis_data: path of the database it was taken of
    skema: number of the last migration that the database had
    versi_program: version of the program that wrote it
    versi_duckdb: version of DuckDB that wrote it; the tables' hashes are comparable under the same one only
    isi: table -> its content
    ukuran: bytes of the backup's file
    sha256: of the backup's file
    """

    waktu: datetime
    jenis: str
    basis_data: str
    skema: int
    versi_program: str
    versi_duckdb: str
    isi: dict[str, TableContent]
    ukuran: int
    sha256: str


@dataclass(frozen=True)
class Backup:
    """A backup that lies somewhere: its file, and the note beside it."""

    path: Path
    note: BackupNote


def backup_folder(database: Path, given: str | os.PathLike | None = None) -> Path:
    """The folder for backups: what was given, else the environment's ZI_CADANGAN, else `cadangan` beside it."""
    return Path(given or os.environ.get(FOLDER_VARIABLE) or database.parent / FOLDER_NAME).resolve()


def backup_name(database: Path, waktu: datetime, jenis: str) -> str:
    """The file's name of a backup: zi-20260131-021500-harian.duckdb (times in UTC)."""
    return f"{database.stem}-{waktu:%Y%m%d-%H%M%S}-{jenis}.duckdb"


def note_of(path: Path) -> Path:
    """The note that belongs to a backup's file."""
    return path.with_name(path.name + _NOTE)


def backups(database: Path, folder: Path | None = None) -> list[Backup]:
    """The backups of this database in its folder, newest first; what has no readable note is none.

    Several databases may share one folder: a note's own path tells them apart. In the folder beside the database all
    of its name are its own, also when both were moved to another place. Raises OSError when the folder is unreadable.
    """
    folder = folder or backup_folder(database)
    beside = folder == (database.parent / FOLDER_NAME).resolve()
    found = []
    for path in folder.glob(f"*.duckdb{_NOTE}") if folder.is_dir() else ():
        backup = read_backup(path.with_name(path.name.removesuffix(_NOTE)))
        if backup is None or not backup.path.exists():
            continue
        own = backup.note.basis_data == str(database)
        if own or (beside and Path(backup.note.basis_data).name == database.name):
            found.append(backup)
    return sorted(found, key=lambda backup: (backup.note.waktu, backup.path.name), reverse=True)


def read_backup(path: Path) -> Backup | None:
    """The backup in this file, by the note beside it; None when there is no note, or none that we wrote."""
    try:
        with note_of(path).open("rb") as file:
            text = file.read(_MAX_NOTE_BYTES + 1)
        if len(text) > _MAX_NOTE_BYTES:
            return None
        said = json.loads(text)
        note = BackupNote(
            waktu=datetime.fromisoformat(said["waktu"]),
            jenis=str(said["jenis"]),
            basis_data=str(said["basis_data"]),
            skema=int(said["skema"]),
            versi_program=str(said["versi_program"]),
            versi_duckdb=str(said["versi_duckdb"]),
            isi={str(k): TableContent(int(v["baris"]), str(v["sidik"])) for k, v in said["isi"].items()},
            ukuran=int(said["ukuran"]),
            sha256=str(said["sha256"]),
        )
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None
    if note.waktu.tzinfo is None:
        return None
    return Backup(path, note)


def note_text(note: BackupNote) -> str:
    """The note as it is written."""
    return json.dumps({**asdict(note), "waktu": note.waktu.astimezone(UTC).isoformat()}, ensure_ascii=False, indent=1)
