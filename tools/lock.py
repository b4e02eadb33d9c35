"""Writes requirements.txt and requirements-dev.txt from pyproject.toml, with hashes (`make lock`).

`--check` says whether they are what the last `make lock` wrote for the pyproject.toml of today. It compares digests
that stand in their heads, so it needs no network, no index and no moment: a release that somebody else makes tonight
turns no check red tomorrow, and neither a hand-edited pin nor a dependency added without `make lock` gets past it.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# The larger one first: the smaller one takes its versions.
DEV, RUN = "requirements-dev.txt", "requirements.txt"
_UV = ["pip", "compile", "pyproject.toml", "--universal", "--generate-hashes", "--no-config", "--quiet"]
_STAMP = re.compile(r"^# pyproject\.toml (\w+), pins (\w+)\n", re.MULTILINE)


def main(arguments: list[str]) -> int:
    """Write both files, or check them. Returns the exit status. Other arguments (`--upgrade-package NAME`) go to uv."""
    if arguments == ["--check"]:
        stale = [name for name in (DEV, RUN) if not is_current(name)]
        for name in stale:
            print(f"{name} is not what pyproject.toml says, or was edited by hand: run `make lock`.", file=sys.stderr)
        return 1 if stale else 0
    with tempfile.TemporaryDirectory() as folder:
        made = {DEV: Path(folder) / DEV, RUN: Path(folder) / RUN}
        # What is pinned today stays, unless uv is told otherwise.
        shutil.copy(ROOT / DEV, made[DEV])
        if status := compile_pins(made[DEV], ["--group", "dev", *arguments]):
            return status
        shutil.copy(made[DEV], made[RUN])
        if status := compile_pins(made[RUN], []):
            return status
        if apart := set(pins(made[RUN])) - set(pins(made[DEV])):
            print(f"The two files would differ: {', '.join(sorted(apart))}.", file=sys.stderr)
            return 1
        for name, path in made.items():
            (ROOT / name).write_text(stamped(path.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    return 0


def compile_pins(output: Path, more: list[str]) -> int:
    """Let uv write one file; what stands in it is kept where it still fits. Returns uv's exit status."""
    oldest = pyproject()["project"]["requires-python"].removeprefix(">=")
    named = ["--custom-compile-command", "make lock", "--python-version", oldest, "--output-file", str(output)]
    status = subprocess.run([sys.executable, "-m", "uv", *_UV, *named, *more], cwd=ROOT).returncode
    if status:
        print("uv could not write the pins. It needs the package index: without a network, try later.", file=sys.stderr)
    return status


def is_current(name: str) -> bool:
    """Whether a file is unchanged since `make lock`, and so are the dependencies in pyproject.toml."""
    path = ROOT / name
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    return bool(_STAMP.search(text)) and stamped(_STAMP.sub("", text)) == text


def stamped(text: str) -> str:
    """A file as uv wrote it, with both digests below its head: of what it was made from, and of what it says."""
    lines = text.splitlines(keepends=True)
    head, body, read = lines[:2], lines[2:], pyproject()
    asked = [read["project"]["requires-python"], read["project"]["dependencies"], read["dependency-groups"]]
    return "".join([*head, f"# pyproject.toml {digest(json.dumps(asked))}, pins {digest(''.join(body))}\n", *body])


def pins(path: Path) -> list[str]:
    """The names and versions in a file, without markers and hashes."""
    return re.findall(r"^([\w.-]+==[^\s;\\]+)", path.read_text(encoding="utf-8"), re.MULTILINE)


def pyproject() -> dict:
    """pyproject.toml as it is read."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def digest(text: str) -> str:
    """Enough of a SHA-256 to notice a change."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
