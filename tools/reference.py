"""Writes what README.md tells of the code itself, the map of modules and the commands, and docs/hak.md (`make docs`).

Both are made from the code (docstrings; the command line's parser) and stand between markers, so that they cannot say
anything else than the code. `--check` says whether they are current.
"""

import argparse
import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

try:
    from tools.rights_page import PAGE, page
except ImportError:
    # Run as a script, its own folder is what is looked in.
    from rights_page import PAGE, page

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("zi_metrics", "zi_ui")
_WIDTH = 120
_INDENT = "    "


def main(arguments: list[str]) -> int:
    """Write README.md and docs/hak.md anew, or check them. Returns the exit status."""
    readme = ROOT / "README.md"
    pages = {readme: with_references(readme.read_text(encoding="utf-8")), PAGE: page()}
    stale = [path for path, text in pages.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    if arguments == ["--check"]:
        for path in stale:
            print(f"{path.name} does not say what the code says: run `make docs`.", file=sys.stderr)
        return int(bool(stale))
    for path in stale:
        path.write_text(pages[path], encoding="utf-8", newline="\n")
    return 0


def with_references(text: str) -> str:
    """A README with its generated parts made anew. Raises ValueError where a marker is missing."""
    parts = {
        "map": block(room_lines(deep=False)),
        "modules": folded("Every module", block(room_lines(deep=True))),
        "commands": block(usage_lines()),
        "options": folded("Every option", block(option_lines())),
    }
    for name, made in parts.items():
        begin, end = f"<!-- {name}: written by `make docs` -->\n", f"<!-- end of {name} -->\n"
        before, after = text.index(begin) + len(begin), text.index(end)
        text = text[:before] + made + text[after:]
    return text


def block(lines: Iterator[str]) -> str:
    """Lines as they stand."""
    return "```\n" + "".join(f"{line}\n" for line in lines) + "```\n"


def folded(title: str, inside: str) -> str:
    """Something long, opened by a click."""
    return f"<details><summary>{title}</summary>\n\n{inside}\n</details>\n"


def room_lines(deep: bool) -> Iterator[str]:
    """The packages as a tree, a line each: name and what it is for; deep: with the modules inside the rooms."""
    rows = [row for name in PACKAGES for row in tree(ROOT / name, 0) if deep or row[1] or row[0] <= 1]
    names = [_INDENT * depth + name + ("/" if folder else "") for depth, folder, name, _ in rows]
    column = max(map(len, names)) + 2
    for name, (*_, what) in zip(names, rows, strict=True):
        yield f"{name:{column}}{shortened(what, _WIDTH - column)}"


def tree(folder: Path, depth: int) -> Iterator[tuple[int, bool, str, str]]:
    """A folder and all in it: (depth, whether a folder, name, what it is for). Rooms stand before modules."""
    yield depth, True, folder.name, purpose(folder / "__init__.py") or data_in(folder)
    inside = [path for path in sorted(folder.iterdir()) if not path.name.startswith(("_", "."))]
    for path in inside:
        # A folder that was moved away leaves compiled files behind.
        if path.is_dir() and any(file.is_file() and file.suffix != ".pyc" for file in path.rglob("*")):
            yield from tree(path, depth + 1)
    for path in inside:
        if path.suffix == ".py":
            yield depth + 1, False, path.name, purpose(path)


def purpose(path: Path) -> str:
    """The first sentence of a module's docstring; '' where there is none."""
    said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) if path.exists() else None
    paragraph = " ".join((said or "").split("\n\n")[0].split())
    return re.split(r"\.\s+(?=[A-Z])", paragraph)[0].rstrip(".")


def data_in(folder: Path) -> str:
    """What a folder without modules holds."""
    kinds = {path.suffix for path in folder.iterdir() if path.suffix not in ("", ".py")}
    return "data: " + ", ".join(f"*{kind}" for kind in sorted(kinds)) if kinds else ""


def shortened(text: str, width: int) -> str:
    """A sentence that fits into a line: cut at a comma or the like where that keeps most of it, else after a word."""
    if len(text) <= width:
        return text
    stops = [found.start() for found in re.finditer(r"[,;:] ", text[:width]) if found.start() > width / 2]
    return text[: stops[-1] if stops else text.rindex(" ", 0, width - 1)] + " …"


def commands() -> dict[str, tuple[argparse.ArgumentParser, str]]:
    """Every command of the command line: its parser, and what it does."""
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    from zi_metrics import __main__ as program

    # Wherever the command line lives, its parser stands beside `main`.
    parser = sys.modules[program.main.__module__].command_parser()
    action = next(a for a in parser._actions if isinstance(a, argparse._SubParsersAction))
    helps = {choice.dest: choice.help or "" for choice in action._choices_actions}
    return {name: (command, helps[name]) for name, command in action.choices.items()}


def usage_lines() -> Iterator[str]:
    """How each command is called, in one line."""
    for command, _ in commands().values():
        yield " ".join([command.prog, *(usage(action) for action in told(command))])
    yield "python -m zi_metrics --version"


def option_lines() -> Iterator[str]:
    """Each command with what it does, and below it everything it takes."""
    for number, (name, (command, what)) in enumerate(commands().items()):
        yield from [""] * (number > 0)
        yield f"{name}: {what}"
        taken = {" ".join([", ".join(a.option_strings), value(a)]).strip(): a.help for a in told(command)}
        column = max(map(len, taken)) + 2
        for option, meaning in taken.items():
            yield f"{_INDENT}{option:{column}}{meaning}"


def told(command: argparse.ArgumentParser) -> list[argparse.Action]:
    """What a command takes besides --help: what must be named first."""
    actions = [action for action in command._actions if "--help" not in action.option_strings]
    return sorted(actions, key=lambda action: bool(action.option_strings))


def usage(action: argparse.Action) -> str:
    """One thing that a command takes, as usage lines write it."""
    if not action.option_strings:
        return value(action)
    text = f"{action.option_strings[0]} {value(action)}".rstrip()
    repeated = "..." if isinstance(action, argparse._AppendAction) else ""
    return (text if action.required else f"[{text}]") + repeated


def value(action: argparse.Action) -> str:
    """The placeholder for what is written behind an option, or in its place; '' for a switch."""
    if action.nargs == 0:
        return ""
    return (action.metavar or action.dest.upper()) + ("..." if action.nargs == "+" else "")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
