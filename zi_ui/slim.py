"""Style sheets and scripts as they are sent: without what only those read who write them."""

import re
from pathlib import Path

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# Not within values: a blank beside a sign of arithmetic or a colon says something.
_AROUND = re.compile(r"\s*([{};])\s*")


def sheet(path: Path) -> str:
    """A style sheet without comments, indents and line breaks."""
    text = _COMMENT.sub("", path.read_text(encoding="utf-8"))
    return _AROUND.sub(r"\1", " ".join(text.split()))


def script(path: Path) -> str:
    """A script without indents and lines of comment; what stands behind code on a line stays."""
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))
