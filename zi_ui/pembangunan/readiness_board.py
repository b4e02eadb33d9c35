"""The board of readiness: the sentence that matters, how many units have which verdict, the units, and their letter."""

from datetime import date

import pandas as pd
import streamlit as st
from markupsafe import Markup

from zi_metrics.as_of import today
from zi_metrics.bahasa import MISSING, capitalised, format_date, format_number
from zi_metrics.pembangunan.readiness import ROUTES, VERDICT_SIGN, VERDICTS, Board, Readiness
from zi_metrics.pembangunan.road import Road, roads
from zi_metrics.store.connection import Store
from zi_ui import cached_portfolio, caching, filters, papers
from zi_ui.drawn.links import here, link
from zi_ui.drawn.markup import show as show_markup
from zi_ui.drawn.markup import tag
from zi_ui.drawn.status import word
from zi_ui.glossary import Colour
from zi_ui.markdown import plain
from zi_ui.naming import named
from zi_ui.read_table import show_read
from zi_ui.short_lists import others, part_of

# More units than this are not picked one by one for a letter.
_MOST_PICKED = 200
# So many units stand on a page of the board.
_ROWS = 60
# Verdict -> the standing that it is drawn as.
_LOOKS = {"layak": "memenuhi", "catatan": "hampir", "belum": "belum"}
_COLOURS: dict[str, Colour] = {"layak": "green", "catatan": "orange", "belum": "red"}


def verdict_words(one: Readiness) -> str:
    """A unit's verdict: sign and words."""
    return f"{VERDICT_SIGN[one.putusan]} {VERDICTS[one.putusan]}"


def _verdict(one: Readiness) -> Markup:
    return word(_LOOKS.get(one.putusan, "kosong"), VERDICTS[one.putusan])


def show(store: Store, board: Board, road: Road, samples: bool) -> None:
    """The board: a unit's name leads to its road. samples: whether it has those (`cached_portfolio.readiness`)."""
    show_markup(tag("p", board.sentence(today()), class_="zi-answer"))
    counts = board.counts()
    words = {"": f"Semua {format_number(len(board.units), 0)}"} | {
        verdict: f"{VERDICT_SIGN[verdict]} {name}: {format_number(counts[verdict], 0)}"
        for verdict, name in VERDICTS.items()
    }
    chosen = filters.choose_code("Putusan", "putusan", words)
    shown = board.with_verdict(chosen)
    st.caption(
        "Layak: syarat nilai menurut TPI, syarat pengusulan instansi dan unit, dan lama pembangunan terpenuhi pada "
        "batas pengusulan. Keenam area harus mencapai minimumnya, juga untuk WBK: PermenPANRB 90/2021 memberi tiap "
        "area minimum sendiri, walaupun teks lama menyebut lima area. Yang tidak tercatat tidak dihitung belum. Ketuk "
        "nama unit untuk jalannya."
    )
    part = part_of(len(shown), _ROWS)
    frame = _kept_table(store, (board.tahun, board.predikat, today(), samples), chosen, road.kode)
    links = [link(one.unit, here("kesiapan", kesiapan="jalan", unit=one.unit, hal=None)) for one in shown[part]]
    show_read(
        frame,
        f"papan_{board.predikat}",
        f"Unit menurut kelayakan diusulkan {board.singkatan}",
        {"Total TPI": format_number},
        cells={"Unit kerja": links, "Putusan": [_verdict(one) for one in shown[part]]},
        hidden=("Dinilai per", "Jalur", "Kuota"),
        rows=part,
    )
    show_markup(others("kesiapan", len(shown), part, "unit", _ROWS))
    _offer_letter(store, board)


def show_reasons(board: Board) -> None:
    """The verdict on each unit of a board (one, mostly), and what every rule says of it."""
    signs = {True: "✔", False: "✘", None: "○"}
    for one in board.units:
        colour = _COLOURS.get(one.putusan, "gray")
        st.badge(f"{verdict_words(one)} untuk {plain(board.singkatan)} {board.tahun}", color=colour)
        lines = [f"{signs[reason.terpenuhi]} {plain(f'{capitalised(reason.kalimat)}.')}" for reason in one.alasan]
        lines += [f"▲ {plain(f'{capitalised(late.kalimat)}.')}" for late in one.terlambat]
        st.markdown("  \n".join(lines))


def _table(store: Store, which: tuple[int, str, date, bool], putusan: str, kode: str) -> pd.DataFrame:
    """All units of a board with a verdict ('' = any), as they are taken away.

    which: as `cached_portfolio.readiness` takes it.
    """
    units, road = cached_portfolio.readiness(store, *which).with_verdict(putusan), roads()[kode]
    names = {stage.kode: stage.nama for stage in road.tahap}
    return pd.DataFrame(
        {
            "Unit kerja": [one.unit for one in units],
            "Putusan": [verdict_words(one) for one in units],
            "Total TPI": pd.Series([one.total for one in units], dtype=float),
            "Alasan": [one.reasons or MISSING for one in units],
            "Belum selesai sebelum usul": [
                ", ".join(names.get(late.kode, late.kode) for late in one.terlambat) or MISSING for one in units
            ],
            "Tahap sekarang": [_standing(one) for one in units],
            "Dinilai per": [format_date(one.per_tanggal) for one in units],
            "Jalur": [ROUTES.get(one.usulan.jalur, one.usulan.jalur) or MISSING for one in units],
            "Kuota": [one.usulan.kuota or MISSING for one in units],
        }
    )


_kept_table = caching.cached(_table, caching.key_of_registers)


def _standing(one: Readiness) -> str:
    if not one.tahap:
        return MISSING
    return one.tahap if one.hari is None else f"{one.tahap} ({format_number(one.hari, 0)} hari)"


def _offer_letter(store: Store, board: Board) -> None:
    """The letter and the SPTJM for the units that may be proposed, or some of them."""
    ready = board.proposable
    if not ready:
        return
    st.subheader("Surat pengusulan")
    st.caption(
        "Rancangan surat kepada Menteri PANRB dengan tabel unit, dan SPTJM. Yang belum diketahui aplikasi (nomor, "
        "nama, tanggal) ditandai kuning untuk diisi."
    )
    ids = [one.unit_id for one in ready]
    if len(ready) <= _MOST_PICKED:
        names = {one.unit_id: f"{VERDICT_SIGN[one.putusan]} {one.unit}" for one in ready}
        ids = st.multiselect(
            "Unit dalam surat", ids, default=ids, format_func=named(names), key=f"surat_{board.predikat}_{board.tahun}"
        )
    if ids:
        papers.offer_proposal(store, board, ids)
