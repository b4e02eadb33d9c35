"""What may be made clickable: addresses of the web and of mail, and nothing else."""

import re
from urllib.parse import urlsplit

# Only signs that RFC 3986 allows: others make Excel find the workbook damaged.
_LINK = re.compile(r"https?://[\w.~:/?#\[\]@!$&'()*+,;=%-]+", re.IGNORECASE | re.ASCII)
_MAIL = re.compile(r"mailto:[\w.%+-]+@[\w-]+(?:\.[\w-]+)+", re.IGNORECASE | re.ASCII)
_LONGEST_LINK = 2000


def is_web_address(text: str) -> bool:
    """True when the whole text is one http or https address that can be clicked."""
    if len(text) > _LONGEST_LINK or not _LINK.fullmatch(text):
        return False
    try:
        return bool(urlsplit(text).hostname)
    except ValueError:
        return False


def is_link(text: str) -> bool:
    """True when the whole text is one address of the web or, written with mailto:, of mail."""
    return is_web_address(text) or (len(text) <= _LONGEST_LINK and bool(_MAIL.fullmatch(text)))
