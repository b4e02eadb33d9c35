"""The documentation is complete and true where that can be checked: commands, options, screens, settings, libraries."""

import re
import tomllib

import pytest
from places import ROOT

from tools import lock
from tools.reference import commands, shortened, tree, with_references
from zi_metrics.store.connection import DATABASE_VARIABLE
from zi_metrics.store.erasure import REASONS
from zi_metrics.surveys.recognition.privacy import MASKS
from zi_metrics.surveys.recognition.private_places import ACCOUNT, ADDRESS, PLATE

GUIDE = (ROOT / "docs" / "panduan.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
DECISIONS = [path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "docs" / "keputusan").glob("*.md"))]


@pytest.mark.parametrize("name", list(commands()))
def test_every_command_and_option_is_in_the_guide_and_has_help(name):
    assert f"python -m zi_metrics {name}" in GUIDE and f"python -m zi_metrics {name}" in README
    for action in commands()[name][0]._actions:
        assert action.help, action.dest
        for option in action.option_strings:
            assert option in GUIDE or option in ("-h", "--help"), option


def test_every_screen_and_setting_is_in_the_guide():
    app = (ROOT / "app.py").read_text(encoding="utf-8")
    for title in re.findall(r'page\("\w+", "([^"]+)"', app):
        assert f"## {title}" in GUIDE or f"### {title}" in GUIDE, title
    assert DATABASE_VARIABLE in GUIDE and DATABASE_VARIABLE in README


@pytest.mark.parametrize("group", ["run", "dev"])
def test_every_direct_dependency_is_pinned_and_its_reason_given(group):
    reasons = (ROOT / "docs" / "keputusan" / "0001-pustaka.md").read_text(encoding="utf-8").casefold()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    pins = project["project"]["dependencies"] if group == "run" else project["dependency-groups"]["dev"]
    assert pins
    for pin in pins:
        name, _ = re.fullmatch(r"([\w-]+)(?:\[\w+\])?==([\w.]+)", pin).groups()
        assert name.casefold() in reasons, pin


@pytest.mark.parametrize("name", [lock.RUN, lock.DEV])
def test_the_locked_files_are_what_pyproject_says(name, tmp_path, monkeypatch):
    assert lock.is_current(name), "run `make lock`"
    for file in (name, "pyproject.toml"):
        (tmp_path / file).write_bytes((ROOT / file).read_bytes())
    monkeypatch.setattr(lock, "ROOT", tmp_path)
    assert lock.is_current(name)
    for file, old, new in ((name, "duckdb==1.5.5", "duckdb==1.5.4"), ("pyproject.toml", "psutil==", "psutil>=")):
        before = (tmp_path / file).read_text(encoding="utf-8")
        assert old in before
        (tmp_path / file).write_text(before.replace(old, new), encoding="utf-8")
        assert not lock.is_current(name), f"a change of {file} goes unnoticed"
        (tmp_path / file).write_text(before, encoding="utf-8")
    (tmp_path / name).unlink()
    assert not lock.is_current(name)


@pytest.mark.parametrize("name", [lock.RUN, lock.DEV])
def test_the_locked_files_hold_hashes_and_nothing_of_the_machine_that_wrote_them(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert len(re.findall(r"^[\w.-]+==\S+ ", text, re.MULTILINE)) <= text.count("--hash=sha256:")
    assert not re.search(r"https?:|file:|index|find-links", text)


def test_the_readmes_map_and_commands_are_what_the_code_says():
    assert with_references(README) == README, "run `make docs`"


def test_the_map_shows_rooms_in_rooms_and_no_folder_that_was_moved_away(tmp_path):
    for path, text in {
        "__init__.py": '"""The house. More about it."""',
        "word.py": '"""What a \'a. \' is worth: to whom.\n\nMore."""',
        "lke/__init__.py": '"""One\nroom."""',
        "lke/recognition/__init__.py": "",
        "rules/a.yaml": "",
        "gone/__pycache__/old.cpython-311.pyc": "",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    assert list(tree(tmp_path, 0)) == [
        (0, True, tmp_path.name, "The house"),
        (1, True, "lke", "One room"),
        (2, True, "recognition", ""),
        (1, True, "rules", "data: *.yaml"),
        (1, False, "word.py", "What a 'a. ' is worth: to whom"),
    ]
    assert shortened("One thing, another thing", 24) == "One thing, another thing"
    assert shortened("A first thing, another thing", 20) == "A first thing …"
    assert shortened("A, another thing of some length", 20) == "A, another thing …"


def test_links_and_pictures_of_the_papers_exist():
    for paper in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md"):
        for target in re.findall(r"\]\(([^)#]+)\)", (ROOT / paper).read_text(encoding="utf-8")):
            assert target.startswith("http") or (ROOT / target).exists(), f"{paper}: {target}"


@pytest.mark.parametrize(
    "paper", ["CONTRIBUTING.md", "README.md", "docs/panduan.md", "docs/data-pribadi.md", *DECISIONS]
)
def test_every_path_that_a_paper_names_exists(paper):
    text = (ROOT / paper).read_text(encoding="utf-8")
    named = re.findall(r"(?<![\w/.])(?:zi_metrics|zi_ui|pages|tests|tools|docs|benchmarks)/[\w/.-]*", text)
    # A name in angle brackets is to be filled in; what ends a sentence is no part of a path.
    assert [path for path in named if not (ROOT / path.rstrip(".")).exists()] == []


def test_the_readme_begins_with_the_two_commands():
    top = README[: README.index("## Command line")]
    assert "make run" in top and "make test" in top and r"tools\project.py run" in top and "docs/panduan.md" in top


def test_every_table_is_named_where_it_is_said_what_is_kept_of_people(store):
    """Whoever adds a table says in docs/data-pribadi.md what it holds of people."""
    paper = (ROOT / "docs" / "data-pribadi.md").read_text(encoding="utf-8")
    with store.cursor() as cursor:
        tables = [name for (name,) in cursor.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
    assert [name for name in tables if f"`{name}`" not in paper] == []
    columns = re.findall(r"^\| (`.+?) \|", paper, re.MULTILINE)
    named = {name for column in columns for name in re.findall(r"`(\w+)`", column)}
    assert named == set(tables), "it names no table that is not there"


def test_what_is_said_of_erasing_and_masking_is_what_the_code_does():
    paper = (ROOT / "docs" / "data-pribadi.md").read_text(encoding="utf-8")
    for word in (*REASONS, *MASKS.values(), ADDRESS, PLATE, ACCOUNT):
        assert f"`{word}`" in paper, word
