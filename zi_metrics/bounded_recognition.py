"""Recognition of a large file in a process of its own, for so many seconds: nobody else waits for it meanwhile.

Where the system forks, that process is a fork of one that has loaded everything, and is kept for a while. A small file
is recognised at once. What a larger one takes grows with its rows, columns and sheets, and a file may be made to take
very long; it is given up with a sentence that says so.
"""

import logging
import pickle
import subprocess
import sys
import tempfile
from typing import BinaryIO, cast

from zi_metrics.file_contents import FileContents, contents_of
from zi_metrics.lke.importing import Progress, no_progress
from zi_metrics.lke.recognition.mapping import ColumnMappings, no_mappings
from zi_metrics.reading import CellValue, Grid, Position, Sheet
from zi_metrics.reading.fair_places import FairPlaces
from zi_metrics.reading.ready import ReadyProcess
from zi_metrics.reading.template import serve
from zi_metrics.safe_logging import log_failure, new_reference, safe_lines_of, tell_failures_safely
from zi_metrics.surveys.recognition.mapping import SurveyMappings, no_survey_mappings

try:
    import resource
except ImportError:  # Windows, where only the clock bounds the child
    resource = None

# Files of fewer cells and signs take at most a second or two.
SMALL_CELLS, SMALL_TEXT = 15_000, 1_000_000
# What a child may take: of the processor, which alone decides (a busy machine refuses no file that an idle one
# recognises); by the clock, where it hangs; and of memory.
CPU_SECONDS, CLOCK_SECONDS = 8, 240
_MEMORY = 4 * 1024**3
# So many at once, one for each person, and so long a wait for one's turn.
_places = FairPlaces(2, each=1)
_QUEUE_SECONDS = 60
_START = "import sys; sys.path[:] = sys.argv[1:]; from zi_metrics.bounded_recognition import main; main()"
_START_READY = "import sys; sys.path[:] = sys.argv[2:]; from zi_metrics.bounded_recognition import be_ready; be_ready()"
# So long the ready process is kept when no large file comes: it has some hundred MiB.
_IDLE_SECONDS = 600
_LOG = logging.getLogger(__name__)
_SIMPLER = (
    "Hapus lembar, kolom, dan baris yang bukan bagian LKE atau survei itu, atau unggah tiap lembar sebagai berkas "
    "tersendiri."
)
_LATER = "Tunggu sebentar, lalu unggah lagi."


def recognised(
    grid: Grid,
    content: bytes,
    progress: Progress = no_progress,
    mappings: ColumnMappings = no_mappings,
    survey_mappings: SurveyMappings = no_survey_mappings,
) -> FileContents:
    """As `file_contents.contents_of`; of a large file within CPU_SECONDS, else with a problem that says so.

    mappings and survey_mappings travel to another process: they must be picklable.
    """
    if _is_small(grid):
        return contents_of(grid, content, progress, mappings, survey_mappings)
    progress("Mengenali pertanyaan", 0.4)
    # Here, because a small LKE needs none of what reads surveys.
    from zi_metrics.surveys.importing import long_survey

    # By columns, a survey's answers are recognised in less time than they would take to another process.
    if surveys := long_survey(grid, survey_mappings):
        return FileContents(surveys=surveys)
    with _places.place(_QUEUE_SECONDS) as got:
        if not got:
            return FileContents(problem=f"Berkas '{grid.file_name}' belum dikenali: server sedang sibuk. {_LATER}")
        question = pickle.dumps((CPU_SECONDS, grid, mappings, survey_mappings))
        return _asked(question, grid, CPU_SECONDS).with_bytes(content)


def _is_small(grid: Grid) -> bool:
    if sum(sheet.filled_cells for sheet in grid.sheets) >= SMALL_CELLS:
        return False
    return sum(len(v) for sheet in grid.sheets for v in sheet.cells.values() if isinstance(v, str)) < SMALL_TEXT


def _asked(question: bytes, grid: Grid, seconds: int) -> FileContents:
    """What a child makes of the question; a problem where it does not end well."""
    try:
        done = _run(question)
    except subprocess.TimeoutExpired:
        return _too_long(grid, seconds)
    except OSError as error:
        log_failure(_LOG, "cannot run the recognising child", error)
        return FileContents(
            problem=f"Berkas '{grid.file_name}' belum dikenali: server kekurangan sumber daya. {_LATER}"
        )
    if done.returncode == 0:
        # Of our own process, which was given nothing but cells; it knows no other types than ours.
        return cast(FileContents, pickle.loads(done.stdout))
    number = new_reference()
    _LOG.warning(
        "recognising child ended with %s: failure %s: %s", done.returncode, number, safe_lines_of(done.stderr[-4_000:])
    )
    # The system ends it at a bound; with a status of its own it failed, which no smaller file would mend.
    if done.returncode < 0 or b"MemoryError" in done.stderr:
        return _too_long(grid, seconds)
    return FileContents(problem=f"Berkas '{grid.file_name}' tidak dikenali karena kesalahan aplikasi. {_told(number)}")


def _run(question: bytes) -> subprocess.CompletedProcess[bytes]:
    """A child that has ended by itself, with all it said. Raises subprocess.TimeoutExpired, OSError."""
    if _ready is None:
        command = [sys.executable, "-c", _START, *sys.path]
        return subprocess.run(command, input=question, capture_output=True, timeout=CLOCK_SECONDS, check=False)
    with tempfile.TemporaryFile() as asked, tempfile.TemporaryFile() as reply, tempfile.TemporaryFile() as errors:
        asked.write(question)
        try:
            return _forked(_ready, asked, reply, errors)
        except ConnectionResetError:
            # The ready process had just gone.
            return _forked(_ready, asked, reply, errors)


def _forked(
    ready: ReadyProcess, asked: BinaryIO, reply: BinaryIO, errors: BinaryIO
) -> subprocess.CompletedProcess[bytes]:
    asked.seek(0)
    child = ready.child("recognise", asked, reply, errors)
    try:
        status = child.wait(CLOCK_SECONDS)
    finally:
        child.end()
    for said in (reply, errors):
        said.seek(0)
    return subprocess.CompletedProcess([], status, reply.read(), errors.read())


def _start_ready(control: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", _START_READY, str(control), *sys.path]
    nowhere = subprocess.DEVNULL
    return subprocess.Popen(command, stdin=nowhere, stdout=nowhere, stderr=nowhere, pass_fds=(control,))


# As in reading/parent.py.
_ready = ReadyProcess(_start_ready) if sys.platform == "linux" else None


def _told(number: str) -> str:
    return f"Sampaikan nomor {number} kepada administrator; rinciannya ada di catatan server."


def _too_long(grid: Grid, seconds: int) -> FileContents:
    rows = sum(sheet.last_row for sheet in grid.sheets)
    what = f"{len(grid.sheets)} lembar, {rows} baris" if len(grid.sheets) > 1 else f"{rows} baris"
    problem = f"Berkas '{grid.file_name}' terlalu besar untuk dikenali dalam {seconds} detik ({what}). {_SIMPLER}"
    return FileContents(problem=problem)


def main() -> None:
    """The child: takes a question from standard input, and writes the answer to standard output."""
    tell_failures_safely()
    seconds, grid, mappings, survey_mappings = pickle.loads(sys.stdin.buffer.read())
    if resource is not None:
        for kind, limit in ((resource.RLIMIT_CPU, seconds), (resource.RLIMIT_AS, _MEMORY)):
            _, hard = resource.getrlimit(kind)
            resource.setrlimit(kind, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))
    answer = pickle.dumps(contents_of(grid, b"", no_progress, mappings, survey_mappings))
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()


def be_ready() -> None:
    """The process that is ready, until its parent is gone or no file has come for long."""
    # Loaded when the first file is recognised, which would be in each child.
    import scipy.optimize
    import scipy.special  # noqa: F401

    # It goes all the way of a survey, which looks for an LKE first.
    rows = [
        ("Tanggal", "Usia", *(f"U{number}" for number in range(1, 10))),
        *(("2026-01-02", "30", *"343434343"),) * 40,
    ]
    cells: dict[Position, CellValue] = {(r, c): text for r, row in enumerate(rows, 1) for c, text in enumerate(row, 1)}
    contents_of(Grid("", "", (Sheet("", False, cells),)), b"")
    serve(main, _IDLE_SECONDS)
