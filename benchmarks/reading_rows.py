"""What reading costs beside the limit that bounds it: functions that each measure one row, for a table of ratios.

Each gives a `Row`: processor seconds (of all processes that took part) and peak memory, ours and the limit's, medians
of a few repetitions in fresh processes. Run alone it prints them: `python benchmarks/reading_rows.py`.
"""

import csv
import io
import json
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from rows import Row

from zi_metrics.bahasa import format_number

LKE = next((ROOT / "data" / "contoh").glob("LKE Contoh 01*.xlsx"))
_UNIT = b"Contoh 01"
_REPEAT = 3
_HEADINGS = (
    "Tanggal", "Jenis Layanan", "Jenis Kelamin", "Usia", "Pendidikan", "Pekerjaan", "Persyaratan", "Prosedur",
    "Waktu Penyelesaian", "Biaya/Tarif", "Produk Layanan", "Kompetensi Pelaksana", "Perilaku Pelaksana",
    "Penanganan Pengaduan", "Sarana dan Prasarana",
)  # fmt: skip

# What a fresh process runs: it warms up, measures its work with all its processes, and tells both.
_MEASURED = """
import json, os, sys, threading, time
import psutil
sys.path.insert(0, {root!r})
own = psutil.Process()

def spent():
    total = time.process_time()
    for child in own.children(recursive=True):
        try:
            total += sum(child.cpu_times()[:4])
        except psutil.Error:
            continue
    used = os.times()
    return total + used.children_user + used.children_system

def highest(pid):
    try:
        with open(f"/proc/{{pid}}/status") as status:
            return int(status.read().partition("VmHWM:")[2].split()[0]) / 1024
    except (OSError, IndexError):
        return 0.0

peaks, is_over, watching = {{}}, threading.Event(), [0.0]

def watch():
    while not is_over.wait(0.01):
        for child in own.children(recursive=True):
            peaks[child.pid] = max(peaks.get(child.pid, 0.0), highest(child.pid))
    watching[0] = time.thread_time()

{setup}
for _ in range({warm}):
    work()
thread = threading.Thread(target=watch)
if {watched}:
    thread.start()
begun = spent()
for _ in range({times}):
    work()
ended = spent()
is_over.set()
if {watched}:
    thread.join()
# Looking for children takes the longer the more processes the machine has, and is no part of the work.
seconds = (ended - begun - watching[0]) / {times}
print(json.dumps([seconds, highest(own.pid) + max(peaks.values(), default=0.0)]))
"""
_CALAMINE = """
import io, python_calamine
from pathlib import Path
content = Path({path!r}).read_bytes()
def work():
    with python_calamine.load_workbook(io.BytesIO(content)) as book:
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python(skip_empty_area=False)
"""
_DUCKDB = """
import duckdb
def work():
    with duckdb.connect() as database:
        database.execute("CREATE TABLE t AS SELECT * FROM read_csv({path!r})")
"""
_LKE_READ = """
from pathlib import Path
from zi_metrics.lke.importing import prepare_file
content = Path({path!r}).read_bytes()
def work():
    prepare_file("LKE.xlsx", content)
"""
_LKE_RECOGNISED = """
from pathlib import Path
from zi_metrics.lke.importing import lke_in
from zi_metrics.reading.grid import Grid
from zi_metrics.reading.spreadsheet import sheets_of
content = Path({path!r}).read_bytes()
def work():
    lke_in(Grid("LKE.xlsx", "", tuple(sheets_of(content))), content)
"""
_SURVEY = """
from pathlib import Path
from zi_metrics.upload import prepare_upload
content = Path({path!r}).read_bytes()
def work():
    assert prepare_upload({name!r}, content).surveys
"""


def lke_library() -> Row:
    """One LKE, a warm call: read by a child, recognised, scored; beside a bare parse by calamine."""
    return _beside("LKE, panggilan pustaka", _LKE_READ, _CALAMINE, LKE, warm=3, times=20)


def lke_library_without_child() -> Row:
    """The same in one process, without the child's protection: what crossing over to it costs."""
    return _beside("LKE, panggilan pustaka tanpa proses anak", _LKE_RECOGNISED, _CALAMINE, LKE, warm=3, times=20)


def lke_command_line() -> Row:
    """One LKE by the command line, the whole process, into a database that is there; beside a bare parse."""
    seconds, peak = _commands()
    limit = _measured(_CALAMINE, LKE, warm=3, times=20)
    return Row("LKE, baris perintah", seconds, limit[0], peak, limit[1])


def lke_command_line_beside_libreoffice() -> Row | None:
    """The same beside LibreOffice's conversion to CSV; None where it is not there."""
    office = shutil.which("soffice")
    if office is None:
        return None
    seconds, peak = _commands()
    with tempfile.TemporaryDirectory() as folder:
        command = [office, "--headless", "--convert-to", "csv", "--outdir", folder, str(LKE)]
        theirs = [_process(command) for _ in range(_REPEAT)]
    limit = statistics.median(cpu for cpu, _ in theirs)
    return Row("LKE, baris perintah di samping LibreOffice", seconds, limit, peak, max(mib for _, mib in theirs))


def survey_csv(rows: int) -> Row:
    """A survey of so many rows and 15 columns as CSV, warm; beside DuckDB's read_csv into a table."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "survei.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(_answers(rows))
        few = rows <= 100_000
        return _beside(
            f"survei CSV {format_number(rows, 0)} baris",
            _SURVEY,
            _DUCKDB,
            path,
            warm=2 if few else 0,
            times=5 if few else 1,
        )


def survey_xlsx(rows: int = 50_000) -> Row:
    """A survey of so many rows as .xlsx; beside calamine."""
    import xlsxwriter

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "survei.xlsx"
        with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
            sheet = book.add_worksheet("Survei")
            for number, row in enumerate(_answers(rows)):
                sheet.write_row(number, 0, row)
        return _beside(f"survei XLSX {format_number(rows, 0)} baris", _SURVEY, _CALAMINE, path, warm=0, times=1)


def folder_of_lke(files: int = 200) -> Row:
    """A folder of LKE workbooks of as many units by the command line, each stored by itself; seconds for one file,
    beside a bare parse by calamine.
    """
    with tempfile.TemporaryDirectory() as folder:
        inside = Path(folder) / "map"
        inside.mkdir()
        for number, content in enumerate(_copies(files)):
            (inside / f"LKE {number:04}.xlsx").write_bytes(content)
        command = _cli("import", str(inside), "--database", str(Path(folder) / "uji.duckdb"))
        seconds, peak = _process(command)
    limit = _measured(_CALAMINE, LKE, warm=3, times=20)
    return Row(f"folder {files} LKE, tiap berkas", seconds / files, limit[0], peak, limit[1])


ROWS: tuple[Callable[[], Row | None], ...] = (
    lke_library,
    lke_library_without_child,
    lke_command_line,
    lke_command_line_beside_libreoffice,
    lambda: survey_csv(1_000),
    lambda: survey_csv(30_000),
    lambda: survey_csv(1_000_000),
    survey_xlsx,
    folder_of_lke,
)


def _beside(name: str, ours: str, limit: str, path: Path, warm: int, times: int) -> Row:
    """Taken in turns, so that a machine that grows busy meanwhile does not favour one."""
    pairs = [(_measured(ours, path, warm, times), _measured(limit, path, warm, times)) for _ in range(_REPEAT)]
    own, theirs = ([pair[place] for pair in pairs] for place in (0, 1))
    seconds, peaks = ([statistics.median(one[k] for one in side) for side in (own, theirs)] for k in (0, 1))
    return Row(name, *seconds, *peaks)


def _measured(setup: str, path: Path, warm: int, times: int) -> tuple[float, float]:
    """Processor seconds of one piece of work, and peak MiB, in a fresh process."""
    # Whether memory is looked at while it works: that costs a little, which short work would feel.
    watched = times == 1
    setup = setup.format(path=str(path), name=path.name)
    code = _MEASURED.format(root=str(ROOT), setup=setup, warm=warm, times=times, watched=watched)
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT).stdout
    seconds, peak = json.loads(said)
    return seconds, peak


def _commands() -> tuple[float, float]:
    with tempfile.TemporaryDirectory() as folder:
        whose = ("--unit", "Kantor Ukur", "--penilai", "tpi", "--database", str(Path(folder) / "uji.duckdb"))
        # The first makes the database, and is not counted.
        taken = [
            _process(_cli("import", str(LKE), "--tahun", str(2020 + number), *whose)) for number in range(_REPEAT + 1)
        ]
    return statistics.median(cpu for cpu, _ in taken[1:]), max(mib for _, mib in taken[1:])


def _cli(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "zi_metrics", *arguments]


def _process(command: list[str]) -> tuple[float, float]:
    """Processor seconds and peak MiB of a process and those that it has waited for.

    Its peak is read from the system while it runs: what a child reports at its end starts at its parent's size.
    """
    begun = resource.getrusage(resource.RUSAGE_CHILDREN)
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = 0.0
    while process.poll() is None:
        try:
            status = Path(f"/proc/{process.pid}/status").read_text()
            peak = max(peak, int(status.partition("VmHWM:")[2].split()[0]) / 1024)
        except (OSError, IndexError):
            pass
        time.sleep(0.01)
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode:
        raise RuntimeError(f"{command[:4]} ended with {process.returncode}")
    return ended.ru_utime + ended.ru_stime - begun.ru_utime - begun.ru_stime, peak


def _answers(rows: int) -> Iterator[list[str]]:
    yield list(_HEADINGS)
    rng = random.Random(1)
    for n in range(rows):
        yield [
            f"2026-{n % 12 + 1:02}-{n % 28 + 1:02}",
            f"Layanan {n % 6}",
            rng.choice(("Laki-laki", "Perempuan")),
            str(rng.randrange(17, 77)),
            rng.choice(("SMA", "S1", "S2", "D3")),
            rng.choice(("PNS", "Swasta", "Wirausaha", "Pelajar", "Lainnya")),
            *(str(min(4, max(1, round(rng.gauss(3.3, 0.8))))) for _ in range(9)),
        ]


def _copies(files: int) -> Iterator[bytes]:
    """The sample under the names of as many units."""
    with zipfile.ZipFile(LKE) as archive:
        parts = [(entry.filename, archive.read(entry)) for entry in archive.infolist()]
    for number in range(files):
        copy = io.BytesIO()
        with zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, part in parts:
                archive.writestr(name, part.replace(_UNIT, b"Kantor %04d" % number))
        yield copy.getvalue()


def main() -> None:
    """Print the rows."""
    print(f"{'':45} {'ms':>9} {'batas ms':>9} {'x':>7} {'MiB':>6} {'batas':>6}")
    for measure in ROWS:
        if row := measure():
            times = f"{1000 * row.ours:9.1f} {1000 * row.limit:9.1f} {row.ours / row.limit:7.1f}"
            print(f"{row.name:45} {times} {row.our_peak:6.0f} {row.limit_peak:6.0f}", flush=True)


if __name__ == "__main__":
    main()
