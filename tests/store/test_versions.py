"""Versions can be withdrawn and restored; whatever happens, every version ever stored is kept whole."""

import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace

import duckdb
import numpy as np
import pandas as pd
import pytest
from acting import acting
from old_databases import database_as_of
from places import ROOT
from versioned import JUDGE, UNIT, YEAR, assessment, save, source

import zi_metrics.store.versions as module
from zi_metrics.lke.portfolio import overview
from zi_metrics.store import tables
from zi_metrics.store.assessments import Source, save_imports
from zi_metrics.store.connection import Store
from zi_metrics.store.lineage import VersionMoved
from zi_metrics.store.unit_names import unit_key
from zi_metrics.store.versions import CONTENT_TABLES, restore, versions, withdraw_import

KEY = (unit_key(UNIT), YEAR, JUDGE)
QUESTIONS, NODES = 113, 178
COLUMNS = {
    *("penilaian_id", "impor_id", "versi", "waktu", "oleh", "nama_berkas", "sha256", "berlaku", "dicabut"),
    *("dicabut_waktu", "dicabut_oleh", "alasan", "dipulihkan_dari", "total", "terjawab"),
}


def listed(store):
    """The versions of the test's unit, with the version number as index."""
    return versions(store, *KEY).set_index("versi")


def current(store):
    """The number of the current version; None when there is none."""
    rows = tables.assessments(store).query("unit == @UNIT and tahun == @YEAR and penilai == @JUDGE")
    return None if rows.empty else int(rows["versi"].item())


def withdraw(store, versi, alasan="salah unggah"):
    return withdraw_import(acting(store, "Budi"), listed(store).loc[versi, "impor_id"], alasan)


def all_rows(store, columns=None):
    """Every row of every table (the view too), as sorted text: what 'nothing changed' means.

    columns: table -> the columns to look at; a table that is not named is looked at whole.
    """
    with store.cursor() as cursor:
        names = [row[0] for row in cursor.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall()]
        shown = {name: ", ".join(kept) for name, kept in (columns or {}).items()}
        return {
            name: sorted(map(repr, cursor.execute(f"SELECT {shown.get(name, '*')} FROM {name}").fetchall()))
            for name in [*names, "penilaian_berlaku"]
            if name != "migrasi"
        }


def content(store, penilaian_id):
    """One version's content: every content table's rows, in their order, without the version's id."""
    with store.cursor() as cursor:
        return {
            table: cursor.execute(
                f"SELECT * EXCLUDE (penilaian_id) FROM {table} WHERE penilaian_id = ?", [penilaian_id]
            ).fetchall()
            for table in CONTENT_TABLES
        }


def run_at_once(*jobs):
    errors = []

    def run(job):
        try:
            job()
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors


# Migration


@pytest.mark.file
def test_an_existing_database_is_brought_along_without_loss(three_versions, tmp_path):
    columns = database_as_of(2, three_versions, tmp_path / "lama.duckdb")
    names, old = list(columns), duckdb.connect(str(tmp_path / "lama.duckdb"))
    before = {name: sorted(map(repr, old.execute(f"FROM {name}").fetchall())) for name in names}
    seen = sorted(map(repr, old.execute("FROM penilaian_berlaku").fetchall()))
    columns["penilaian_berlaku"] = [row[0] for row in old.execute("DESCRIBE penilaian_berlaku").fetchall()]
    old.close()

    migrated = Store(tmp_path / "lama.duckdb")
    # All that there was, in every column that there was.
    after = all_rows(migrated, columns)
    assert len(before) == 9 and len(before["jawaban"]) == 5 * QUESTIONS and len(before["berkas"]) == 5
    assert {name: after[name] for name in names if name != "migrasi"} == {
        name: rows for name, rows in before.items() if name != "migrasi"
    }
    assert len(seen) == 3 and after["penilaian_berlaku"] == seen
    with migrated.cursor() as cursor:
        assert [r[0] for r in cursor.execute("SELECT nomor FROM migrasi ORDER BY 1").fetchall()][:3] == [1, 2, 3]
    # It also works as a new one does, and still does after being closed.
    assert withdraw(migrated, 3) and current(migrated) == 2
    migrated.close()
    migrated = Store(tmp_path / "lama.duckdb")
    assert current(migrated) == 2 and len(listed(migrated)) == 3
    migrated.close()


# Listing


def test_all_versions_are_listed_newest_first_with_where_they_came_from(versioned_store):
    table = versions(versioned_store, *KEY)
    assert set(table.columns) >= COLUMNS and table["versi"].tolist() == [3, 2, 1]
    assert table["berlaku"].tolist() == [True, False, False] and not table["dicabut"].any()
    assert table["nama_berkas"].tolist() == ["lke 2.xlsx", "lke 1.xlsx", "lke 0.xlsx"]
    assert table["sha256"].tolist() == [source(number).sha256 for number in (2, 1, 0)]
    assert table["oleh"].tolist() == ["Ani"] * 3 and table["waktu"].is_monotonic_decreasing
    assert table["dipulihkan_dari"].isna().all() and table["alasan"].isna().all()
    expected = [assessment(number) for number in (2, 1, 0)]
    totals = [a.scores.loc[a.scores["tingkat"] == 0, "nilai"].sum() for a in expected]
    assert table["total"].tolist() == pytest.approx(totals) and len(set(totals)) == 3
    assert table["terjawab"].tolist() == [sum(x.nilai is not None for x in a.answers) for a in expected]


def test_a_unit_without_versions_has_an_empty_list_with_the_same_columns(versioned_store):
    nothing = versions(versioned_store, "tidak ada", YEAR, JUDGE)
    assert nothing.empty and nothing.columns.tolist() == versions(versioned_store, *KEY).columns.tolist()
    figures = ["versi", "waktu", "berlaku", "dicabut", "dicabut_waktu", "dipulihkan_dari", "total", "terjawab"]
    assert nothing[figures].dtypes.equals(versions(versioned_store, *KEY)[figures].dtypes)


def test_a_year_taken_from_a_table_will_do(versioned_store):
    assert len(versions(versioned_store, KEY[0], np.int64(YEAR), JUDGE)) == 3


# Withdrawing


def test_withdrawing_the_newest_makes_the_older_one_current(versioned_store):
    assert withdraw(versioned_store, 3, "salah unit") is True
    table = listed(versioned_store)
    assert current(versioned_store) == 2 and table["berlaku"].to_dict() == {3: False, 2: True, 1: False}
    row = table.loc[3]
    assert (row["dicabut"], row["dicabut_oleh"], row["alasan"]) == (True, "Budi", "salah unit")
    assert row["dicabut_waktu"] >= row["waktu"] and not table.loc[[1, 2], "dicabut"].any()


def test_withdrawing_an_older_one_leaves_the_current_one(versioned_store):
    withdraw(versioned_store, 2)
    assert current(versioned_store) == 3
    withdraw(versioned_store, 3)
    assert current(versioned_store) == 1


def test_withdrawing_all_leaves_none_but_every_version_stays_listed(versioned_store):
    for versi in (1, 2, 3):
        withdraw(versioned_store, versi)
    assert current(versioned_store) is None
    left = tables.assessments(versioned_store)
    assert sorted(zip(left["unit"], left["penilai"], strict=True)) == [("Unit Lain", "tpi"), ("Unit Uji", "unit")]
    assert overview(versioned_store, YEAR, "tpi")["unit"].tolist() == ["Unit Lain"]
    table = listed(versioned_store)
    assert table.index.tolist() == [3, 2, 1] and table["dicabut"].all() and not table["berlaku"].any()
    assert [len(tables.answers(versioned_store, i)) for i in table["penilaian_id"]] == [QUESTIONS] * 3


def test_a_second_withdrawal_changes_nothing(versioned_store):
    withdraw(versioned_store, 3, "pertama")
    before = all_rows(versioned_store)
    assert withdraw(versioned_store, 3, "kedua") is False
    assert all_rows(versioned_store) == before and listed(versioned_store).loc[3, "alasan"] == "pertama"


def test_withdrawing_only_adds_a_row(versioned_store):
    before = all_rows(versioned_store)
    withdraw(versioned_store, 3)
    after = all_rows(versioned_store)
    changed = {name for name in before if after[name] != before[name]}
    assert changed == {"pencabutan", "penilaian_berlaku", "catatan_audit"}
    assert len(after["pencabutan"]) == 1


def test_an_import_of_several_assessments_is_withdrawn_whole_and_the_list_says_how_many(versioned_store):
    save_imports(versioned_store, [(source(9), [assessment(5), assessment(6, unit="Unit Lain")])])
    assert listed(versioned_store)["penilaian_seimpor"].to_dict() == {4: 2, 3: 1, 2: 1, 1: 1}
    withdraw(versioned_store, 4)
    assert current(versioned_store) == 3
    assert versions(versioned_store, unit_key("Unit Lain"), YEAR, JUDGE)["berlaku"].tolist() == [False, True]


def test_unknown_ids_are_refused_and_nothing_is_written(versioned_store):
    before = all_rows(versioned_store)
    with pytest.raises(KeyError):
        withdraw_import(acting(versioned_store, "Budi"), "tidak ada", "")
    with pytest.raises(KeyError):
        restore(acting(versioned_store, "Budi"), "tidak ada")
    assert all_rows(versioned_store) == before


def test_what_was_computed_before_is_stale_after_a_withdrawal_and_after_a_restoration(versioned_store):
    seen = [tables.version(versioned_store)]
    withdraw(versioned_store, 3)
    seen.append(tables.version(versioned_store))
    withdraw(versioned_store, 3)
    assert tables.version(versioned_store) == seen[-1]
    restore(acting(versioned_store, "Citra"), listed(versioned_store).loc[1, "penilaian_id"])
    seen.append(tables.version(versioned_store))
    assert len(set(seen)) == 3


# Importing after a withdrawal


def test_the_same_file_after_its_withdrawal_makes_a_new_version(versioned_store):
    withdraw(versioned_store, 3)
    again = save(versioned_store, 2)
    assert (again.new, again.versi, current(versioned_store)) == (True, 4, 4)
    assert not save(versioned_store, 2).new


def test_a_file_is_compared_with_the_version_that_is_current_after_a_withdrawal(versioned_store):
    before = listed(versioned_store).loc[2, "penilaian_id"]
    withdraw(versioned_store, 3)
    again = save(versioned_store, 1)
    assert (again.new, again.versi, again.penilaian_id) == (False, 2, before)


def test_numbers_go_on_after_withdrawn_versions(versioned_store):
    for versi in (1, 2, 3):
        withdraw(versioned_store, versi)
    assert save(versioned_store, 0).versi == 4 and current(versioned_store) == 4


# Restoring


@pytest.mark.parametrize("withdrawn", [False, True], ids=["earlier", "withdrawn"])
def test_restoring_copies_everything_with_its_cells_counts_and_file(versioned_store, withdrawn):
    if withdrawn:
        withdraw(versioned_store, 1)
    old = listed(versioned_store).loc[1]
    stored = restore(acting(versioned_store, "Citra"), old["penilaian_id"])
    assert (stored.new, stored.versi, current(versioned_store)) == (True, 4, 4)
    copy = content(versioned_store, stored.penilaian_id)
    assert copy == content(versioned_store, old["penilaian_id"])
    assert [len(copy[table]) for table in ("jawaban", "temuan", "nilai_simpul")] == [QUESTIONS, 1, NODES]
    assert len(copy["masukan"]) > 5 and set(tables.counts(versioned_store, stored.penilaian_id)["lembar"]) == {"LKE ZI"}
    assert tables.answers(versioned_store, stored.penilaian_id)["sel"].tolist() == [f"K{row}" for row in range(7, 120)]
    row = listed(versioned_store).loc[4]
    same = ["nama_berkas", "sha256", "instrumen", "total", "terjawab"]
    assert row[same].tolist() == old[same].tolist()
    assert row["oleh"] == "Citra" and row["dipulihkan_dari"] == 1 and row["berlaku"] and not row["dicabut"]
    assert tables.original_file(versioned_store, row["sha256"]) == source(0).isi


def test_a_version_is_copied_from_every_table_that_holds_its_content(versioned_store):
    with versioned_store.cursor() as cursor:
        holding = cursor.execute(
            "SELECT table_name FROM duckdb_columns() WHERE column_name = 'penilaian_id' AND NOT internal "
            "AND table_name IN (SELECT table_name FROM duckdb_tables())"
        ).fetchall()
    assert {row[0] for row in holding} == {*CONTENT_TABLES, "penilaian", "pemulihan"}


def test_restoring_only_adds_rows(versioned_store):
    before = all_rows(versioned_store)
    restore(acting(versioned_store, "Citra"), listed(versioned_store).loc[1, "penilaian_id"])
    after = all_rows(versioned_store)
    for name in before.keys() - {"penilaian_berlaku"}:
        assert set(before[name]) <= set(after[name]), name
    assert after["berkas"] == before["berkas"] and after["unit_kerja"] == before["unit_kerja"]


def test_restoring_the_current_version_changes_nothing(versioned_store):
    before, row = all_rows(versioned_store), listed(versioned_store).loc[3]
    stored = restore(acting(versioned_store, "Citra"), row["penilaian_id"])
    assert (stored.new, stored.versi, stored.penilaian_id) == (False, 3, row["penilaian_id"])
    assert all_rows(versioned_store) == before


def test_a_second_click_on_restore_changes_nothing(versioned_store):
    old = listed(versioned_store).loc[1, "penilaian_id"]
    first = restore(acting(versioned_store, "Citra"), old)
    before = all_rows(versioned_store)
    assert restore(acting(versioned_store, "Citra"), old) == replace(first, new=False)
    assert all_rows(versioned_store) == before


def test_a_restored_version_can_be_withdrawn_and_its_source_restored_again(versioned_store):
    old = listed(versioned_store).loc[1, "penilaian_id"]
    restore(acting(versioned_store, "Citra"), old)
    withdraw(versioned_store, 4)
    assert current(versioned_store) == 3
    assert restore(acting(versioned_store, "Citra"), old).versi == 5
    assert listed(versioned_store)["dipulihkan_dari"].dropna().to_dict() == {5: 1, 4: 1}


def test_withdrawing_the_source_leaves_the_restored_copy_current(versioned_store):
    restore(acting(versioned_store, "Citra"), listed(versioned_store).loc[1, "penilaian_id"])
    withdraw(versioned_store, 1)
    assert current(versioned_store) == 4


def test_the_file_of_a_restored_version_imported_again_changes_nothing(versioned_store):
    restore(acting(versioned_store, "Citra"), listed(versioned_store).loc[1, "penilaian_id"])
    again = save(versioned_store, 0)
    assert (again.new, again.versi) == (False, 4)


def test_restoring_one_of_an_import_of_several_leaves_the_others(versioned_store):
    save_imports(versioned_store, [(source(9), [assessment(5), assessment(6, unit="Unit Lain")])])
    withdraw(versioned_store, 4)
    restore(acting(versioned_store, "Citra"), listed(versioned_store).loc[4, "penilaian_id"])
    assert listed(versioned_store).loc[5, "penilaian_seimpor"] == 1 and current(versioned_store) == 5
    assert versions(versioned_store, unit_key("Unit Lain"), YEAR, JUDGE)["berlaku"].tolist() == [False, True]


def test_a_failure_in_the_middle_of_restoring_leaves_nothing(versioned_store, monkeypatch):
    before, old = all_rows(versioned_store), listed(versioned_store).loc[1, "penilaian_id"]
    monkeypatch.setattr(module, "CONTENT_TABLES", (*CONTENT_TABLES, "tidak_ada"))
    with pytest.raises(duckdb.Error):
        restore(acting(versioned_store, "Citra"), old)
    assert all_rows(versioned_store) == before
    monkeypatch.undo()
    assert restore(acting(versioned_store, "Citra"), old).versi == 4


# Many at once, and a sudden end


def test_restoring_and_importing_at_once_give_versions_of_their_own(versioned_store):
    ids, results = listed(versioned_store)["penilaian_id"], []
    jobs = [
        lambda versi=versi: results.append(restore(acting(versioned_store, "Citra"), ids[versi])) for versi in (1, 2)
    ]
    jobs += [lambda number=number: results.append(save(versioned_store, number)) for number in (5, 6, 7)]
    run_at_once(*jobs)
    assert sorted(stored.versi for stored in results) == [4, 5, 6, 7, 8] and all(stored.new for stored in results)
    table = listed(versioned_store)
    assert table.index.tolist() == [8, 7, 6, 5, 4, 3, 2, 1] and table["berlaku"].tolist() == [True] + [False] * 7


def test_withdrawing_the_same_import_at_once_is_recorded_once(versioned_store):
    results = []
    run_at_once(*[lambda: results.append(withdraw(versioned_store, 3)) for _ in range(5)])
    assert sorted(results) == [False] * 4 + [True] and len(all_rows(versioned_store)["pencabutan"]) == 1


def test_a_withdrawal_recorded_twice_by_two_servers_is_read_as_the_first(versioned_store):
    impor_id = listed(versioned_store).loc[3, "impor_id"]
    with versioned_store.transaction() as cursor:
        for year, who in ((2026, "Dua"), (2025, "Satu")):
            moment = pd.Timestamp(year, 1, 1).to_pydatetime()
            cursor.execute("INSERT INTO pencabutan VALUES (?, ?, ?, ?)", [impor_id, moment, who, who])
    table = listed(versioned_store)
    assert table.index.tolist() == [3, 2, 1] and current(versioned_store) == 2
    assert table.loc[3, ["dicabut_oleh", "alasan"]].tolist() == ["Satu", "Satu"]


@pytest.mark.file
def test_a_killed_restoration_leaves_whole_versions_only(versioned_store):
    ids, path = listed(versioned_store)["penilaian_id"], versioned_store.path
    originals = [content(versioned_store, ids[versi]) for versi in (1, 2)]
    versioned_store.close()
    script = (
        "import itertools, sys\n"
        "from zi_metrics.store.connection import open_store\n"
        "from zi_metrics.store.versions import restore\n"
        "store = open_store(sys.argv[1])\n"
        "for turn in itertools.count():\n"
        "    print(restore(store, sys.argv[2 + turn % 2]).versi, flush=True)\n"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", script, str(path), ids[1], ids[2]], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    confirmed = [child.stdout.readline() for _ in range(4)]
    # Into the middle of the next one; any moment will do.
    time.sleep(0.02)
    os.kill(child.pid, signal.SIGKILL)
    confirmed += child.stdout.readlines()
    assert child.wait() == -signal.SIGKILL
    opened = Store(path)
    table = listed(opened)
    restored = table[table["dipulihkan_dari"].notna()]
    assert table.index.tolist() == list(range(len(table), 0, -1)) and current(opened) == len(table)
    assert len(restored) == len(table) - 3 >= len([line for line in confirmed if line.endswith("\n")]) >= 4
    for row in restored.itertuples():
        assert content(opened, row.penilaian_id) == originals[int(row.dipulihkan_dari) - 1]
    rows = all_rows(opened)
    assert len(rows["jawaban"]) == QUESTIONS * len(rows["penilaian"]) == QUESTIONS * len(rows["impor"])
    assert len(rows["nilai_simpul"]) == NODES * len(rows["penilaian"])
    assert len(rows["pemulihan"]) == len(restored)
    opened.close()


def test_what_was_looked_at_before_another_version_came_is_not_saved(store):
    def save_seen(looked_at, oleh):
        new = replace(assessment(1), terlihat=looked_at)
        return save_imports(acting(store, oleh), [(Source("a.xlsx", "uji", oleh.encode()), [new])])[0]

    assert save_seen(0, "Ani").versi == 1
    with pytest.raises(VersionMoved, match="kini berlaku versi 1, disimpan Ani"):
        save_seen(0, "Budi")
    assert not save_seen(0, "Ani").new, "the same file changes nothing, and quarrels with nobody"
    assert save_seen(1, "Budi").versi == 2
    assert save_seen(None, "Citra").versi == 3, "nobody looked"
    for impor_id in listed(store)["impor_id"]:
        withdraw_import(acting(store, "Ani"), impor_id, "salah")
    with pytest.raises(VersionMoved, match=r"versi 3 .* sementara itu dicabut"):
        save_seen(3, "Dewi")
    assert save_seen(0, "Dewi").versi == 4
