"""What papers cost beside the figures that they are made of, as ratios: one of 40 units, one of 1,000; and the memory.

Run with `make bench`. Each line gives the median of several repetitions and its ratio to the first line of its block;
the peak of memory is that of a fresh process that makes the one of 1,000 units.
"""

import multiprocessing
import sys
import tempfile
from datetime import date
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support"), str(ROOT / "benchmarks")]

from many_units import many_units
from scoring import block, median_ms

from zi_metrics.lke.portfolio import overview
from zi_metrics.papers.portfolio_paper import portfolio_paper
from zi_metrics.reports.paper_docx import write_docx
from zi_metrics.reports.paper_pdf import write_pdf
from zi_metrics.samples.lke import fill_with_samples
from zi_metrics.store.connection import Store

YEAR, DAY = 2026, date(2026, 6, 1)


def measured(path, units, repetitions):
    """The block of a database with so many units."""
    store = Store(path)
    paper = portfolio_paper(store, YEAR, predikat="wbk", day=DAY)
    block(
        f"Laporan portofolio of {units} units",
        [
            ("their overview, as Ringkasan has it", median_ms(lambda: overview(store, YEAR), repetitions)),
            (
                "the paper's figures, chances and ways learned anew",
                median_ms(lambda: portfolio_paper(store, YEAR, predikat="wbk", day=DAY), repetitions),
            ),
            ("written as PDF", median_ms(lambda: write_pdf(paper), repetitions)),
            ("written as Word", median_ms(lambda: write_docx(paper), repetitions)),
        ],
    )
    store.close()


def growth(path, write):
    """How far making and writing the paper takes a process of its own, in megabytes beyond what it began with."""
    store = Store(path)
    before = psutil.Process().memory_info().rss
    made = write(portfolio_paper(store, YEAR, predikat="wbk", day=DAY))
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    store.close()
    return (peak - before) / 1e6, len(made) / 1e6


def main():
    with tempfile.TemporaryDirectory() as folder:
        samples = Path(folder) / "contoh.duckdb"
        store = Store(samples)
        fill_with_samples(store)
        store.close()
        # Real units: the samples step back beside them.
        few = many_units(samples, Path(folder) / "empat_puluh.duckdb", 40)
        many = many_units(samples, Path(folder) / "seribu.duckdb", 1000)
        measured(few, 40, 3)
        measured(many, 1000, 1)
        context = multiprocessing.get_context("spawn")
        for name, write in (("PDF", write_pdf), ("Word", write_docx)):
            with context.Pool(1) as pool:
                grown, size = pool.apply(growth, (many, write))
            print(f"1,000 units as {name}: {grown:.0f} MB of memory at most, a file of {size:.1f} MB")


if __name__ == "__main__":
    main()
