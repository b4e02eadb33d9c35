"""Looking through a database finds what is not as it must be, and nothing where all is."""

import duckdb
import pytest

from zi_metrics.care.verification import ALL_CHECKS, verify_backup, verify_store
from zi_metrics.store.backup import write_backup
from zi_metrics.store.backup_folder import BY_HAND
from zi_metrics.store.connection import Store
from zi_metrics.store.integrity import Damage


def damage(path):
    store = Store(path)
    try:
        return [f"{one.pokok}: {one.pesan}" for one in verify_store(store).kerusakan]
    finally:
        store.close()


def change(path, *statements):
    with duckdb.connect(str(path)) as connection:
        for statement in statements:
            connection.execute(statement)


def test_a_whole_database_is_found_whole(full_path):
    store = Store(full_path)
    found = verify_store(store)
    with store.cursor() as cursor:
        backup = write_backup(cursor, store.path, BY_HAND)
        (rows,) = cursor.execute("SELECT count(*) FROM jawaban").fetchone()
    store.close()
    assert found.kerusakan == () and found.baris > rows > 0
    assert set(ALL_CHECKS) < set(found.periksa)
    of_backup = verify_backup(backup)
    assert (of_backup.kerusakan, of_backup.baris, of_backup.skema) == ((), found.baris, found.skema)


# What somebody changes behind the program's back, and a word of what is found.
WRONGS = {
    "a kept file's bytes": ("UPDATE berkas SET isi = isi || 'x'::BLOB", "isi berkas asli tidak lagi seperti"),
    "answers of nobody": (
        "INSERT INTO jawaban BY NAME SELECT * REPLACE ('x' AS penilaian_id) FROM jawaban LIMIT 3",
        "tabel jawaban: 3 baris menunjuk penilaian yang tidak ada",
    ),
    "an assessment without scores": (
        "DELETE FROM nilai_simpul WHERE penilaian_id = (SELECT min(penilaian_id) FROM penilaian)",
        "tabel penilaian: 1 baris menunjuk nilai_simpul",
    ),
    "an assessment without its import": ("DELETE FROM impor", "tabel penilaian: "),
    "a unit that is gone": ("DELETE FROM unit_kerja", "menunjuk unit_kerja yang tidak ada"),
    "a survey that is gone": ("DELETE FROM survei", "menunjuk survei yang tidak ada"),
    "a version that is gone": ("DELETE FROM penghapusan; UPDATE penilaian SET versi = versi + 1", "urutan versi"),
    "a score that was changed": (
        "UPDATE nilai_simpul SET nilai = nilai + 0.001 WHERE rowid = 5",
        "nilai 1 penilaian berbeda dari hasil hitung ulang",
    ),
    "a score that is gone": ("DELETE FROM nilai_simpul WHERE rowid = 5", "nilai 1 penilaian berbeda"),
    "the highest score": (
        "UPDATE nilai_simpul SET nilai_tertinggi = nilai_tertinggi + 1 WHERE rowid = 5",
        "nilai 1 penilaian berbeda",
    ),
    "an answer that was changed": (
        "UPDATE jawaban SET nilai = CASE WHEN nilai = 1 THEN 0 ELSE 1 END WHERE rowid = 5",
        "nilai 1 penilaian berbeda",
    ),
    "an answer's meaning beyond the scale": ("UPDATE jawaban SET nilai = 7 WHERE rowid = 5", "berbeda"),
    "an answer to no question": ("UPDATE jawaban SET kode = 'X.9' WHERE rowid = 5", "berbeda"),
    "an instrument that is not there": (
        "UPDATE penilaian SET instrumen = 'permenpanrb-1-1999'",
        "tidak dapat dihitung ulang",
    ),
}


@pytest.mark.parametrize("what", WRONGS)
def test_what_was_changed_behind_the_programs_back_is_found(full_path, what):
    statement, word = WRONGS[what]
    change(full_path, statement)
    found = damage(full_path)
    assert any(word in one for one in found), found


def test_a_check_that_is_added_is_made(healthy, monkeypatch):
    monkeypatch.setitem(ALL_CHECKS, "rantai", lambda _: iter([Damage("catatan_audit", "rantainya putus")]))
    assert damage(healthy) == ["catatan_audit: rantainya putus"]


def test_a_backup_that_was_changed_is_not_looked_into(healthy):
    store = Store(healthy)
    with store.cursor() as cursor:
        backup = write_backup(cursor, store.path, BY_HAND)
    store.close()
    with backup.path.open("r+b") as file:
        file.seek(50_000)
        file.write(b"x")
    found = verify_backup(backup)
    assert found.skema is None and "SHA-256" in found.kerusakan[0].pesan
