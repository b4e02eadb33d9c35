"""Links inside the app: real addresses, that a click follows without a new visit (assets/go.js), and Ctrl in a new tab.

All pages lie beside each other, so an address relative to the present one leads to each, below whatever path the
server stands.
"""

from urllib.parse import urlencode

from markupsafe import Markup

from zi_ui.address import whole
from zi_ui.drawn.markup import tag

# The page that stands at the root.
HOME = "ringkasan"


def address(page: str, **choices: object) -> str:
    """The address of a page (its file's name) with these choices, None ones left out."""
    asked = {name: str(value) for name, value in choices.items() if value is not None}
    path = "./" if page == HOME else page
    return f"{path}?{urlencode(asked)}" if asked else path


def here(page: str, **choices: object) -> str:
    """The address of the present page with all it says, but for these choices (None = without).

    What was chosen above in this very run is in it, though the browser's address has it only at the run's end.
    """
    return address(page, **{**whole(), **choices})


def link(inside: object, href: str, class_: str = "", **attributes: object) -> Markup:
    """A link to an address of `address` or `here`. inside: text, escaped, or markup."""
    return tag("a", inside, href=href, class_=f"zi-go {class_}".strip(), **attributes)
