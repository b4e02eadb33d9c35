"""Why a lake cannot be used, told so that an administrator can mend it; never with what opens its catalog.

Errors of PostgreSQL and of the extensions come as texts of many kinds; all that is known about them stands here.
"""

import os
import re

import duckdb

from zi_metrics.os_causes import cause
from zi_metrics.store.lake import FOLDER_VARIABLE, WAIT_VARIABLE, Lake
from zi_metrics.store.schema import StrangeSchema

_SAFE = (
    "Tidak ada yang disimpan setengah jadi, dan yang sudah tersimpan tetap tersimpan. Ulangi sebentar lagi; mengunggah "
    "berkas yang sama sekali lagi tidak menggandakan apa pun."
)
# For what cannot be mended where it is. What may still be read of it is never put at risk.
ELSEWHERE = (
    "buat basis data katalog yang kosong (createdb) dan folder bersama yang kosong, sebut keduanya dengan PGDATABASE "
    f"dan {FOLDER_VARIABLE} di semua server, lalu pulihkan cadangan ke sana: python -m zi_metrics restore, dengan "
    "letak lengkap cadangannya. Yang lama tetap ada di tempatnya."
)
# What this process knows of the catalog is not so any more: another server tidied tables that had been changed.
_OUTDATED = r"ducklake_inlined_data\S* does not exist|current transaction is aborted"
_GONE = (
    r"connection refused|connection reset|server closed the connection|unable to connect|could not connect|"
    r"terminating connection|no connection to the server|connection to server|shutting down|starting up|"
    r"in recovery mode|timeout expired|connection timed out|could not translate host name|broken pipe|"
    r"too many clients|remaining connection slots|not been opened|ssl syscall|connection not open|rollback"
)
# What is said, and the sentence about it; the first that fits is taken.
_SAID = (
    (
        r"lock timeout",
        "Server lain sedang menulis ke basis data bersama ({catalog}) dan belum selesai dalam {tunggu} detik. "
        f"{_SAFE} Bila berulang, periksa server lain, atau naikkan {WAIT_VARIABLE}.",
    ),
    (
        r"authentication failed|no password supplied|no pg_hba",
        "Server katalog ({catalog}) menolak pengguna program ini. Periksa PGUSER, berkas yang disebut PGPASSFILE "
        "(milik pengguna layanan, mode 0600), dan pg_hba.conf di servernya.",
    ),
    (
        r"database \S+ does not exist",
        "Basis data katalog ({catalog}) tidak ada di server itu. Buat dahulu (createdb), atau periksa PGDATABASE.",
    ),
    (
        r"permission denied for|must be owner of",
        "Pengguna PostgreSQL program ini tidak berhak menulis di katalog ({catalog}). Jadikan ia pemilik basis "
        "datanya.",
    ),
    (
        _OUTDATED,
        "Pemakaian basis data bersama ({catalog}) terhenti: server lain baru saja merapikannya, atau sambungannya "
        f"terputus. {_SAFE}",
    ),
    (
        _GONE,
        "Server katalog ({catalog}) sedang tidak dapat dihubungi. " + _SAFE + " Bila tetap begini, periksa apakah "
        "PostgreSQL di sana berjalan.",
    ),
    (
        r"cannot open file|failed to create directory|no such file or directory|permission denied|read-only file",
        f"Sebagian folder bersama ({FOLDER_VARIABLE}: {{folder}}) tidak terbaca atau tidak dapat ditulisi. Periksa "
        "apakah folder itu terpasang dengan isinya, dan izinnya. " + _SAFE,
    ),
    (
        r"no space left|disk quota|file too large",
        f"Disk folder bersama ({FOLDER_VARIABLE}: {{folder}}) atau disk server katalog penuh. " + _SAFE,
    ),
    (
        r"conflict|retry count|could not serialize|duplicate key",
        "Server lain menulis pada saat yang sama, maka perubahan ini ditolak. " + _SAFE,
    ),
    (
        r"out of memory|failed to allocate|memory limit|cannot allocate",
        "Memori tidak cukup untuk memakai basis data bersama ({catalog}). Tutup program lain, lalu ulangi.",
    ),
    (
        r"invalidated|internal error",
        "Sambungan ke katalog ({catalog}) terputus di tengah pekerjaan. " + _SAFE,
    ),
)


def is_of_the_lake(error: Exception) -> bool:
    """Whether an error is of the lake's server, folder or connection, and not of what was asked."""
    said = str(error).lower()
    return isinstance(error, duckdb.Error) and any(re.search(pattern, said) for pattern, _ in _SAID)


def is_outdated(error: BaseException) -> bool:
    """Whether an error goes away when the lake is opened anew: the catalog is not what this process has read of it."""
    return isinstance(error, duckdb.Error) and bool(re.search(_OUTDATED, str(error).lower()))


def why_lake_unavailable(lake: Lake, error: Exception) -> str:
    """The sentence (Indonesian) about an error in using a lake: the cause and the way back."""
    if isinstance(error, StrangeSchema):
        return (
            f"Basis data bersama ({lake.catalog}) {error.found}; isinya tidak diubah. Periksa PGDATABASE; bila memang "
            f"milik aplikasi ini, {ELSEWHERE}"
        )
    if isinstance(error, OSError):
        return f"Folder bersama {lake.folder.parent} tidak dapat dipakai: {cause(error)}. Periksa {FOLDER_VARIABLE}."
    said = _without_secrets(str(error))
    for pattern, sentence in _SAID:
        if re.search(pattern, said.lower()):
            return sentence.format(catalog=lake.catalog, folder=lake.folder.parent, tunggu=lake.tunggu)
    first = next(iter(said.splitlines()), type(error).__name__)
    return f"Basis data bersama ({lake.catalog}) tidak dapat dipakai. Keterangan DuckDB: {first}"


def _without_secrets(said: str) -> str:
    """A text without the password, wherever a library may have written it."""
    said = re.sub(r"password\s*=\s*('[^']*'|\S+)", "password=…", said, flags=re.IGNORECASE)
    secret = os.environ.get("PGPASSWORD")
    return said.replace(secret, "…") if secret else said
