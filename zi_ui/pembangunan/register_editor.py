"""The rows of a register as a table to type in: edits kept until they are saved, taken back, or decided about.

A table tells of edits by place. As soon as the table is another one (somebody saved, another filter, another page of
rows), what was typed is taken over by row (`row_edits`) and the table begins anew under a key of its own, so that no
edit is ever applied to another row.
"""

import copy
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd
import streamlit as st

from zi_metrics.bahasa import format_number
from zi_metrics.instruments.library import Instrument, load_instrument
from zi_metrics.pembangunan.register import Register
from zi_metrics.pembangunan.row_edits import (
    NewRows,
    RowEdit,
    ShownRow,
    checked,
    decided,
    edits_of,
    first_new,
    late_edits,
    row_name,
)
from zi_metrics.scope import Act, NotAllowed
from zi_metrics.store.connection import Store
from zi_metrics.store.registers import Conflict, SavedRow, save_rows, undo_rows
from zi_metrics.table_rows import records
from zi_ui import given, paging
from zi_ui.failures import told
from zi_ui.markdown import plain
from zi_ui.pembangunan import register_columns, register_conflicts
from zi_ui.stored_choice import key_of

_MOST_PROBLEMS = 20
# Tables put away of which a late edit may still come: the browser tells what is typed a moment after it.
_ENDED = 3
# Seconds; the browser waits 0.15 for more before it tells what was typed.
_LATE = 0.3


@dataclass
class Editing:
    """What somebody is doing with one table, in their session.

    table: the key of the table that is shown; number: of tables so far; shown: its rows, in their order
    typed: what it told last; before: edits that were made before it was shown
    conflicts: kunci -> what another wrote meanwhile; decisions: kunci -> field -> whether their own text stays
    saved: what they saved, the latest last; asked: they pressed save; tried: likewise, what stands against it is said
    message: what was done last; told: whether it stands against something
    ended: table -> its rows, what it told last and the number of its first added row, of the tables before this one
    became: kunci -> the row that it was saved as, and the version
    """

    table: str = ""
    number: int = 0
    shown: tuple[ShownRow, ...] = ()
    typed: Mapping = field(default_factory=dict)
    before: dict[str, RowEdit] = field(default_factory=dict)
    conflicts: dict[str, Conflict] = field(default_factory=dict)
    decisions: dict[str, dict[str, bool]] = field(default_factory=dict)
    saved: list[tuple[SavedRow, ...]] = field(default_factory=list)
    asked: bool = False
    tried: bool = False
    message: str = ""
    told: bool = False
    ended: dict[str, tuple[tuple[ShownRow, ...], Mapping, int]] = field(default_factory=dict)
    became: dict[str, tuple[str, int]] = field(default_factory=dict)

    @property
    def edits(self) -> dict[str, RowEdit]:
        """All that was typed and is not saved."""
        return edits_of(self.typed, self.shown, self.before)

    def begin(self, before: dict[str, RowEdit]) -> None:
        """Begin a new table, with these edits made before."""
        if self.table:
            kept = list(self.ended.items())[-_ENDED:]
            self.ended = dict([*kept, (self.table, (self.shown, self.typed, first_new(self.before)))])
        self.before, self.typed, self.table = before, {}, ""


def edit_register(
    store: Store,
    register: Register,
    rows: pd.DataFrame,
    new: NewRows,
    key: str,
    columns: Sequence[str] | None = None,
    told: pd.DataFrame | None = None,
    act: Act | None = None,
    instrument: Instrument | None = None,
) -> None:
    """A register's rows to be changed on screen, with what saves, throws away and takes back.

    rows: as `register_rows` gives them, those to be shown; new: what new rows take where they say nothing
    key: one for each place where rows of a register are edited; what was typed stays under it in the session
    columns: fields to be shown, in order (None = all); told: columns beside them that nobody types, in the rows' order,
    their headings as names; act: what is needed to change a row, where it is not the register's own
    instrument: tells which codes there are (None = the one in use)
    """
    _draw(store, register, rows, new, key, columns, told, act, instrument or load_instrument())


def unsaved(key: str) -> int:
    """How many rows have been typed into under a key and not saved."""
    return len(_editing(key).edits)


@st.fragment
@given.asked_again
@told("Tabel register")
def _draw(
    store: Store,
    register: Register,
    rows: pd.DataFrame,
    new: NewRows,
    key: str,
    columns: Sequence[str] | None,
    told: pd.DataFrame | None,
    act: Act | None,
    instrument: Instrument,
) -> None:
    editing = _editing(key)
    if editing.table and editing.table in st.session_state:
        editing.typed = copy.deepcopy(dict(st.session_state[editing.table]))
    page = paging.choose_page(len(rows), key, paging.rows_within(rows[_sent(register, rows, columns)]))
    rows = rows.iloc[page].reset_index(drop=True)
    told = None if told is None else told.iloc[page].reset_index(drop=True)
    look = register_columns.look_of(store.scope, register, rows, new, columns, instrument, act)
    said = None if told is None else told.to_dict("list")
    name = key_of(f"tabel_{key}", rows[["baris_id", "versi"]].values.tolist(), look.names, said)
    table, shown = register_columns.table_of(register, rows, editing.before, look, told)
    if not editing.table.startswith(f"{name}_"):
        # Another table than the one that was typed into: what was typed goes with its row.
        editing.begin(editing.edits)
        table, shown = register_columns.table_of(register, rows, editing.before, look, told)
        editing.number += 1
        editing.table, editing.shown = f"{name}_{editing.number}", shown
    _say(editing)
    standing = _standing(store, register, rows, editing)
    if register_conflicts.ask(register, editing.conflicts, editing.decisions, standing):
        _decide(editing)
        _save(store, register, standing, new, editing, act, instrument, only=True)
    _bar(store, register, standing, new, editing, key, act, instrument)
    register_columns.show(table, look, editing.table, register, told, _heard, (key, editing.table))


def _sent(register: Register, rows: pd.DataFrame, columns: Sequence[str] | None) -> list[str]:
    """The columns of the rows that are shown, about."""
    shown = {"unit", *(columns or (one.nama for one in register.shown))}
    return [name for name in rows.columns if name in shown]


def _heard(key: str, table: str) -> None:
    """What a table tells that was put away already (somebody pressed save right after typing) is not lost."""
    editing = _editing(key)
    if table == editing.table or table not in editing.ended or table not in st.session_state:
        return
    shown, typed, first = editing.ended[table]
    state = copy.deepcopy(dict(st.session_state[table]))
    late = late_edits(state, typed, shown, editing.became, first)
    editing.ended[table] = (shown, state, first)
    edits = editing.edits
    for kunci, edit in late.items():
        known = edits.get(kunci)
        edits[kunci] = edit if known is None else replace(known, isi={**known.isi, **edit.isi})
    editing.begin(edits)


def _bar(
    store: Store,
    register: Register,
    rows: pd.DataFrame,
    new: NewRows,
    editing: Editing,
    key: str,
    act: Act | None,
    instrument: Instrument,
) -> None:
    """Save, throw away, take back; and what stands against saving."""
    found = checked(editing.edits, rows, register, new, instrument, store.scope, act)
    count = len(editing.edits)
    if editing.asked:
        editing.asked = False
        if not found.problems:
            _save(store, register, rows, new, editing, act, instrument)
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        words = f"Simpan perubahan ({format_number(count, 0)} baris)" if count else "Simpan perubahan"
        if st.button(words, type="primary", icon=":material/save:", disabled=not count, key=f"simpan_{key}"):
            # What was typed just before the click is still on its way; a table that is gone would take it along.
            time.sleep(_LATE)
            editing.asked = editing.tried = True
            st.rerun()
        if st.button("Batalkan perubahan", icon=":material/undo:", disabled=not count, key=f"batalkan_{key}"):
            editing.begin({})
            editing.conflicts, editing.decisions, editing.tried = {}, {}, False
            editing.message, editing.told = "Perubahan yang belum disimpan dibuang.", False
            st.rerun()
        if st.button(
            "Urungkan simpanan terakhir", icon=":material/history:", disabled=not editing.saved, key=f"urungkan_{key}"
        ):
            _undo(store, register, rows, editing, act)
    if editing.tried and found.problems:
        more = len(found.problems) - _MOST_PROBLEMS
        lines = [f"- {plain(problem)}" for problem in found.problems[:_MOST_PROBLEMS]]
        lines += [f"- dan {more} lainnya"] if more > 0 else []
        st.error("Belum ada yang disimpan; yang Anda ketik tetap ada.\n\n" + "\n".join(lines), icon=":material/error:")
    if found.doubts:
        lines = [f"- {plain(doubt)}" for doubt in found.doubts[:_MOST_PROBLEMS]]
        st.warning("Periksa dahulu sebelum menyimpan:\n\n" + "\n".join(lines), icon=":material/privacy_tip:")
    editing.tried = editing.tried and bool(found.problems)
    if outside := len(set(editing.edits) - {row.kunci for row in editing.shown} - set(_added(editing))):
        st.caption(f"{outside} baris yang Anda ubah sedang tidak tampil; ikut tersimpan.")


def _save(
    store: Store,
    register: Register,
    rows: pd.DataFrame,
    new: NewRows,
    editing: Editing,
    act: Act | None,
    instrument: Instrument,
    only: bool = False,
) -> None:
    """Write what can be written; what somebody else changed meanwhile stays typed, to be decided. only: what was
    decided just now.
    """
    wanted = {key: edit for key, edit in editing.edits.items() if not only or key in editing.decisions}
    found = checked(wanted, rows, register, new, instrument, store.scope, act)
    editing.decisions = {}
    if found.problems:
        editing.tried = True
        st.rerun()
    try:
        saved = save_rows(store, register.table, list(found.changes.values()), act)
    except NotAllowed as refused:
        editing.message, editing.told = str(refused), True
        st.rerun()
    clashing = {id(conflict.change): conflict for conflict in saved.konflik}
    conflicts = {key: clashing[id(change)] for key, change in found.changes.items() if id(change) in clashing}
    left = {key: edit for key, edit in editing.edits.items() if key in conflicts or key not in wanted}
    editing.conflicts = {key: one for key, one in editing.conflicts.items() if key in left} | conflicts
    editing.begin(left)
    if saved.baris:
        editing.saved.append(saved.baris)
        fresh = iter([row for row in saved.baris if not row.sebelum])
        made = {key: next(fresh) for key, change in found.changes.items() if change.baris_id is None}
        editing.became = {row.baris_id: (row.baris_id, row.versi) for row in saved.baris}
        editing.became |= {key: (row.baris_id, row.versi) for key, row in made.items()}
    editing.tried, editing.told = False, False
    editing.message = f"{format_number(len(saved.baris), 0)} baris tersimpan."
    if not saved.baris:
        editing.message = "" if conflicts else "Isinya sudah seperti itu; tidak ada yang berubah."
    st.rerun()


def _undo(store: Store, register: Register, rows: pd.DataFrame, editing: Editing, act: Act | None) -> None:
    try:
        done = undo_rows(store, register.table, editing.saved[-1], act)
    except NotAllowed as refused:
        editing.message, editing.told = str(refused), True
        st.rerun()
    editing.saved.pop()
    said = [f"{format_number(len(done.baris), 0)} baris dikembalikan seperti sebelumnya."] if done.baris else []
    called = {row["baris_id"]: row for row in records(rows)}
    for conflict in done.konflik:
        name = row_name(register, called.get(conflict.change.baris_id or ""))
        said.append(f"{name} tidak diurungkan: {conflict.oleh} mengubahnya sesudah Anda.")
    editing.message, editing.told = " ".join(said), bool(done.konflik)
    editing.begin(editing.edits)
    st.rerun()


def _decide(editing: Editing) -> None:
    """Take over what was decided about conflicts."""
    edits = editing.edits
    for kunci, mine in editing.decisions.items():
        if (edit := edits.get(kunci)) is not None:
            left = decided(edit, editing.conflicts[kunci], mine)
            edits.pop(kunci) if left is None else edits.update({kunci: left})
        editing.conflicts.pop(kunci, None)
    editing.begin(edits)


def _say(editing: Editing) -> None:
    if editing.message:
        show = st.warning if editing.told else st.success
        show(plain(editing.message), icon=":material/warning:" if editing.told else ":material/check_circle:")
    editing.message = ""


def _standing(store: Store, register: Register, rows: pd.DataFrame, editing: Editing) -> pd.DataFrame:
    """The rows that are shown, and those that were edited and are not."""
    missing = {key for key, edit in editing.edits.items() if edit.dibuka} - set(rows["baris_id"])
    if not missing:
        return rows
    return pd.concat([rows, register_columns.rows_by_id(store, register, sorted(missing))], ignore_index=True)


def _added(editing: Editing) -> list[str]:
    return [key for key, edit in editing.edits.items() if not edit.dibuka]


def _editing(key: str) -> Editing:
    return st.session_state.setdefault(f"_editing_{key}", Editing())
