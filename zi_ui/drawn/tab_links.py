"""Tabs as links: only the open one is drawn, and which one it is stands in the address."""

from collections.abc import Mapping

from zi_ui import address
from zi_ui.drawn.links import here, link
from zi_ui.drawn.markup import join, show, tag

_NAME = "tab"


def choose_tab(page: str, words: Mapping[str, str], alt: str, **without: None) -> str:
    """Draw the tabs and give the open one's code; the first where the address says none of them.

    words: code -> what stands on the tab; alt: what they divide; without: names that a tab's address leaves out
    """
    asked = address.asked(_NAME)
    chosen = asked if asked is not None and asked in words else next(iter(words))
    address.write(_NAME, chosen)
    tabs = [
        link(said, here(page, **{**without, _NAME: code}), "zi-tab", aria_current="true" if code == chosen else None)
        for code, said in words.items()
    ]
    show(tag("nav", join(tabs), class_="zi-tabs", aria_label=alt))
    return chosen
