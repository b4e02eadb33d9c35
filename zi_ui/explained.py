"""*Cara menghitung*: beside a figure that rests on statistics, how it is found and how often it held when tried."""

import streamlit as st

from zi_metrics.explanations.library import explanation


def how_computed(kode: str, key: str | None = None, what: str = "") -> None:
    """A button that opens the explanation of a figure (`explanations.library`).

    key: where it stands twice; what: the figure's short name, where several such buttons stand side by side.
    """
    found = explanation(kode)
    label = f"Cara menghitung {what}".rstrip()
    with st.popover(label, icon=":material/functions:", key=f"cara_{key or kode}", help=found.judul):
        st.markdown(f"**{found.judul}**")
        for heading, words in found.parts().items():
            st.markdown(f"**{heading}.** {words}")
