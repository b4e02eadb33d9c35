"""How an upload differs from what is stored under its label: said before anything is saved."""

from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st

from zi_metrics.answers import Identity
from zi_metrics.as_of import as_of_words
from zi_metrics.bahasa import format_date
from zi_metrics.lke.assessment import Assessment
from zi_metrics.lke.comparison import answers_table, changes_sentence, compare_answers, is_instrument, summarize_changes
from zi_metrics.lke.importing import Label, as_of, label_of
from zi_metrics.lke.prepared import Prepared
from zi_metrics.store import tables as stored_tables
from zi_metrics.store.connection import Store
from zi_metrics.surveys.importing import SurveyLine
from zi_ui import cached
from zi_ui.glossary import PENILAI_LABEL
from zi_ui.markdown import plain
from zi_ui.tables import show_changes, show_table

# What was found last: a label -> the item, what it was compared with, how it differs.
_FOUND = "_found_changes"


@dataclass(frozen=True)
class Compared:
    """What the page compared the upload with.

    versions: label -> the version that counts under it at its date, 0 = none
    changes: whether saving changes any answer
    """

    versions: dict[Label | SurveyLine, int]
    changes: bool

    def and_with(self, other: "Compared") -> "Compared":
        """Both together."""
        return Compared({**self.versions, **other.versions}, self.changes or other.changes)


NOTHING_COMPARED = Compared({}, changes=True)


def show_comparison(store: Store, item: Prepared, whose: Identity) -> Compared:
    """How the item differs from what is stored under its label, if it has one and anything is."""
    label = label_of(whose)
    if label is None:
        return NOTHING_COMPARED
    change = _change(store, item, label)
    if change is None:
        st.caption("Belum ada versi tersimpan untuk unit, tahun, dan penilai ini sampai tanggal itu.")
        _say_later(store, item, label)
        return Compared({label: 0}, changes=True)
    st.info(
        f"Dibandingkan versi {change.versi} yang tersimpan: {plain(change.sentence)} Versi itu yang berlaku per "
        f"{format_date(label.per_tanggal)}; tanggalnya sendiri {format_date(change.per_tanggal)}.",
        icon=":material/difference:",
    )
    _say_later(store, item, label)
    if change.answers is not None:
        show_changes(change.answers, key="perubahan_unggah")
    return Compared({label: change.versi}, change.is_any)


def show_comparisons(store: Store, chosen: list[tuple[Prepared, Identity]]) -> Compared:
    """For several items at once: how each differs from what is stored under its label; nothing where nothing is."""
    rows, changes = [], not chosen
    versions: dict[Label | SurveyLine, int] = {}
    for item, whose in chosen:
        label = label_of(whose)
        change = None if label is None else _change(store, item, label)
        changes = changes or change is None or change.is_any
        if label is None:
            continue
        versions[label] = 0 if change is None else change.versi
        if change is not None:
            who = {"Unit kerja": label.unit, "Tahun": str(label.tahun), "Penilai": PENILAI_LABEL[label.penilai]}
            rows.append(who | {"Tersimpan": change.name, "Perubahan": change.sentence})
    if rows:
        st.markdown("**Dibandingkan dengan yang tersimpan**")
        show_table(pd.DataFrame(rows), "perubahan_unggah", "Perubahan terhadap versi tersimpan")
    return Compared(versions, changes)


def _say_later(store: Store, item: Prepared, label: Label) -> None:
    """That what is saved becomes a point in time, where a later one goes on counting."""
    current = _stored(store, label, None)
    if current is not None and current.per_tanggal > as_of(item, label).per_tanggal:
        st.caption(
            f"Yang berlaku tetap versi {current.versi}, {as_of_words(*current.as_of)}: tanggalnya lebih baru. Unggahan "
            "ini tersimpan sebagai titik waktu sebelumnya."
        )


@dataclass(frozen=True)
class _Change:
    versi: int
    per_tanggal: date
    sentence: str
    answers: pd.DataFrame | None

    @property
    def name(self) -> str:
        """What was compared with."""
        return f"versi {self.versi}, per {format_date(self.per_tanggal)}"

    @property
    def is_any(self) -> bool:
        # What cannot be compared may be anything.
        return self.answers is None or not self.answers.empty


def _change(store: Store, item: Prepared, label: Label) -> _Change | None:
    stored = _stored(store, label, as_of(item, label).per_tanggal)
    if stored is None:
        return None
    if not is_instrument(item.instrument, stored.instrumen, stored.instrumen_versi):
        return _Change(
            stored.versi, stored.per_tanggal, "dinilai dengan instrumen lain, sehingga tidak dapat dibandingkan.", None
        )
    # A click elsewhere on the page changes neither side.
    found = st.session_state.setdefault(_FOUND, {})
    last = found.get(label)
    if last is None or last[0] is not item or last[1] != stored.penilaian_id:
        found[label] = last = item, stored.penilaian_id, _between(store, stored, item)
    return last[2]


def _between(store: Store, stored: Assessment, item: Prepared) -> _Change:
    before, after = stored_tables.answers(store, stored.penilaian_id), answers_table(item.reading.answers)
    changes = compare_answers(item.instrument, before, after)
    sentence = changes_sentence(summarize_changes(item.instrument, before, after, changes))
    return _Change(stored.versi, stored.per_tanggal, sentence, changes)


def _stored(store: Store, label: Label, day: date | None) -> Assessment | None:
    """What counts under a label at a day; None = what counts now."""
    return cached.counted_at(store, cached.unit_id_of(store, label.unit), label.tahun, label.penilai, day)


def forget_compared() -> None:
    """For a fresh upload: nothing has been compared yet."""
    st.session_state.pop(_FOUND, None)
