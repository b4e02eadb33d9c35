"""Screens as one person has them before them."""

import shutil
import threading
import time
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import streamlit as st
from acting import acting
from assessments import ALL_HALF, INSTRUMENT, judged_twice, real_values, save_values
from hostile_names import hostile_database
from many_units import FEW, MANY, many_units
from quality_cases import answer, save_written
from registers import ACTIONS, NAME, add_unit, new
from screen_parts import UNEVEN, WORKED_ON, app_on

from zi_metrics.as_of import today
from zi_metrics.pembangunan.meetings import meetings
from zi_metrics.reading.fair_places import FairPlaces
from zi_metrics.store import tables
from zi_metrics.store.connection import DATABASE_VARIABLE, Store, close_store, open_store
from zi_metrics.store.registers import save_rows
from zi_metrics.store.scenarios import save_scenario
from zi_metrics.store.surveys import NewSurvey, SurveySource, save_surveys
from zi_metrics.store.versions import versions, withdraw_import
from zi_ui import cached_outlooks, caching, downloads, findable, given, paging, paper, taken, turns
from zi_ui.plan import portfolio
from zi_ui.stated import stated


@pytest.fixture
def at_work(monkeypatch):
    """Say whose scope the screens are drawn for from here on."""

    def say(scope):
        monkeypatch.setattr(given, "operators_store", lambda lewat: open_store().seen_by(scope))

    return say


@pytest.fixture
def made_files(monkeypatch):
    """Every file that the pages offer from here on, made at once: its name -> its content."""
    made, draw = {}, st.download_button

    def offered(label, data, file_name, **more):
        made[file_name] = data()
        return draw(label, data, file_name, **more)

    monkeypatch.setattr(taken.st, "download_button", offered)
    return made


@pytest.fixture
def managed(app, at_work, agency):
    """Open a screen as the agency's admin."""
    at_work(agency.as_("admin").scope)
    return lambda screen: app(agency.path, screen)


@pytest.fixture
def upload_page(monkeypatch, tmp_path):
    """The page Unggah on a database of its own with one unit, 'Kantor pilihan', and the database's store."""
    database = tmp_path / "unggah.duckdb"
    values = dict.fromkeys((q.kode for q in INSTRUMENT.questions()), 1.0)
    save_values(open_store(database), "Kantor pilihan", 2025, "tpi", values)
    monkeypatch.setenv(DATABASE_VARIABLE, str(database))
    test = app_on({}, "unggah").run()
    yield test, open_store(database)
    close_store(database)


@pytest.fixture
def two_actions(monkeypatch, tmp_path):
    """The store of a database with a unit that has two actions, 'Satu' and 'Dua', which Ani wrote."""
    database = tmp_path / "aksi.duckdb"
    monkeypatch.setenv(DATABASE_VARIABLE, str(database))
    opened = open_store(database)
    add_unit(opened)
    save_rows(acting(opened, "Ani"), ACTIONS.table, [new("Satu"), new("Dua")])
    yield opened
    close_store(database)


@pytest.fixture
def this_years_work(two_actions):
    """The store of the two actions, with some more of this year: late, done without evidence, of another area."""
    year = today().year
    more = [
        new("Telat", tahun=year, selesai=today() - timedelta(days=3)),
        new("Tanpa", tahun=year, status="selesai"),
        new("Area lain", tahun=year, pokja=3),
    ]
    save_rows(two_actions, ACTIONS.table, more)
    return two_actions


@pytest.fixture
def database(tmp_path):
    """A unit with two versions of an assessment, a scenario and a survey."""
    store = open_store(tmp_path / "orang.duckdb")
    codes = [question.kode for question in INSTRUMENT.questions()]
    for value in (0.4, 0.5):
        save_values(store, WORKED_ON["unit"], 2025, "tpi", dict.fromkeys(codes, value))
    (kept,) = tables.assessments(store)["penilaian_id"]
    save_scenario(acting(store, "Ani"), kept, "Coba", {"B.I.a.1": 4})
    new = NewSurvey(unit=WORKED_ON["unit"], tahun=2025, jenis="spak", instrumen_versi=1, agregat="indeks", indeks=3.5)
    save_surveys(acting(store, "Ani"), [(SurveySource("a.csv", "aa"), [new])])
    return store.path


@pytest.fixture
def uneven(tmp_path):
    """A database with a unit of two years, two judges and a survey, and another of one year by itself (`UNEVEN`)."""
    database = tmp_path / "timpang.duckdb"
    store = open_store(database)
    much, alone = UNEVEN
    save_values(store, alone, 2025, "unit", ALL_HALF)
    save_values(store, "Kantor Baru", 2026, "tpi", ALL_HALF)
    for year in (2025, 2026):
        for judge in ("unit", "tpi"):
            save_values(store, much, year, judge, ALL_HALF)
    new = NewSurvey(unit=much, tahun=2026, jenis="spak", instrumen_versi=1, agregat="indeks", indeks=3.5)
    save_surveys(acting(store, "Ani"), [(SurveySource("a.csv", "aa"), [new])])
    return database


@pytest.fixture
def counting():
    """A cached function of anything, and how often it was computed."""
    calls = []

    def asked(store, what):
        calls.append(what)
        return [what]

    def by_version(store, what):
        return asked(store, what)

    def by_store(store, what):
        return asked(store, what)

    return caching.cached(by_version), caching.cached(by_store, caching.key_of_store), calls


@pytest.fixture
def counting_units():
    """A function about a unit whose answers are kept, and how often it was computed."""
    calls = []

    def about_unit(store, unit_id):
        calls.append(unit_id)
        return [unit_id]

    return caching.cached_of_unit(about_unit), calls


@pytest.fixture
def doubtful(tmp_path):
    """A database with a unit that has a doubt in Pokja 1, one in Pokja 2 and a grave one, and a unit without any."""
    store = open_store(tmp_path / "ragu.duckdb")
    impossible = answer("R.1.i.b", 1.0, jumlah_perubahan=1.0, jumlah_terintegrasi=3.0)
    save_written(store, NAME, "unit", [answer("P.1.i.a", 1.0, "Ya"), answer("P.2.i.a", 1.0, "A"), impossible])
    save_written(store, "Kantor Tenang", "unit", [])
    return store.path


@pytest.fixture
def barely_missed(tmp_path):
    """A database with one unit, all of whose answers are worth 0.749996: a total of 74,9996."""
    store = open_store(tmp_path / "tipis.duckdb")
    save_values(store, "Kantor Tipis", 2026, "tpi", {q.kode: 0.749996 for q in INSTRUMENT.questions()})
    return store.path


@pytest.fixture
def offered(monkeypatch):
    """The tables that the page last drawn offers to download: (table, its texts, title, what it is about)."""
    seen, offer = {}, downloads.offer_made_table

    def watched(make, title, key, bukan=()):
        if any(about["Layar"] != stated()["Layar"] for *_, about in seen.values()):
            seen.clear()
        seen[key] = (*make(), title, downloads.about_table(bukan))
        offer(make, title, key, bukan)

    monkeypatch.setattr(downloads, "offer_made_table", watched)
    return seen.values()


@pytest.fixture
def drawn(monkeypatch):
    """What is put on paper, as HTML."""
    bodies = []
    monkeypatch.setattr(paper.st, "html", lambda body, **_: bodies.append(body))
    return bodies


@pytest.fixture(scope="module")
def made_hostile(tmp_path_factory):
    """A closed database with texts that mean harm in every field, made once."""
    return hostile_database(tmp_path_factory.mktemp("jahat") / "jahat.duckdb")


@pytest.fixture
def hostile_file(made_hostile, tmp_path):
    """The same, of this test's own."""
    return Path(shutil.copy(made_hostile, tmp_path / "jahat.duckdb"))


@pytest.fixture(scope="module")
def portfolios(sample_file, tmp_path_factory):
    """Two closed databases, one with four times as many units as the other."""
    folder = tmp_path_factory.mktemp("banyak")
    return [many_units(sample_file, folder / f"{count}.duckdb", count) for count in (FEW, MANY)]


@pytest.fixture
def small_limits(monkeypatch):
    """Limits that the smaller portfolio passes already, as thousands of units pass those in use."""
    monkeypatch.setattr(paging, "ROWS", 40)
    monkeypatch.setattr(findable, "LISTED", 50)
    monkeypatch.setattr(portfolio, "_PLANNED", 70)


@pytest.fixture
def withdrawn(database):
    """The same database, with another unit whose assessment is withdrawn, so that Unggah offers to restore it."""
    store = open_store(database)
    save_values(store, "Kantor Cabut", 2025, "tpi", ALL_HALF)
    row = tables.assessments(store).set_index("unit").loc["Kantor Cabut"]
    withdraw_import(store, versions(store, row["unit_id"], 2025, "tpi")["impor_id"].iloc[0], "salah")
    return database


@pytest.fixture
def drawing(monkeypatch):
    """Two turns at once; draws pages in so many threads and gives how many were at it together at most."""
    monkeypatch.setattr(turns, "_places", FairPlaces(2, 1))
    monkeypatch.setattr(
        turns, "get_script_run_ctx", lambda: SimpleNamespace(session_id=threading.current_thread().name)
    )
    lock, together, most = threading.Lock(), [0], [0]

    def draw(page, fails):
        try:
            with turns.turn(page):
                with lock:
                    together[0] += 1
                    most[0] = max(most[0], together[0])
                time.sleep(0.02)
                with lock:
                    together[0] -= 1
                if fails:
                    raise RuntimeError
        except RuntimeError:
            pass

    def all_of(page, fails=False):
        most[0] = 0
        threads = [threading.Thread(target=draw, args=(page, fails), name=f"jendela {n}") for n in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return most[0]

    return all_of


@pytest.fixture
def meeting_on_screen(app, sample_path):
    """The app on a meeting of the sample portfolio, and that meeting."""
    store = Store(sample_path)
    meeting = meetings(store)[0]
    store.close()
    return app(sample_path, "rapat", rapat=meeting.baris_id), meeting


@pytest.fixture
def of_few(store):
    """A store with 'Kantor yang ditanya', by itself in 2026, and four units that two judges judged the year before."""
    rng = np.random.default_rng(1)
    for number in range(4):
        judged_twice(store, f"Kantor {number}", 2025, rng)
    save_values(store, "Kantor yang ditanya", 2026, "unit", real_values(rng, 0.8))
    return store


@pytest.fixture
def of_many(of_few, monkeypatch):
    """The same, where four pairs are many."""
    monkeypatch.setattr(cached_outlooks, "MANY_PAIRS", 4)
    return of_few
