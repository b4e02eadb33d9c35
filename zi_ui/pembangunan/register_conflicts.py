"""Where two people changed the same: both texts side by side, and whose stays."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from zi_metrics.bahasa import format_time
from zi_metrics.pembangunan.field_values import shown
from zi_metrics.pembangunan.register import Register
from zi_metrics.pembangunan.register_headings import POKJA
from zi_metrics.pembangunan.row_edits import is_about_row, row_name
from zi_metrics.store.registers import Conflict
from zi_metrics.table_rows import records
from zi_ui.markdown import plain

_NOTHING = "(kosong)"


def ask(
    register: Register,
    conflicts: Mapping[str, Conflict],
    decisions: dict[str, dict[str, bool]],
    rows: pd.DataFrame,
) -> bool:
    """Show what two people changed, and ask whose stays; gives whether a row was decided about altogether just now.

    decisions: kunci -> field -> whether their own text stays; what is decided is added here
    """
    if not conflicts:
        return False
    called = {row["baris_id"]: row for row in records(rows)}
    st.warning(
        "Orang lain mengubah isian yang sama, atau yang berpasangan dengannya, sesudah Anda membukanya. Isian Anda "
        "belum hilang; pilih mana yang dipakai. Yang lain sudah tersimpan.",
        icon=":material/call_split:",
    )
    done = False
    for kunci, conflict in conflicts.items():
        with st.container(border=True, gap="small"):
            st.markdown(f"**{plain(row_name(register, called.get(kunci)))}**")
            mine = decisions.setdefault(kunci, {})
            if is_about_row(conflict):
                chosen = _ask_row(register, kunci, conflict)
                mine |= dict.fromkeys(conflict.bidang, chosen) if chosen is not None else {}
            else:
                for name, texts in conflict.bidang.items():
                    chosen = None if name in mine else _ask_field(register, kunci, name, texts, conflict)
                    mine |= {} if chosen is None else {name: chosen}
            done = done or (bool(conflict.bidang) and set(conflict.bidang) <= set(mine))
    for kunci in [key for key, mine in decisions.items() if not set(conflicts[key].bidang) <= set(mine)]:
        if done:
            # Only what is decided about altogether is saved now; the rest is asked on.
            decisions.pop(kunci)
    return done


def _ask_field(
    register: Register, kunci: str, name: str, texts: tuple[object, object], conflict: Conflict
) -> bool | None:
    """Whether their own text of one field stays; None while nobody chose."""
    said = [_text(register, name, text) for text in texts]
    title = "Pokja" if name == POKJA else register.field(name).judul
    if name in conflict.terhadap:
        other, value = conflict.terhadap[name]
        beside = f"{register.field(other).judul} {_text(register, other, value)} dari {conflict.oleh}"
        st.caption(
            f"Isian Anda tidak dapat bersama {plain(beside)}. Pakai isiannya, atau pakai isian Anda lalu perbaiki "
            "keduanya."
        )
    left, right = st.columns(2)
    left.caption(f"{plain(title)} · Isian Anda")
    left.markdown(plain(said[0]))
    right.caption(f"{plain(title)} · Isian {plain(conflict.oleh)}, {format_time(conflict.waktu)}")
    right.markdown(plain(said[1]))
    key = f"{kunci}_{name}_{conflict.versi}"
    if left.button("Pakai isian saya", key=f"milik_saya_{key}"):
        return True
    if right.button(f"Pakai isian {plain(conflict.oleh)}", key=f"milik_lain_{key}"):
        return False
    return None


def _ask_row(register: Register, kunci: str, conflict: Conflict) -> bool | None:
    """Whether a row that one removed and the other wrote on is as they want it; None while nobody chose."""
    who, when = plain(conflict.oleh), format_time(conflict.waktu)
    if conflict.change.dibuang:
        st.markdown(f"Anda menghapus baris ini; sementara itu {who} ({when}) mengubahnya:")
        fields = [name for name in conflict.bidang if name != "dibuang"]
        st.markdown("\n".join(f"- {plain(_line(register, name, conflict))}" for name in fields))
        keep, other = "Tetap hapus", "Jangan hapus"
    else:
        st.markdown(f"{who} menghapus baris ini ({when}), sedangkan Anda mengubahnya.")
        keep, other = "Pakai isian saya, kembalikan barisnya", "Biarkan terhapus"
    with st.container(horizontal=True, gap="small"):
        if st.button(keep, key=f"milik_saya_{kunci}_{conflict.versi}"):
            return True
        if st.button(other, key=f"milik_lain_{kunci}_{conflict.versi}"):
            return False
    return None


def _line(register: Register, name: str, conflict: Conflict) -> str:
    title = "Pokja" if name == POKJA else register.field(name).judul
    return f"{title}: {_text(register, name, conflict.bidang[name][1])}"


def _text(register: Register, name: str, value: object) -> str:
    if name == POKJA:
        return _NOTHING if value is None or value != value else str(value)
    return shown(register.field(name), value) or _NOTHING
