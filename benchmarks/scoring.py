"""How scoring and the screens' queries scale: ratios side by side in one run (absolute times differ per machine).

Run with `make bench`. Each line gives the median of several repetitions and its ratio to the first line of its block.
"""

import io
import statistics
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import openpyxl

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]

from forms import old_form, plain_list, random_answers
from oracle import RAW, nilai

from zi_metrics.instruments.library import instruments_in_use, load_instrument
from zi_metrics.lke import area, portfolio
from zi_metrics.lke.importing import prepare
from zi_metrics.lke.recognition.workbook import recognise
from zi_metrics.reading import read_spreadsheet
from zi_metrics.scoring.points import load_points
from zi_metrics.scoring.score import node_table, score
from zi_metrics.store.assessments import NewAssessment, Source, save_imports
from zi_metrics.store.connection import Store


def median_ms(action, repeat=5):
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        action()
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


def block(title, rows):
    print(f"\n{title}")
    first = None
    for name, milliseconds in rows:
        first = first or milliseconds
        print(f"  {name:58} {milliseconds:10.2f} ms   x {milliseconds / first:8.2f}")


def scoring():
    matrix = load_points(load_instrument().kode)
    values = np.random.default_rng(1).random((10_000, len(matrix.questions)))
    one = dict(zip(matrix.questions, values[0], strict=True))
    block(
        "Scoring (matrix product; the recursive walk is the tests' oracle)",
        [
            ("1 assessment, matrix", median_ms(lambda: score(matrix, values[:1]), 50)),
            (
                "1 assessment, recursive walk, totals only",
                median_ms(lambda: [nilai(c, one) for c in RAW["komponen"]], 50),
            ),
            ("1,000 assessments, matrix", median_ms(lambda: score(matrix, values[:1000]))),
            ("10,000 assessments, matrix", median_ms(lambda: score(matrix, values))),
        ],
    )


def full_workbook():
    """Six sheets that are full of texts and formulas, as long as an LKE may be."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for number in range(6):
        sheet = workbook.create_sheet(f"Lembar {number}")
        for row in range(1, 251):
            sheet.append([f"Pertanyaan {row} kolom {column}" for column in range(16)] + [f"=A{row}"])
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def reading():
    path = next((ROOT / "data" / "contoh").glob("*lengkap*"))
    content = path.read_bytes()
    full = full_workbook()
    block(
        "Reading",
        [
            ("one LKE workbook: child process, recognition, scores", median_ms(lambda: prepare("a", content))),
            ("six full sheets of 250 x 16: child process only", median_ms(lambda: read_spreadsheet("a.xlsx", full))),
        ],
    )
    instruments = instruments_in_use()
    for name, file in (
        ("the ready LKE of 90/2021", content),
        ("a list of 90/2021", plain_list(instruments[0], random_answers(instruments[0]))),
        ("the form of 52/2014", old_form(instruments[-1], random_answers(instruments[-1]))),
    ):
        grid = read_spreadsheet("a.xlsx", file)
        own = recognise(grid, instruments).readings[0].instrument
        block(
            f"Recognising {name}",
            [
                ("against its own instrument only", median_ms(lambda g=grid, i=own: recognise(g, [i]), 15)),
                (f"against all {len(instruments)}", median_ms(lambda g=grid: recognise(g, instruments), 15)),
            ],
        )


def portfolio_of(units, folder):
    instrument = load_instrument()
    matrix = load_points(instrument.kode)
    values = np.random.default_rng(2).random((units, len(matrix.questions)))
    scores = score(matrix, values)
    new = [
        NewAssessment(f"Unit {u}", 2025, "unit", instrument.kode, instrument.versi, [], node_table(matrix, scores, u))
        for u in range(units)
    ]
    store = Store(Path(folder) / f"{units}.duckdb")
    start = time.perf_counter()
    save_imports(store, [(Source("bench", "bench"), new)])
    return store, 1000 * (time.perf_counter() - start)


def screens():
    with tempfile.TemporaryDirectory() as folder:
        small, small_write = portfolio_of(24, folder)
        large, large_write = portfolio_of(1000, folder)
        block("Storing scores in one transaction", [("24 units", small_write), ("1,000 units", large_write)])
        block(
            "Ringkasan's table (uncached)",
            [
                ("24 units", median_ms(lambda: portfolio.overview(small, 2025))),
                ("1,000 units", median_ms(lambda: portfolio.overview(large, 2025))),
            ],
        )
        block(
            "Pokja's tables (uncached)",
            [
                ("24 units", median_ms(lambda: area.area(small, 5, 2025))),
                ("1,000 units", median_ms(lambda: area.area(large, 5, 2025))),
            ],
        )
        small.close()
        large.close()


if __name__ == "__main__":
    scoring()
    reading()
    screens()
