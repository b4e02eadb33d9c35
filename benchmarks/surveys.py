"""Surveys from a thousand answers to a million: time and memory of the import, and that screens do not notice.

Run with `make bench`. Each import runs in a process of its own, whose peak memory is told beside its child's.
"""

import csv
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

QUESTIONS = (
    "Persyaratan", "Prosedur", "Waktu Penyelesaian", "Biaya/Tarif", "Produk Layanan", "Kompetensi Pelaksana",
    "Perilaku Pelaksana", "Penanganan Pengaduan", "Sarana dan Prasarana",
)  # fmt: skip
_WORK = """
import resource, sys, time
from pathlib import Path
from zi_metrics.store.connection import Store
from zi_metrics.surveys.importing import SurveyLabel, prepare_survey, store_surveys
from zi_metrics.surveys.parts import breakdown, importance
from zi_metrics.surveys.report import survey_report
file, database = map(Path, sys.argv[1:])
start = time.perf_counter()
items = prepare_survey(file.name, file.read_bytes())
read = time.perf_counter()
store = Store(database)
store_surveys(store, [(item, SurveyLabel("Kantor Uji", 2026)) for item in items], "uji")
stored = time.perf_counter()
peaks = [resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
shown = time.perf_counter()
report = survey_report(store, "Kantor Uji", 2026, "skm")
report.distribution, breakdown(store, report, "layanan"), breakdown(store, report, "periode"), importance(store, report)
print(read - start, stored - read, time.perf_counter() - shown, *peaks, database.stat().st_size / 1e6)
"""


def write(path: Path, rows: int) -> None:
    """A survey of this many respondents: month, service, nine answers on 1-4."""
    rng = random.Random(1)
    answers = [[min(4, max(1, round(rng.gauss(3.3, 0.8)))) for _ in QUESTIONS] for _ in range(min(rows, 5_000))]
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["Tanggal", "Jenis Layanan", *QUESTIONS])
        table.writerows(
            [f"2026-{i % 12 + 1:02}-{i % 28 + 1:02}", f"Layanan {i % 6}", *answers[i % len(answers)]]
            for i in range(rows)
        )


def main() -> None:
    """Print a line per size."""
    print("\nSurveys (seconds; ratio of what a screen asks to that of a thousand answers; MB at most)")
    print(
        f"  {'answers':>10} {'read':>8} {'store':>8} {'screen':>8} {'ratio':>7} {'server':>7} {'child':>6} {'kept':>6}"
    )
    first = None
    for rows in (1_000, 30_000, 1_000_000):
        with tempfile.TemporaryDirectory() as folder:
            file, database = Path(folder) / "survei.csv", Path(folder) / "survei.duckdb"
            write(file, rows)
            call = [sys.executable, "-c", _WORK, str(file), str(database)]
            said = subprocess.run(call, cwd=ROOT, check=True, capture_output=True, text=True).stdout
        read, store, screen, server, child, kept = map(float, said.split())
        first = first or screen
        times = f"{read:8.2f} {store:8.2f} {screen:8.3f} {screen / first:7.1f}"
        print(f"  {rows:10,} {times} {server:7.0f} {child:6.0f} {kept:6.1f}")


if __name__ == "__main__":
    started = time.perf_counter()
    main()
    print(f"  (all in {time.perf_counter() - started:.0f} s)")
