"""The store that a screen is drawn from: what the person at work may see; and what is told who may see nothing."""

import logging
import threading
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import NoReturn, ParamSpec

import streamlit as st

from zi_metrics.access.given import operators_store, store_of
from zi_metrics.access.rights import rights
from zi_metrics.access.scopes import NoRole
from zi_metrics.as_of import today
from zi_metrics.safe_logging import log_failure
from zi_metrics.scope import Person, Scope, everything, operator
from zi_metrics.store import audit
from zi_metrics.store.connection import Store, open_store, why_failed
from zi_ui import address
from zi_ui.markdown import plain
from zi_ui.serving import signed_in
from zi_ui.serving.identity import Identity
from zi_ui.serving.way import way

P = ParamSpec("P")
_CURRENT = "_store_given"
# Sign-ins that stand in the trail by now: each opens several tabs and is drawn at every click.
_recorded: set[tuple] = set()
_lock = threading.Lock()
_MOST = 10_000


def store_for(person: Identity, screen: str) -> Store:
    """The store as somebody may have it on a screen (its file's name). Stops the page, saying why, where they may not.

    Raises StoreUnavailable, NewerDatabase.
    """
    if not way().shared:
        return _given(operators_store(lewat="layar"), screen)
    try:
        store = _theirs(_person(person))
    except NoRole as nothing:
        _once(open_store(), (person.id, nothing.why), _person(person), audit.REFUSED)
        _say_nothing(person, nothing)
    _once(store, (person.id, person.until), store.person, audit.DONE)
    return _given(store, screen)


def current() -> Store | None:
    """The store that this session's page is drawn from, without what it was narrowed to on screen; None before any."""
    return st.session_state.get(_CURRENT)


def scope_again(store: Store) -> Scope:
    """What the person of a store may do now, whatever they could when it was given out. Raises NoRole."""
    if not way().shared:
        return store.scope
    return _theirs(store.person, store.path).scope


def asked_again(draw: Callable[P, None]) -> Callable[P, None]:
    """Around what runs by itself (a fragment, a dialog), which the page that asks who is there does not run before.

    Where the person may by now see or do something else than when the page was drawn, the whole page is drawn anew.
    """

    @wraps(draw)
    def asked(*args: P.args, **kwargs: P.kwargs) -> None:
        store = current()
        if store is not None and not _is_as_given(store):
            st.rerun()
        draw(*args, **kwargs)

    return asked


def _is_as_given(store: Store) -> bool:
    try:
        return scope_again(store).key == store.scope.key
    except NoRole:
        return False


def opens(screen: str) -> bool:
    """Whether a screen is open to who is at work on this page; a link to any other would only lead to a refusal."""
    store = current()
    return store is not None and may_open(store.scope, screen)


def may_open(scope: Scope, screen: str) -> bool:
    """Whether a screen is open to a scope: one of its rights (hak.yaml) is granted somewhere."""
    return any(scope.may(act) for act in rights().layar.get(screen, ()))


def scope_now() -> Scope | None:
    """The scope of who is at work, for the menu; None for nobody, or somebody without a role, or no database."""
    if not way().shared:
        return everything(operator("layar"))
    person = signed_in.identity()
    if person is None:
        return None
    try:
        return _theirs(_person(person)).scope
    except NoRole:
        return None
    except Exception as error:
        # The menu is drawn before the page, which says what is wrong with the store; all else must not go unseen.
        if not why_failed(error):
            log_failure(logging.getLogger("zi"), "menu", error)
        return None


def record_leaving(person: Identity) -> None:
    """Let the trail say that somebody signed out."""
    open_store().seen_by(everything(_person(person))).record(audit.Entry(audit.KELUAR))


def _theirs(person: Person, path: Path | None = None) -> Store:
    """A person's store by the roles that hold on this machine's day. Raises NoRole."""
    return store_of(person, today(), path)


def _person(identity: Identity) -> Person:
    return Person(identity.id, identity.nama, "layar")


def _given(store: Store, screen: str) -> Store:
    """The store, for a screen that its scope opens."""
    if not may_open(store.scope, screen):
        st.error("Peran Anda tidak mencakup layar ini. Mintalah kepada admin bila perlu.", icon=":material/lock:")
        address.stop()
    st.session_state[_CURRENT] = store
    return store


def _once(store: Store, key: tuple, person: Person, hasil: str) -> None:
    with _lock:
        if key in _recorded:
            return
        if len(_recorded) >= _MOST:
            _recorded.clear()
        _recorded.add(key)
    try:
        store.seen_by(everything(person)).record(audit.Entry(audit.MASUK, hasil=hasil))
    except BaseException:
        # It does not stand there: the next page that is drawn tries again.
        with _lock:
            _recorded.discard(key)
        raise


def _say_nothing(person: Identity, nothing: NoRole) -> NoReturn:
    st.info(f"{plain(nothing.why)} Tidak ada yang dapat ditampilkan.", icon=":material/lock:")
    st.write(f"Anda masuk sebagai {plain(person.nama)} ({plain(person.id)}).")
    if nothing.ask:
        admins = ", ".join(f"{plain(one.nama)} ({plain(one.id)})" for one in nothing.ask)
        st.write(f"Mintalah peran kepada admin aplikasi ini: {admins}.")
    else:
        st.write(
            "Aplikasi ini belum mempunyai admin. Admin pertama dibuat di server: `python -m zi_metrics admin SUREL`."
        )
    address.stop()
