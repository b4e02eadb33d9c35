"""Trying other answers: what is changed so far, the inputs to change more, and undoing. Nothing is stored here."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import pandas as pd
import streamlit as st

from zi_metrics.bahasa import format_change, format_number
from zi_metrics.instruments.library import Instrument, Node, OptionScale, Question
from zi_metrics.plan.linked_changes import Change, follow_one_another, with_linked
from zi_metrics.plan.scenario import (
    Outcome,
    apply_changes,
    asked_counts,
    change_problems,
    with_count,
)
from zi_metrics.scoring.levers import Counts
from zi_metrics.scoring.words import answer_meaning, answer_of, answer_text, full_figure
from zi_ui import cached
from zi_ui.markdown import plain
from zi_ui.naming import named

_DRAFTS = "_simulations"
# A select takes None for "nothing chosen", so being unanswered is an option of its own.
_OPEN, _NONE = "belum dijawab", ""
# A longer list of changes is folded, so that the inputs stay in reach.
_FEW = 8


@dataclass
class Draft:
    """One assessment's changes so far: question -> change, in the order made, and the saved scenario they came from.

    versi: the scenario's version that was opened, or kept from here since.
    """

    perubahan: dict[str, Change] = field(default_factory=dict)
    skenario_id: str | None = None
    nama: str = ""
    versi: int | None = None

    def put(self, kode: str, change: Change, stored: Change) -> None:
        """Change one answer; what is as stored is no change."""
        self.perubahan.pop(kode, None)
        if change != stored:
            self.perubahan[kode] = change

    def undo(self, *codes: str) -> None:
        """Take changes back."""
        for kode in codes:
            self.perubahan.pop(kode, None)


@dataclass(frozen=True)
class Base:
    """What a simulation starts from: the instrument, and the stored values and raw counts."""

    instrument: Instrument
    values: dict[str, float | None]
    counts: Mapping[str, Counts]

    def answer(self, kode: str) -> str | float | None:
        """The stored answer, as `scoring.words.answer_of` names it."""
        return answer_of(self.instrument.scale_of(self.instrument.question(kode)), self.values.get(kode))


def draft_of(penilaian_id: str) -> Draft:
    """The changes made so far to an assessment, kept while the app is open in this browser."""
    return st.session_state.setdefault(_DRAFTS, {}).setdefault(penilaian_id, Draft())


def begin(penilaian_id: str, draft: Draft) -> None:
    """Start a simulation of an assessment with these changes, instead of what was tried before."""
    st.session_state.setdefault(_DRAFTS, {})[penilaian_id] = draft


def evaluate(base: Base, draft: Draft) -> tuple[Outcome, Outcome, dict[str, str]]:
    """What is stored and what the changes make of it, scored; and which changes cannot be applied, and why."""
    problems = change_problems(base.instrument, draft.perubahan, base.counts)
    # What cannot be applied takes along what shares a count with it.
    wrong = {other for kode in problems for other in follow_one_another(base.instrument, kode)}
    fitting = {kode: change for kode, change in draft.perubahan.items() if kode not in wrong}
    after = apply_changes(base.instrument, base.values, fitting, base.counts)
    return cached.outcome(base.instrument, base.values), cached.outcome(base.instrument, after), problems


def change_count(base: Base, draft: Draft) -> int:
    """How many answers the changes concern, those that follow by a shared count among them."""
    return len(with_linked(base.instrument, draft.perubahan, base.counts))


def changed_codes(base: Base, draft: Draft, problems: Collection[str]) -> list[str]:
    """The questions that the changes concern, also by a shared count; without those that cannot be applied."""
    wrong = {other for kode in problems for other in follow_one_another(base.instrument, kode)}
    return [kode for kode in with_linked(base.instrument, draft.perubahan, base.counts) if kode not in wrong]


def ask_answers(base: Base, draft: Draft, after: Outcome, part: str, problems: dict[str, str]) -> None:
    """The inputs for all questions of a part of the form, by sub-indicator. problems: question -> what is wrong."""
    nilai = after.nodes.set_index("kode")["nilai"]
    root = next(node for node in base.instrument.nodes() if node.kode == part)
    for node in root.walk():
        if node.pertanyaan:
            changed = sum(question.kode in draft.perubahan for question in node.pertanyaan)
            with st.expander(_title(node, nilai[node.kode], changed), key=f"sim_bagian_{node.kode}"):
                for question in node.pertanyaan:
                    _ask(base, draft, question, problems.get(question.kode))


def show_changes(base: Base, draft: Draft, table: pd.DataFrame, problems: dict[str, str]) -> None:
    """What was changed (`plan.scenario.change_table`), each with its undo, and the way back to the start."""
    for kode, problem in problems.items():
        st.error(f"{plain(kode)} belum dihitung: {plain(problem)}.", icon=":material/error:")
    if table.empty and not problems:
        return
    number = len(table) + len(problems)
    few = number <= _FEW
    with st.expander(f"Yang diubah: {number} jawaban", expanded=few, key="sim_diubah", icon=":material/list:"):
        for row in table.to_dict("records"):
            moved = f"{plain(row['dari'])} → **{plain(row['ke'])}** ({format_change(row['poin'])} poin)"
            _show_change(base, draft, row["kode"], f"**{plain(row['kode'])}** {moved}", row["pertanyaan"])
        for kode in problems:
            _show_change(base, draft, kode, f"**{plain(kode)}** belum dihitung", "")


def _show_change(base: Base, draft: Draft, kode: str, words: str, text: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(words, help=plain(text) or None, width="stretch")
        together = follow_one_another(base.instrument, kode)
        undo = {"type": "tertiary", "icon": ":material/undo:", "on_click": draft.undo, "args": together}
        st.button("Urungkan", key=f"urung_{kode}", **undo)


def _title(node: Node, nilai: float, changed: int) -> str:
    mark = f" · :blue[{changed} diubah]" if changed else ""
    return f"**{plain(node.kode)}** {plain(node.nama)}: {format_number(nilai)} dari {format_number(node.bobot)}{mark}"


def _ask(base: Base, draft: Draft, question: Question, problem: str | None) -> None:
    kode, scale = question.kode, base.instrument.scale_of(question)
    stored = base.answer(kode)
    with st.container(border=True):
        st.markdown(f"**{plain(kode)}** {plain(question.teks)}")
        if isinstance(scale, OptionScale):
            _ask_option(base, draft, question, scale, stored)
        elif question.rasio is not None:
            _ask_counts(base, draft, question)
        elif not isinstance(stored, str):
            _ask_figure(draft, kode, stored, full_figure(scale), percent=scale.jenis == "persentase")
        if kode in with_linked(base.instrument, draft.perubahan, base.counts):
            st.caption(f":blue[Diubah.] Tersimpan: {plain(answer_text(base.instrument, kode, stored))}")
        if problem:
            st.error(f"Belum dihitung: {plain(problem)}.", icon=":material/error:")


def _ask_option(base: Base, draft: Draft, question: Question, scale: OptionScale, stored: str | float | None) -> None:
    kode = question.kode
    named_options = {option: f"{option} – {text}" for option, text in question.kriteria.items()}
    words: dict[str | float, str] = {_NONE: _OPEN, **named_options}
    options: list[str | float] = [*scale.pilihan, _NONE]
    if stored is not None and stored not in options:
        # Merged data may hold a value that no option has.
        options.insert(0, stored)
        words[stored] = answer_text(base.instrument, kode, stored)
    now = draft.perubahan.get(kode, stored)
    key = _key(kode, _NONE if now is None else now)

    def changed() -> None:
        chosen = st.session_state[key]
        draft.put(kode, None if chosen == _NONE else chosen, stored)

    st.selectbox(
        "Jawaban",
        options,
        format_func=named(words),
        key=key,
        on_change=changed,
        label_visibility="collapsed",
    )
    if not isinstance(now, Mapping) and (meaning := answer_meaning(base.instrument, kode, now)):
        st.caption(plain(meaning))


def _ask_figure(draft: Draft, kode: str, stored: float | None, full: float, percent: bool) -> None:
    tried = draft.perubahan.get(kode, stored)
    now = float(tried) if isinstance(tried, int | float) else None
    factor = 100.0 if percent else 1.0
    key = _key(kode, None if now is None else round(now * factor, 4))

    def changed() -> None:
        number = st.session_state[key]
        draft.put(kode, None if number is None else round(number / factor, 6), stored)

    st.number_input(
        "Persentase (%)" if percent else f"Indeks (0–{format_number(full, 0)})",
        value=None,
        min_value=0.0,
        max_value=full * factor,
        step=1.0 if percent else 0.01,
        format="%.10g" if percent else "%.2f",
        key=key,
        on_change=changed,
        placeholder=_OPEN,
    )


def _ask_counts(base: Base, draft: Draft, question: Question) -> None:
    kode = question.kode
    stored = base.counts.get(kode, {})
    change = with_linked(base.instrument, draft.perubahan, base.counts).get(kode)
    counts = {**stored, **change} if isinstance(change, dict) else stored
    if isinstance(change, float | int):
        target = answer_text(base.instrument, kode, change)
        st.caption(f":blue[Sasaran {plain(target)}]; mengisi angka di bawah menggantikannya.")
    for count in asked_counts(question, stored):
        now = counts.get(count.kunci)
        key = _key(f"{kode}_{count.kunci}", None if now is None else float(now))

        def changed(kunci=count.kunci, key=key) -> None:
            _put_count(base, draft, kode, kunci, st.session_state[key])

        st.number_input(
            plain(count.label),
            value=None,
            min_value=0.0,
            step=1.0,
            format="%.10g",
            key=key,
            on_change=changed,
            placeholder=_OPEN,
        )


def _put_count(base: Base, draft: Draft, kode: str, kunci: str, number: float | None) -> None:
    """Change a raw count in every question that asks for it."""
    now = with_linked(base.instrument, draft.perubahan, base.counts)
    places = [(place.pertanyaan, place.kunci) for place in base.instrument.shared_with(kode, kunci)]
    for asked, key in places or [(kode, kunci)]:
        question, stored = base.instrument.question(asked), base.counts.get(asked, {})
        change = now.get(asked)
        # A question that is tried by its share, or counted nowhere, is not counted because another one is.
        if asked != kode and (isinstance(change, float | int) or not any(n is not None for n in stored.values())):
            continue
        counts = {**stored, **change} if isinstance(change, Mapping) else stored
        as_stored = {each.kunci: stored.get(each.kunci) for each in question.masukan}
        draft.put(asked, with_count(question, counts, key, number), as_stored)


def _key(name: str, value: object) -> str:
    """The widget's key, with its value set: the draft, not the widget, remembers."""
    key = f"sim_{name}"
    st.session_state[key] = value
    return key
