"""What Ringkasan says of the way to a proposal and of predicates that are held, and the way to Kesiapan."""

import streamlit as st

from zi_metrics.as_of import today
from zi_metrics.bahasa import format_number
from zi_metrics.instruments.library import DEFAULT_INSTRUMENT, instruments_in_use
from zi_metrics.pembangunan import after_award
from zi_metrics.store.connection import Store
from zi_ui import cached, given
from zi_ui.markdown import plain

# So many reminders about predicates are written out.
_WRITTEN = 3
# Of more units the board takes seconds: it is opened where it is asked for.
_MOST_UNITS = 5_000


def show(store: Store, tahun: int, predikat: str, samples: bool, units: int) -> None:
    """Who may be proposed, whose stages are late, what is due after the award; of very many units, and of a year that
    is over, only the way there.

    units: how many Ringkasan is about
    """
    # A proposal goes by the regulation in use; other forms have no road of ours.
    own = next((one for one in instruments_in_use() if one.kode == DEFAULT_INSTRUMENT), None)
    if own is None or predikat not in own.predikat or not given.opens("kesiapan"):
        return
    # Of a year that is over nothing is left to be done.
    if units <= _MOST_UNITS and tahun >= today().year:
        _say(store, tahun, predikat, samples)
    st.page_link(
        "pages/kesiapan.py",
        label="Buka Kesiapan",
        icon=":material/flag:",
        query_params={"tahun": str(tahun), "predikat": predikat},
    )


def _say(store: Store, tahun: int, predikat: str, samples: bool) -> None:
    board, now = cached.readiness(store, tahun, predikat, today(), samples), today()
    lines = [plain(board.sentence(now))]
    late = len([one for one in board.units if any(stage.hari > 0 for stage in one.terlambat)])
    if late:
        days = (now - board.batas).days
        lines.append(
            f"{format_number(late, 0)} unit belum menyelesaikan tahap sebelum pengusulan {tahun}, lewat "
            f"{format_number(days, 0)} hari."
        )
    due = after_award.reminders(cached.awards(store), now)
    lines += [f"**{plain(one.unit)}**: {plain(one.kalimat)} (pengingat)" for one in due[:_WRITTEN]]
    if len(due) > _WRITTEN:
        lines.append(f"{format_number(len(due) - _WRITTEN, 0)} pengingat lain sesudah predikat.")
    st.markdown("**Kesiapan diusulkan**\n\n" + "\n".join(f"- {line}" for line in lines))
