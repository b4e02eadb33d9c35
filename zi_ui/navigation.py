"""The screens as Streamlit's navigation knows them: made once, and taken by every run."""

import base64
import copy
from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from zi_metrics.scope import Scope
from zi_ui import given, menu
from zi_ui.drawn.links import HOME

# A picture of our own: named icons and emoji in this place are fetched from the internet. It stands in the page
# itself, since files beside it are for those who are signed in.
_PICTURE = (Path(__file__).parent / "assets" / "icon.png").read_bytes()
ICON = f"data:image/png;base64,{base64.b64encode(_PICTURE).decode()}"


def pages_for(scope: Scope | None) -> dict[str, StreamlitPage]:
    """Every screen by its name; in the menu those that are open to a scope (None = nobody's). Inside a run only."""
    every = (*(one for screens in menu.SECTIONS.values() for one in screens), *menu.MANAGING)
    return {one.name: _page(one, scope) for one in every}


def _page(one: menu.Screen, scope: Scope | None) -> StreamlitPage:
    shown = one.name == HOME or (scope is not None and given.may_open(scope, one.name))
    # Of its own for every run: the navigation marks the one that may be drawn.
    return copy.copy(_made(one, shown))


@cache
def _made(one: menu.Screen, shown: bool) -> StreamlitPage:
    # It looks for its file: done by every run for all of them, that took a third of a simple page's time.
    return st.Page(
        f"pages/{one.name}.py",
        title=one.title,
        icon=f":material/{one.icon}:",
        default=one.name == HOME,
        visibility="visible" if shown else "hidden",
    )
