"""What runs: how it is served, the pages and the navigation. Start with `streamlit run app.py`."""

import base64
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from zi_metrics import NAME_AND_VERSION
from zi_ui import given, menu
from zi_ui.address import written_once
from zi_ui.drawn.links import HOME
from zi_ui.failures import told
from zi_ui.page import SCRIPTS, mark_started, requested_page
from zi_ui.serving import launch, signed_in
from zi_ui.turns import turn

# A picture of our own: named icons and emoji in this place are fetched from the internet. It stands in the page
# itself, since files beside it are for those who are signed in.
_PICTURE = (Path(__file__).parent / "zi_ui" / "assets" / "icon.png").read_bytes()
ICON = f"data:image/png;base64,{base64.b64encode(_PICTURE).decode()}"


def draw() -> None:
    """One visit's run: the navigation, and the page that was chosen."""
    scope = given.scope_now()

    def page(one: menu.Screen, default: bool) -> StreamlitPage:
        shown = default or (scope is not None and given.may_open(scope, one.name))
        return st.Page(
            f"pages/{one.name}.py",
            title=one.title,
            icon=f":material/{one.icon}:",
            default=default,
            visibility="visible" if shown else "hidden",
        )

    pages = {
        one.name: page(one, default=one.name == HOME)
        for one in (*(one for screens in menu.SECTIONS.values() for one in screens), *menu.MANAGING)
    }
    st.set_page_config(page_title=menu.PRODUCT, page_icon=ICON, layout="wide")
    mark_started()
    # The menu is drawn by each page's frame: all its sections in one look, one click from every screen.
    chosen = st.navigation(list(pages.values()), position="hidden")
    requested, parameters = requested_page()
    if requested in pages:
        st.switch_page(pages[requested], query_params=parameters)
    # The foot is drawn first, below an empty body: a page may stop itself anywhere, and what follows it would be lost.
    body = st.container()
    signed_in.show_way()
    st.caption(NAME_AND_VERSION)
    with told(chosen.title, body), body, written_once(), turn(chosen.url_path):
        chosen.run()


if __name__ == "__main__":
    draw()
else:
    # Loaded once by the server, before anything answers; every visit runs this file as a script.
    app = st.App(__file__, **launch.parts(scripts=(SCRIPTS,)))
