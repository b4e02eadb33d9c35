"""The house stays walkable: data goes one way, and each room keeps to its subject."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "zi_metrics"
# Each module may import from its own level and those below it (further right in this list).
LEVELS = [
    {"cli", "__main__"},
    {"cli_workbook", "cli_plan", "cli_surveys"},
    {"cli_common"},
    {"sample", "sample_surveys", "bullets", "bullets_survey"},
    {"figures", "figures_judges", "figures_plan", "figures_survey"},
    {"figure_map"},
    {"figure_style"},
    {"adjusted", "reports"},
    {"derivation"},
    {"survey_into_lke", "survey_history", "survey_portfolio"},
    {"survey_sentences"},
    {"area", "unit_report", "judges", "stored_values", "survey_report"},
    {"comparison"},
    {"portfolio", "importing"},
    {"portfolio_plan", "scenario", "survey_importing"},
    {"plan", "margin", "chance", "sensitivity", "survey_trust", "survey_improvement"},
    {"plan_model", "corrections"},
    {"plan_settings"},
    {"gates"},
    {"scoring", "prerequisites", "survey", "survey_counts", "survey_moments", "survey_comments"},
    {"store"},
    {"recognition", "survey_recognition"},
    {"effort", "answer_words"},
    {"answer_values", "points", "reading"},
    {"survey_instrument", "survey_answers"},
    {"instrument", "findings", "answers", "bahasa"},
    {"instrument_checks", "web_address", "option_text"},
    {"instrument_model", "yaml_data"},
]


def modules(folder):
    return sorted(path for path in folder.rglob("*.py") if "__pycache__" not in path.parts)


def imports(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def level(room):
    return next((i for i, rooms in enumerate(LEVELS) if room in rooms), None)


def test_the_package_never_imports_streamlit_or_the_screens():
    for path in modules(PACKAGE):
        assert not [m for m in imports(path) if m.split(".")[0] in ("streamlit", "zi_ui", "pages")], path


def test_every_module_has_its_level_and_imports_only_downwards():
    for path in modules(PACKAGE):
        room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        if room == "__init__":
            continue
        assert level(room) is not None, f"{path}: give it a level in this test"
        for name in imports(path):
            parts = name.split(".")
            if parts[0] == "zi_metrics" and len(parts) > 1 and level(parts[1]) is not None:
                assert level(parts[1]) >= level(room), f"{path.name} imports upwards: {name}"


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
