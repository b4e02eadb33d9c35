"""The commands backup, restore and verify: from a database that is there to one that is lost, and back."""

import json
import shutil
from pathlib import Path

import duckdb
import pytest
from bad_databases import BAD, folder_itself

from zi_metrics.store.backup_folder import FOLDER_VARIABLE, backups, note_of


def scores(run_on, database):
    unit = ("--unit", "Contoh 01 – Kantor Pelayanan", "--tahun", 2026)
    return run_on(database, "score", *unit, "--json")


def test_a_backup_is_told_with_its_place_and_size(run_on, sample_path):
    status, out, err = run_on(sample_path, "backup")
    (backup,) = backups(sample_path)
    assert (status, err) == (0, "") and str(backup.path) in out and "MB" in out and "baris" in out
    status, out, _ = run_on(sample_path, "backup", "--folder", sample_path.parent / "lain", "--json")
    said = json.loads(out)
    assert said["path"].startswith(str(sample_path.parent / "lain")) and said["lewat_dasbor"] is False
    assert said["skema"] == backup.note.skema and said["ukuran"] > 1_000_000


def test_the_folder_may_be_set_once_for_all(run_on, sample_path, tmp_path, monkeypatch):
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "sekali"))
    run_on(sample_path, "backup")
    status, out, _ = run_on(sample_path, "restore", "--daftar", "--json")
    assert status == 0 and json.loads(out)["folder"] == str(tmp_path / "sekali")
    assert len(json.loads(out)["cadangan"]) == 1


@pytest.mark.parametrize("make", [*BAD, None], ids=lambda make: make.__name__ if make else "lost")
def test_whatever_became_of_it_restore_leads_back_and_keeps_it(run_on, sample_path, kept, make, sample_file):
    wanted = scores(run_on, sample_path)
    sample_path.unlink()
    if make is folder_itself:
        return  # a folder was never a database; nothing of it is moved
    damaged = None
    if make:
        damaged = make(sample_path.parent, sample_file)
        shutil.move(damaged, sample_path)
        damaged = sample_path.read_bytes()
    assert run_on(sample_path, "score", "--unit", "x", "--tahun", 2026)[0] == 2
    status, out, err = run_on(sample_path, "restore", "--json")
    assert (status, err) == (0, ""), err
    said = json.loads(out)
    assert said["dari"] == kept and scores(run_on, sample_path) == wanted
    assert run_on(sample_path, "verify")[0] == 0
    if damaged is not None:
        (aside,) = sample_path.parent.glob(f"{sample_path.name}.disisihkan-*")
        assert said["disisihkan"] == str(aside) and (aside / sample_path.name).read_bytes() == damaged


def test_restore_says_what_it_did(run_on, sample_path, kept):
    status, out, _ = run_on(sample_path, "restore", kept)
    assert status == 0 and f"dipulihkan dari cadangan {kept}" in out and "tidak dihapus, melainkan disisihkan" in out


def test_beginning_empty_is_on_purpose_only(run_on, sample_path, kept):
    sample_path.unlink()
    for command in (("sample",), ("verify",), ("backup",)):
        status, _, err = run_on(sample_path, *command)
        assert status == 2 and "padahal pernah berisi" in err and "--kosong" in err and not sample_path.exists()
    status, out, _ = run_on(sample_path, "restore", "--kosong")
    assert status == 0 and "kini kosong" in out
    assert "masih kosong" in scores(run_on, sample_path)[2]
    # The backups are still there.
    assert run_on(sample_path, "restore", kept)[0] == 0


def test_what_there_is_is_listed(run_on, sample_path, kept):
    status, out, _ = run_on(sample_path, "restore", "--daftar")
    assert status == 0 and kept in out and "tangan" in out
    (one,) = json.loads(run_on(sample_path, "restore", "--daftar", "--json")[1])["cadangan"]
    assert one["path"] == kept and one["jenis"] == "tangan"


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("restore",), "Tidak ada cadangan untuk"),
        (("restore", "tidak-ada.duckdb"), "tidak ditemukan"),
        (("restore", "--kosong", "x.duckdb"), "jangan sebutkan berkas cadangan"),
        (("verify", "tidak-ada.duckdb"), "tidak ditemukan"),
    ],
)
def test_what_cannot_be_done_is_told(told, sample_path, arguments, word):
    status, err = told(arguments, sample_path)
    assert status == 2 and word in err


def test_a_backup_without_its_note_is_not_trusted(told, sample_path, kept):
    note_of(backups(sample_path)[0].path).unlink()
    for command in ("restore", "verify"):
        status, err = told((command, kept), sample_path)
        assert status == 2 and "Salin kedua berkas cadangan" in err


def test_nothing_listed_is_no_error(run_on, sample_path):
    status, out, _ = run_on(sample_path, "restore", "--daftar")
    assert status == 0 and "Belum ada cadangan" in out


def test_damage_is_told_with_the_way_back(run_on, told, sample_path, kept):
    with duckdb.connect(str(sample_path)) as connection:
        connection.execute("DELETE FROM impor")
    status, err = told(("verify",), sample_path)
    assert status == 2 and "tidak utuh" in err and "tabel penilaian" in err and "restore" in err
    # It can be backed up still: what is left is kept, and nobody is told that it is whole.
    with open(kept, "r+b") as file:
        file.seek(100_000)
        file.write(b"\x5a" * 1000)
    status, err = told(("verify", kept), sample_path)
    assert status == 2 and "SHA-256" in err and "pilih yang lain" in err
    status, err = told(("restore", kept), sample_path)
    assert status == 2 and "rusak" in err and "Basis data tidak diubah" in err


def test_verify_says_what_it_looked_at(run_on, sample_path, kept):
    status, out, _ = run_on(sample_path, "verify")
    assert status == 0 and "utuh" in out and "nilai dihitung ulang" in out
    status, out, _ = run_on(sample_path, "verify", kept, "--json")
    said = json.loads(out)
    assert status == 0 and said["path"] == kept and said["kerusakan"] == [] and "catatan cadangan" in said["periksa"]


def test_where_the_dashboard_cannot_be_asked_that_is_told(told, sample_path, monkeypatch):
    """On Windows: the scheduled backup is named instead."""
    from zi_metrics.cli import care

    def in_use(_):
        raise care.StoreUnavailable(f"Basis data {sample_path} sedang dipakai program lain.")

    monkeypatch.setattr(care, "can_listen", lambda: False)
    monkeypatch.setattr(care, "open_stored", in_use)
    status, err = told(("backup",), sample_path)
    assert status == 2 and "cadangan hariannya ada di" in err and "sedang dipakai" in err


def test_a_backup_is_not_restored_onto_itself(run_on, kept):
    status, out, err = run_on(kept, "restore", kept)
    assert status == 2 and out == "" and "cadangan itu sendiri" in err
    assert Path(kept).exists()
