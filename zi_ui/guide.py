"""The guide inside the app: docs/panduan.md, a topic at a time, and the glossary's terms where they stand."""

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

_GUIDE = Path(__file__).resolve().parents[1] / "docs" / "panduan.md"
_HEADING = re.compile(r"^(##+) (.+)$", re.MULTILINE)
_INNER_LINK = re.compile(r"\]\(#([^)]+)\)")
_UNFIT = re.compile(r"[^\w\- ]")


class Topic(NamedTuple):
    """A part of the guide. code: in the address; title; text: Markdown of our own, without its heading."""

    code: str
    title: str
    text: str


@cache
def topics() -> dict[str, Topic]:
    """All parts of the guide, code -> topic, in its order; links between them lead to this screen."""
    text = _GUIDE.read_text(encoding="utf-8")
    tops = [found for found in _HEADING.finditer(text) if found.group(1) == "##"]
    homes = _homes(text)
    parts = {}
    for place, found in enumerate(tops):
        end = tops[place + 1].start() if place + 1 < len(tops) else len(text)
        body = _INNER_LINK.sub(lambda link: f"](bantuan?topik={homes.get(link.group(1), '')})", text[found.end() : end])
        code = _slug(found.group(2))
        parts[code] = Topic(code, found.group(2), body.strip())
    return parts


def topic_of(screen: str) -> str:
    """The code of the topic about a screen (its file's name); the first topic where none is."""
    code = screen.replace("_", "-")
    return code if code in topics() else next(iter(topics()))


def _homes(text: str) -> dict[str, str]:
    """Each heading's code -> the code of the topic in which it stands."""
    home, homes = "", {}
    for level, title in _HEADING.findall(text):
        home = _slug(title) if level == "##" else home
        homes[_slug(title)] = home
    return homes


def _slug(title: str) -> str:
    """A heading's code as documents on the web form it."""
    return _UNFIT.sub("", title.casefold()).replace(" ", "-")
