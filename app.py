"""What runs: how it is served, the pages and the navigation. Start with `streamlit run app.py`."""

import base64
from pathlib import Path

import streamlit as st

from zi_metrics import NAME_AND_VERSION
from zi_ui.address import written_once
from zi_ui.failures import told
from zi_ui.page import SCRIPTS, mark_started, requested_page
from zi_ui.serving import launch, signed_in

# A picture of our own: named icons and emoji in this place are fetched from the internet. It stands in the page
# itself, since files beside it are for those who are signed in.
_PICTURE = (Path(__file__).parent / "zi_ui" / "assets" / "icon.png").read_bytes()
ICON = f"data:image/png;base64,{base64.b64encode(_PICTURE).decode()}"


def draw() -> None:
    """One visit's run: the navigation, and the page that was chosen."""
    pages = {
        "ringkasan": st.Page("pages/ringkasan.py", title="Ringkasan", icon=":material/leaderboard:", default=True),
        "unit_kerja": st.Page("pages/unit_kerja.py", title="Unit kerja", icon=":material/apartment:"),
        "pokja": st.Page("pages/pokja.py", title="Pokja", icon=":material/groups:"),
        "penilai": st.Page("pages/penilai.py", title="Penilai", icon=":material/balance:"),
        "survei": st.Page("pages/survei.py", title="Survei", icon=":material/poll:"),
        "rencana": st.Page("pages/rencana.py", title="Rencana", icon=":material/route:"),
        "simulasi": st.Page("pages/simulasi.py", title="Simulasi", icon=":material/science:"),
        "unggah": st.Page("pages/unggah.py", title="Unggah", icon=":material/upload_file:"),
    }
    st.set_page_config(page_title="Zona Integritas", page_icon=ICON, layout="wide")
    mark_started()
    page = st.navigation(list(pages.values()), position="top")
    requested, parameters = requested_page()
    if requested in pages:
        st.switch_page(pages[requested], query_params=parameters)
    # The foot is drawn first, below an empty body: a page may stop itself anywhere, and what follows it would be lost.
    body = st.container()
    signed_in.show_way()
    st.caption(NAME_AND_VERSION)
    with told(page.title, body), body, written_once():
        page.run()


if __name__ == "__main__":
    draw()
else:
    # Loaded once by the server, before anything answers; every visit runs this file as a script.
    app = st.App(__file__, **launch.parts(scripts=(SCRIPTS,)))
