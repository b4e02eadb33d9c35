"""What is killed at any moment: operations that write, each with how it begins, what it does, and what must be left.

This file runs in two places: the harness (`kills.py`) prepares and checks, a child that is killed does.
An operation that is added to OPERATIONS is killed as the others are.
"""

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import duckdb
from old_databases import database_as_of
from places import READY
from versioned import save

from zi_metrics.care.verification import verify_backup, verify_store
from zi_metrics.lke.importing import Label, prepare, store_prepared
from zi_metrics.samples import lke as sample_module
from zi_metrics.samples.lke import fill_with_samples
from zi_metrics.store import backup as backup_module
from zi_metrics.store.backup_folder import BY_HAND, backups
from zi_metrics.store.connection import Store
from zi_metrics.store.contents import contents
from zi_metrics.store.erasure import erase_import, erasures, imports, write_over_free_space
from zi_metrics.store.migrations import known_migrations
from zi_metrics.store.restore import restore_backup

DATABASE = "zi.duckdb"
ANSWERS, NODES = 113, 178
SAMPLE_UNITS = 3


@dataclass(frozen=True)
class Operation:
    """Something that writes.

    seconds: how long a step of it takes, about; how long it really does is learned from what it confirms
    steps: so many confirmations are waited for at most before it is killed
    prepare(folder, sample): makes what it begins with, in an empty folder; sample: a database with the samples
    run(folder, confirm): does it, again and again, and confirms what is done with a word
    check(folder, confirmed): raises AssertionError unless exactly what was confirmed, and whole things only, are there
    """

    seconds: float
    steps: int
    prepare: Callable
    run: Callable
    check: Callable


@lru_cache(maxsize=1)
def lke():
    """A file that is imported, read once."""
    return prepare(READY["lengkap"].name, READY["lengkap"].read_bytes())


def warm():
    """What would take a child longer than the operation itself."""
    lke()


def whole(store):
    """Nothing of a store is half: raises AssertionError."""
    found = verify_store(store)
    assert not found.kerusakan, found.kerusakan


def columns_as_they_were(path):
    """Table -> its rows, only the columns that it has, for comparing with the same database later."""
    with duckdb.connect(str(path), read_only=True) as old:
        names = old.execute(
            "SELECT table_name, string_agg(column_name, ', ' ORDER BY column_index) FROM duckdb_columns() "
            "WHERE table_name IN (SELECT table_name FROM duckdb_tables()) GROUP BY ALL"
        ).fetchall()
    return dict(names)


def rows_of(store, columns):
    with store.cursor() as cursor:
        return {
            table: cursor.execute(f"SELECT count(*), sum(hash({names})::HUGEINT) FROM {table}").fetchone()
            for table, names in columns.items()
            if table != "migrasi"
        }


# --- import


def run_import(folder, confirm):
    store = Store(folder / DATABASE)
    for year in range(2014, 2100):
        for judge in ("unit", "tpi", "tpn"):
            label = Label("Unit Uji", 2014 + year % 13, judge)
            # The same file again and again: a label of its own each round.
            (stored,) = store_prepared(store, [(lke(), Label(f"{label.unit} {year}", label.tahun, judge))])
            confirm(stored.penilaian_id)


def check_import(folder, confirmed):
    if not (folder / DATABASE).exists():
        assert not confirmed
        return
    store = Store(folder / DATABASE)
    try:
        with store.cursor() as cursor:
            there = {one for (one,) in cursor.execute("SELECT penilaian_id FROM penilaian").fetchall()}
            counts = [
                cursor.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("jawaban", "nilai_simpul")
            ]
        assert set(confirmed) <= there, "a confirmed import is gone"
        assert len(there) <= len(confirmed) + 1, "something is there that nobody stored"
        assert counts == [ANSWERS * len(there), NODES * len(there)]
        whole(store)
        # And life goes on.
        store_prepared(store, [(lke(), Label("Unit Sesudahnya", 2026, "tpi"))])
    finally:
        store.close()


# --- sample


def few_samples(store):
    """Fill with a few units: with all of them, hardly a kill would come later than the answers are drawn."""
    all_units = sample_module.sample_units
    units = all_units()[:SAMPLE_UNITS]
    sample_module.sample_units = lambda: units
    try:
        return fill_with_samples(store)
    finally:
        sample_module.sample_units = all_units


def sample_database(path):
    """What the other operations begin with: a closed database with those few units."""
    store = Store(path)
    few_samples(store)
    store.close()


def run_sample(folder, confirm):
    store = Store(folder / DATABASE)
    confirm(str(few_samples(store)))
    while True:
        store.close()
        store = Store(folder / DATABASE)


def check_sample(folder, confirmed):
    store = Store(folder / DATABASE)
    try:
        with store.cursor() as cursor:
            (there,) = cursor.execute("SELECT count(*) FROM penilaian").fetchone()
            (units,) = cursor.execute("SELECT count(*) FROM unit_kerja").fetchone()
            (surveys,) = cursor.execute("SELECT count(*) FROM survei").fetchone()
        if confirmed or there:
            assert units == SAMPLE_UNITS and surveys > 0 and there >= 3 * SAMPLE_UNITS
        else:
            assert units == surveys == 0
        whole(store)
    finally:
        store.close()


# --- migration


def prepare_migration(folder, sample):
    # By turns from each earlier schema; the folder's number says which.
    number = 1 + int(folder.name.rpartition("-")[2]) % (len(known_migrations()) - 1)
    database_as_of(number, sample, folder / DATABASE)
    shutil.copy(folder / DATABASE, folder / "asal.duckdb")


def run_migration(folder, confirm):
    store = Store(folder / DATABASE)
    confirm("migrasi")
    while True:
        store.close()
        store = Store(folder / DATABASE)


def check_migration(folder, confirmed):
    columns = columns_as_they_were(folder / "asal.duckdb")
    with duckdb.connect(str(folder / "asal.duckdb")) as old:
        wanted = {
            table: old.execute(f"SELECT count(*), sum(hash({names})::HUGEINT) FROM {table}").fetchone()
            for table, names in columns.items()
            if table != "migrasi"
        }
    store = Store(folder / DATABASE)
    try:
        with store.cursor() as cursor:
            (newest,) = cursor.execute("SELECT max(nomor) FROM migrasi").fetchone()
        assert newest == len(known_migrations())
        assert rows_of(store, columns) == wanted
        whole(store)
    finally:
        store.close()
    if confirmed:
        assert backups(folder / DATABASE), "no backup was written before the migration"
    for backup in backups(folder / DATABASE):
        assert not verify_backup(backup).kerusakan


# --- backup


def prepare_backup(folder, sample):
    shutil.copy(sample, folder / DATABASE)


def run_backup(folder, confirm):
    store = Store(folder / DATABASE)
    while True:
        with store.cursor() as cursor:
            confirm(backup_module.write_backup(cursor, store.path, BY_HAND).path.name)


def check_backup(folder, confirmed):
    found = backups(folder / DATABASE)
    names = [backup.path.name for backup in found]
    # The last three stay whatever rotation takes.
    assert set(confirmed[-2:]) <= set(names), "a confirmed backup is gone"
    for backup in found:
        assert backup_module.check_backup(backup) == []
    store = Store(folder / DATABASE)
    try:
        whole(store)
        with store.cursor() as cursor:
            made = backup_module.write_backup(cursor, store.path, BY_HAND)
            assert made.note.isi == contents(cursor)
            assert all(backup.note.isi == made.note.isi for backup in found)
    finally:
        store.close()
    left = [path.name for path in (folder / "cadangan").iterdir() if path.name.startswith(".")]
    assert left == [], "the next backup leaves nothing of the one that was killed"


# --- restore


def prepare_restore(folder, sample):
    """Two backups with different contents, and a database with the first's."""
    small = folder / "kecil"
    small.mkdir()
    for place, fill in (
        (folder / DATABASE, lambda path: shutil.copy(sample, path)),
        (small / DATABASE, lambda path: None),
    ):
        fill(place)
        store = Store(place)
        if place.parent == small:
            save(store, 1)
        with store.cursor() as cursor:
            backup_module.write_backup(cursor, store.path, BY_HAND)
        store.close()


def both_backups(folder):
    (large,), (small,) = backups(folder / DATABASE), backups(folder / "kecil" / DATABASE)
    return large, small


def run_restore(folder, confirm):
    pair = both_backups(folder)
    number = 1
    while True:
        restore_backup(folder / DATABASE, pair[number % 2])
        confirm(str(number % 2))
        if number % 3 == 0:
            # Opened as well now and then, with a change that lies in the log: no log may outlive its file.
            store = Store(folder / DATABASE)
            store.close()
        number += 1


def check_restore(folder, confirmed):
    pair = both_backups(folder)
    last = int(confirmed[-1]) if confirmed else 0
    store = Store(folder / DATABASE)
    try:
        whole(store)
        with store.cursor() as cursor:
            found = contents(cursor)
    finally:
        store.close()
    # What was confirmed last, or what was being put in place when it was killed.
    assert found in [pair[last].note.isi, pair[1 - last].note.isi], "a state that never was"
    aside = [path / DATABASE for path in folder.glob(f"{DATABASE}.disisihkan-*")]
    assert len(aside) >= len(confirmed), "what was there before a restore is kept"
    assert not (folder / f"{DATABASE}.pemulihan").exists()


# --- erase


# Enough for two rounds: an operation that was killed goes on, and is killed once more.
ERASE_STEPS = 4
ERASED_UNITS = 2 * (ERASE_STEPS + 1)


def prepare_erase(folder, sample):
    """A database with imports of one file each, to be erased one after the other."""
    store = Store(folder / DATABASE)
    for number in range(ERASED_UNITS):
        store_prepared(store, [(lke(), Label(f"Unit Uji {number}", 2026, "tpi"))])
    store.close()


def run_erase(folder, confirm):
    store = Store(folder / DATABASE)
    for impor_id in sorted(imports(store)["impor_id"]):
        erase_import(store, impor_id, "permintaan")
        confirm(impor_id)


def check_erase(folder, confirmed):
    store = Store(folder / DATABASE)
    try:
        left = set(imports(store)["impor_id"])
        assert not left & set(confirmed), "what was confirmed as erased is there"
        gone = ERASED_UNITS - len(left)
        # Each time it was killed, one may have been erased that it could not confirm any more.
        kills = (folder / "dikonfirmasi").read_text().split("\n").count("mulai")
        assert gone - kills <= len(confirmed) <= gone, "something went that nobody erased"
        assert len(erasures(store)) == gone, "and each leaves its trace"
        with store.cursor() as cursor:
            counts = [
                cursor.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("jawaban", "nilai_simpul")
            ]
            kept = cursor.execute("SELECT count(*) FROM berkas").fetchone()[0]
        assert counts == [ANSWERS * len(left), NODES * len(left)] and kept == bool(left)
        whole(store)
        assert write_over_free_space(store), "and the bytes can be written over afterwards"
    finally:
        store.close()


OPERATIONS = {
    "impor": Operation(0.9, 3, lambda folder, sample: None, run_import, check_import),
    "contoh": Operation(2.0, 1, lambda folder, sample: None, run_sample, check_sample),
    "migrasi": Operation(1.6, 1, prepare_migration, run_migration, check_migration),
    "cadangan": Operation(1.6, 2, prepare_backup, run_backup, check_backup),
    "pemulihan": Operation(1.0, 4, prepare_restore, run_restore, check_restore),
    "penghapusan": Operation(1.0, ERASE_STEPS, prepare_erase, run_erase, check_erase),
}


def child():
    """Forks on demand: reads 'name folder', writes the fork's number; the fork runs the operation until it is killed.

    A fork confirms into a file, word by word; what was written there is there when it is killed.
    """
    warm()
    print("siap", flush=True)
    for line in sys.stdin:
        name, folder = line.rstrip("\n").split(" ", 1)
        fork = os.fork()
        if not fork:
            out = os.open(Path(folder) / "dikonfirmasi", os.O_WRONLY | os.O_CREAT | os.O_APPEND)

            def confirm(word, out=out):
                os.write(out, f"{word}\n".encode())

            confirm("mulai")
            try:
                OPERATIONS[name].run(Path(folder), confirm)
            except BaseException as error:
                confirm(f"galat {type(error).__name__}: {error}")
            os._exit(3)
        print(fork, flush=True)
        print(os.waitpid(fork, 0)[1], flush=True)


if __name__ == "__main__":
    child()
