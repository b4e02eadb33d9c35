"""What the address of Ringkasan asks for: which units, in which order, which page of them."""

import streamlit as st

from zi_metrics.lke.portfolio_view import DOWN, ORDERS, UP, Wanted
from zi_metrics.scoring.standing import STATUS
from zi_ui import address, stated
from zi_ui.overview.words import tile_words

GROUP, SOUGHT, ORDER, WAY, PAGE = "kelompok", "cari", "urutan", "arah", "halaman"
_LONGEST = 80


def ask_search() -> None:
    """The field that seeks units by a part of their names; what stands in it is in the address."""
    key = "cari_ringkasan"
    st.session_state[key] = (address.asked(SOUGHT) or "")[:_LONGEST]

    def changed() -> None:
        address.choose(SOUGHT, st.session_state[key].strip() or None)
        address.choose(PAGE, None)

    words = st.text_input("Cari unit", key=key, placeholder="sebagian namanya", width=200, on_change=changed)
    if words:
        stated.say("Cari unit", words)


def wanted(tahun: int, predikat: str, short: str, known: set[str], by_chance: bool) -> Wanted:
    """What is asked for; what is none of these is as if it had not been asked, and leaves the address.

    known: standings that occur; by_chance: whether units can be ordered by their chances
    """
    group, order, way = (address.asked(name) or "" for name in (GROUP, ORDER, WAY))
    page = address.asked(PAGE) or ""
    own = Wanted(
        tahun,
        predikat,
        short,
        keadaan=group if group in STATUS or group in known else "",
        cari=(address.asked(SOUGHT) or "")[:_LONGEST],
        urutan=order if order in ORDERS and (by_chance or order != "peluang") else "total",
        arah=way if way in (UP, DOWN) else "",
        halaman=int(page) if page.isdecimal() and len(page) < 7 else 1,
    )
    address.write(GROUP, own.keadaan or None)
    address.write(ORDER, own.urutan)
    address.write(WAY, own.arah or None)
    address.write(PAGE, str(own.halaman) if own.halaman > 1 else None)
    if own.keadaan:
        stated.choose("Kelompok", tile_words(own.keadaan))
    return own
