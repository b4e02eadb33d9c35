"""*Cara menghitung*: beside a figure that rests on statistics, how it is found and how often it held when tried."""

from collections.abc import Sequence

import streamlit as st

from zi_metrics.explanations.library import explanation


def how_computed(kode: str, what: str, key: str | None = None) -> None:
    """A button that opens the explanation of a figure (`explanations.library`).

    what: the figure's short name, as several such buttons stand on a page; key: where it stands twice.
    """
    found = explanation(kode)
    with st.popover(f"Cara menghitung {what}", icon=":material/functions:", key=f"cara_{key or kode}"):
        st.markdown(f"**{found.judul}**")
        for heading, words in found.parts().items():
            st.markdown(f"**{heading}.** {words}")


def how_all_computed(kodes: Sequence[str], key: str) -> None:
    """The same for several figures that stand together, in one button. key: of the button."""
    with st.popover("Cara menghitung", icon=":material/functions:", key=f"cara_{key}"):
        for found in map(explanation, kodes):
            st.markdown(f"**{found.judul}**")
            for heading, words in found.parts().items():
                st.markdown(f"**{heading}.** {words}")
