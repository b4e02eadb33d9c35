"""Sets up and runs the project the same way everywhere: `python tools/project.py run|test|lint|lock|docs|...`.

Needs nothing but Python 3.11 or newer; makes a virtual environment in .venv with the pinned packages. On Linux the
Makefile calls it (`make run`, `make test`); on Windows it is called directly (`py tools\\project.py run`).
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
WINDOWS_BROWSERS = (
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)

# What is tried over both stores: all of these rooms, a test that comes into them too, and what nothing may be lost of.
ROOMS_IN_A_LAKE = ("tests/store", "tests/screens")
# Whatever page or question a store answers is asked over a lake in what stays. Left out, as a test takes two seconds of
# the processor or more there:
NOT_IN_A_LAKE = (
    # Begin lakes of their own, and do so in the run over files.
    "test_lake.py",
    "test_lake_damaged.py",
    "test_lake_marks.py",
    # Bring databases of earlier schemas along, ten seconds of the processor each; below from the oldest, through all
    # migrations, and from a later one.
    "test_every_schema.py",
    "test_highest.py",
    # All rows of all tables, before and after each way of writing, five seconds each; below some of them.
    "test_seen_versions.py",
    # About how an answer is drawn, sent or put on paper, whichever store it is from: the same questions to it are asked
    # by the other tests of these pages.
    "test_chart_pictures.py",
    "test_hostile_names.py",
    "test_many_units.py",
    "test_papers.py",
    "test_ringkasan.py",
    "test_slides.py",
    "test_tables.py",
    # Without a store.
    "test_own_copies.py",
    "test_paging.py",
    "test_turns.py",
)
_SCHEMAS = "tests/store/test_every_schema.py::test_from_every_schema_all_rows_and_figures_stay"
_SEEN = "tests/store/test_seen_versions.py::test_"
_WRITTEN = f"{_SEEN}whatever_writes_they_change_exactly_with_what_is_seen"
AND_IN_A_LAKE = (
    "tests/promises/test_nothing_lost.py",
    f"{_SCHEMAS}[1]",
    f"{_SCHEMAS}[6]",
    *(f"{_WRITTEN}[{how}-Kantor Dua]" for how in ("save_imports", "save_surveys", "save_rows", "merge_units")),
    f"{_SEEN}who_sees_everything_has_the_whole_databases_versions",
    f"{_SEEN}a_units_version_is_the_same_whoever_asks_and_stands_still_for_others",
    f"{_SEEN}the_version_of_surveys_is_left_as_it_is_by_an_lke_and_by_surveys_that_are_not_seen",
)


def main(arguments: list[str]) -> int:
    """Run one task; extra arguments go to it. Returns its exit status."""
    tasks = {
        "run": run,
        "test": test,
        "lint": lint,
        "lock": lock,
        "audit": audit,
        "docs": docs,
        "bench": bench,
        "calibrate": calibrate,
        "kills": kills,
        "load": load,
        "lake": lake,
        "sizing": sizing,
        "screenshots": screenshots,
        "setup": setup,
    }
    # Many small systems of equations: more threads for each only wait for one another. Before numpy is loaded.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Hundreds of servers and commands are started: what one compiled, the next finds.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if not arguments or arguments[0] not in tasks:
        print(f"usage: project.py {'|'.join(tasks)}", file=sys.stderr)
        return 2
    return tasks[arguments[0]](arguments[1:]) or 0


def run(extra: list[str]) -> int:
    """Serve the dashboard; an empty database is first filled with the sample portfolio."""
    install("requirements.txt")
    call([PYTHON, "-m", "zi_metrics", "sample", "--if-empty"])
    return call([PYTHON, "-m", "streamlit", "run", "app.py", *extra], check=False)


def test(extra: list[str]) -> int:
    """All checks and tests, the browser ones included."""
    install("requirements-dev.txt")
    ensure_browser()
    lint([])
    status = call([PYTHON, "-m", "pytest", "-n", "auto", "--dist", "loadgroup", *extra], check=False)
    if status or extra or not has_postgresql():
        return status
    # The same promises once more where the store is a lake, but for what is marked as being about a file.
    os.environ["ZI_TEST_STORE"] = "danau"
    # File by file: each worker has lakes of its own, and makes what the tests of a file copy.
    return call([PYTHON, "-m", "pytest", "-n", "auto", "--dist", "loadfile", *in_a_lake()], check=False)


def in_a_lake() -> list[str]:
    """What is tried over a lake as well, as pytest takes it."""
    files = [path for room in ROOMS_IN_A_LAKE for path in sorted((ROOT / room).glob("test_*.py"))]
    return [*(str(path) for path in files if path.name not in NOT_IN_A_LAKE), *AND_IN_A_LAKE]


def lint(_extra: list[str]) -> int:
    """Style, common mistakes and types; whether the pinned packages are what pyproject.toml says, and audited."""
    install("requirements-dev.txt")
    call([PYTHON, "tools/lock.py", "--check"])
    call([PYTHON, "tools/audit.py", "--check"])
    call([PYTHON, "-m", "ruff", "check", "."])
    call([PYTHON, "-m", "ruff", "format", "--check", "."])
    return call([PYTHON, "-m", "pyright"])


def lock(extra: list[str]) -> int:
    """The pinned packages, written anew from pyproject.toml; `--upgrade-package NAME` takes a newer release."""
    install("requirements-dev.txt")
    return call([PYTHON, "tools/lock.py", *extra])


def audit(extra: list[str]) -> int:
    """Known vulnerabilities and licences of every pinned package, asked anew; writes tools/audit.json."""
    install("requirements-dev.txt")
    return call([PYTHON, "tools/audit.py", *extra])


def docs(extra: list[str]) -> int:
    """The parts of README.md that are made from the code, written anew."""
    install("requirements.txt")
    return call([PYTHON, "tools/reference.py", *extra])


def bench(extra: list[str]) -> int:
    """Every promise about speed and memory as a ratio, written to docs/kinerja.md; with names, those scripts alone."""
    install("requirements-dev.txt")
    named = [name for name in extra if not name.startswith("-")]
    if not named:
        return call([PYTHON, "benchmarks/kinerja.py", *extra], check=False)
    return next((status for name in named if (status := call([PYTHON, f"benchmarks/{name}.py"]))), 0)


def calibrate(extra: list[str]) -> int:
    """The statistical promises held against simulated truth; writes docs/kalibrasi.md."""
    install("requirements-dev.txt")
    return call([PYTHON, "benchmarks/calibrate.py", *extra], check=False)


def kills(extra: list[str]) -> int:
    """What writes, killed at random moments, and looked at; writes docs/ketahanan.md."""
    install("requirements-dev.txt")
    return call([PYTHON, "benchmarks/kills.py", *extra], check=False)


def load(extra: list[str]) -> int:
    """Many people at a shared server at once, looking and uploading; writes docs/beban.md."""
    install("requirements-dev.txt")
    return call([PYTHON, "benchmarks/load.py", *extra], check=False)


def sizing(extra: list[str]) -> int:
    """What to run for whom: this machine measured, a submission week simulated; writes docs/ukuran.md."""
    install("requirements-dev.txt")
    return call([PYTHON, "benchmarks/submission_week.py", *extra], check=False)


def lake(extra: list[str]) -> int:
    """Several servers over one lake: at once, killed, without their catalog for a while; writes docs/danau.md."""
    install("requirements-dev.txt")
    return call([PYTHON, "benchmarks/lake.py", *extra], check=False)


def screenshots(extra: list[str]) -> int:
    """The pictures in docs/, taken anew from the sample portfolio."""
    install("requirements-dev.txt")
    ensure_browser()
    return call([PYTHON, "tools/screenshots.py", *extra])


def setup(_extra: list[str]) -> int:
    """Only the environment."""
    install("requirements-dev.txt")
    return 0


def install(requirements: str) -> None:
    """The virtual environment with the packages of a requirements file, made or renewed only when they changed."""
    if sys.version_info < (3, 11):  # noqa: UP036 (this file runs before anything is checked)
        sys.exit(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    if not PYTHON.exists():
        make_environment()
    wanted = (ROOT / requirements).read_text(encoding="utf-8")
    stamp = VENV / f"{requirements}.installed"
    digest = hashlib.sha256(wanted.encode()).hexdigest()
    if stamp.exists() and stamp.read_text() == digest:
        return
    call([PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", requirements])
    stamp.write_text(digest)


def make_environment() -> None:
    """Create .venv; Debian and Ubuntu ship Python without the venv module's pip, which root can add."""
    if subprocess.run([sys.executable, "-m", "venv", str(VENV)]).returncode == 0:
        return
    shutil.rmtree(VENV, ignore_errors=True)
    version = f"python3.{sys.version_info.minor}-venv"
    if not apt_install(version):
        sys.exit(f"Python's venv module is missing. Install it (sudo apt install {version}), then run this again.")
    call([sys.executable, "-m", "venv", VENV])


def ensure_browser() -> None:
    """Chromium for the browser tests: the system's, else Debian's package, else Playwright's own download."""
    if any(shutil.which(name) for name in BROWSERS) or any(Path(path).exists() for path in WINDOWS_BROWSERS):
        return
    if apt_install("chromium") and shutil.which("chromium"):
        return
    if call([PYTHON, "-m", "playwright", "install", "--with-deps", "chromium"], check=False) != 0:
        sys.exit("No Chromium for the browser tests: install Debian's package 'chromium' or Google Chrome.")


def has_postgresql() -> bool:
    """Whether PostgreSQL's server programs are here, which the tests start by themselves."""
    return bool(shutil.which("initdb") or any(Path("/usr/lib/postgresql").glob("*/bin/initdb")))


def apt_install(package: str) -> bool:
    """Install a Debian package, as root or with sudo where that needs no password. False where it cannot."""
    if not shutil.which("apt-get"):
        return False
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if prefix and not shutil.which("sudo"):
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return all(
        subprocess.run([*prefix, "apt-get", *arguments], env=environment, stdout=subprocess.DEVNULL).returncode == 0
        for arguments in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", package])
    )


def call(command: list, check: bool = True) -> int:
    """Run a command in the project's folder; with check, a failure ends this program with its status."""
    try:
        status = subprocess.run([str(part) for part in command], cwd=ROOT).returncode
    except KeyboardInterrupt:
        return 0
    if check and status:
        sys.exit(status)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
