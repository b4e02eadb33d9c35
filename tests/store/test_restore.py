"""A restore is whole or not at all, wherever it is ended; what was there is kept; the lost is not made anew."""

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager

import duckdb
import pytest
from lakes import in_a_lake
from old_databases import database_as_of
from places import ROOT
from versioned import save

import zi_metrics.store.restore as module
from zi_metrics.store.backup import write_backup
from zi_metrics.store.backup_folder import BY_HAND, FOLDER_VARIABLE, backups, note_of, read_backup
from zi_metrics.store.connection import Store
from zi_metrics.store.contents import contents
from zi_metrics.store.file_format import log_is_guarded
from zi_metrics.store.lost import logs, marker
from zi_metrics.store.migrations import NewerDatabase, known_migrations
from zi_metrics.store.restore import RestoreFailed, begin_empty, restore_backup
from zi_metrics.store.unavailable import StoreUnavailable

NAME = "zi.duckdb"


class Ended(BaseException):
    """The process ends here."""


@contextmanager
def opened(path):
    store = Store(path)
    try:
        yield store
    finally:
        store.close()


def content(path):
    with opened(path) as store, store.cursor() as cursor:
        return contents(cursor)


def put_aside(done):
    """What was there before a restore: the file itself, or a backup of a lake."""
    if in_a_lake():
        (kept,) = done.aside.glob("*.duckdb")
        return read_backup(kept).note.isi
    return content(done.aside / NAME)


def two_states(folder):
    """A closed database that was backed up with one assessment and has two now; gives its path and the backup."""
    with opened(folder / NAME) as store:
        save(store, 0)
        with store.cursor() as cursor:
            backup = write_backup(cursor, store.path, BY_HAND)
        save(store, 1)
    return folder / NAME, backup


def test_the_database_is_as_the_backup_and_what_was_there_is_kept(tmp_path):
    path, backup = two_states(tmp_path)
    before = content(path)
    done = restore_backup(path, backup)
    assert content(path) == backup.note.isi != before
    assert put_aside(done) == before
    assert backups(path)[0].path == backup.path, "the backup itself stays"


def test_a_restored_database_goes_on(tmp_path):
    path, backup = two_states(tmp_path)
    restore_backup(path, backup)
    with opened(path) as store:
        assert save(store, 5).versi == 2
    assert content(path)["penilaian"].baris == 2


def test_onto_another_machine(tmp_path):
    path, backup = two_states(tmp_path / "sini")
    there = tmp_path / "sana"
    there.mkdir()
    for file in (backup.path, note_of(backup.path)):
        shutil.move(file, there / file.name)
    shutil.rmtree(path.parent)
    restore_backup(there / NAME, read_backup(there / backup.path.name))
    assert content(there / NAME) == backup.note.isi


def test_an_older_backup_is_brought_along_and_a_newer_one_refused(sample_file, tmp_path):
    old = tmp_path / NAME
    database_as_of(4, sample_file, old)
    Store(old).close()
    (backup,) = backups(old)
    assert backup.note.skema == 4
    restore_backup(old, backup)
    assert content(old)["migrasi"].baris == len(known_migrations())
    text = note_of(backup.path).read_text().replace('"skema": 4', '"skema": 99')
    note_of(backup.path).write_text(text)
    before = old.read_bytes()
    with pytest.raises(NewerDatabase, match="versi aplikasi yang lebih baru"):
        restore_backup(old, read_backup(backup.path))
    assert old.read_bytes() == before


def test_a_damaged_backup_is_refused_and_nothing_changes(tmp_path):
    path, backup = two_states(tmp_path)
    before = content(path)
    with backup.path.open("r+b") as file:
        file.seek(100_000)
        file.write(b"\x5a" * 64)
    with pytest.raises(RestoreFailed, match=r"rusak.*Basis data tidak diubah"):
        restore_backup(path, backup)
    assert content(path) == before


def steps_of(action):
    """How many times a restore calls the system to move or to sync something."""
    count = 0

    def counted(real):
        def call(*arguments):
            nonlocal count
            count += 1
            return real(*arguments)

        return call

    with pytest.MonkeyPatch.context() as patch:
        for name in STEPS:
            patch.setattr(module, name, counted(getattr(module, name)))
        patch.setattr(module.os, "replace", counted(os.replace))
        action()
    return count


STEPS = ("copy_whole", "write_whole", "sync_folder", "sync_file")


def ended_at(step, after, action):
    """Do it, and end before (or after) the call to the system of this number."""
    count = 0

    def ending(real):
        def call(*arguments):
            nonlocal count
            count += 1
            mine = count == step
            if mine and not after:
                raise Ended
            result = real(*arguments)
            if mine:
                raise Ended
            return result

        return call

    with pytest.MonkeyPatch.context() as patch:
        for name in STEPS:
            patch.setattr(module, name, ending(getattr(module, name)))
        patch.setattr(module.os, "replace", ending(os.replace))
        with pytest.raises(Ended):
            action()


@pytest.mark.file
@pytest.mark.parametrize("with_log", [False, True], ids=["clean", "with a log"])
def test_ended_at_any_step_it_is_the_old_or_the_new_one(tmp_path, with_log):
    path, backup = two_states(tmp_path / "asal")
    old, new = content(path), backup.note.isi
    made = tmp_path / "coba"
    shutil.copytree(path.parent, made)
    steps = steps_of(lambda: restore_backup(made / NAME, backup))
    assert steps > 6
    seen = set()
    for step in range(1, steps + 1):
        for after in (False, True):
            shutil.rmtree(made)
            shutil.copytree(path.parent, made)
            expected = leave_a_log(made / NAME) if with_log else old
            ended_at(step, after, lambda: restore_backup(made / NAME, backup))
            # The next opening, whoever does it, finds the one or the other, whole.
            found = content(made / NAME)
            assert found in (expected, new), (step, after)
            seen.add(found == new)
            if found == new:
                (aside,) = made.glob(f"{NAME}.disisihkan-*")
                assert content(aside / NAME) == expected, "with its log"
            assert not (made / f"{NAME}.pemulihan").exists()
            # And a second try does what the first did not.
            restore_backup(made / NAME, backup)
            assert content(made / NAME) == new
    assert seen == {True, False}


def leave_a_log(path):
    """What a killed process leaves: a change that stands in the log only. Gives the content with it."""
    script = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from zi_metrics.store.connection import Store\n"
        "store = Store(Path(sys.argv[1]))\n"
        "with store.cursor() as cursor:\n"
        "    cursor.execute(\"INSERT INTO pencabutan VALUES ('x', now()::TIMESTAMP, 'Penguji', 'uji')\")\n"
        "os._exit(0)\n"
    )
    subprocess.run([sys.executable, "-c", script, str(path)], cwd=ROOT, check=True)
    assert [log.name for log in logs(path)] == [f"{NAME}.wal"]
    with duckdb.connect(str(path), read_only=True) as copy:
        found = contents(copy)
    assert found["pencabutan"].baris == 1
    return found


@pytest.mark.file
def test_a_newer_log_beside_an_older_file_is_refused(tmp_path):
    """What used to be replayed in silence into a state that never was."""
    path, _ = two_states(tmp_path)
    older = tmp_path / "salinan-lama.duckdb"
    shutil.copy(path, older)
    with opened(path) as store:
        save(store, 2)
    leave_a_log(path)
    shutil.copy(older, path)  # by hand, forgetting the log
    with pytest.raises(StoreUnavailable, match=r"zi\.duckdb\.wal bukan milik berkas itu.*restore"):
        Store(path)


@pytest.mark.file
def test_a_restore_leaves_no_log_behind(tmp_path):
    path, backup = two_states(tmp_path)
    expected = leave_a_log(path)
    done = restore_backup(path, backup)
    assert logs(path) == [] and content(path) == backup.note.isi
    assert content(done.aside / NAME) == expected


@pytest.mark.file
def test_a_confirmed_save_stands_in_the_file_itself(tmp_path):
    """A copy of the open file holds it; a log that is lost takes nothing along."""
    with opened(tmp_path / NAME) as store:
        for number in range(5):
            save(store, number)
        shutil.copy(tmp_path / NAME, tmp_path / "salinan.duckdb")
        with store.cursor() as cursor:
            held = contents(cursor)
    with duckdb.connect(str(tmp_path / "salinan.duckdb"), read_only=True) as copy:
        assert contents(copy) == held and held["penilaian"].baris == 5


@pytest.mark.file
def test_new_databases_have_the_format_whose_log_is_guarded(store):
    with store.cursor() as cursor:
        assert log_is_guarded(cursor)


@pytest.mark.file
def test_a_database_in_use_is_not_replaced(tmp_path):
    path, backup = two_states(tmp_path)
    with opened(path) as store:
        with pytest.raises(RestoreFailed, match="sedang dipakai program lain"):
            restore_backup(path, backup)
        assert save(store, 7).new, "and it goes on"
    script = "import sys, duckdb; c = duckdb.connect(sys.argv[1]); print('ok', flush=True); sys.stdin.read()"
    child = subprocess.Popen(
        [sys.executable, "-c", script, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert child.stdout.readline().strip() == "ok"
        with pytest.raises(RestoreFailed, match="Hentikan dasbor"):
            restore_backup(path, backup)
    finally:
        child.communicate()
    assert content(path)["penilaian"].baris == 3


@pytest.mark.file
def test_a_restore_at_work_is_waited_for(tmp_path):
    fcntl = pytest.importorskip("fcntl")
    path, backup = two_states(tmp_path)
    step = next(n for n in range(1, 20) if ends_in_the_middle(path, backup, n))
    assert step
    journal = path.with_name(f"{NAME}.pemulihan")
    with journal.open("rb") as file:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX)
        with pytest.raises(StoreUnavailable, match="sedang dipulihkan"):
            Store(path)
    assert content(path) == backup.note.isi


def ends_in_the_middle(path, backup, step):
    ended_at(step, True, lambda: restore_backup(path, backup))
    return path.with_name(f"{NAME}.pemulihan").exists()


@pytest.mark.file
def test_a_disk_that_is_full_leaves_the_old_one(tmp_path, monkeypatch):
    path, backup = two_states(tmp_path)
    before = content(path)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, "copy_whole", full)
    with pytest.raises(RestoreFailed, match="disknya penuh"):
        restore_backup(path, backup)
    assert content(path) == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["cadangan", NAME, f"{NAME}.penanda"]


def test_beginning_empty_keeps_what_was_there(tmp_path):
    path, _ = two_states(tmp_path)
    before = content(path)
    done = begin_empty(path)
    assert content(path)["penilaian"].baris == 0 and put_aside(done) == before
    if not in_a_lake():
        path.unlink()
    assert begin_empty(path).aside is None and content(path)["penilaian"].baris == 0


EMPTIED = {
    "gone": lambda path: path.unlink(),
    "emptied": lambda path: path.write_bytes(b""),
    "without tables": lambda path: (path.unlink(), duckdb.connect(str(path)).close()),
}


@pytest.mark.file
@pytest.mark.parametrize("how", EMPTIED)
@pytest.mark.parametrize("sign", ["marker", "backups", "both"])
def test_a_lost_database_is_not_made_anew(tmp_path, how, sign):
    path, backup = two_states(tmp_path)
    if sign == "marker":
        shutil.rmtree(tmp_path / "cadangan")
    elif sign == "backups":
        marker(path).unlink()
    EMPTIED[how](path)
    before = path.read_bytes() if path.exists() else None
    with pytest.raises(StoreUnavailable, match=r"padahal pernah berisi.*restore --database.*--kosong") as told:
        Store(path)
    assert str(path) in str(told.value)
    assert (path.read_bytes() if path.exists() else None) == before, "and nothing was written there"
    if sign != "marker":
        restore_backup(path, backup)
        assert content(path) == backup.note.isi


@pytest.mark.file
@pytest.mark.parametrize("how", ["gone", "emptied"])
def test_a_log_alone_says_that_there_was_a_database(tmp_path, how):
    path, _ = two_states(tmp_path)
    leave_a_log(path)
    shutil.rmtree(tmp_path / "cadangan")
    marker(path).unlink()
    EMPTIED[how](path)
    with pytest.raises(StoreUnavailable, match=r"catatan perubahan \(\.wal\)"):
        Store(path)
    assert logs(path)[0].stat().st_size > 0


def test_the_first_database_of_a_folder_is_made(tmp_path):
    Store(tmp_path / "baru" / NAME).close()
    assert [path.name for path in (tmp_path / "baru").iterdir() if path.name != NAME] == [f"{NAME}.penanda"]


@pytest.mark.file
def test_an_empty_file_is_never_taken_for_a_new_database(tmp_path):
    (tmp_path / NAME).write_bytes(b"")
    with pytest.raises(StoreUnavailable, match="hapus berkas kosong itu"):
        Store(tmp_path / NAME)
    (tmp_path / NAME).unlink()
    assert content(tmp_path / NAME)["penilaian"].baris == 0


@pytest.mark.file
def test_backups_elsewhere_count_too(tmp_path, monkeypatch):
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "disk lain"))
    path, _ = two_states(tmp_path / "data")
    marker(path).unlink()
    path.unlink()
    with pytest.raises(StoreUnavailable, match="disk lain"):
        Store(path)
