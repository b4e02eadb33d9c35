"""An empty database: what to do first, and samples to look at; and away with the samples again."""

from typing import NoReturn

import streamlit as st

from zi_metrics.scope import Act
from zi_metrics.store.connection import Store
from zi_metrics.store.sample_removal import remove_samples
from zi_metrics.store.tables import kinds_of_units
from zi_ui import address, given
from zi_ui.drawn.links import address as to
from zi_ui.drawn.links import link
from zi_ui.drawn.markup import Markup, join, show, tag

_STEPS = (
    ("Ambil formulir", "LKE kosong menurut peraturan, atau LKE yang sudah Anda isi: keduanya dibaca.", "LKE kosong"),
    ("Unggah", "LKE, hasil survei, atau daftar rencana aksi. Analisisnya tampil sebelum apa pun disimpan.", "Unggah"),
    ("Baca", "Ringkasan untuk pimpinan, Pokja untuk koordinator, Rencana untuk langkah berikutnya.", "Panduan"),
)


def show_first_steps(store: Store, message: str) -> NoReturn:
    """Say that nothing is stored yet, and what to do; stops the page. message: what the page will show then."""
    show(tag("p", "Belum ada data. Tiga langkah menuju analisis pertama:", class_="zi-answer"))
    show(tag("p", message, class_="zi-said"))
    show(tag("ol", join(_step(*step) for step in _STEPS), class_="zi-begin"))
    if store.scope.may(Act.CONTOH) and st.button(
        "Lihat dengan data contoh", icon=":material/science:", help="24 unit rekaan yang jelas bertanda contoh."
    ):
        with st.spinner("Mengisi data contoh, sekitar dua puluh detik…"):
            # Needed once in a database's life, and writers of workbooks hang on it.
            from zi_metrics.samples.lke import fill_with_samples

            fill_with_samples(store)
        st.rerun()
    address.stop()


def offer_removal(store: Store) -> None:
    """Away with the samples in one click, where there are any and one may; nothing of other units is touched."""
    if not store.scope.may(Act.CONTOH) or True not in kinds_of_units(store):
        return
    if st.button("Buang data contoh", icon=":material/delete_sweep:", type="tertiary", key="buang_contoh"):
        from zi_metrics.samples.lke import WHO

        remove_samples(store, WHO)
        st.rerun()


def _step(name: str, words: str, way: str) -> Markup:
    where = {"LKE kosong": "unggah", "Unggah": "unggah", "Panduan": "bantuan"}[way]
    lead = link(way, to(where)) if given.opens(where) else ""
    return tag("li", tag("strong", name), tag("span", words), lead)
