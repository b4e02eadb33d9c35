"""Why a database cannot be used, told so that an administrator can mend it: the true cause and the way back.

DuckDB tells causes in the text of its errors only; all that is known about these texts stands here.
"""

import os
import re
from pathlib import Path

import duckdb

from zi_metrics.os_causes import cause
from zi_metrics.store.lake import lake_at
from zi_metrics.store.lake_unavailable import why_lake_unavailable
from zi_metrics.store.refused import StoreUnavailable
from zi_metrics.store.schema import StrangeSchema

# DuckDB's own marks: eight bytes of a checksum, then these letters.
_MAGIC, _MAGIC_AT = b"DUCK", 8
_RESTORE = "python -m zi_metrics restore --database {path}"
_BACKUP = (
    f"Hentikan semua program yang memakainya, lalu pulihkan cadangan terakhir: {_RESTORE} (yang rusak disisihkan, "
    "tidak dihapus)."
)
_OTHER = "Pilih berkas lain dengan --database atau ZI_DATABASE."
_WRITABLE = (
    "Beri pengguna yang menjalankan program ini izin menulis pada berkas itu dan foldernya, atau salin berkasnya ke "
    "folder yang dapat ditulisi dan sebutkan letaknya dengan --database atau ZI_DATABASE."
)

# After these DuckDB answers nothing more until the file is opened anew.
GIVEN_UP = (duckdb.FatalException, duckdb.InternalException)
# Errors of the file, its disk or the memory; all others are our own, of what was asked.
OF_THE_FILE = (
    *GIVEN_UP,
    duckdb.IOException,
    duckdb.OutOfMemoryException,
    duckdb.SerializationException,
    duckdb.TransactionException,
)


_FULL = r"no space left|disk quota|not enough space on the disk|file too large"
# What DuckDB says, and the sentence about it; {path} is the database. The first that fits is taken.
_SAID = (
    (
        r"set lock on file|being used by another process",
        "Basis data {path} sedang dipakai program lain (biasanya dasbor yang sedang berjalan). Tutup program itu "
        "dahulu, atau unggah berkas lewat dasbor.",
    ),
    (
        _FULL,
        "Basis data {path} tidak dapat ditulisi: {full}. Tidak ada yang disimpan setengah jadi. Kosongkan ruang, atau "
        "salin berkasnya ke disk lain dan sebutkan letaknya dengan --database atau ZI_DATABASE; lalu ulangi.",
    ),
    (
        r"read-only file system|attached in read-only mode|permission denied|access is denied|operation not permitted",
        "Basis data {path} {access}",
    ),
    (
        r"version number|newer version of duckdb|older version of duckdb|storage version",
        "Basis data {path} ditulis oleh versi DuckDB lain, yang tidak dapat dibaca versi ini. Pasang versi aplikasi "
        "yang menulisnya, atau pilih basis data lain dengan --database atau ZI_DATABASE.",
    ),
    (
        r"not a valid duckdb database",
        "Berkas {path} bukan basis data DuckDB, atau awalnya rusak. Bila memang basis data aplikasi ini: pulihkan "
        f"cadangan terakhir, {_RESTORE}. {_OTHER}",
    ),
    (
        r"wal does not match|checkpoint iteration does not match|wal was created for",
        "Catatan perubahan {path}.wal bukan milik berkas itu dalam keadaannya sekarang: salah satunya diganti di luar "
        "aplikasi ini (misalnya salinan lama ditaruh di samping catatan yang lebih baru). Keduanya tidak diubah. "
        "Kembalikan pasangannya, atau pulihkan cadangan terakhir: " + _RESTORE + " (keduanya disisihkan).",
    ),
    (
        r"replaying wal|wal file|\.wal\b.*(corrupt|checksum)",
        "Catatan perubahan {path}.wal rusak, sehingga perubahan terakhir tidak dapat dibaca. " + _BACKUP,
    ),
    (
        r"corrupt|checksum|deserialize|serialization error|metadata|block|invalidated|internal error|"
        r"out of range|read enough bytes|read from file|decompress",
        "Basis data {path} rusak: sebagian isinya tidak lagi seperti saat ditulis. " + _BACKUP,
    ),
    (
        r"out of memory|failed to allocate|memory limit|cannot allocate",
        "Memori tidak cukup untuk memakai basis data {path}. Tutup program lain, lalu ulangi.",
    ),
)


def refuse_what_is_no_database(path: Path) -> None:
    """Raise StoreUnavailable for a folder, and for a file that DuckDB did not write.

    DuckDB must not get to see such a file: of another program's database (SQLite) it would fetch a reader from the
    internet. Raises OSError where the system refuses to read.
    """
    if path.is_dir():
        example = path / "zi.duckdb"
        raise StoreUnavailable(
            f"Basis data {path} adalah folder, bukan berkas. Sebutkan berkasnya dengan --database atau ZI_DATABASE, "
            f"misalnya {example}."
        )
    if not path.exists() or path.stat().st_size == 0:
        return
    if not is_database(path):
        raise StoreUnavailable(why_unavailable(path, duckdb.IOException("not a valid DuckDB database file")))


def is_database(path: Path) -> bool:
    """Whether a file begins as DuckDB's do; False where there is no file. Raises OSError where it cannot be read."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(_MAGIC_AT + len(_MAGIC))[_MAGIC_AT:] == _MAGIC


def why_unavailable(path: Path, error: Exception) -> str:
    """The sentence (Indonesian) about an error in using the database at `path`: the cause and the way back."""
    if lake := lake_at(path):
        return why_lake_unavailable(lake, error)
    if isinstance(error, StrangeSchema):
        return f"Basis data {path} {error}."
    if isinstance(error, OSError):
        return f"Basis data {path} tidak dapat dibuka: {cause(error)}. Periksa letak berkas dan izinnya. {_OTHER}"
    # The path may hold any word.
    said = str(error).replace(str(path), "").lower()
    for pattern, sentence in _SAID:
        if re.search(pattern, said):
            return sentence.format(path=path, full=_full(said), access=_access(path))
    if isinstance(error, duckdb.InternalException | duckdb.FatalException | duckdb.SerializationException):
        return f"Basis data {path} rusak: sebagian isinya tidak lagi seperti saat ditulis. " + _BACKUP.format(path=path)
    if isinstance(error, duckdb.CatalogException | duckdb.BinderException):
        return (
            f"Basis data {path} tidak lengkap: ada tabel atau kolom yang tidak ditemukan ({_first(error)}). Ada yang "
            f"mengubahnya di luar aplikasi ini; pulihkan cadangan terakhir: {_RESTORE.format(path=path)}. {_OTHER}"
        )
    return f"Basis data {path} tidak dapat dipakai. Keterangan DuckDB: {_first(error)}"


def full_disk(error: Exception) -> str | None:
    """Why something could not be written for want of room (Indonesian: 'disknya penuh'); None for another error."""
    said = str(error).lower()
    return _full(said) if re.search(_FULL, said) else None


def _full(said: str) -> str:
    if "quota" in said:
        return "jatah disk pengguna ini habis"
    return "batas ukuran berkas dari sistem terlampaui" if "too large" in said else "disknya penuh"


def _access(path: Path) -> str:
    """What is not allowed with the file, and how to allow it."""
    if path.exists() and not os.access(path, os.R_OK):
        return f"tidak boleh dibaca oleh pengguna yang menjalankan program ini. {_WRITABLE}"
    if path.exists() and os.access(path, os.W_OK):
        return f"tidak dapat ditulisi: foldernya hanya dapat dibaca. {_WRITABLE}"
    return f"tidak dapat ditulisi: berkas atau foldernya hanya dapat dibaca. Isinya utuh. {_WRITABLE}"


def _first(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)
