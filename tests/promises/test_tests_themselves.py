"""The tests stay true: what they share is made once, and the scripts that they run name what there is."""

import ast
import importlib
import importlib.util
import subprocess
import sys

from places import ROOT
from sharing import made_once

SCRIPTS = ROOT / "tests"
MAKER = (
    "import os, pathlib, sys\n"
    "sys.path.insert(0, 'tests/support')\n"
    "from sharing import made_once\n"
    "def make(path):\n"
    "    path.write_text('half')\n"
    "    if sys.argv[2] == 'dies':\n"
    "        os._exit(9)\n"
    "    with open(pathlib.Path(sys.argv[1]) / 'makers', 'a') as makers:\n"
    "        makers.write(f'{os.getpid()}\\n')\n"
    "    path.write_text('whole')\n"
    "print(made_once(sys.argv[1], 'shared', make).read_text())\n"
)


def worker(folder, end):
    return subprocess.Popen(
        [sys.executable, "-c", MAKER, str(folder), end], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )


def test_what_workers_share_is_made_by_one_of_them_and_whole(tmp_path):
    workers = [worker(tmp_path, "lives") for _ in range(4)]
    assert [each.communicate()[0] for each in workers] == ["whole\n"] * 4
    assert len((tmp_path / "makers").read_text().splitlines()) == 1


def test_a_worker_that_dies_while_making_leaves_it_to_the_next(tmp_path):
    dead = worker(tmp_path, "dies")
    assert (dead.communicate()[0], dead.returncode) == ("", 9)
    assert not (tmp_path / "shared").exists()
    assert made_once(tmp_path, "shared", lambda path: path.write_text("whole")).read_text() == "whole"


def test_fixtures_live_in_conftest_and_nothing_waits_for_a_time_in_the_browser():
    sources = {path: path.read_text(encoding="utf-8") for path in SCRIPTS.rglob("*.py")}
    fixture, wait = "@pytest." + "fixture", ".wait_for_" + "timeout("
    assert [path.name for path, text in sources.items() if fixture in text and path.name != "conftest.py"] == []
    assert [path.name for path, text in sources.items() if wait in text] == []


def imports_in_scripts():
    """Every import of ours in a string that is a Python script: (file, module, name of what is taken from it)."""
    for path in sorted(SCRIPTS.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Constant) and isinstance(node.value, str) and "import" in node.value):
                continue
            try:
                script = ast.parse(node.value)
            except SyntaxError:
                continue
            for found in ast.walk(script):
                if isinstance(found, ast.ImportFrom) and (found.module or "").startswith("zi_"):
                    yield from ((path.name, found.module, alias.name) for alias in found.names)
                elif isinstance(found, ast.Import):
                    yield from ((path.name, alias.name, None) for alias in found.names if alias.name.startswith("zi_"))


def is_there(module, name):
    try:
        if importlib.util.find_spec(module) is None:
            return False
    except ModuleNotFoundError:  # not even what it would be in
        return False
    return name is None or hasattr(importlib.import_module(module), name) or is_there(f"{module}.{name}", None)


def test_scripts_that_tests_run_import_what_there_is():
    # A script that cannot import ends at once, and a test of what an ended process leaves behind might not notice.
    named = list(imports_in_scripts())
    assert len(named) > 5
    assert [each for each in named if not is_there(*each[1:])] == []
