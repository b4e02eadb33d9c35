"""The house stays walkable: data goes one way, and each room keeps to its subject."""

import ast
import re
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from places import ROOT

PACKAGE = ROOT / "zi_metrics"
# The floors of the house: a room imports only from floors below it; rooms on one floor do not know each other.
# A module at the root of zi_metrics that is no room of its own stands on the lowest floor: a word that everyone uses.
FLOORS = {
    "__main__": 13,
    "cli": 12,
    "samples": 11,
    "many_uploads": 10,
    "upload": 9,
    "bounded_recognition": 8,
    "papers": 9,
    "reports": 8,
    "file_contents": 7,
    "search": 7,
    "figures": 7,
    "outlook": 6,
    "pembangunan": 6,
    "surveys": 5,
    "plan": 5,
    "care": 5,
    "lke": 4,
    "access": 4,
    "scoring": 3,
    "store": 3,
    "reading": 3,
    "instruments": 2,
    "explanations": 2,
}
WORDS = 1
# Inside a room the same: rooms within stand below the room's own files, the first one lowest.
WITHIN = {"lke": ["recognition"], "surveys": ["instruments", "recognition"]}
# The pieces of screens: folders by page, and below them what several share.
SCREENS = ["overview", "pokja", "upload", "unit", "plan", "surveys", "access", "pembangunan"]
# Below them all: how they are served and who is there, and what they draw themselves. All may ask it; it knows no piece
# of a screen, but how a text of people is written, and what the page's address says.
BELOW = {"serving": {"zi_ui.markdown"}, "drawn": {"zi_ui.address", "zi_ui.address.said"}}


def modules(folder):
    return sorted(path for path in folder.rglob("*.py") if "__pycache__" not in path.parts)


def imports(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def rooms(module):
    """A module's rooms, outermost first: ['lke', 'recognition'] for zi_metrics.lke.recognition.headers."""
    parts = module.split(".")[1:]
    return parts if (ROOT / Path(*module.split(".")) / "__init__.py").exists() else parts[:-1]


def floor(module):
    """The floor of a module of zi_metrics."""
    return FLOORS.get(module.split(".")[1] if "." in module else "", WORDS)


def inner_floor(module):
    """The floor of a module inside its outermost room."""
    room, *inner = rooms(module)
    within = WITHIN.get(room, [])
    return within.index(inner[0]) if inner else len(within)


def all_modules():
    """Module -> its file, for zi_metrics and zi_ui."""
    paths = [*modules(PACKAGE), *modules(ROOT / "zi_ui")]
    return {".".join(p.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): p for p in paths}


MODULES = all_modules()


def ours(path):
    """The modules of ours that a file imports, wherever in it: `from room import module` is about the module."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
        if isinstance(node, ast.ImportFrom):
            names = [name if (name := f"{node.module}.{alias}") in MODULES else node.module for alias in names]
        yield from (name for name in names if name in MODULES)


IMPORTED = {module: sorted(set(ours(path)) - {module}) for module, path in MODULES.items()}


def test_the_package_never_imports_streamlit_or_the_screens():
    for path in modules(PACKAGE):
        assert not [m for m in imports(path) if m.split(".")[0] in ("streamlit", "zi_ui", "pages")], path


def test_every_room_has_its_floor():
    folders = {path.name for path in PACKAGE.iterdir() if path.is_dir() and any(path.glob("*.py"))}
    assert folders <= set(FLOORS), "give a new room a floor in this test"
    for room in folders:
        inner = {path.name for path in (PACKAGE / room).iterdir() if path.is_dir() and any(path.glob("*.py"))}
        assert inner == set(WITHIN.get(room, [])), room
    assert {path.name for path in (ROOT / "zi_ui").iterdir() if path.is_dir() and any(path.glob("*.py"))} == {
        *SCREENS,
        *BELOW,
    }


@pytest.mark.parametrize("module", [name for name in MODULES if name.startswith("zi_metrics.")])
def test_a_module_imports_only_from_floors_below(module):
    for name in set(IMPORTED[module]) - {"zi_metrics"}:
        if rooms(module) and rooms(module)[:1] == rooms(name)[:1]:
            # Within a room: its own folder's files, or a room further down.
            beside = rooms(module) == rooms(name)
            assert beside or inner_floor(name) < inner_floor(module), f"{module} imports upwards: {name}"
        elif floor(module) == WORDS:
            assert floor(name) == WORDS, f"{module} is a word that everyone uses, and imports {name}"
        else:
            assert floor(name) < floor(module), f"{module} imports upwards, or beside itself: {name}"


@pytest.mark.parametrize("module", [name for name in MODULES if name.startswith("zi_ui.")])
def test_pieces_of_one_screen_do_not_know_those_of_another(module):
    own = rooms(module)[:1]
    for name in IMPORTED[module]:
        other = rooms(name)[:1]
        if own and own[0] in BELOW and name.startswith("zi_ui"):
            assert other == own or name in {"zi_ui", *BELOW[own[0]]}, f"{module} imports a piece of a screen: {name}"
        elif name.startswith("zi_ui.") and other and other[0] not in BELOW:
            assert other == own, f"{module} imports a piece of another screen, or of one above it: {name}"


def test_no_circle_anywhere():
    TopologicalSorter(IMPORTED).prepare()


def test_screens_import_from_pages_to_pieces_to_package():
    for path in modules(ROOT / "zi_ui"):
        assert not [m for m in imports(path) if m.startswith(("pages", "app"))], path


@pytest.mark.parametrize("path", [*modules(ROOT / "pages"), ROOT / "app.py"], ids=lambda p: p.name)
def test_pages_hold_no_sql_no_store_internals_and_stay_short(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\b(SELECT|INSERT|UPDATE|DELETE)\b", text)
    assert not [m for m in imports(path) if m.startswith(("duckdb", "pandas", "plotly", "openpyxl"))]
    assert len(text.splitlines()) <= 120
    # No arithmetic: a page adds, subtracts, multiplies and divides nothing (app.py joins paths with '/').
    operators = [n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.BinOp)]
    assert path.name == "app.py" or not operators, path


def test_only_the_store_speaks_sql():
    for path in [*modules(PACKAGE), *modules(ROOT / "zi_ui")]:
        if "store" in path.parts:
            continue
        assert not re.search(r"\b(SELECT .* FROM|INSERT INTO)\b", path.read_text(encoding="utf-8")), path


def test_no_file_grew_past_its_subject():
    for path in [*modules(PACKAGE), *modules(ROOT / "zi_ui")]:
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 400, path


def test_public_functions_say_what_they_do():
    for path in [*modules(PACKAGE), *modules(ROOT / "zi_ui")]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert path.name == "__main__.py" or ast.get_docstring(tree), f"{path}: no docstring"
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                assert ast.get_docstring(node), f"{path}: {node.name}"
