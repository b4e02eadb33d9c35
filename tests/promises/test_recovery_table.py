"""Each row of the table in docs/pemulihan.md: it happens, the program says those words, and the way back leads back."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys

import bad_databases
import duckdb
import pytest
from bad_databases import fill, make_read_only, mounted
from old_databases import database_as_of
from places import READY, ROOT

from zi_metrics.cli.main import main
from zi_metrics.store import backup as backup_module
from zi_metrics.store import restore as restore_module
from zi_metrics.store.backup_folder import FOLDER_VARIABLE, backups, note_of
from zi_metrics.store.connection import Store, close_store

DOCUMENT = (ROOT / "docs" / "pemulihan.md").read_text(encoding="utf-8")
ROWS = dict(
    (cells[0], cells[1])
    for line in DOCUMENT.split("## Apa yang terjadi")[1].splitlines()
    if line.startswith("| ") and (cells := [cell.strip() for cell in line.strip("|").split("|")])[0] != "Yang terjadi"
)
UNIT = "Contoh 01 – Kantor Pelayanan"
SCORE = ("score", "--unit", UNIT, "--tahun", "2026")
IMPORT = ("import", str(READY["lengkap"]), "--unit", "Kantor Baru", "--tahun", "2025", "--penilai", "unit")


class Place:
    """A database with the samples and one backup, what is done to it, and commands on it."""

    def __init__(self, folder, sample, capsys):
        self.folder, self.sample, self._capsys = folder, sample, capsys
        self.path = folder / "zi.duckdb"
        shutil.copy(sample, self.path)
        assert self.run("backup")[0] == 0
        self.wanted = self.run(*SCORE)[1]

    def run(self, *arguments, database=None):
        """Status, and all that was said."""
        status = main([*map(str, arguments), "--database", str(database or self.path)])
        close_store(database or self.path)
        said = self._capsys.readouterr()
        return status, said.out + said.err

    @property
    def backup(self):
        return backups(self.path)[0]

    def restored(self):
        """The way back: restore, and all is as it was."""
        status, said = self.run("restore")
        assert status == 0, said
        self.as_it_was()

    def as_it_was(self):
        assert self.run("verify")[0] == 0
        assert self.run(*SCORE) == (0, self.wanted)


def damaged(make):
    def row(place):
        place.path.unlink()
        shutil.move(make(place.folder, place.sample), place.path)
        yield place.run(*SCORE)
        place.restored()

    return row


def gone(place):
    place.path.unlink()
    yield place.run(*SCORE)
    place.restored()


def emptied(place):
    place.path.write_bytes(b"")
    yield place.run(*SCORE)
    place.restored()


def without_tables(place):
    place.path.unlink()
    duckdb.connect(str(place.path)).close()
    yield place.run(*SCORE)
    place.restored()


def changed(place):
    with duckdb.connect(str(place.path)) as connection:
        connection.execute("UPDATE nilai_simpul SET nilai = nilai / 2")
    yield place.run("verify")
    place.restored()


def killed_with_a_log(place, statement):
    """A process that is ended while something stands in its log only."""
    script = "import os, sys, duckdb; c = duckdb.connect(sys.argv[1]); c.execute(sys.argv[2]); os._exit(0)"
    subprocess.run([sys.executable, "-c", script, str(place.path), statement], check=True)
    return place.path.with_name("zi.duckdb.wal")


CHANGE = "INSERT INTO pencabutan SELECT 'x' || range, now()::TIMESTAMP, 'Penguji', 'uji' FROM range(1000)"


def log_damaged(place):
    log = killed_with_a_log(place, CHANGE)
    content = bytearray(log.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 64] = b"\x5a" * 64
    log.write_bytes(content)
    yield place.run(*SCORE)
    place.restored()


def log_of_another_state(place):
    older = shutil.copy(place.path, place.folder / "lama")
    store = Store(place.path)
    store.close()
    assert place.run(*IMPORT)[0] == 0
    killed_with_a_log(place, CHANGE)
    shutil.copy(older, place.path)
    yield place.run(*SCORE)
    place.restored()


def log_gone(place):
    assert place.run(*IMPORT)[0] == 0
    # Killed right after the import was confirmed, as in `killed`; and then its log is deleted.
    killed(place, confirm=True)
    place.path.with_name("zi.duckdb.wal").unlink(missing_ok=True)
    yield place.run("score", "--unit", "Kantor Terputus", "--tahun", "2025")
    place.as_it_was()


def killed(place, confirm):
    script = (
        "import os, sys, time\n"
        "from zi_metrics.cli.main import main\n"
        "main(sys.argv[1:])\n"
        "print('selesai', flush=True)\n"
        "time.sleep(60)\n"
    )
    arguments = [*IMPORT[:3], "Kantor Terputus", *IMPORT[4:], "--database", str(place.path)]
    child = subprocess.Popen(
        [sys.executable, "-c", script, *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True, env={**os.environ}
    )
    while confirm and child.stdout.readline() != "selesai\n":
        assert child.poll() is None
    child.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    child.communicate()


def killed_process(place):
    killed(place, confirm=True)
    yield place.run("score", "--unit", "Kantor Terputus", "--tahun", "2025")
    place.as_it_was()


class Ended(BaseException):
    pass


def ended_restore(place):
    """Ended after the old one was moved away, before the new one is there."""

    def end(*_):
        raise Ended

    assert place.run(*IMPORT)[0] == 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(restore_module, "sync_folder", end)
        with pytest.raises(Ended):
            restore_module.restore_backup(place.path, place.backup)


def restore_ended(place):
    ended_restore(place)
    assert not place.path.exists()
    yield place.run(*SCORE)
    place.as_it_was()
    assert "Kantor Baru" not in place.run("score", "--unit", "x", "--tahun", "2025")[1], "the backup's, not the old one"


def restore_at_work(place):
    fcntl = pytest.importorskip("fcntl")
    ended_restore(place)
    with place.path.with_name("zi.duckdb.pemulihan").open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield place.run(*SCORE)
    place.as_it_was()


def full_while_storing(place):
    with mounted(place.folder / "disk", 64) as disk:
        database = shutil.copy(place.path, disk / "zi.duckdb")
        fill(disk)
        yield place.run(*IMPORT, database=database)
        (disk / "penuh").unlink()
        assert place.run(*IMPORT, database=database)[0] == place.run("verify", database=database)[0] == 0


def full_while_backing_up(place):
    with mounted(place.folder / "disk", 16) as disk, pytest.MonkeyPatch.context() as patch:
        patch.setenv(FOLDER_VARIABLE, str(disk))
        patch.setattr(backup_module, "_refuse_without_room", lambda *_: fill(disk))
        yield place.run("backup")
        patch.undo()
    assert place.run("backup")[0] == 0
    place.as_it_was()


def full_before_a_migration(place):
    old = place.folder / "lama.duckdb"
    database_as_of(6, place.sample, old)
    with mounted(place.folder / "disk", 1) as disk, pytest.MonkeyPatch.context() as patch:
        patch.setenv(FOLDER_VARIABLE, str(disk))
        yield place.run(*SCORE, database=old)
    status, said = place.run(*SCORE, database=old)
    # As of when an assessment of then speaks, nobody had said: the first line tells what was made of that. Nor did a
    # register of predicates tell whether WBK is held.
    noted = "\n  WBBM  predikat WBK yang disyaratkan belum tercatat"
    assert status == 0 and noted in said
    assert said.replace(noted, "").split("\n")[1:] == place.wanted.split("\n")[1:]


def read_only(place):
    with mounted(place.folder / "disk", 64) as disk:
        database = shutil.copy(place.path, disk / "zi.duckdb")
        make_read_only(disk)
        yield place.run(*SCORE, database=database)
        copied = shutil.copy(database, place.folder / "salinan.duckdb")
    assert place.run(*SCORE, database=copied) == (0, place.wanted)


@contextlib.contextmanager
def another_program(path):
    script = "import sys, duckdb; c = duckdb.connect(sys.argv[1]); print('ok', flush=True); sys.stdin.read()"
    child = subprocess.Popen(
        [sys.executable, "-c", script, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert child.stdout.readline().strip() == "ok"
        yield
    finally:
        child.communicate()


def two_programs(place):
    with another_program(place.path):
        yield place.run(*SCORE)
    place.as_it_was()


def restoring_while_it_runs(place):
    with another_program(place.path):
        yield place.run("restore")
    place.restored()


def newer_database(place):
    with duckdb.connect(str(place.path)) as connection:
        connection.execute("INSERT INTO migrasi VALUES (999, 'nanti', now()::TIMESTAMP)")
    yield place.run(*SCORE)
    # The version that wrote it knows that number.
    with duckdb.connect(str(place.path)) as connection:
        connection.execute("DELETE FROM migrasi WHERE nomor = 999")
    place.as_it_was()


def newer_backup(place):
    note = note_of(place.backup.path)
    text = note.read_text(encoding="utf-8")
    note.write_text(re.sub(r'"skema": \d+', '"skema": 999', text), encoding="utf-8")
    yield place.run("restore")
    note.write_text(text, encoding="utf-8")
    place.restored()


def damaged_backup(place):
    assert place.run("backup")[0] == 0
    newest, older = backups(place.path)
    newest.path.write_bytes(newest.path.read_bytes()[:-1] + b"\x5a")
    yield place.run("restore")
    assert place.run("restore", older.path)[0] == 0
    place.as_it_was()


def backup_without_note(place):
    elsewhere = shutil.copy(place.backup.path, place.folder / "dibawa.duckdb")
    yield place.run("restore", elsewhere)
    shutil.copy(note_of(place.backup.path), note_of(place.folder / "dibawa.duckdb"))
    assert place.run("restore", elsewhere)[0] == 0
    place.as_it_was()


# As the document's first column says it. Each gives what was said, and then goes the way back.
HAPPENS = {
    "Berkas basis data hilang": gone,
    "Berkas basis data menjadi 0 byte": emptied,
    "Semua tabel di dalamnya hilang": without_tables,
    "Sebagian isi berkas rusak": damaged(bad_databases.damaged_middle),
    "Awal berkas rusak": damaged(bad_databases.damaged_head),
    "Berkas terpotong": damaged(bad_databases.cut_short),
    "Tabel atau kolom dihapus di luar aplikasi": damaged(bad_databases.without_table),
    "Isi diubah di luar aplikasi (`verify`)": changed,
    "Catatan perubahan (`.wal`) rusak": log_damaged,
    "Salinan lama ditaruh di samping `.wal` yang lebih baru": log_of_another_state,
    "Catatan perubahan (`.wal`) hilang": log_gone,
    "Program dimatikan paksa, atau listrik padam": killed_process,
    "Pemulihan terhenti di tengah jalan": restore_ended,
    "Pemulihan sedang berjalan": restore_at_work,
    "Disk penuh ketika menyimpan": full_while_storing,
    "Disk penuh ketika mencadangkan": full_while_backing_up,
    "Disk penuh sebelum pembaruan skema": full_before_a_migration,
    "Disk hanya dapat dibaca": read_only,
    "Dua program membuka berkas yang sama": two_programs,
    "Memulihkan selagi dasbor berjalan": restoring_while_it_runs,
    "Basis data dari versi aplikasi yang lebih baru": newer_database,
    "Cadangan dari versi aplikasi yang lebih baru": newer_backup,
    "Cadangan rusak": damaged_backup,
    "Cadangan disalin tanpa catatannya": backup_without_note,
}


def test_every_row_is_tried():
    assert set(ROWS) == set(HAPPENS)


@pytest.mark.parametrize("what", HAPPENS)
def test_it_is_told_and_the_way_back_leads_back(tmp_path, sample_file, capsys, what):
    place = Place(tmp_path, sample_file, capsys)
    happening = HAPPENS[what](place)
    status, said = next(happening)
    words = ROWS[what]
    if words == "–":
        assert status == 0, said
    else:
        assert status == 2 and words.strip('"') in said and "Traceback" not in said, said
    assert next(happening, None) is None
