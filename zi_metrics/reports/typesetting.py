"""The engine that sets papers and draws charts: typst, offline, with its own fonts, by `paper.typ` and `figure.typ`.

What a paper says is given as JSON, never as markup.
"""

import json
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from zi_metrics.printable import printable

Mode = Literal["paper", "chart", "emblem", "figure"]
Standard = Literal["a-2a", "a-2b", "ua-1"]
_PAPER, _FIGURE = (Path(__file__).with_name(name).read_bytes() for name in ("paper.typ", "figure.typ"))
# For archives and, with all that is read out in place of what is seen, for everybody; else for archives alone.
STANDARDS: tuple[list[Standard], ...] = (["a-2a", "ua-1"], ["a-2b"])
# An inch of a picture.
_DOTS = 200.0
# In place of a sign that none of the engine's fonts has.
_NO_SIGN = "□"
# Letters, figures and signs that the fonts are known to have: nothing is tried for them.
_KNOWN = frozenset(map(chr, [*range(0x20, 0x7F), *range(0xA1, 0x180)])) | set("\n\t–—‘’“”•…−×→≥≤✔✘○●▲▼□\u200b\u00ad")
# So many others of one paper are tried one by one; more are a text in a script that the fonts have not.
_MOST_TRIED = 400
# Nothing else would keep so long a word within a column.
_LONG_WORD, _PIECES = re.compile("[^\\s\u200b]{23,}"), re.compile(".{1,11}")
_AFTER_SIGN = re.compile(r"[/\\\\_.,;:@&?=-]+(?=\w)")


def typeset(mode: Mode, data: Mapping[str, Any]) -> bytes:
    """A paper as PDF/A-2a and PDF/UA-1, or as PDF/A-2b where it cannot be those.

    data: as `paper.typ` reads it. The same data give the same bytes.
    """
    return _made(mode, data, "pdf")


def pictured(mode: Mode, data: Mapping[str, Any], format: Literal["png", "svg"] = "png") -> bytes:
    """A chart, a figure or an emblem as a picture. Raises typst.TypstError for an emblem that is none."""
    return _made(mode, data, format)


def _made(mode: Mode, data: Mapping[str, Any], format: Literal["pdf", "png", "svg"]) -> bytes:
    # Here, as in `_is_known`: screens offer what it sets, and need not load it.
    import typst

    odd = {sign for text in _texts(data) for sign in text} - _KNOWN
    missing = _missing(frozenset(odd)) if odd else frozenset()

    def compiled(without: Iterable[str], standards: list[Standard]) -> bytes:
        told = json.dumps(_clean(data, {ord(sign): _NO_SIGN for sign in without}))
        made = typst.compile(
            _FIGURE if mode == "figure" else _PAPER,
            format=format,
            ppi=_DOTS,
            sys_inputs={"mode": mode, "data": told},
            ignore_system_fonts=True,
            pdf_standards=[*standards] if format == "pdf" else [],
        )
        return made if isinstance(made, bytes) else b"".join(made or ())

    strict, plain = STANDARDS
    try:
        return compiled(missing, strict)
    except typst.TypstError:
        # A sign that stands alone well, and not beside others; what else is wrong is raised the second time.
        return compiled(odd, plain)


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield printable(value)
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)


def _clean(value: Any, replaced: Mapping[int, str]) -> Any:
    """Data whose texts hold only signs that can be set, and words that can be parted."""
    if isinstance(value, str):
        return _parted(printable(value).translate(dict(replaced)))
    if isinstance(value, Mapping):
        return {name: _clean(inner, replaced) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(inner, replaced) for inner in value]
    return value


def _parted(text: str) -> str:
    """A text in which words that fit no column may be parted, invisibly: at their own signs, else anywhere."""
    return _LONG_WORD.sub(lambda found: _in_pieces(found[0]), text)


def _in_pieces(word: str) -> str:
    at_signs = _AFTER_SIGN.sub("\\g<0>\u200b", word)
    return _LONG_WORD.sub(lambda found: "\u200b".join(_PIECES.findall(found[0])), at_signs)


def _missing(signs: frozenset[str]) -> frozenset[str]:
    """Those of some signs that none of the fonts has."""
    tried = sorted(signs)[:_MOST_TRIED]
    return frozenset(sign for sign in tried if not _is_known(sign)) | frozenset(sorted(signs)[_MOST_TRIED:])


@lru_cache(maxsize=4096)
def _is_known(sign: str) -> bool:
    """Whether the fonts have a sign: PDF/A refuses a text that they have not."""
    import typst

    source = (
        b'#set document(title: "x")\n#set text(lang: "id", font: "Libertinus Serif")\n#json(bytes(sys.inputs.data))'
    )
    try:
        typst.compile(
            source,
            format="pdf",
            sys_inputs={"data": json.dumps(sign)},
            ignore_system_fonts=True,
            pdf_standards=[*STANDARDS[0]],
        )
    except typst.TypstError:
        return False
    return True
