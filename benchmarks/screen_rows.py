"""What screens and the server cost beside a bare Streamlit page: functions that each measure a row of docs/kinerja.md.

Processor time and memory are those of the server's own process, asked through the protocol that browsers speak; only
the time to content is the clock's, in a real Chromium, ours and the bare page's in turns.
"""

import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import psutil

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks"), str(ROOT / "tests" / "support")]

from browsing import Watched, answers, chromium, free_port, serving
from large_agency import large_agency
from rows import Row, once
from surveys import write
from visitors import Visitor

from zi_metrics.bahasa import format_number
from zi_metrics.samples.lke import fill_with_samples
from zi_metrics.store.connection import Store

MIB = 2**20
# So many units a country has.
MANY = 30_000
_AGAIN, _OPENED = 20, 5
# Answers of a survey that takes a process of its own some seconds, and how often such a one is uploaded.
HEAVY, _UPLOADS = 300_000, 3
# Streamlit keeps a session whose browser went for two minutes.
_GONE = 150.0
_BEGUN = 20


class _Served(NamedTuple):
    address: str
    process: psutil.Process

    def spent(self) -> float:
        times = self.process.cpu_times()
        return times.user + times.system

    def memory(self) -> float:
        return self.process.memory_info().rss / MIB

    def settle(self) -> None:
        """Wait until it has nothing to do any more, as after its start."""
        calm = 0
        while calm < 3:
            before = self.spent()
            time.sleep(1.0)
            calm = calm + 1 if self.spent() - before < 0.05 else 0


@cache
def _samples() -> bytes:
    """A closed database with the sample portfolio."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "contoh.duckdb"
        store = Store(path)
        fill_with_samples(store)
        store.close()
        return path.read_bytes()


@contextmanager
def _ours() -> Iterator[_Served]:
    with TemporaryDirectory() as folder:
        database = Path(folder) / "contoh.duckdb"
        database.write_bytes(_samples())
        with serving(database) as (address, process):
            yield _Served(address, psutil.Process(process.pid))


@contextmanager
def _bare() -> Iterator[_Served]:
    port = free_port()
    options = ("--server.port", str(port), "--server.headless", "true", "--browser.gatherUsageStats", "false")
    with TemporaryDirectory() as folder:
        page = shutil.copy(ROOT / "benchmarks" / "bare_page.py", folder)
        # In a folder of its own, so that none of our settings hold for it.
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", page, *options],
            cwd=folder,
            env={name: value for name, value in os.environ.items() if not name.startswith("ZI_")},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            while not answers(f"http://127.0.0.1:{port}/_stcore/health"):
                assert process.poll() is None, "the bare page's server ended before it answered"
                time.sleep(0.1)
            yield _Served(f"http://127.0.0.1:{port}", psutil.Process(process.pid))
        finally:
            process.terminate()
            process.wait()


@contextmanager
def _with_many() -> Iterator[_Served]:
    with TemporaryDirectory() as folder:
        samples = Path(folder) / "contoh.duckdb"
        samples.write_bytes(_samples())
        database = large_agency(samples, Path(folder) / "banyak.duckdb", MANY)
        with serving(database) as (address, process):
            yield _Served(address, psutil.Process(process.pid))


def first_visit() -> Row:
    """The first visit after a start that has been over for a while, and the memory after it."""

    def visit(served: _Served) -> tuple[float, float]:
        served.settle()
        before = served.spent()
        with Visitor(served.address, "") as visitor:
            visitor.arrive("")
        return served.spent() - before, served.memory()

    with _ours() as ours, _bare() as bare:
        (own, memory), (theirs, least) = visit(ours), visit(bare)
    return Row("kunjungan pertama sesudah server berjalan", own, theirs, memory, least)


def drawn_again() -> Row:
    """One screen drawn again, the mean over all screens with warm caches; beside the bare page."""
    with _ours() as ours, _bare() as bare, Visitor(ours.address, "") as visitor, Visitor(bare.address, "") as other:
        ours.settle()
        visitor.arrive("")
        other.arrive("")
        each = []
        for page in sorted(visitor.screen.pages):
            visitor.go(page)
            visitor.again()
            each.append((_again(ours, visitor), _again(bare, other)))
            assert not visitor.screen.failures(), (page, visitor.screen.failures())
    return Row("gambar ulang satu layar", *(statistics.mean(one[k] for one in each) for k in (0, 1)))


def simplest_again() -> Row:
    """The screen that shows no figures drawn again: what every click pays, whatever it shows."""
    with _ours() as ours, _bare() as bare, Visitor(ours.address, "") as visitor, Visitor(bare.address, "") as other:
        ours.settle()
        visitor.arrive("bantuan")
        other.arrive("")
        visitor.again()
        return Row("gambar ulang layar tanpa angka", _again(ours, visitor), _again(bare, other))


def _again(served: _Served, visitor: Visitor) -> float:
    before = served.spent()
    for _ in range(_AGAIN):
        visitor.again()
    return (served.spent() - before) / _AGAIN


def many_sessions() -> Row:
    """The server's memory after 200 visits have come and gone, beside that after 20."""

    def come_and_go(served: _Served, times: int) -> float:
        for _ in range(times):
            with Visitor(served.address, "") as visitor:
                visitor.arrive("")
                visitor.go("unit_kerja")
        time.sleep(_GONE)
        return served.memory()

    with _ours() as ours:
        ours.settle()
        few = come_and_go(ours, _BEGUN)
        many = come_and_go(ours, 200 - _BEGUN)
    return Row("memori sesudah 200 kunjungan, di samping 20", None, None, many, few)


def beside_a_heavy_upload() -> Row:
    """A click while somebody else has a large survey read and stores it, by the clock; beside the same in quiet."""

    def store(visitor: Visitor, content: bytes) -> None:
        visitor.upload("survei.csv", content)
        (where,) = (label for label in visitor.screen.choices() if label.startswith("Unit kerja"))
        visitor.choose(where, visitor.screen.choices()[where].options[0])
        visitor.press("Simpan")
        assert any("Tersimpan" in one.body for one in visitor.screen.all("alert")), visitor.screen.failures()

    quiet, busy = [], []
    with _ours() as ours, Visitor(ours.address, "") as visitor, Visitor(ours.address, "") as other:
        ours.settle()
        visitor.arrive("unit_kerja")
        other.arrive("unggah")
        for turn in range(_UPLOADS):
            other.go("unggah")
            with TemporaryDirectory() as folder:
                path = Path(folder) / "survei.csv"
                write(path, HEAVY + turn)
                content = path.read_bytes()
            quiet += [visitor.again() for _ in range(_AGAIN)]
            with ThreadPoolExecutor(1) as pool:
                stored = pool.submit(store, other, content)
                while not stored.done():
                    busy.append(visitor.again())
                stored.result()
    name = f"klik selagi orang lain mengunggah survei {format_number(HEAVY, 0)} jawaban (menurut jam)"
    return Row(name, statistics.median(busy), statistics.median(quiet))


@cache
def _screens(many: bool) -> dict[str, tuple[float, float]]:
    """Of each screen the processor seconds of its first visit, and of drawing it again; of one server's life."""
    found = {}
    with _with_many() if many else _ours() as served:
        served.settle()
        for page in (*PAGES, *CLICKED):
            before = served.spent()
            with Visitor(served.address, "") as visitor:
                visitor.arrive(page)
                served.settle()
                first = served.spent() - before
                visitor.again()
                found[page] = first, _again(served, visitor)
                assert not visitor.screen.failures(), (page, visitor.screen.failures())
    return found


def again_with_many(page: str, name: str) -> Callable[[], Row]:
    """The row of one screen drawn again with very many units, beside the sample's few."""

    def measure() -> Row:
        return Row(f"gambar ulang dengan {_units()}: {name}", _screens(True)[page][1], _screens(False)[page][1])

    return once(measure)


def first_with_many(page: str, name: str) -> Callable[[], Row]:
    """The row of one screen's first visit with very many units, beside the sample's few."""

    def measure() -> Row:
        return Row(f"kunjungan pertama dengan {_units()}: {name}", _screens(True)[page][0], _screens(False)[page][0])

    return once(measure)


def _units() -> str:
    return f"{format_number(MANY, 0)} unit"


def in_browser(path: str, name: str) -> Callable[[], Row]:
    """The row of one screen: the clock from its address to all of it drawn, warm; beside the bare page."""

    def measure() -> Row:
        with _ours() as ours, _bare() as bare, chromium() as browser:
            ours.settle()
            places = [(Watched(browser, served.address), at) for served, at in ((ours, path), (bare, "/"))]
            taken: list[list[float]] = [[], []]
            for turn in range(_OPENED + 1):
                for (watched, at), own in zip(places, taken, strict=True):
                    begun = time.monotonic()
                    watched.open(at)
                    # The first brings the scripts along, and fills what is kept.
                    own += [time.monotonic() - begun] if turn else []
        return Row(f"{name} sampai tampil di Chromium", *map(statistics.median, taken))

    return measure


SCREENS = {"/": "Ringkasan", "/unit_kerja": "Unit kerja", "/pokja": "Pokja", "/survei": "Survei"}
# The order of the visits: what one computes the next may take.
PAGES = {"pokja": "Pokja", "": "Ringkasan", "unit_kerja": "Unit kerja", "penilai": "Penilai", "survei": "Survei"}
# Of these only a click is promised anything: what they show of all units is asked for by whoever comes first.
CLICKED = {"rencana": "Rencana", "kesiapan": "Kesiapan"}
ROWS: tuple[Callable[[], Row], ...] = (
    first_visit,
    drawn_again,
    simplest_again,
    once(many_sessions),
    once(beside_a_heavy_upload),
    *(again_with_many(page, name) for page, name in (PAGES | CLICKED).items()),
    *(first_with_many(page, name) for page, name in PAGES.items()),
    *(in_browser(path, name) for path, name in SCREENS.items()),
)
# Quick, and telling of what every click pays.
SMALL: tuple[Callable[[], Row], ...] = (simplest_again,)
