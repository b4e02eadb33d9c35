"""What a command writes never takes the place of a database or its backup, however the name was mistyped."""

import pytest

from zi_metrics.store.backup_folder import backups

COMMANDS = (("template", "unit"), ("template", "pengguna"), ("export", "unit"), ("export", "jejak", "--format", "json"))


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_database_backup_or_what_lies_beside_is_written_over(run_on, sample_path, command):
    run_on(sample_path, "backup")
    (backup,) = backups(sample_path)
    marker = sample_path.with_name(f"{sample_path.name}.penanda")
    for there in (sample_path, marker, backup.path, backup.path.with_name(f"{backup.path.name}.json")):
        before = there.read_bytes()
        status, out, err = run_on(sample_path, *command, "-o", there)
        assert status == 2 and out == "" and "tidak ditimpa" in err and str(there) in err
        assert there.read_bytes() == before


def test_a_database_that_is_lost_is_not_replaced_by_a_list_either(run_on, tmp_path):
    lost = tmp_path / "zi.duckdb"
    assert run_on(lost, "template", "unit", "-o", lost)[0] == 2 and not lost.exists()


def test_an_earlier_list_is_written_over_and_a_missing_folder_is_told(run_on, sample_path, tmp_path):
    there = tmp_path / "daftar.xlsx"
    there.write_text("lama")
    assert run_on(sample_path, "template", "unit", "-o", there)[0] == 0 and there.read_bytes()[:2] == b"PK"
    status, _, err = run_on(sample_path, "template", "unit", "-o", tmp_path / "tidak" / "ada.xlsx")
    assert status == 2 and "foldernya tidak ada" in err and not (tmp_path / "tidak").exists()


def test_a_list_or_format_that_there_is_not_is_named_with_those_that_there_are(run_on, sample_path):
    for arguments, named in ((("template", "foo"), "'pengguna'"), (("export", "unit", "--format", "pdf"), "'csv'")):
        status, _, err = run_on(sample_path, *arguments, "-o", "x")
        assert status == 2 and "tidak ada; yang ada:" in err and named in err


# Reports are written under names of their kind only; a database may bear such a name all the same.
NAMED = (
    ("report", "--jenis", "tugas", "--tahun", "2026"),
    ("export", "data", "--format", "xlsx"),
    ("export", "data", "--format", "parquet"),
)


@pytest.mark.parametrize("command", NAMED, ids=" ".join)
def test_a_database_is_kept_whatever_its_name_and_other_endings_are_refused(run_on, sample_path, tmp_path, command):
    database = sample_path.rename(tmp_path / "zi.xlsx")
    before = database.read_bytes()
    status, out, err = run_on(database, *command, "-o", database)
    assert status == 2 and out == "" and ("tidak ditimpa" in err or "bukan folder" in err) and str(database) in err
    assert database.read_bytes() == before
    if "parquet" not in command:
        status, _, err = run_on(database, *command, "-o", tmp_path / "laporan.txt")
        assert status == 2 and ".xlsx" in err and not (tmp_path / "laporan.txt").exists()


def test_half_an_export_is_not_left_behind(run_on, sample_path, tmp_path, monkeypatch):
    def stop(*_):
        raise OSError(28, "penuh")

    monkeypatch.setattr("zi_metrics.reports.data_files._write_sheet", stop)
    monkeypatch.setattr("zi_metrics.reports.data_files._write_parquet", stop)
    for form, name in (("xlsx", "d.xlsx"), ("parquet", "d.zip"), ("parquet", "d")):
        status, _, err = run_on(sample_path, "export", "data", "--format", form, "-o", tmp_path / name)
        assert status == 2 and "disknya penuh" in err, err
        assert not (tmp_path / name).exists()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
