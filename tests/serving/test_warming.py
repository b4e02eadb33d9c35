"""What the first visitor needs is there when they come; nobody waits for it, and nothing hangs on it."""

import gc
import subprocess
import sys
import threading
import time
from contextlib import contextmanager

from browsing import serving
from places import ROOT
from screen_parts import app_on
from stream import run, stream

from zi_ui import cached, cached_outlooks, cached_portfolio, turns
from zi_ui import warming as module
from zi_ui.serving import memory
from zi_ui.warming import WARMING_VARIABLE, Warming, first_needed

# What the functions behind the caches of the first screen are called, and what of Ringkasan asks them.
COMPUTED = [
    "units_outlook.stored_forecast",
    "unit_outlook.outlook",
    "unit_outlook.past_judges",
    "to_decide.stored_decisions",
    "portfolio_view.view",
    "portfolio.overview",
    "bars.unit_bars",
    "portfolio.failed_gates",
    "area_metrics.area",
    "judges.most_corrected",
]


def test_the_first_visits_compute_nothing_anew(sample_path, monkeypatch):
    monkeypatch.setenv("ZI_DATABASE", str(sample_path))
    computed = set()
    for name in COMPUTED:
        module, _, function = name.partition(".")
        rooms = cached_outlooks, cached_portfolio, cached
        place = next(getattr(room, module) for room in rooms if hasattr(room, module))
        kept = getattr(place, function)

        def watched(*args, _kept=kept, _name=name, **kwargs):
            computed.add(_name)
            return _kept(*args, **kwargs)

        monkeypatch.setattr(place, function, watched)
    for step in first_needed():
        step()
    assert computed == set(COMPUTED)
    computed.clear()
    for page in (None, "pokja", "penilai"):
        assert not app_on({}, page).run().exception and not computed, page


def test_whoever_comes_while_a_server_still_loads_is_answered(sample_path, monkeypatch):
    monkeypatch.setenv(WARMING_VARIABLE, "ya")
    with serving(sample_path) as (address, process), stream(address) as socket:
        assert "memenuhi semua syarat" in run(socket, "tahun=2026")
        assert process.poll() is None


def ended(warming):
    """Wait until all steps are over, however they ended."""
    while warming._thread.is_alive() and not warming._stopped.is_set():
        time.sleep(0.01)


def test_a_step_that_fails_is_logged_without_what_it_said_and_ends_the_others(said, monkeypatch):
    monkeypatch.setenv(WARMING_VARIABLE, "ya")
    done = []

    def steps():
        yield lambda: done.append(1)
        yield lambda: 1 / 0
        yield lambda: done.append(2)

    warming = Warming(steps, after=0.0)
    monkeypatch.setattr(memory, "look", lambda stopped: stopped.set())
    warming.start()
    ended(warming)
    assert done == [1] and said() == ["tidak_dihangatkan"]


def test_told_to_stop_it_begins_no_further_step(said, monkeypatch):
    monkeypatch.setenv(WARMING_VARIABLE, "ya")
    begun, go_on = threading.Event(), threading.Event()
    done = []

    def steps():
        yield lambda: (begun.set(), go_on.wait())
        yield lambda: done.append(2)

    warming = Warming(steps, after=0.0)
    warming.start()
    begun.wait()
    warming._stopped.set()
    go_on.set()
    warming.stop(within=60.0)
    assert not warming._thread.is_alive() and not done and not said()


def test_switched_off_nothing_is_loaded_and_stopping_it_is_no_error(monkeypatch):
    monkeypatch.setenv(WARMING_VARIABLE, "tidak")
    done = []
    warming = Warming(lambda: iter([lambda: done.append(1)]), after=0.0)
    warming.start()
    warming.stop()
    assert not done


def test_pages_and_loading_take_turns_so_that_a_crowd_does_not_put_it_off(monkeypatch):
    monkeypatch.setenv(WARMING_VARIABLE, "ya")
    # One step a turn.
    monkeypatch.setattr(module, "_TURN_S", 0.0)
    done, drawing = [], threading.Lock()

    def page():
        with turns._places.place(60.0):
            assert drawing.acquire(blocking=False)
            done.append("page")
            drawing.release()

    def step():
        assert drawing.acquire(blocking=False)
        done.append("step")
        drawing.release()

    warming = Warming(lambda: iter([step] * 3), after=0.0)
    monkeypatch.setattr(memory, "look", lambda stopped: stopped.set())
    pages = [threading.Thread(target=page) for _ in range(6)]
    with turns._places.place(1.0) as got:
        assert got
        for number, thread in enumerate(pages, 1):
            thread.start()
            while turns._places.waiting < number:
                time.sleep(0.001)
        warming.start()
        while turns._places.waiting < len(pages) + 1:
            time.sleep(0.001)
        assert not done, "not beside a page that is being drawn"
    for thread in pages:
        thread.join()
    ended(warming)
    # How soon the thread asks for its next turn, nobody promises.
    assert done[:2] == ["step", "page"] and sorted(done) == ["page"] * 6 + ["step"] * 3


def test_in_one_turn_it_loads_as_much_as_takes_no_longer_than_a_page(monkeypatch):
    monkeypatch.setenv(WARMING_VARIABLE, "ya")
    monkeypatch.setattr(memory, "look", lambda stopped: stopped.set())
    begun = []

    @contextmanager
    def between():
        begun.append(0)
        yield

    def step():
        begun[-1] += 1
        time.sleep(module._TURN_S / 2.5)

    monkeypatch.setattr(turns, "between", between)
    warming = Warming(lambda: iter([step] * 5), after=0.0)
    warming.start()
    ended(warming)
    assert sum(begun) == 5 and max(begun) <= 3 and len(begun) > 1


def test_memory_is_looked_through_now_and_then_until_the_end(monkeypatch):
    class Cycle:
        pass

    one, gone, until = Cycle(), threading.Event(), threading.Event()
    one.own, one.last = one, type("Last", (), {"__del__": lambda _: gone.set()})()
    thread = threading.Thread(target=memory.look, args=(until, 0.01))
    # Python's own look would find it, too.
    gc.disable()
    try:
        thread.start()
        del one
        made = [[] for _ in range(3000)]
        while not gone.is_set():
            made.append([])
            time.sleep(0.01)
    finally:
        gc.enable()
        until.set()
        thread.join()
    assert gone.is_set()


def test_no_screen_loads_what_writes_papers_before_somebody_takes_one():
    code = (
        "import sys, pkgutil, importlib, zi_ui\n"
        "for one in pkgutil.walk_packages(zi_ui.__path__, 'zi_ui.'): importlib.import_module(one.name)\n"
        "print(sorted({'docx', 'pptx', 'typst', 'openpyxl', 'scipy.stats'} & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert said.strip() == "[]"
