"""A database that was there and is gone, or emptied, never becomes a new empty one in silence.

A marker beside it says that there was one; so do a log of changes, and backups.
"""

from contextlib import suppress
from pathlib import Path

from zi_metrics.store.backup_folder import backup_folder, backups
from zi_metrics.store.durable import belongs_with, write_whole
from zi_metrics.store.unavailable import StoreUnavailable

_TEXT = (
    "Berkas ini menandai bahwa basis data {name} pernah dibuat di folder ini. Bila {name} hilang atau kosong,\n"
    "aplikasi tidak membuat yang baru begitu saja, melainkan meminta cadangannya dipulihkan. Jangan dihapus.\n"
)


def marker(database: Path) -> Path:
    """The file beside a database that says that it was there."""
    return database.with_name(database.name + ".penanda")


def logs(database: Path) -> list[Path]:
    """DuckDB's logs of changes beside a database: more than one, where it was ended while it folded one in."""
    return sorted(database.parent.glob(f"{literal(database.name)}.wal*"))


def mark(database: Path) -> None:
    """Say beside a database that it is there; where nothing can be written, it is left unsaid."""
    path = marker(database)
    with suppress(OSError):
        if not path.exists():
            write_whole(path, _TEXT.format(name=database.name))
            belongs_with(path, database)


def refuse_lost(database: Path) -> None:
    """Raise StoreUnavailable when the file is empty, or gone while something beside it says that it was there.

    Raises OSError where the system refuses to look.
    """
    if not database.exists():
        refuse_emptied(database, "tidak ada lagi")
    elif database.stat().st_size == 0:
        refuse_emptied(database, "kosong (0 byte)")
        # A new database is never made of an empty file: whoever emptied one must hear of it.
        raise StoreUnavailable(
            f"Basis data {database} kosong (0 byte). Bila pernah berisi, kembalikan salinannya. Bila memang belum "
            "pernah dipakai, hapus berkas kosong itu, lalu ulangi; yang baru dibuat sendiri."
        )


def refuse_emptied(database: Path, what: str) -> None:
    """Raise StoreUnavailable for a database without anything in it, when something beside it says that it had.

    what: how it is found, as in 'kosong (0 byte)'.
    """
    signs = []
    if marker(database).exists():
        signs.append(f"penanda {marker(database).name}")
    if any(path.stat().st_size for path in logs(database)):
        signs.append("catatan perubahan (.wal)")
    with suppress(OSError):
        if backups(database):
            signs.append(f"cadangan di {backup_folder(database)}")
    if signs:
        raise StoreUnavailable(
            f"Basis data {database} {what}, padahal pernah berisi: masih ada {', '.join(signs)}. Yang baru tidak "
            "dibuat, supaya kehilangannya tidak tertutup. Kembalikan berkasnya, atau pulihkan cadangan terakhir: "
            f"python -m zi_metrics restore --database {database}. Bila memang hendak mulai dari kosong: "
            f"python -m zi_metrics restore --kosong --database {database}."
        )


def literal(name: str) -> str:
    """A name as a pattern that fits nothing else."""
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)
