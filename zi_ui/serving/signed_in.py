"""Who is signed in, as the screens see it: the screen for signing in, the name and the way out at a page's head."""

import getpass
from collections.abc import Callable
from typing import NoReturn

import streamlit as st

from zi_ui.markdown import plain
from zi_ui.serving import visits
from zi_ui.serving.guard import OUTCOME
from zi_ui.serving.identity import Identity, Refusal
from zi_ui.serving.messages import SIGN_IN_KEY
from zi_ui.serving.obstacles import obstacles, providers
from zi_ui.serving.settings import sign_in_section
from zi_ui.serving.way import way

_OUTCOMES = {
    "ditolak": "Anda membatalkan masuk, atau penyedia masuk menolaknya. Coba lagi, atau hubungi administrator.",
    "gagal": "Masuk tidak berhasil: jawaban penyedia masuk tidak dapat dipakai. Coba lagi; bila berulang, sampaikan "
    "waktu kejadiannya kepada administrator.",
    "keluar": "Anda sudah keluar.",
}
_ALONE = "Hanya di komputer ini; tanpa masuk."
_NAMELESS = "pengguna komputer ini"


def identity() -> Identity | None:
    """Who is at work: alone the system's user, shared whoever is signed in; None when nobody is (any more)."""
    found = _found()
    return found if isinstance(found, Identity) else None


def require() -> Identity:
    """The same, for a page: where nobody is signed in it shows the screen for signing in, and ends the page."""
    found = _found()
    if isinstance(found, Identity):
        return found
    _ask(found)


def show_account(person: Identity, leaving: Callable[[Identity], None]) -> None:
    """At a page's head, shared: who is signed in, and the way out. Alone there is nothing to show.

    leaving: is told who signs out
    """
    if not way().shared:
        return
    with st.container(key="akun", width="content"), st.popover(plain(person.nama), icon=":material/person:"):
        if person.surel and person.surel != person.nama:
            st.caption(plain(person.surel))
        st.button("Keluar", icon=":material/logout:", on_click=_sign_out, args=(person, leaving))


def show_way() -> None:
    """At a screen's foot: that this is served alone."""
    if not way().shared:
        st.caption(_ALONE)


def _found() -> Identity | Refusal:
    if not way().shared:
        name = _system_user()
        return Identity(id=name, nama=name, surel="")
    # Started another way than by app.py, nobody has looked at what stands against serving.
    return Refusal("tidak_aman", "") if obstacles() else visits.whose(st.user.to_dict())


def _system_user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        # A container's user without an entry among the system's.
        return _NAMELESS


def _sign_out(person: Identity, leaving: Callable[[Identity], None]) -> None:
    leaving(person)
    visits.sign_out(st.user.to_dict())
    st.logout()


def _ask(why: Refusal) -> NoReturn:
    """The screen for signing in; says why it is there, where there is something to say."""
    st.title("Masuk")
    if why.reason == "tidak_aman":
        st.error("Aplikasi ini tidak dijalankan dengan aman, jadi tidak ada yang ditampilkan.", icon=":material/lock:")
        st.caption("Administrator: jalankan dengan `streamlit run app.py`; yang kurang tertulis di sana.")
        st.stop()
    outcome = _OUTCOMES.get(st.query_params.get(OUTCOME, ""))
    if said := outcome or why.sentence:
        st.info(said, icon=":material/info:")
    st.write("Aplikasi ini berisi penilaian unit kerja. Masuklah dengan akun yang dikenal instansi Anda.")
    for name in providers(sign_in_section()):
        label = "Masuk" if name == "default" else f"Masuk dengan {plain(name.capitalize())}"
        st.button(
            label, key=f"{SIGN_IN_KEY}{name}", type="primary", icon=":material/login:", on_click=_sign_in, args=(name,)
        )
    st.caption("Kata sandi Anda tidak pernah sampai ke aplikasi ini; penyedia masuk yang memeriksanya.")
    st.stop()


def _sign_in(name: str) -> None:
    st.login(None if name == "default" else name)
