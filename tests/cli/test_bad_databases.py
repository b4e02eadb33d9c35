"""Whatever is wrong with the database or its disk, every command says the true cause and the way back, status 2."""

import os
import shutil
import subprocess
import sys

import bad_databases
import pytest
from bad_databases import BAD, files_at_most, fill, make_read_only, mounted
from old_databases import database_as_of
from places import READY, ROOT

UNIT = "Contoh 01 – Kantor Pelayanan"
WHOSE = ("--unit", UNIT, "--tahun", "2026")
READING = {
    "score": ("score", *WHOSE),
    "plan": ("plan", *WHOSE, "--predikat", "wbk"),
    "margin": ("margin", *WHOSE, "--predikat", "wbk"),
    "peluang": ("peluang", *WHOSE),
    "pace": ("pace", *WHOSE),
    "survey": ("survey", *WHOSE),
    "workbook": ("workbook", *WHOSE, "--layout", "lampiran-iii", "-o", "{folder}/lke.xlsx"),
    "verify": ("verify",),
    "rapikan": ("rapikan",),
    "report": ("report", "--jenis", "tugas", *WHOSE, "-o", "{folder}/tugas.xlsx"),
    "export": ("export", "unit", "-o", "{folder}/unit.xlsx"),
    "erase": ("erase",),
}
WRITING = {
    "import": ("import", str(READY["lengkap"]), "--unit", "Kantor Baru", "--tahun", "2025", "--penilai", "unit"),
    "sample": ("sample",),
    "admin": ("admin", "admin@instansi.test"),
    "load": ("load", "unit", "{folder}/unit.csv"),
}
# Reads the database, and writes elsewhere. `restore`, the way back from all these, is tried in test_care.py.
BACKING_UP = {"backup": ("backup", "--folder", "{folder}/cadangan lain")}
COMMANDS = READING | WRITING | BACKING_UP


def test_every_command_is_tried(capsys):
    done = subprocess.run([sys.executable, "-m", "zi_metrics", "-h"], cwd=ROOT, capture_output=True, text=True)
    assert all(f"\n    {name} " in done.stdout for name in COMMANDS)
    listed = [line.split()[0] for line in done.stdout.splitlines() if line.startswith("    ") and line[4] != " "]
    # `template` asks no database.
    assert set(listed) == {*COMMANDS, "restore", "template"}


@pytest.mark.parametrize("make", BAD, ids=lambda make: make.__name__)
@pytest.mark.parametrize("name", COMMANDS)
def test_the_true_cause_is_told(told, sample_file, tmp_path, name, make):
    database = make(tmp_path, sample_file)
    before = None if database.is_dir() else database.read_bytes()
    status, err = told(COMMANDS[name], database)
    assert (status, BAD[make] in err, str(database) in err) == (2, True, True), err
    # What cannot be used is not changed either.
    assert before is None or database.read_bytes() == before


@pytest.mark.parametrize("name", WRITING)
def test_a_path_below_a_file_is_told(told, tmp_path, name):
    status, err = told(COMMANDS[name], bad_databases.below_a_file(tmp_path, None))
    assert status == 2 and "sebagian dari alamatnya bukan folder" in err


@pytest.mark.parametrize("name", COMMANDS)
def test_a_database_that_may_only_be_read_is_not_called_damaged(told, sample_file, tmp_path, name):
    with mounted(tmp_path / "disk", 64) as disk:
        database = shutil.copy(sample_file, disk / "zi.duckdb")
        make_read_only(disk)
        status, err = told(COMMANDS[name], database)
    assert status == 2 and "hanya dapat dibaca" in err and "rusak" not in err and "--database" in err, err


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the administrator may write everything")
@pytest.mark.parametrize("name", COMMANDS)
def test_a_file_without_permission_to_write_is_not_called_damaged(told, sample_path, name):
    sample_path.chmod(0o444)
    status, err = told(COMMANDS[name], sample_path)
    assert status == 2 and "hanya dapat dibaca" in err and "rusak" not in err, err


@pytest.mark.parametrize("name", COMMANDS)
def test_a_full_disk_is_told_where_something_must_be_written(told, sample_file, tmp_path, name):
    with mounted(tmp_path / "disk", 64) as disk:
        database = disk / "zi.duckdb"
        if name == "import":
            shutil.copy(sample_file, database)
        elif name not in WRITING:
            # A database of before has to be brought along first, which writes.
            database_as_of(3, sample_file, database)
        fill(disk)
        status, err = told(COMMANDS[name], database)
    assert status == 2 and "disknya penuh" in err and "setengah jadi" in err, err


@pytest.mark.parametrize("name", READING)
def test_a_full_disk_stops_nobody_who_only_reads(told, sample_file, tmp_path, name):
    with mounted(tmp_path / "disk", 64) as disk:
        database = shutil.copy(sample_file, disk / "zi.duckdb")
        fill(disk)
        status, err = told(COMMANDS[name], database)
    # What is taken away stands in the trail; where that is full, the one who takes it is told.
    assert (status, err != "") == (0, name in ("workbook", "export", "report"))
    assert not err or ("tidak tercatat di jejak" in err and "disknya penuh" in err)


@pytest.mark.parametrize("name", WRITING)
def test_a_limit_to_files_is_told_and_nothing_is_stored(told, run_on, sample_file, tmp_path, name):
    database = tmp_path / "zi.duckdb"
    if name == "import":
        shutil.copy(sample_file, database)
    # Room for what is read, but not for the changes of an import; less than the samples take.
    with files_at_most({"import": READY["lengkap"].stat().st_size + 10_000, "sample": 1_500_000}.get(name, 100_000)):
        status, err = told(COMMANDS[name], database)
    assert status == 2 and "batas ukuran berkas" in err, err
    status, _, err = run_on(database, "score", "--unit", "Kantor Baru", "--tahun", 2025)
    assert status == 2 and ("Kantor Baru' tidak ada" in err or "masih kosong" in err)
    assert told(COMMANDS[name], database)[0] == 0


def test_a_workbook_that_does_not_fit_leaves_what_was_there(run_on_samples, tmp_path):
    with mounted(tmp_path / "disk", 1) as disk:
        kept = disk / "lke.xlsx"
        kept.write_bytes(b"yang lama")
        fill(disk)
        status, _, err = run_on_samples(*READING["workbook"][:-1], kept)
        assert (status, kept.read_bytes()) == (2, b"yang lama") and "disknya penuh" in err
        assert sorted(path.name for path in disk.iterdir()) == ["lke.xlsx", "penuh"]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no full device")
def test_output_to_a_full_disk_ends_with_a_sentence(sample_path):
    command = [sys.executable, "-m", "zi_metrics", *READING["score"], "--database", str(sample_path)]
    with open("/dev/full", "w") as full:
        done = subprocess.run(command, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 2 and "disknya penuh" in done.stderr and "Traceback" not in done.stderr
