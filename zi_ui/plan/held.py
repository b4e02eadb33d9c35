"""When nothing has to be raised: how safe the predicate is, with what chance, and what comes next."""

import streamlit as st
from markupsafe import Markup

from zi_metrics.bahasa import format_plain
from zi_metrics.figures import bars as bar_tables
from zi_metrics.plan.plan import Impossible, Plan
from zi_metrics.plan.room import ROOMS
from zi_ui import cached, chart_pictures
from zi_ui.chart_pictures import bars_drawn
from zi_ui.drawn.bars import bars
from zi_ui.drawn.links import here, link
from zi_ui.drawn.markup import join, show, tag
from zi_ui.plan.asked import Asked
from zi_ui.plan.steps import say_answer


def show_held(asked: Asked, found: Plan) -> None:
    """The answer, the margin and the chance of what holds, the next aims, and every gate with its room."""
    say_answer(found.sentence(asked.short))
    with st.spinner("Menghitung jarak aman dan peluang…"):
        rows = [("Jarak aman", _margin(asked)), ("Peluang", _chance(asked)), ("Berikutnya", _next(asked))]
    entries = [join([tag("dt", name), tag("dd", words)]) for name, words in rows if words]
    show(tag("section", tag("dl", join(entries)), class_="zi-panel", aria_label="Seberapa aman, dan apa berikutnya"))
    st.markdown(f"**Ruang di atas minimum tiap syarat {asked.short}**")
    drawn = bar_tables.gate_bars(asked.report, asked.predikat)
    title = f"Setiap syarat nilai {asked.short} dengan capaian dan minimumnya"
    show(bars(drawn, title))
    chart_pictures.offer(bars_drawn(title, lambda: drawn), "syarat_terpenuhi")


def _margin(asked: Asked) -> Markup:
    found = cached.safety(asked.gates, asked.values)
    return join([found.sentence(asked.short), " ", link("Jawaban mana", here("rencana", lihat="aman"))])


def _chance(asked: Asked) -> Markup | None:
    found = asked.outlook()
    if found is None:
        return None
    chance = found.peluang[asked.predikat]
    return join([chance.sentence(asked.short), " ", link("Tiap syarat", here("rencana", lihat="peluang"))])


def _next(asked: Asked) -> Markup | None:
    """The next predicate, and above the highest one some room."""
    following = asked.following
    if following is not None:
        short = asked.report.instrument.predikat[following].singkatan
        step = asked.best(following)
        words = " ".join(step.sentences(short)) if isinstance(step, Impossible) else step.sentence(short)
        return join([words, " ", link(f"Rencana {short}", here("rencana", predikat=following))])
    higher = next((points for points in ROOMS if points > asked.settings.ruang), None)
    if higher is None:
        return None
    words = f"Sasaran {format_plain(higher)} poin di atas minimum"
    more = "memberi lebih banyak ruang bila penilai berikutnya lebih ketat."
    return join([link(words, here("rencana", sasaran=format_plain(higher))), f" {more}"])
