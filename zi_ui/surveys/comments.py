"""What respondents wrote: words that occur often, and the comments; searchable, always shown as plain text."""

import pandas as pd
import streamlit as st

from zi_metrics.bahasa import MISSING, format_number
from zi_metrics.store.connection import Store
from zi_metrics.surveys.comments import with_term
from zi_metrics.surveys.report import SurveyReport
from zi_ui import cached_surveys, downloads, short_lists, stated
from zi_ui.drawn.markup import join, show, tag
from zi_ui.markdown import plain
from zi_ui.table_texts import cell_texts

# So many are read at once; a million respondents write more than anybody reads.
_MOST = 2000
_TERMS = 15


def show_comments(store: Store, report: SurveyReport) -> None:
    """A search, terms with their counts to click, and the comments that fit both, some at a time."""
    total = cached_surveys.comment_count(store, report)
    if not total:
        st.info("Tidak ada komentar dalam berkas.", icon=":material/info:")
        return
    words = st.text_input("Cari dalam komentar", placeholder="misalnya: antrean loket", key="cari_komentar")
    if words:
        stated.choose("Cari dalam komentar", words)
    found, counted = cached_surveys.comments(store, report, words, _MOST, _TERMS)
    terms = counted.set_index("istilah")["banyak"]
    if (kept := st.session_state.get("istilah")) is not None:
        # Written anew, so that the browser has today's count for it; without it, where it does not occur any more.
        st.session_state["istilah"] = kept if kept in terms.index else None
    term = st.pills(
        "Kata yang sering muncul; ketuk untuk melihat komentarnya",
        list(terms.index),
        format_func=lambda name: f"{plain(name)} ({terms.get(name, 0)})",
        key="istilah",
    )
    # A term chosen before another search may not occur any more.
    chosen = found
    if term is not None and term in terms.index:
        chosen = with_term(found, term)
        stated.choose("Kata", str(term))
    sampled = f", diambil merata {format_number(_MOST, 0)} yang cocok" if len(found) >= _MOST else ""
    st.caption(
        f"{format_number(len(chosen), 0)} komentar dari {format_number(total, 0)}{sampled}. Yang dikenali "
        "sebagai nama, nomor, atau alamat disamarkan saat berkas diunggah; yang ditulis tidak lazim dapat terlewat."
    )
    part = short_lists.part_of(len(chosen))
    lines = [
        tag("li", text, " ", tag("small", " · ".join(filter(None, (_text(service), _text(question))))))
        for text, service, question in chosen[["teks", "layanan", "pertanyaan"]].iloc[part].itertuples(index=False)
    ]
    show(
        join(
            [
                tag("ul", join(lines), class_="zi-comments", aria_label="Komentar responden"),
                short_lists.others("survei", len(chosen), part, "komentar"),
            ]
        )
    )
    whole = pd.DataFrame(
        {
            "Komentar": chosen["teks"],
            "Layanan": chosen["layanan"].fillna(MISSING),
            "Pertanyaan": chosen["pertanyaan"],
        }
    ).reset_index(drop=True)
    downloads.offer_table(whole, lambda: cell_texts(whole, {}, {}), "Komentar responden", "komentar")


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
