"""What runs: how it is served, the pages and the navigation. Start with `streamlit run app.py`."""

import base64
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from zi_metrics import NAME_AND_VERSION
from zi_ui import given
from zi_ui.address import written_once
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

    def page(name: str, title: str, icon: str, default: bool = False) -> StreamlitPage:
        shown = default or (scope is not None and given.may_open(scope, name))
        return st.Page(
            f"pages/{name}.py",
            title=title,
            icon=f":material/{icon}:",
            default=default,
            visibility="visible" if shown else "hidden",
        )

    pages = {
        "ringkasan": page("ringkasan", "Ringkasan", "leaderboard", default=True),
        "unit_kerja": page("unit_kerja", "Unit kerja", "apartment"),
        "pokja": page("pokja", "Pokja", "groups"),
        "pekerjaan": page("pekerjaan", "Pekerjaan", "checklist"),
        "penilai": page("penilai", "Penilai", "balance"),
        "survei": page("survei", "Survei", "poll"),
        "rencana": page("rencana", "Rencana", "route"),
        "simulasi": page("simulasi", "Simulasi", "science"),
        "pemeriksaan": page("pemeriksaan", "Pemeriksaan", "fact_check"),
        "kesiapan": page("kesiapan", "Kesiapan", "flag"),
        "rapat": page("rapat", "Rapat", "co_present"),
        "unggah": page("unggah", "Unggah", "upload_file"),
    }
    managing = {
        "pohon_unit": page("pohon_unit", "Pohon unit", "account_tree"),
        "pengguna": page("pengguna", "Pengguna", "manage_accounts"),
        "jejak": page("jejak", "Jejak", "history"),
        "perawatan": page("perawatan", "Perawatan", "health_and_safety"),
    }
    st.set_page_config(page_title="Zona Integritas", page_icon=ICON, layout="wide")
    mark_started()
    chosen = st.navigation({"": list(pages.values()), "Kelola": list(managing.values())}, position="top")
    pages |= managing
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
