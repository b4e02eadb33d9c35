"""Texts from files and users, made safe for Streamlit's Markdown: no formatting, links, pictures, icons or formulas.

Everything that is not this program's own wording goes through `plain` before it stands in a text, a heading, a label
or a help text; table cells, options of select boxes and fields are shown as they are by Streamlit itself.
"""

import re

from zi_metrics.printable import in_one_line
from zi_metrics.web_address import is_link

_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|$~:&@])")
# What is looked for in the finished text, where a backslash is gone already: addresses of the web and of mail, named
# icons, emoji and pictures (:material/x:, :smile:, :streamlit:), and arrows that become one sign. An invisible sign
# inside, at which no line breaks, keeps them from being found.
_SOUGHT = re.compile(
    r"(?<=:)(?=//)|(?<=www)(?=\.)|(?<=@)(?=[\w-])|(?<=:)(?=[\w+/-]+:)"
    r"|(?:(?<=\s[-<>~])|(?<=^[-<>~]))(?=[->=]{1,2}(?:\s|$))",
    re.IGNORECASE,
)
_INVISIBLE = "\u2060"


def web_link(text: str) -> str:
    """An address of the web or of mail as a link that can be clicked; anything else as `plain` text."""
    return f"[{plain(text)}](<{text}>)" if is_link(text) else plain(text)


def plain(text: object) -> str:
    """The text with every Markdown sign escaped, so that it shows as it was written."""
    words = " ".join(in_one_line(str(text)).split())
    return _SPECIAL.sub(r"\\\1", _SOUGHT.sub(_INVISIBLE, words))
