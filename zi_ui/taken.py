"""What people take away from a screen: each file is made when it is asked for, checked again then, and recorded."""

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

import streamlit as st

from zi_metrics.access.scopes import NoRole
from zi_metrics.scope import Act, NotAllowed, Target
from zi_metrics.store import audit
from zi_metrics.store.connection import Store
from zi_ui import given


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
