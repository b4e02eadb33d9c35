"""What people take away from a screen: each file is made when it is asked for, checked again then, and recorded."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Literal, NamedTuple

import streamlit as st

from zi_metrics.access.scopes import NoRole
from zi_metrics.scope import Act, NotAllowed, Target
from zi_metrics.store import audit
from zi_metrics.store.connection import Store
from zi_ui import given
from zi_ui.file_names import file_name


def offer(
    label: str,
    make: Callable[[], bytes],
    file_name: str,
    what: str,
    act: Act = Act.EKSPOR,
    target: Target | None = None,
    icon: str = ":material/download:",
    key: str | None = None,
    help: str | None = None,
    type: Literal["primary", "secondary", "tertiary"] = "secondary",
) -> None:
    """A button to take a file away; none for who may not.

    make: gives the file's content; what: is taken, a row of hak.yaml's exports, for the trail; target: whose it is
    """
    store = given.current()
    if store is None or not store.scope.may(act, target):
        return
    st.download_button(
        label,
        lambda: _checked(store, act, target, what, file_name, make),
        file_name=file_name,
        icon=icon,
        key=key,
        help=help,
        type=type,
        on_click="ignore",
    )


class Form(NamedTuple):
    """One form of a file. label: on its button; ending: of its name ('.pdf'); make: gives the content."""

    label: str
    ending: str
    make: Callable[[], bytes]


def offer_forms(
    forms: Sequence[Form], stem: str, what: str, target: Target | None = None, key: str = "", **look: Any
) -> None:
    """The same thing in several forms, a button each.

    stem: the files' name without its ending; what, target: as of `offer`; key: of them all; look: as of `offer`
    """
    for form in forms:
        name = file_name(stem, form.ending)
        offer(form.label, form.make, name, what, Act.EKSPOR, target, key=f"{key}_{form.ending}", **look)


def offer_menu(
    label: str,
    forms: Sequence[Form],
    stem: str,
    what: str,
    target: Target | None = None,
    key: str = "",
    icon: str | None = None,
    caption: str = "",
    type: Literal["primary", "secondary", "tertiary"] = "secondary",
) -> None:
    """The same in a menu with this label; none for who may not. caption: what is told above the buttons."""
    store = given.current()
    if store is None or not store.scope.may(Act.EKSPOR, target):
        return
    with st.popover(label, icon=icon, type=type, key=f"menu_{key}"):
        if caption:
            st.caption(caption)
        offer_forms(forms, stem, what, target, key)


def _checked(
    store: Store, act: Act, target: Target | None, what: str, file_name: str, make: Callable[[], bytes]
) -> bytes:
    """The content, for who may have it when they ask: a role may have ended since the screen was drawn.

    Raises NoRole, NotAllowed, which stand in the trail.
    """
    entry = audit.Entry(act, target.unit_id if target else None, what, nama_berkas=file_name)
    try:
        given.scope_again(store).require(act, target)
    except (NoRole, NotAllowed):
        store.record(replace(entry, hasil=audit.REFUSED))
        raise
    content = make()
    store.record(entry)
    return content
