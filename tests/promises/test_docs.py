"""The documentation is complete and true where that can be checked: commands, options, screens, settings, libraries."""

import argparse
import re

import pytest
from places import ROOT

from zi_metrics.cli import main as cli
from zi_metrics.store.connection import DATABASE_VARIABLE

GUIDE = (ROOT / "docs" / "panduan.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")


def commands():
    parser = cli._parser()
    action = next(a for a in parser._actions if isinstance(a, argparse._SubParsersAction))
    return action.choices


@pytest.mark.parametrize("name", list(commands()))
def test_every_command_and_option_is_in_the_guide_and_has_help(name):
    assert f"python -m zi_metrics {name}" in GUIDE and f"python -m zi_metrics {name}" in README
    for action in commands()[name]._actions:
        assert action.help, action.dest
        for option in action.option_strings:
            assert option in GUIDE or option in ("-h", "--help"), option


def test_every_screen_and_setting_is_in_the_guide():
    app = (ROOT / "app.py").read_text(encoding="utf-8")
    for title in re.findall(r'title="([^"]+)"', app):
        assert f"## {title}" in GUIDE or f"### {title}" in GUIDE, title
    assert DATABASE_VARIABLE in GUIDE and DATABASE_VARIABLE in README


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_direct_dependency_is_pinned_and_its_reason_given(name):
    reasons = (ROOT / "docs" / "keputusan" / "0001-pustaka.md").read_text(encoding="utf-8").casefold()
    blocks = (ROOT / name).read_text(encoding="utf-8").split("\n\n")
    pins = [line for line in blocks[0].splitlines() if line and not line.startswith(("#", "-r"))]
    assert pins and all("==" in line for line in pins)
    for line in pins:
        assert line.split("==")[0].casefold() in reasons, line


def test_links_and_pictures_of_the_readme_exist():
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert target.startswith("http") or (ROOT / target).exists(), target


def test_the_readme_begins_with_the_two_commands():
    top = README[: README.index("## Command line")]
    assert "make run" in top and "make test" in top and r"tools\project.py run" in top and "docs/panduan.md" in top
