"""What the figures of very many units cost beside a bare DuckDB scan of the rows that they rest on, and plans of many.

Each function gives one row for docs/kinerja.md: name, our processor seconds, the limit's, our and the limit's peak
memory (None = not of this row). The database is made once a run: copies of the samples (`large_agency`).
"""

import atexit
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

import numpy as np
import pandas as pd
import psutil

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks"), str(ROOT / "tests" / "support")]

from assessments import INSTRUMENT, real_values
from large_agency import large_agency
from rows import Row

from zi_metrics.bahasa import format_number
from zi_metrics.lke import area, judges, portfolio
from zi_metrics.plan.mend_first import mend_first
from zi_metrics.plan.portfolio import effort_table
from zi_metrics.samples.lke import fill_with_samples
from zi_metrics.scoring.gates import gate_system
from zi_metrics.scoring.score import answer_row, score
from zi_metrics.store.connection import Store

YEAR, AREA = 2026, 1
UNITS, FEW, PLANNED = 10_000, 500, 1_000
GATES = gate_system(INSTRUMENT, "wbk")

# Of an overview the nodes of all gates, of this year and of the one before, by which they are compared.
_OVERVIEW = sorted({node for gate in INSTRUMENT.syarat for node in gate.simpul})
_AREA = [node.kode for root in INSTRUMENT.area_nodes(AREA) for node in root.walk()]
_AREA += [question.kode for root in INSTRUMENT.area_nodes(AREA) for question in root.questions()]
_SCORES = (
    "SELECT n.penilaian_id, n.kode, n.nilai, n.nilai_tertinggi, n.nilai_rumus_lke, n.terjawab, n.pertanyaan "
    "FROM nilai_simpul n JOIN penilaian_berlaku p USING (penilaian_id) "
    "WHERE p.tahun >= $tahun AND n.kode IN (SELECT unnest($kode))"
)
_ANSWERS = (
    "SELECT j.penilaian_id, j.kode, j.nilai FROM jawaban j JOIN penilaian_berlaku p USING (penilaian_id) "
    "WHERE p.tahun = $tahun AND p.penilai IN ('unit', 'tpi')"
)


@cache
def database(units: int) -> Store:
    """The open database of so many units, made where it is asked for first."""
    folder = Path(tempfile.mkdtemp())
    samples = Store(folder / "contoh.duckdb")
    fill_with_samples(samples)
    samples.close()
    store = Store(large_agency(samples.path, folder / "banyak.duckdb", units))

    def remove() -> None:
        store.close()
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(remove)
    return store


def overview(units: int = UNITS) -> Row:
    """The figures of *Ringkasan*: all units of a year, their gates, what changed since the year before."""
    store = database(units)
    scan = partial(_scan, store, _SCORES, {"tahun": YEAR - 1, "kode": _OVERVIEW})
    return _row("Ringkasan", units, lambda: portfolio.overview(store, YEAR), scan)


def pokja(units: int = UNITS) -> Row:
    """The figures of *Pokja*: the area, and what it mends first."""
    store = database(units)
    scan = partial(_scan, store, _SCORES, {"tahun": YEAR, "kode": _AREA})
    return _row("Pokja", units, lambda: (area.area(store, AREA, YEAR), mend_first(store, AREA, YEAR)), scan)


def corrections(units: int = UNITS) -> Row:
    """What one judge corrected of another, over all units."""
    store = database(units)
    scan = partial(_scan, store, _ANSWERS, {"tahun": YEAR})
    return _row("koreksi", units, lambda: judges.corrections(store, "unit", "tpi", YEAR), scan)


def plans(count: int = PLANNED) -> Row:
    """A plan for each of so many units, on all processors, beside scoring them."""
    ours, _, limit = _planned(count)
    return Row(f"rencana {format_number(count, 0)} unit", ours, limit)


def plans_by_the_clock(count: int = PLANNED) -> Row:
    """How long one waits for them; the processes for it have begun."""
    _planned(min(count, 100))
    _, waited, limit = _planned(count)
    return Row(f"rencana {format_number(count, 0)} unit (menurut jam)", waited, limit)


def _planned(count: int) -> tuple[float, float, float]:
    """Seconds of the processors and of the clock for the plans of so many units, and of the processor to score them."""
    rows = [real_values(np.random.default_rng([5, n]), 0.35 + 0.5 * n / count) for n in range(count)]
    values = pd.DataFrame(rows).reindex(columns=[question.kode for question in INSTRUMENT.questions()]).astype(float)
    matrix = np.stack([answer_row(GATES.matrix, row) for row in rows])
    start, begun = _spent(), time.monotonic()
    effort_table(GATES, values)
    spent, waited = _spent() - start, time.monotonic() - begun
    return spent, waited, _median(lambda: score(GATES.matrix, matrix))


ROWS = (overview, pokja, corrections, plans, plans_by_the_clock)
SMALL = (partial(overview, FEW), partial(pokja, FEW), partial(corrections, FEW))


def _row(name: str, units: int, ours: Callable[[], object], limit: Callable[[], object]) -> Row:
    ours(), limit()
    return Row(f"{name} {format_number(units, 0)} unit", _median(ours), _median(limit))


def _scan(store: Store, query: str, parameters: dict) -> None:
    with store.cursor() as cursor:
        cursor.execute(query, parameters).to_arrow_table()


def _median(action: Callable[[], object]) -> float:
    spent = []
    for _ in range(3):
        start = time.process_time()
        action()
        spent.append(time.process_time() - start)
    return float(np.median(spent))


def _spent() -> float:
    """Processor seconds of this process and of those that it started, also of those that go on."""
    times = psutil.Process().cpu_times()
    running = [child.cpu_times() for child in psutil.Process().children(recursive=True)]
    ended = times.children_user + times.children_system
    return sum(one.user + one.system for one in (times, *running)) + ended


if __name__ == "__main__":
    for measure in ROWS:
        found = measure()
        print(f"{found.name}: {found.ours:.2f} s, x{found.ours / found.limit:.1f} of {found.limit:.3f} s", flush=True)
