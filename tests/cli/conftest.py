"""Commands as they are run, without starting a process: on a database of the test's own, empty or with the samples."""

import json
from pathlib import Path
from typing import NamedTuple

import pytest
from folder_of_lke import BROKEN, of_unit
from hostile_names import hostile_database
from places import READY
from survey_files import SPAK, as_text, responses

from zi_metrics.care.listener import Listener
from zi_metrics.cli.main import main
from zi_metrics.store.connection import close_store, open_store


class Written(NamedTuple):
    """What a command that writes a file gave: status, standard output, standard error, and the file's path."""

    status: int
    out: str
    err: str
    path: Path | str


@pytest.fixture
def run_on(capsys):
    """Run a command on a database; gives (status, standard output, standard error)."""

    def command(database, *arguments):
        status = main([*map(str, arguments), "--database", str(database)])
        close_store(database)
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return command


@pytest.fixture
def run(run_on, tmp_path):
    """Run a command on an empty database of this test's own, cli.duckdb; gives as `run_on`."""
    return lambda *arguments: run_on(tmp_path / "cli.duckdb", *arguments)


@pytest.fixture
def run_on_samples(run_on, sample_path):
    """Run a command on a database with the sample portfolio; gives as `run_on`."""
    return lambda *arguments: run_on(sample_path, *arguments)


@pytest.fixture
def write_workbook(run_on_samples, tmp_path):
    """Run `workbook` on the sample portfolio; gives `Written`."""

    def command(*arguments, output=tmp_path / "lke.xlsx"):
        return Written(*run_on_samples("workbook", *arguments, "-o", output), output)

    return command


@pytest.fixture
def spak_file(tmp_path):
    """A SPAK survey of forty people as CSV, whose index is 2,50."""
    path = tmp_path / "SPAK 2026.csv"
    path.write_bytes(as_text(responses(SPAK, lambda i, q: 1 + (i + q) % 4)))
    return path


@pytest.fixture
def told(run_on, tmp_path):
    """Run a command ({folder} in it: the test's own) on a database; gives its status and standard error.

    A traceback is never told, and of a command that failed nothing stands in the output. The folder holds a list of
    units, unit.csv.
    """
    (tmp_path / "unit.csv").write_bytes(as_text([["Nama", "Tingkat", "Induk"], ["Instansi Uji", "Instansi", ""]]))

    def command(arguments, database):
        status, out, err = run_on(database, *(argument.format(folder=tmp_path) for argument in arguments))
        assert "Traceback" not in err and (status == 0 or out == "")
        return status, err

    return command


@pytest.fixture
def hostile_file(tmp_path):
    """A database with texts that mean harm in every field."""
    return hostile_database(tmp_path / "jahat.duckdb")


@pytest.fixture
def kept(run_on, sample_path):
    """A database with the samples and one backup of it; gives the backup's path."""
    status, out, _ = run_on(sample_path, "backup", "--json")
    assert status == 0
    return json.loads(out)["path"]


@pytest.fixture
def imported(run_on, tmp_path):
    """A database with one imported LKE (closed); gives its path and the import's id."""
    path = tmp_path / "hapus.duckdb"
    status, _, err = run_on(path, "import", READY["setengah"], "--unit", "Kantor Uji", "--tahun", 2025, "--json")
    assert status == 0, err
    (row,) = json.loads(run_on(path, "erase", "--json")[1])["impor"]
    return path, row["impor_id"]


@pytest.fixture
def import_ready(tmp_path, capsys):
    """Imports the ready workbook into a database of its own; gives status, JSON (None where there is none), errors."""

    def run(*more):
        whose = ["--unit", "Kantor Uji", "--tahun", "2026", "--penilai", "unit"]
        status = main(
            ["import", str(READY["lengkap"]), *whose, *more, "--database", str(tmp_path / "uji.duckdb"), "--json"]
        )
        out = capsys.readouterr()
        return status, json.loads(out.out) if out.out else None, out.err

    return run


@pytest.fixture
def listened(sample_path):
    """A database with the samples that this process has open, as a dashboard does, and listens for."""
    open_store(sample_path)
    ear = Listener(sample_path)
    yield sample_path
    ear.close()
    close_store(sample_path)


@pytest.fixture
def folder(tmp_path):
    """A folder with three units' workbooks, one of them further down, and one that cannot be read."""
    inside = tmp_path / "kiriman"
    (inside / "kanwil").mkdir(parents=True)
    for place in ("a.xlsx", "b.xlsx", "kanwil/c.xlsx"):
        (inside / place).write_bytes(of_unit(f"Kantor {place[-6].upper()}"))
    (inside / "b2 rusak.xlsx").write_bytes(BROKEN)
    return inside
