"""Databases and disks that cannot be used, and one word at least of the message about each."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import contextmanager

import duckdb
import pytest

try:
    import resource
except ImportError:  # Windows
    resource = None

# Bytes of DuckDB's file: three headers, then the first block.
_HEADERS, _BLOCK = 3 * 4096, 256 * 1024


def overwritten(path, first, length, sample):
    """A copy of a database in which some bytes are others."""
    shutil.copy(sample, path)
    with path.open("r+b") as file:
        file.seek(first)
        file.write(b"\x5a\xa5" * (length // 2))
    return path


def damaged_blocks(folder, sample):
    size = sample.stat().st_size
    return overwritten(folder / "rusak.duckdb", _HEADERS, size - _HEADERS, sample)


def damaged_middle(folder, sample):
    """Blocks in the middle only: tables of contents may still be readable."""
    size = sample.stat().st_size
    return overwritten(folder / "tengah.duckdb", _HEADERS + _BLOCK, (size - _HEADERS - _BLOCK) // 2 * 2, sample)


def damaged_head(folder, sample):
    return overwritten(folder / "kepala.duckdb", 0, _HEADERS, sample)


def cut_short(folder, sample):
    path = folder / "terpotong.duckdb"
    path.write_bytes(sample.read_bytes()[: _HEADERS + _BLOCK // 2])
    return path


def foreign(folder, _):
    path = folder / "asing.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE pegawai AS SELECT 1 AS nomor")
    return path


def foreign_with_our_tables_name(folder, _):
    path = folder / "asing2.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE migrasi AS SELECT 'x' AS apa; CREATE TABLE penilaian AS SELECT 1 AS n")
    return path


def without_table(folder, sample):
    return _altered(folder, sample, "DROP VIEW penilaian_berlaku", "DROP TABLE nilai_simpul")


def without_column(folder, sample):
    return _altered(folder, sample, "ALTER TABLE jawaban DROP COLUMN catatan")


def without_everything_but_the_record(folder, _):
    path = folder / "kosong.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE migrasi (nomor INTEGER, nama VARCHAR, diterapkan TIMESTAMP)")
        connection.execute("INSERT INTO migrasi SELECT range, 'x', now()::TIMESTAMP FROM range(1, 5)")
    return path


def folder_itself(folder, _):
    made = folder / "folder"
    made.mkdir()
    return made


def text_file(folder, _):
    path = folder / "catatan.duckdb"
    path.write_text("Ini bukan basis data.\n" * 1000, encoding="utf-8")
    return path


def short_file(folder, _):
    path = folder / "pendek.duckdb"
    path.write_bytes(b"hai")
    return path


def sqlite_file(folder, _):
    path = folder / "lain.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE a (b)")
    connection.close()
    return path


def below_a_file(folder, _):
    (folder / "berkas").write_text("x", encoding="utf-8")
    return folder / "berkas" / "zi.duckdb"


# How each is made in a folder (from a database with the samples), and what its message must hold.
BAD = {
    damaged_blocks: "rusak",
    damaged_middle: "rusak",
    damaged_head: "bukan basis data DuckDB, atau awalnya rusak",
    cut_short: "rusak",
    foreign: "milik program lain (pegawai)",
    foreign_with_our_tables_name: "milik program lain (penilaian)",
    without_table: "tidak lengkap: tabel nilai_simpul",
    without_column: "tidak lengkap: kolom jawaban.catatan",
    without_everything_but_the_record: "tidak lengkap",
    folder_itself: "adalah folder, bukan berkas",
    text_file: "bukan basis data DuckDB",
    short_file: "bukan basis data DuckDB",
    sqlite_file: "bukan basis data DuckDB",
}


def _altered(folder, sample, *statements):
    path = shutil.copy(sample, folder / "kurang.duckdb")
    with duckdb.connect(str(path)) as connection:
        for statement in statements:
            connection.execute(statement)
    return path


@contextmanager
def mounted(folder, megabytes=16):
    """A small disk of its own at a folder; skips the test where none can be had."""
    folder.mkdir()
    size = f"size={megabytes}m"
    try:
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(folder)], capture_output=True)
    except OSError:
        pytest.skip("no disks can be mounted here")
    if done.returncode:
        pytest.skip("no disks can be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(folder):
    """Take all that is left of a disk."""
    with (folder / "penuh").open("wb", buffering=0) as file:
        for size in (1 << 16, 1 << 8, 1):
            try:
                while True:
                    file.write(os.urandom(size))
            except OSError:
                continue


def make_read_only(folder):
    """The disk at a folder cannot be written any more, not even by the administrator."""
    subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)


@contextmanager
def files_at_most(size):
    """No file may grow past so many bytes, as on a disk that is full."""
    if resource is None:
        pytest.skip("this system limits no files")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
