"""What reading costs in memory and time: every hostile file of the tests, and a few large good ones.

Run with `python benchmarks/reading_memory.py`. Each file is read by a fresh process in the server's place. The table
gives the child's peak memory, how far the server's own peak grew beyond holding the file, the time, and the outcome;
it ends with the bounds of zi_metrics/reading/bounds.py. Exits with 1 when one was broken.
"""

import csv
import io
import multiprocessing
import random
import sys
import threading
import time
from pathlib import Path

import psutil
import xlsxwriter

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]

import hostile_files

from zi_metrics.reading import UnreadableFile, bounds, expand_upload, read_spreadsheet


def workbook(rows: int, columns: int) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Survei")
        for row in range(rows):
            sheet.write_row(row, 0, [f"Jawaban {row % 97} dari {column}" for column in range(columns)])
    return buffer.getvalue()


def table(rows: int, columns: int) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=";").writerows([f"Jawaban {n % 97}, {k}" for k in range(columns)] for n in range(rows))
    return buffer.getvalue().encode()


def archive_of(count: int) -> bytes:
    noise = random.Random(1).randbytes(90_000)
    return hostile_files.zip_of({f"Satker {n}/LKE.xlsx": noise[n:] for n in range(count)})


GOOD = {
    "an LKE-sized workbook (250 rows x 16)": lambda: workbook(250, 16),
    "a survey workbook (50,000 rows x 20)": lambda: workbook(50_000, 20),
    "a survey table, CSV (50,000 rows x 20)": lambda: table(50_000, 20),
    "a long narrow CSV (190,000 rows x 6)": lambda: table(190_000, 6),
    "an archive of 300 files (26 MB)": lambda: archive_of(300),
}


class PeakOf:
    """Watches a process and its children: the highest resident memory of either, in MiB."""

    def __init__(self) -> None:
        self.own = self.child = 0.0
        self.is_over = False
        self.thread = threading.Thread(target=self._watch)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.is_over = True
        self.thread.join()

    def _watch(self) -> None:
        process = psutil.Process()
        while not self.is_over:
            self.own = max(self.own, process.memory_info().rss / bounds.MIB)
            for child in process.children():
                try:
                    # Just after starting, before it runs its program, a child still shows the memory of its parent.
                    if "-I" in child.cmdline():
                        self.child = max(self.child, _peak(child))
                except psutil.Error:
                    continue
            time.sleep(0.002)


def _peak(process: psutil.Process) -> float:
    """The process's highest memory so far where the system keeps it (Linux), else the present one."""
    try:
        status = Path(f"/proc/{process.pid}/status").read_text()
        return int(status.partition("VmHWM:")[2].split()[0]) / 1024
    except (OSError, IndexError):
        return process.memory_info().rss / bounds.MIB


def measure(name: str, group: str, answers) -> None:
    """In the server's place: builds the file, reads it, and answers with (peaks and time, outcome)."""
    builds = {"good": GOOD}.get(group) or {
        key: build
        for key, (build, _) in getattr(hostile_files, "HOSTILE" if group == "file" else "HOSTILE_ARCHIVES").items()
    }
    content = builds[name]()
    read_spreadsheet("pemanasan.xls", hostile_files.xls({(1, 1): 1.0}))
    before = psutil.Process().memory_info().rss / bounds.MIB
    started = time.perf_counter()
    with PeakOf() as peak:
        outcome = outcome_of(content, is_archive=group == "archive" or "archive" in name)
    answers.put((peak.child, peak.own - before, time.perf_counter() - started, len(content) / bounds.MIB, outcome))


def outcome_of(content: bytes, is_archive: bool) -> str:
    if is_archive:
        found = expand_upload("berkas", content)
        return (
            f"{len(found.files)} files" if found.files else found.skipped[-1].problem.removeprefix("Berkas 'berkas' ")
        )
    try:
        grid = read_spreadsheet("berkas", content)
    except UnreadableFile as error:
        return error.problem.removeprefix("Berkas 'berkas' ")
    return f"{sum(len(sheet.cells) for sheet in grid.sheets):,} cells"


def main() -> int:
    spawn = multiprocessing.get_context("spawn")
    names = [("good", name) for name in GOOD]
    names += [("file", name) for name in hostile_files.HOSTILE] + [
        ("archive", name) for name in hostile_files.HOSTILE_ARCHIVES
    ]
    print(f"{'file':45} {'MiB':>6} {'child MiB':>9} {'server +MiB':>11} {'s':>6}  outcome")
    worst_child = worst_time = 0.0
    for group, name in names:
        answers = spawn.Queue()
        server = spawn.Process(target=measure, args=(name, group, answers))
        server.start()
        child, grown, seconds, size, outcome = answers.get(timeout=300)
        server.join()
        worst_child, worst_time = max(worst_child, child), max(worst_time, seconds)
        print(f"{name:45} {size:6.1f} {child:9.0f} {grown:11.0f} {seconds:6.2f}  {outcome[:70]}", flush=True)
    print(f"\nworst child {worst_child:.0f} MiB of {bounds.MAX_CHILD_BYTES // bounds.MIB}", end=", ")
    print(f"longest {worst_time:.1f} s of {bounds.MAX_SECONDS} in the child")
    return int(worst_child > bounds.MAX_CHILD_BYTES / bounds.MIB)


if __name__ == "__main__":
    sys.exit(main())
