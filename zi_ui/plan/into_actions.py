"""One click from what was found out to what is done about it: a plan's steps, a scenario's changes, as actions."""

from collections.abc import Callable, Sequence

import streamlit as st

from zi_metrics.as_of import today
from zi_metrics.bahasa import format_number
from zi_metrics.lke.unit import UnitReport
from zi_metrics.pembangunan.made_actions import Origin, actions_from
from zi_metrics.scope import Act, NotAllowed, Target
from zi_metrics.store.connection import Store
from zi_ui.markdown import plain

_DONE = "_made_actions"


def offer(store: Store, report: UnitReport, origins: Callable[[], Sequence[Origin]], key: str) -> None:
    """A button that writes actions of the report's unit; none for who may write none of it. Says then what became.

    origins: gives what becomes actions, asked when somebody presses
    """
    source = report.assessment
    if store.scope.pokja(Act.RENCANA_AKSI, source.unit_id) == frozenset():
        return
    if not st.button("Jadikan rencana aksi", icon=":material/checklist:", key=f"aksi_{key}"):
        return
    # Work is done from today on, whatever year was assessed.
    tahun = max(source.tahun, today().year)
    wanted = origins()
    own = [one for one in wanted if store.scope.may(Act.RENCANA_AKSI, Target(source.unit_id, pokja=_area(one)))]
    try:
        made = actions_from(store, source.unit_id, tahun, own)
    except NotAllowed as refused:
        st.error(plain(refused), icon=":material/lock:")
        return
    said = [f"{format_number(len(made.baru), 0)} tindakan ditambahkan ke rencana aksi {tahun}."] if made.baru else []
    if made.sudah_ada:
        said.append(f"{format_number(made.sudah_ada, 0)} sudah ada di sana.")
    if others := len(wanted) - len(own):
        said.append(f"{format_number(others, 0)} lainnya di area yang bukan hak Anda.")
    st.session_state[_DONE] = (source.unit, tahun, " ".join(said) or "Tidak ada yang dapat dijadikan tindakan.")
    st.rerun()


def show_done() -> None:
    """Confirm what was made last, with the way to it."""
    if done := st.session_state.pop(_DONE, None):
        unit, tahun, said = done
        st.success(plain(said), icon=":material/check_circle:")
        st.page_link(
            "pages/pekerjaan.py",
            label="Buka Pekerjaan",
            icon=":material/checklist:",
            query_params={"unit": unit, "tahun": str(tahun)},
        )


def _area(origin: Origin) -> frozenset[int] | None:
    return None if origin.pokja is None else frozenset({origin.pokja})
