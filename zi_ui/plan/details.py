"""What stands below a plan's steps, one at a time: its gates, its way up, higher aims, and other plans."""

import pandas as pd
import streamlit as st
from markupsafe import Markup

from zi_metrics.bahasa import MISSING, format_chance, format_number, format_plain
from zi_metrics.figures import bars as bar_tables
from zi_metrics.figures import plan as plan_figures
from zi_metrics.figures.style import PICTURE
from zi_metrics.plan.plan import Impossible, Plan
from zi_metrics.plan.room import ROOMS
from zi_ui import cached, chart_pictures, charts, filters
from zi_ui.chart_pictures import Drawn
from zi_ui.drawn.bars import interval
from zi_ui.drawn.links import here, link
from zi_ui.drawn.markup import EMPTY, join, show
from zi_ui.drawn.moves import MOVED, moved_bars
from zi_ui.markdown import plain
from zi_ui.plan.asked import HELP_ROOM, Asked
from zi_ui.plan.chance_ranges import CHANCES, chances_drawn
from zi_ui.plan.steps import show_actions, show_steps
from zi_ui.read_table import show_read

_DETAILS = {
    "syarat": "Syarat sebelum dan sesudah",
    "sasaran": "Sasaran dan peluangnya",
    "tangga": "Total setelah tiap langkah",
    "lain": "Rencana lain",
}
_WATERFALL = "Angka di kanan: total setelah langkah itu. Skalanya tidak mulai dari 0."


def show_details(asked: Asked, found: Plan) -> None:
    """The one that the reader chose: nothing of the others is computed."""
    chosen = filters.choose_detail("Rincian rencana", "rincian", _DETAILS)
    if chosen == "sasaran":
        _show_aims(asked)
    else:
        {"syarat": _show_gates, "tangga": _show_waterfall, "lain": _show_others}[chosen](asked, found)


def _show_gates(asked: Asked, found: Plan) -> None:
    instrument = asked.report.instrument
    before, after = cached.outcome(instrument, asked.values), cached.outcome(instrument, found.nilai)
    drawn = bar_tables.moved_gate_bars(before, after, asked.predikat)
    title = f"Setiap syarat nilai {asked.short} sebelum dan sesudah rencana"
    show(moved_bars(drawn, title))
    chart_pictures.offer(Drawn(title, lambda: plan_figures.moved_bars(drawn, wide=PICTURE), MOVED), "syarat_rencana")


def _show_aims(asked: Asked) -> None:
    """Every aim with its effort and its chance, each a link to its plan."""
    st.caption(HELP_ROOM)
    with st.spinner("Mencari rencana tiap sasaran dan peluangnya…"):
        plans = [(points, asked.best(ruang=points)) for points in ROOMS]
        reached = [(points, plan) for points, plan in plans if not isinstance(plan, Impossible)]
        chances = [asked.outlook(plan.nilai) for _, plan in reached]
    known = [None if one is None else one.peluang[asked.predikat].semua for one in chances]
    names = [f"{format_plain(points)} poin di atas minimum" if points else "Minimum" for points, _ in reached]
    shown = pd.DataFrame(
        {
            "Sasaran": names,
            "Total sesudah": [plan.total_sesudah for _, plan in reached],
            "Perbaikan": [len(plan.langkah) for _, plan in reached],
            "Upaya": [plan.upaya_total for _, plan in reached],
            "Peluang": [float("nan") if one is None else one.peluang for one in known],
        }
    )
    formats = {"Upaya": lambda v: format_number(v, 1), "Peluang": format_chance, "Total sesudah": format_number}
    cells = {
        "Sasaran": [_aim(said, points, asked) for said, (points, _) in zip(names, reached, strict=True)],
        "Rentang 90%": [EMPTY if one is None else interval(one.rendah, one.tinggi, one.peluang) for one in known],
    }
    texts = {"Total sesudah": [plan.total_text(plan.total_sesudah) for _, plan in reached]}
    ranges = [(name, one) for name, one in zip(names, known, strict=True) if one is not None]
    title = "Setiap sasaran dengan upaya dan peluangnya"
    drawn = Drawn("Peluang tiap sasaran", lambda: chances_drawn(ranges), CHANCES) if ranges else None
    show_read(shown, "sasaran", title, formats, texts, cells, chart=drawn)
    if len(reached) < len(plans):
        st.caption("Sasaran yang lebih tinggi tidak dapat dicapai dengan kunci dan batas ini.")


def _aim(words: str, points: float, asked: Asked) -> Markup:
    chosen = points == asked.settings.ruang
    return join([link(words, here("rencana", sasaran=format_plain(points))), " (tampak di atas)" if chosen else ""])


def _show_waterfall(asked: Asked, found: Plan) -> None:
    st.caption(_WATERFALL)
    minimum = {name: points for name, points in bar_tables.total_minima(asked.report.instrument) if name == asked.short}
    charts.show(
        lambda dark: plan_figures.waterfall(found.table(), found.total_sebelum, minimum, dark),
        key="air_terjun",
        title="Total setelah tiap langkah rencana",
        note=_WATERFALL,
        alt=f"Total naik dari {found.total_text(found.total_sebelum)} menjadi {found.total_text(found.total_sesudah)}",
    )


def _show_others(asked: Asked, found: Plan) -> None:
    """Other plans of nearly the same effort, and what they do instead."""
    with st.spinner("Mencari rencana lain yang hampir seringan…"):
        others = cached.other_plans(asked.gates, asked.values, found, asked.settings)
    if not others:
        st.caption("Tidak ada: setiap rencana yang cukup berbeda memerlukan upaya lebih dari 10% di atas yang terbaik.")
        return
    names = {str(n): f"Rencana {n} · upaya {format_number(p.upaya_total, 1)}" for n, p in enumerate(others, 2)}
    number = filters.choose_detail("Rencana lain yang hampir seringan", "rencana_lain", names)
    other = others[list(names).index(number)]
    mine, theirs = ({step.kode for step in one.langkah} for one in (found, other))
    without, instead = (", ".join(sorted(codes)) or MISSING for codes in (mine - theirs, theirs - mine))
    st.markdown(
        f"**{plain(other.sentence(asked.short))}**  \nTanpa: {plain(without)}  \nSebagai gantinya: {plain(instead)}"
    )
    show_actions(asked, other, f"lain_{number}")
    show_steps(asked, other, f"langkah_{number}")
