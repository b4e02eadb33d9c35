"""Texts from files and users, made safe for Streamlit's Markdown: no formatting, links, images or formulas."""

import re

from zi_metrics.web_address import is_web_address

_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|$~:&])")


def web_link(text: str) -> str:
    """An address of the web as a link that can be clicked; anything else as `plain` text."""
    return f"[{plain(text)}](<{text}>)" if is_web_address(text) else plain(text)


def plain(text: object) -> str:
    """The text with every Markdown sign escaped, so that it shows as it was written."""
    return _SPECIAL.sub(r"\\\1", " ".join(str(text).split()))
