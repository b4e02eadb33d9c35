"""Counts that a unit's registers suggest for a question: looked at beside it, and taken over into a scenario."""

from collections.abc import Callable

import duckdb
import streamlit as st

from zi_metrics.bahasa import MISSING, format_plain
from zi_metrics.instruments.library import Instrument
from zi_metrics.lke.unit import UnitReport
from zi_metrics.pembangunan.count_suggestions import CountSuggestion
from zi_metrics.plan.linked_changes import Change
from zi_metrics.plan.scenario import ScenarioProblem, apply_changes, change_sentence, outcome
from zi_metrics.scope import Act, NotAllowed
from zi_metrics.store.connection import Store
from zi_metrics.store.scenarios import save_scenario
from zi_ui import cached, caching, given
from zi_ui.markdown import plain

_DONE = "_suggestion_taken"


def offering(store: Store, report: UnitReport) -> Callable[[str], None]:
    """What draws the way into a scenario below a question's suggestion, for who may keep scenarios of this unit."""
    found = {kode: one for kode, one in cached.counts_suggested(store, report).items() if one.hitungan}
    may = store.scope.may(Act.SKENARIO, report.assessment.target)

    def offer(kode: str) -> None:
        if may and kode in found:
            _offer(store, report, found[kode])

    return offer


def _offer(store: Store, report: UnitReport, suggestion: CountSuggestion) -> None:
    kode = suggestion.pertanyaan
    if (done := st.session_state.get(_DONE)) and done[0] == (report.assessment.penilaian_id, kode):
        st.session_state.pop(_DONE)
        st.success(plain(done[1]), icon=":material/check_circle:")
        if given.opens("simulasi"):
            query = {"unit": report.assessment.unit, "tahun": str(report.assessment.tahun), "skenario": done[2]}
            st.page_link("pages/simulasi.py", label="Buka di Simulasi", icon=":material/science:", query_params=query)
    with st.popover("Lihat dan jadikan skenario", icon=":material/science:"):
        _, counts = cached.start(store, report.assessment.penilaian_id)
        changes: dict[str, Change] = {kode: dict(suggestion.hitungan)}
        question = report.instrument.question(kode)
        stored = counts.get(kode, {})
        lines = [
            f"- {plain(count.label)}: {_said(stored.get(count.kunci))} → **{_said(suggestion.hitungan[count.kunci])}**"
            for count in question.masukan
            if count.kunci in suggestion.hitungan
        ]
        st.markdown("Yang tersimpan → dari register:\n\n" + "\n".join(lines))
        try:
            told = _changed(store, report.assessment.penilaian_id, report.instrument, changes)
        except ScenarioProblem as problem:
            st.error(plain(problem), icon=":material/error:")
            return
        st.markdown(plain(told))
        st.caption("Penilaian yang tersimpan tidak berubah; skenario dibuka di layar Simulasi.")
        if st.button("Simpan sebagai skenario", icon=":material/save:", type="primary", key=f"saran_simpan_{kode}"):
            _keep(store, report, kode, changes)


def _change(store: Store, penilaian_id: str, instrument: Instrument, changes: dict[str, Change]) -> str:
    """What taking it over would change, in a sentence. Raises ScenarioProblem."""
    values, counts = cached.start(store, penilaian_id)
    after = outcome(instrument, apply_changes(instrument, values, changes, counts))
    return change_sentence(outcome(instrument, values), after, len(changes))


# Computed once: the whole form is scored twice for it, and it is folded away.
_changed = caching.cached(_change)


def _keep(store: Store, report: UnitReport, kode: str, changes: dict[str, Change]) -> None:
    name = f"{kode} dari register {report.assessment.tahun}"
    try:
        kept = save_scenario(store, report.assessment.penilaian_id, name, changes)
    except NotAllowed as refused:
        st.error(plain(refused), icon=":material/lock:")
        return
    except (KeyError, duckdb.Error):
        st.error("Skenario tidak dapat disimpan; muat ulang halaman, lalu coba lagi.", icon=":material/error:")
        return
    said = f"Skenario '{name}' tersimpan." if kept.new else f"Skenario '{name}' sudah tersimpan sama persis."
    st.session_state[_DONE] = ((report.assessment.penilaian_id, kode), said, kept.skenario_id)
    st.rerun()


def _said(number: float | None) -> str:
    return MISSING if number is None else format_plain(number)
