"""What runs: the pages and the navigation. Start with `streamlit run app.py`."""

from pathlib import Path

import streamlit as st

from zi_metrics import NAME_AND_VERSION
from zi_ui.address import written_once
from zi_ui.failures import told
from zi_ui.page import mark_started, requested_page

# A picture of our own: named icons and emoji in this place are fetched from the internet.
ICON = Path(__file__).parent / "zi_ui" / "assets" / "icon.png"
PAGES = {
    "ringkasan": st.Page("pages/ringkasan.py", title="Ringkasan", icon=":material/leaderboard:", default=True),
    "unit_kerja": st.Page("pages/unit_kerja.py", title="Unit kerja", icon=":material/apartment:"),
    "pokja": st.Page("pages/pokja.py", title="Pokja", icon=":material/groups:"),
    "penilai": st.Page("pages/penilai.py", title="Penilai", icon=":material/balance:"),
    "survei": st.Page("pages/survei.py", title="Survei", icon=":material/poll:"),
    "rencana": st.Page("pages/rencana.py", title="Rencana", icon=":material/route:"),
    "simulasi": st.Page("pages/simulasi.py", title="Simulasi", icon=":material/science:"),
    "unggah": st.Page("pages/unggah.py", title="Unggah", icon=":material/upload_file:"),
}

st.set_page_config(page_title="Zona Integritas", page_icon=str(ICON), layout="wide")
mark_started()
page = st.navigation(list(PAGES.values()), position="top")
requested, parameters = requested_page()
if requested in PAGES:
    st.switch_page(PAGES[requested], query_params=parameters)
# The foot is drawn first, below an empty body: a page may stop itself anywhere, and what follows it would be lost.
body = st.container()
st.caption(NAME_AND_VERSION)
with told(page.title, body), body, written_once():
    page.run()
