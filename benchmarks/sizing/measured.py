"""What the simulated week's work takes, measured on this machine: a server with one who looks and one who uploads."""

import os
import random
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support"), str(ROOT / "benchmarks")]

import duckdb
from crowd_agency import Book, lookers, uploaders
from lakes import Cluster, programs
from many_at_once import Met, met
from survey_screen import store_one

from sizing.week import ServiceTimes
from zi_metrics.answers import Identity
from zi_metrics.instruments.library import load_instrument
from zi_metrics.lke.importing import Label, prepare, store_prepared
from zi_metrics.reading import read_spreadsheet
from zi_metrics.reports.official_workbook import write_official
from zi_metrics.samples.lke import YEARS, fill_with_samples, sample_answers, sample_units
from zi_metrics.store.connection import Store
from zi_metrics.store.lake import FOLDER_VARIABLE, LAKE, STORE_VARIABLE

MIB = 2**20
_PAGES = ("pindah halaman", "pilih saringan", "gambar ulang")
# Alone at the server, with little rest: what they wait for is the work itself.
_REST = (0.5, 2.0)
# One uploads while another looks, so often that pages come on a file as in the week that is assumed: what a file makes
# stale is computed anew by the next who looks, which would otherwise count for far too much.
_PACED = (35.0, 55.0)
# Of the pages so great a part is left out: by then a server that just began has shown each for the first time.
_BEGINNING = 1 / 3
_READ, _FEW, _STORED, _RESPONSES = 7, 20, 100, 100_000
# Of the answers of a workbook so many have a note, of so many words: copies of one workbook would be packed to nothing.
NOTED, WORDS = 0.5, 12


@dataclass(frozen=True)
class Measured:
    """What was measured. times; acts, uploads: from how many; memory: MiB of the server at the end

    per_lke: KiB of the database for one stored LKE with its file; per_response: bytes for one survey response
    """

    times: ServiceTimes
    acts: int
    uploads: int
    memory: float
    per_lke: float
    per_response: float


def lake_is_here() -> bool:
    """Whether PostgreSQL is installed, so that a lake can be measured, too."""
    return programs() is not None


def measure(toko: str, seconds: float) -> Measured:
    """All of it over a store (`berkas`, `danau`), pages for so many seconds, uploads for a third of it.

    Raises RuntimeError when somebody met with an error.
    """
    found, book = _crowd(toko, seconds / 3, _REST)
    usual, _ = _crowd(toko, seconds, _PACED)
    acts = {what: [spent for act, spent in found.outcome.times if act == what] for what, _ in found.outcome.times}
    pages = [spent for act, spent in usual.outcome.times if act in _PAGES]
    pages = pages[round(len(pages) * _BEGINNING) :]
    reading = _reading(book.content)
    upload, save = (statistics.mean(acts[what]) for what in ("unggah dan baca", "simpan"))
    times = ServiceTimes(
        halaman=statistics.mean(pages),
        baca=reading,
        unggah=max(0.0, upload - reading),
        simpan=save,
        tulis=statistics.mean(held for _, held in found.locks),
    )
    with TemporaryDirectory() as name:
        return Measured(
            times,
            acts=len(pages),
            uploads=len(acts["simpan"]),
            memory=usual.outcome.memory[-1][1],
            per_lke=_per_lke(Path(name) / "lke.duckdb") / 1024,
            per_response=_per_response(Path(name) / "survei.duckdb"),
        )


def _crowd(toko: str, seconds: float, uploads_rest: tuple[float, float]) -> tuple[Met, Book]:
    """What one who looks and one who uploads met, and a workbook that was uploaded."""
    with TemporaryDirectory() as name, _store_in(toko, Path(name)) as database:
        looking, uploading = lookers(1), uploaders(1)
        store = Store(database)
        fill_with_samples(store)
        store.close()
        found = met(database, looking, uploading, seconds, rest=_REST, uploads_rest=uploads_rest)
    if wrong := [*found.outcome.failures, *found.wrong]:
        raise RuntimeError("\n".join(wrong))
    return found, uploading[0].books[0]


@contextmanager
def _store_in(toko: str, folder: Path) -> Iterator[Path]:
    """The place of an empty store in a folder; for a lake with a PostgreSQL of its own that keeps what it confirms."""
    if toko != LAKE:
        yield folder / "satu.duckdb"
        return
    cluster = Cluster({"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"})
    said = {**cluster.environment, "PGDATABASE": "zi", STORE_VARIABLE: LAKE, FOLDER_VARIABLE: str(folder)}
    before = {name: os.environ.get(name) for name in said}
    try:
        cluster.make("zi")
        os.environ.update(said)
        yield folder / "zi.danau"
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})
        cluster.remove()


def _reading(content: bytes) -> float:
    """Seconds until the process that reads gives a workbook's cells."""
    spent = []
    for _ in range(_READ):
        begun = time.perf_counter()
        read_spreadsheet("LKE.xlsx", content)
        spent.append(time.perf_counter() - begun)
    return statistics.median(spent)


def workbook(number: int) -> bytes:
    """A filled in LKE that is like no other of another number: answers as some sample unit gave them, noted anew."""
    drawn, instrument = random.Random(number), load_instrument()
    known = sorted({word for question in instrument.questions() for word in question.teks.split()})
    answers = sample_answers(instrument, number % len(sample_units()), YEARS[number % len(YEARS)], "unit")
    noted = [
        replace(one, catatan=" ".join(drawn.choices(known, k=WORDS))) if drawn.random() < NOTED else one
        for one in answers
    ]
    whose = Identity(f"Unit contoh {number}", YEARS[-1], "unit")
    return write_official(instrument, "lampiran-iii", {"unit": {one.kode: one for one in noted}}, whose)


def _per_lke(database: Path) -> float:
    """Bytes by which a database grows with each LKE."""
    used = []
    for first, last in ((0, _FEW), (_FEW, _FEW + _STORED)):
        store = Store(database)
        for number in range(first, last):
            label = Label(f"Unit contoh {number}", YEARS[-1], "unit")
            store_prepared(store, [(prepare("LKE.xlsx", workbook(number)), label)])
        store.close()
        with duckdb.connect(str(database), read_only=True) as connection:
            block, blocks = connection.execute("SELECT block_size, used_blocks FROM pragma_database_size()").fetchone()
        used.append(block * blocks)
    # What the first few brought with them is there once.
    return (used[1] - used[0]) / _STORED


def _per_response(database: Path) -> float:
    """Bytes of a database for one response to a survey, three in ten with a comment."""
    store_one(database, _RESPONSES)
    return database.stat().st_size / _RESPONSES
