"""The frame that every page opens with: it makes sure that app.py ran, opens the store, and shows the title."""

from functools import cache
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlparse

import streamlit as st

from zi_metrics.bahasa import format_date
from zi_metrics.care.started import start_care
from zi_metrics.store.connection import Store
from zi_metrics.store.migrations import NewerDatabase
from zi_metrics.store.tables import is_empty
from zi_metrics.store.unavailable import StoreUnavailable
from zi_ui import address, branch, cached, charts, filters, folded, given, paper, stated
from zi_ui.drawn.palette import variables
from zi_ui.first_run import show_first_steps
from zi_ui.markdown import plain
from zi_ui.menu import show_menu
from zi_ui.search_box import show_search
from zi_ui.serving import signed_in
from zi_ui.slim import script, sheet

_STARTED = "_app_started"
# A word that no page has as a parameter of its own: the detour must not take it away.
REQUESTED = "menuju"
_ASSETS = Path(__file__).parent / "assets"
# What all screens share, and beside it what only some have: name of the screen -> its sheets.
_SHARED = ("style.css", "drawn.css")
_SHEETS = {
    "ringkasan": ("overview.css",),
    "unit_kerja": ("unit.css",),
    "pokja": ("unit.css", "pokja.css"),
    "survei": ("surveys.css",),
    "penilai": ("surveys.css",),
    "rencana": ("plan.css",),
    "simulasi": ("plan.css",),
    "unggah": ("upload.css",),
}
_SCRIPTS = ("history.js", "keep.js", "words.js", "link.js", "go.js", "print.js")
SCRIPTS = "\n".join(script(_ASSETS / name) for name in _SCRIPTS)
# `link.js` fills it in, with the address as the browser has it.
_LINK = (
    '<div class="zi-link"><textarea readonly aria-label="Tautan lengkap halaman ini"></textarea>'
    '<p role="status"></p></div>'
)


@cache
def _style(screen: str) -> str:
    """The style sheets of a screen, one after the other."""
    names = (*_SHARED, *_SHEETS.get(screen, ()))
    return "".join(sheet(_ASSETS / name) for name in names)


def mark_started() -> None:
    """Called by app.py at every run, before any page."""
    st.session_state[_STARTED] = True


def requested_page() -> tuple[str | None, dict]:
    """The page that a detour through app.py still has to lead to (None mostly), and the link's other parameters."""
    parameters = st.query_params.to_dict()
    return parameters.pop(REQUESTED, None), parameters


def open_page(title: str, question: str, by_branch: bool = False) -> Store:
    """Draw the head of a page and give the store, as the person at work may have it.

    title: the page's name, and in lower case that of its file; question: the one the page answers, in a sentence;
    by_branch: the page is about many units, and may be narrowed to a part of the agency. Stops the page, with a message
    in Indonesian, when nobody is signed in, when they may not open it, and when the database cannot be opened.
    """
    if _STARTED not in st.session_state:
        # A deep link to a fresh server runs the page's script on its own, without navigation and without any check
        # that app.py makes: go through app.py, which leads on to the page that was asked for.
        asked = urlparse(st.context.url or "").path.rsplit("/", 1)[-1]
        st.switch_page("app.py", query_params={**st.query_params.to_dict(), REQUESTED: asked})
    person = signed_in.require()
    stated.begin(title)
    folded.forget()
    name = title.lower().replace(" ", "_")
    # Without a gap, so that the scripts take no room above the title.
    with st.container(gap=None):
        style = f"{variables(charts.is_dark())}\n{_style(name)}"
        st.html(f"<style>{style}</style><script>{SCRIPTS}</script>", unsafe_allow_javascript=True)
        paper.use()
        above = st.container()
        with st.container(
            key="kepala", horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
        ):
            with st.container(key="judul", width="stretch", gap=None):
                st.title(title, width="content", anchor=False)
                st.caption(question)
            seeking = st.container(key="pencarian", width=300, gap=None)
            _offer_link()
            signed_in.show_account(person, given.record_leaving)
    try:
        store = given.store_for(person, name)
        with above:
            since = cached.newest_day(store)
            agency, emblem = cached.agency(store)
            show_menu(name, given.opens, agency, emblem, format_date(since) if since else "")
        with seeking:
            show_search(store, filters.wished("unit"))
        start_care(store.path)
        return branch.choose(store) if by_branch else store
    except (StoreUnavailable, NewerDatabase) as error:
        st.error(plain(error), icon=":material/database_off:")
        address.stop()


def _offer_link() -> None:
    """The page's address with all its choices, to be sent to somebody."""
    with st.container(key="salin_tautan", width="content"), st.popover("Salin tautan", icon=":material/link:"):
        st.caption("Siapa pun yang berhak melihatnya mendapat tampilan yang sama lewat tautan ini.")
        st.html(_LINK)


def nothing_yet(message: str, what: str = "LKE") -> NoReturn:
    """Say that there is no data to show, as it is to be read, and stop; who may upload (`what`) is led there.

    Where nothing at all is stored yet, the first steps are told instead.
    """
    store = given.current()
    if store is not None and is_empty(store):
        show_first_steps(store, message)
    st.info(plain(message), icon=":material/info:")
    if given.opens("unggah"):
        st.page_link("pages/unggah.py", label=f"Unggah {plain(what)}", icon=":material/upload_file:")
    address.stop()
