"""What runs: how it is served, the pages and the navigation. Start with `streamlit run app.py`."""

import streamlit as st

from zi_metrics import NAME_AND_VERSION
from zi_ui import given, menu, navigation
from zi_ui.address import written_once
from zi_ui.failures import told
from zi_ui.page import SCRIPTS, mark_started, requested_page
from zi_ui.serving import launch, signed_in
from zi_ui.turns import turn
from zi_ui.warming import Warming


def draw() -> None:
    """One visit's run: the navigation, and the page that was chosen."""
    pages = navigation.pages_for(given.scope_now())
    st.set_page_config(page_title=menu.PRODUCT, page_icon=navigation.ICON, layout="wide")
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
    app = st.App(__file__, **launch.parts(scripts=(SCRIPTS,), beside=Warming()))
