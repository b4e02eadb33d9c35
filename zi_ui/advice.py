"""TPI's open recommendations beside what they concern, wherever a question is shown."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import pandas as pd
import streamlit as st

from zi_metrics.as_of import today
from zi_metrics.bahasa import format_date, format_number
from zi_metrics.lke.assessment import Assessment
from zi_metrics.lke.chosen import by_instrument
from zi_metrics.pembangunan.recommendations import (
    FOLLOWED_UP,
    LATE,
    OPEN,
    STATES,
    Recommendation,
    by_question,
    concerning,
    open_ones,
    recommendation,
)
from zi_metrics.store.connection import Store
from zi_ui import cached, caching
from zi_ui.markdown import plain

# How a state is written: sign, word and colour.
_LOOK = {LATE: (":red[{}]", "▲"), OPEN: (":orange[{}]", "○"), FOLLOWED_UP: (":blue[{}]", "◐")}
# So many are written out where there are those of many questions or units.
_LISTED = 12

Advice = Mapping[str, Sequence[Recommendation]]


def advice_on(store: Store, assessment: Assessment) -> Advice:
    """Question -> what TPI asked of it in the assessment's year and has not verified yet."""
    table = cached.recommendations(store, assessment.tahun, (assessment.unit_id,), today())
    return by_question(open_ones(table), assessment.instrument)


def show_beside(found: Sequence[Recommendation]) -> None:
    """What was asked of one question; nothing where nothing was."""
    if found:
        st.markdown("  \n".join(_line(one) for one in found))


def show_of_units(store: Store, tahun: int, penilai: str, samples: bool, codes: Iterable[str]) -> None:
    """What TPI asked of these questions of the units judged in a year, folded; nothing where nothing was.

    tahun, penilai, samples: which units, as of `cached.judged`
    """
    _show_folded(*_asked_of_units(store, tahun, penilai, samples, tuple(codes), today()), "pada pertanyaan ini")


def _of_units(
    store: Store, tahun: int, penilai: str, samples: bool, codes: tuple[str, ...], day: date
) -> tuple[list[tuple[str, Recommendation]], int]:
    """The first ones, each with what it is about, and how many there are."""
    judged = cached.judged(store, tahun, penilai, samples)
    if judged.empty:
        return [], 0
    table = open_ones(cached.recommendations(store, tahun, None, day))
    wanted = list(codes)
    parts = [
        concerning(table[table["unit_id"].isin(group["unit_id"])], wanted, instrument)
        for instrument, group in by_instrument(judged)
    ]
    found = pd.concat(parts, ignore_index=True)
    first = found.head(_LISTED).to_dict("records")
    return [(f"{row['unit']}: {row['tentang']}", recommendation(row)) for row in first], len(found)


_asked_of_units = caching.cached(_of_units, caching.key_of_registers)


def show_on_steps(asked: Advice, codes: Iterable[str]) -> None:
    """What TPI asked of a plan's steps, folded; one that concerns several of them is told once, with all of them."""
    where: dict[Recommendation, list[str]] = {}
    for kode in codes:
        for one in asked.get(kode, ()):
            where.setdefault(one, []).append(kode)
    shown = [(", ".join(places), one) for one, places in list(where.items())[:_LISTED]]
    _show_folded(shown, len(where), "pada langkah ini")


def _show_folded(shown: Sequence[tuple[str, Recommendation]], count: int, label: str) -> None:
    """The first of so many recommendations, each with what it is about."""
    if not count:
        return
    lines = [f"- {_line(one, about)}" for about, one in shown]
    more = count - len(shown)
    lines += [f"- dan {format_number(more, 0)} Rekomendasi TPI lainnya"] if more > 0 else []
    with st.expander(f"Rekomendasi TPI {label} ({format_number(count, 0)})", icon=":material/campaign:"):
        st.markdown("\n".join(lines))


def _line(one: Recommendation, about: str = "") -> str:
    """One recommendation: number, what about, what is asked, state, due, who."""
    colour, sign = _LOOK.get(one.keadaan, ("{}", ""))
    said = [colour.format(f"{sign} {STATES[one.keadaan]}")]
    said += [f"tenggat {format_date(one.tenggat)}"] if one.tenggat else ["tanpa tenggat"]
    said += [plain(one.pic)] if one.pic else []
    number = f" {plain(one.nomor)}" if one.nomor else ""
    beside = f" ({plain(about)})" if about else ""
    return f"**Rekomendasi TPI{number}**{beside}: {plain(one.teks)} · {' · '.join(said)}"
