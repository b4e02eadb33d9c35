"""Benahi dahulu: the questions of an area that lose the most points, with the units concerned and what it costs."""

import streamlit as st
from markupsafe import Markup

from zi_metrics.bahasa import format_number
from zi_metrics.figures.bars import mend_bars
from zi_metrics.plan.mend_first import Mend, mend_table
from zi_metrics.store.connection import Store
from zi_ui import cached, caching, downloads, slides
from zi_ui.chart_pictures import bars_drawn, most_words
from zi_ui.drawn.bars import bar
from zi_ui.drawn.links import link
from zi_ui.drawn.markup import EMPTY, join, show, tag
from zi_ui.drawn.page_links import first_of, page_links
from zi_ui.drawn.tables import Column, table
from zi_ui.table_texts import cell_texts
from zi_ui.ways import to_answers

_ON_A_PAGE = 8
# So many are in a picture.
_DRAWN = 15
_LOST = "Poin yang hilang, rata-rata semua unit. Ujung kanan: bobot pertanyaannya."
_NAME = "benahi"
_TITLE = "Pertanyaan yang paling banyak kehilangan poin"
_COLUMNS = [
    Column("Pertanyaan"),
    Column("Unit belum penuh"),
    Column("Rata-rata poin hilang", number=True),
    Column("Rata-rata upaya", number=True),
]
_MEANS = (
    "Poin hilang: rata-rata semua unit, dari bobot pertanyaannya. Upaya: sampai bernilai penuh, rata-rata unit yang "
    "belum penuh; 1 = naik satu tingkat pilihan. Ketuk jumlah unit untuk namanya."
)


def show_list(store: Store, pokja: int, tahun: int, penilai: str, samples: bool) -> list[str]:
    """The list, a page of it, with its downloads; gives the codes that are shown. As of `plan.mend_first`."""
    found = cached.mend_first(store, pokja, tahun, penilai, samples)
    if not found:
        show(tag("p", "Tidak ada poin yang hilang pada area ini."))
        return []
    first = first_of(len(found), _ON_A_PAGE, _NAME)
    shown = found[first : first + _ON_A_PAGE]
    drawn = _drawn(store, pokja, tahun, penilai, samples, first)
    ways = page_links("pokja", first, len(found), _ON_A_PAGE, "Pertanyaan", _NAME)
    show(join([drawn, ways, tag("p", _MEANS, class_="zi-soft")]))
    whole = mend_table(found)
    formats = {"Rata-rata poin hilang": format_number, "Rata-rata upaya": _effort, "Bobot": format_number}
    with st.container(horizontal=True, gap="small"):
        drawn = bars_drawn(_TITLE + most_words(len(found), _DRAWN), lambda: mend_bars(found[:_DRAWN]), _LOST)
        downloads.offer_table(whole, lambda: cell_texts(whole, formats, {}), _TITLE, "benahi", drawn)
        slides.offer_tasks(store, pokja, tahun, penilai, samples)
    return [one.kode for one in shown]


def _draw(store: Store, pokja: int, tahun: int, penilai: str, samples: bool, first: int) -> Markup:
    shown = cached.mend_first(store, pokja, tahun, penilai, samples)[first : first + _ON_A_PAGE]
    rows = [[_question(one), _units(one, tahun, penilai), _lost(one), _effort(one.upaya)] for one in shown]
    return tag("div", table(_COLUMNS, rows, _TITLE), class_="zi-mend")


# Nothing of it hangs on who looks, but for what their store holds.
_drawn = caching.cached(_draw)


def _question(one: Mend) -> Markup:
    left = f" · {format_number(one.kosong, 0)} unit belum menjawab" if one.kosong else ""
    return join([one.pertanyaan, tag("small", f"{one.kode}{left}", class_="zi-soft zi-below")])


def _units(one: Mend, tahun: int, penilai: str) -> Markup:
    """How many units, folded over their names, each a link to its answer."""
    names = [tag("li", link(unit, to_answers(unit, tahun, penilai, one.kode))) for unit in one.nama_unit]
    more = one.belum_penuh - len(one.nama_unit)
    rest = tag("li", f"dan {format_number(more, 0)} unit lainnya") if more > 0 else EMPTY
    return tag("details", tag("summary", one.units_words), tag("ul", join(names), rest), class_="zi-more zi-units")


def _lost(one: Mend) -> Markup:
    words = f"{format_number(one.kurang)} dari {format_number(one.bobot)}"
    return join([words, bar(one.kurang, one.bobot, "belum")])


def _effort(value: float) -> str:
    return format_number(value, 1)
