"""The one field to search in, at the head of every screen: what is found opens by a click."""

import streamlit as st
from markupsafe import Markup

from zi_metrics.instruments.library import DEFAULT_INSTRUMENT, load_instrument
from zi_metrics.search import ACTION, FEWEST_LETTERS, KINDS, QUESTION, TERM, UNIT, Hit, search
from zi_metrics.store.connection import Store
from zi_ui import given
from zi_ui.drawn.links import address, link
from zi_ui.drawn.markup import EMPTY, join, show, tag
from zi_ui.failures import told

_FIELD = "cari"
_HINT = "Cari unit, pertanyaan, tindakan, istilah"


def show_search(store: Store, unit: str | None) -> None:
    """Draw the field; below it what was found.

    store: as the person has it; unit: the one looked at, in which a question is opened, None = none
    """
    _draw(store, unit)


@st.fragment
@given.asked_again
@told("Cari")
def _draw(store: Store, unit: str | None) -> None:
    sought = st.text_input(_HINT, key=_FIELD, placeholder=_HINT, label_visibility="collapsed", max_chars=80)
    if len((sought or "").strip()) >= FEWEST_LETTERS:
        show(_found(search(store, sought, load_instrument(DEFAULT_INSTRUMENT)), unit))


def _found(hits: list[Hit], unit: str | None) -> Markup:
    if not hits:
        nothing = tag("p", "Tidak ada yang cocok. Coba sebagian nama, atau kode seperti P.1.i.")
        return tag("div", nothing, class_="zi-found", role="status", tabindex=-1)
    groups = [
        tag("section", tag("h2", name), tag("ul", join(_hit(hit, unit) for hit in hits if hit.kind == kind)))
        for kind, name in KINDS.items()
        if any(hit.kind == kind for hit in hits)
    ]
    return tag("div", join(groups), class_="zi-found", role="region", tabindex=-1, aria_label="Yang ditemukan")


def _hit(hit: Hit, unit: str | None) -> Markup:
    name: str | Markup = f"{hit.code} {hit.title}" if hit.kind == QUESTION else hit.title
    where = _where(hit, unit)
    name = link(name, where) if where else tag("strong", name)
    return tag("li", name, tag("small", hit.detail) if hit.detail else EMPTY)


def _where(hit: Hit, unit: str | None) -> str | None:
    if hit.kind == UNIT:
        return address("unit_kerja", unit=hit.unit)
    if hit.kind == QUESTION:
        area = hit.code.split(".")
        # Of a unit in sight its own answer; else the area that asks the question, over all units.
        if unit is not None or not area[1].isdigit():
            return address("unit_kerja", unit=unit, bagian=".".join(area[:2]))
        return address("pokja", pokja=area[1])
    if hit.kind == ACTION and given.opens("pekerjaan"):
        return address("pekerjaan", kerja="aksi", unit=hit.unit, tahun=hit.year)
    return address("bantuan", topik="glosarium") if hit.kind == TERM else None
