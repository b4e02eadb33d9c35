"""What the promises are kept on: the portfolio as it was recorded, a read workbook, an instrument nobody knows."""

import shutil
from datetime import date
from pathlib import Path

import made_up
import many_at_once
import pytest
from acting import acting
from crowd_agency import lookers, uploaders
from kills import Killer
from lake_servers import SharedLake
from official_answers import ALL, TEXTS
from places import READY

from tools import audit
from zi_metrics.cli.main import main
from zi_metrics.instruments import library
from zi_metrics.instruments.library import INSTRUMENTS, load_instrument
from zi_metrics.lke.importing import Label, prepare, store_prepared
from zi_metrics.lke.portfolio import overview
from zi_metrics.lke.unit import find_assessment, unit_report
from zi_metrics.lke.values import answer_values
from zi_metrics.plan import corrections
from zi_metrics.samples.lke import YEARS
from zi_metrics.scoring.gates import gate_system
from zi_metrics.store.backup import write_backup
from zi_metrics.store.backup_folder import BY_HAND, note_of, read_backup
from zi_metrics.store.connection import DATABASE_VARIABLE, Store, close_store, open_store
from zi_metrics.store.restore import restore_backup


@pytest.fixture(scope="session")
def portfolio_file(sample_file, tmp_path_factory):
    """The sample portfolio and the half filled workbook, in a file that is only read."""
    path = Path(shutil.copy(sample_file, tmp_path_factory.mktemp("angka") / "angka.duckdb"))
    filled = Store(path)
    item = prepare(READY["setengah"].name, READY["setengah"].read_bytes())
    store_prepared(
        acting(filled, "Penguji"), [(item, Label("Contoh 02 – Rumah Sakit", 2026, "tpi", date(2026, 5, 25)))]
    )
    filled.close()
    yield path
    # Not after each test: what the app keeps of one session, it reads on from the same open store in the next.
    close_store(path)


@pytest.fixture
def portfolio(portfolio_file, monkeypatch):
    """The path of the same, as the database of the app."""
    monkeypatch.setenv(DATABASE_VARIABLE, str(portfolio_file))
    return portfolio_file


@pytest.fixture
def command(portfolio, capsys):
    """Run a command on the portfolio; gives the lines on standard output, or those of the complaint."""
    return _commands_on(portfolio, capsys)


def _commands_on(database, capsys):
    def run(*arguments):
        status = main([*map(str, arguments), "--database", str(database)])
        captured = capsys.readouterr()
        assert status == 0 or captured.out == ""
        return captured.out if status == 0 else f"status {status}: {captured.err}"

    return run


@pytest.fixture(scope="session")
def restored_file(portfolio_file, tmp_path_factory):
    """The same as `portfolio_file`, backed up and restored onto another machine, where nothing else is."""
    there = tmp_path_factory.mktemp("komputer lain") / "angka.duckdb"
    with open_store(portfolio_file).cursor() as cursor:
        made = write_backup(cursor, portfolio_file, BY_HAND, tmp_path_factory.mktemp("cadangan"))
    carried = shutil.copy(made.path, there.parent / "dibawa.duckdb")
    shutil.copy(note_of(made.path), note_of(carried))
    restore_backup(there, read_backup(carried))
    yield there
    close_store(there)


@pytest.fixture
def restored_command(restored_file, capsys):
    """As `command`, on the restored portfolio."""
    return _commands_on(restored_file, capsys)


@pytest.fixture(scope="module")
def prepared():
    """The complete ready workbook as it is read."""
    return prepare(READY["lengkap"].name, READY["lengkap"].read_bytes())


@pytest.fixture(params=["alone", "beside the shipped ones"])
def made_up_folder(request, tmp_path, monkeypatch):
    """A folder with the made-up instrument; where it is alone, whatever leans on another one by its code fails."""
    place = tmp_path / "instrumen"
    if request.param == "alone":
        place.mkdir()
    else:
        shutil.copytree(INSTRUMENTS, place)
    monkeypatch.setattr(library, "INSTRUMENTS", place)
    made_up.write_made_up(place)
    return place


@pytest.fixture
def instrument(made_up_folder):
    """The made-up instrument, read from its folder."""
    assert made_up_folder == library.INSTRUMENTS
    return load_instrument(made_up.KODE)


@pytest.fixture(scope="module")
def samples(sample_file, tmp_path_factory):
    """The sample portfolio, open."""
    opened = Store(shutil.copy(sample_file, tmp_path_factory.mktemp("tabel") / "contoh.duckdb"))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def units(samples):
    """The overview of its last year."""
    return overview(samples, YEARS[-1], samples=True)


@pytest.fixture(scope="module")
def report(samples, units):
    """The weakest unit, whole."""
    return unit_report(samples, find_assessment(samples, units["unit"].iloc[-1], YEARS[-1]))


@pytest.fixture(scope="module")
def gates(report):
    """The gates of WBK."""
    return gate_system(report.instrument, "wbk")


@pytest.fixture(scope="module")
def values(samples, report):
    """Its values."""
    return answer_values(samples, report.assessment.penilaian_id)


@pytest.fixture(scope="module")
def pairs(samples, report):
    """What TPI made of the units' own answers."""
    return corrections.correction_pairs(samples, report.instrument, "unit", "tpi", samples=True)


@pytest.fixture(params=list(ALL))
def each_instrument(request, monkeypatch, tmp_path):
    """Every instrument there is, and two that only the tests know; alone, so that files are surely of it."""
    (tmp_path / "instrumen").mkdir()
    path = tmp_path / "instrumen" / f"{request.param}.yaml"
    path.write_text(TEXTS[request.param], encoding="utf-8")
    monkeypatch.setattr(library, "INSTRUMENTS", path.parent)
    return library.load_instrument(request.param)


@pytest.fixture(scope="module")
def killer(tmp_path_factory):
    """Kills operations at random moments, in a folder of its own."""
    made = Killer(tmp_path_factory.mktemp("mati"))
    yield made
    made.close()


@pytest.fixture
def pinned(monkeypatch):
    """The audit takes two packages for all that are pinned."""
    monkeypatch.setattr(audit, "pins", lambda: {"a": "1", "b": "2"})


@pytest.fixture
def crowd(sample_file, tmp_path):
    """Lets so many people look and upload at a server of their own: crowd(looking, uploading, seconds, **how).

    Gives what they met with, what is wrong in the database afterwards, and how long the write lock was waited for.
    """

    def met(looking, uploading, seconds, **how):
        database = Path(shutil.copy(sample_file, tmp_path / "ramai.duckdb"))
        return many_at_once.met(database, lookers(looking), uploaders(uploading), seconds, **how)

    return met


@pytest.fixture
def unopened_lake(cluster, tmp_path):
    """An empty catalog and folder that no process has seen."""
    made = SharedLake(cluster, "belum_dibuka", tmp_path / "bersama")
    yield made
    made.remove()
