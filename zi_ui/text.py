"""Texts from files and users, made safe for Streamlit's Markdown: no formatting, links, images or formulas."""

import re

_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|$~:&])")


def plain(text: object) -> str:
    """The text with every Markdown sign escaped, so that it shows as it was written."""
    return _SPECIAL.sub(r"\\\1", " ".join(str(text).split()))
