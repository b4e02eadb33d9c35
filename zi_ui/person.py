"""Who is at work: said wherever something is saved, never typed; and whether they may.

That a button is not there protects nothing: the store checks again. It only spares people a refusal.
"""

import streamlit as st

from zi_metrics.scope import ACT_WORDS, Act, Target
from zi_metrics.store.connection import Store
from zi_ui.markdown import plain


def may(store: Store, act: Act, target: Target | None = None, say: bool = True) -> bool:
    """Whether the person at work may do this; says in whose name it will be recorded, or that they may not.

    say: False says nothing where they may
    """
    if store.scope.may(act, target):
        if say:
            st.caption(f"Dicatat atas nama {plain(store.person.nama)}.")
        return True
    where = f" untuk {plain(target.nama)}" if target and target.nama else ""
    st.caption(f":material/lock: Peran Anda tidak mencakup {ACT_WORDS[act]}{where}. Mintalah kepada admin bila perlu.")
    return False
