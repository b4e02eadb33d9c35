"""Links inside the app: real addresses, that a click follows without a new visit (assets/go.js), and Ctrl in a new tab.

All pages lie beside each other, so an address relative to the present one leads to each, below whatever path the
server stands.
"""

from urllib.parse import urlencode

from markupsafe import Markup

from zi_metrics.web_address import is_link
from zi_ui.address import said
from zi_ui.drawn.markup import tag

# The page that stands at the root.
HOME = "ringkasan"


def address(page: str, **choices: object) -> str:
    """The address of a page (its file's name) with these choices, None ones left out."""
    asked = {name: str(value) for name, value in choices.items() if value is not None}
    path = "./" if page == HOME else page
    return f"{path}?{urlencode(asked)}" if asked else path


def here(page: str, **choices: object) -> str:
    """The address of the present page with all it says, but for these choices (None = without)."""
    return address(page, **{**said(), **choices})


def link(inside: object, href: str, class_: str = "", **attributes: object) -> Markup:
    """A link to an address of `address` or `here`. inside: text, escaped, or markup."""
    return tag("a", inside, href=href, class_=f"zi-go {class_}".strip(), **attributes)


def outward(text: str) -> Markup | str:
    """An address of the web or of mail as a link that leads out of the app; anything else as it is."""
    return tag("a", text, href=text, target="_blank", rel="noopener noreferrer") if is_link(text) else text
