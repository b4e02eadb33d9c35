"""The agency as a tree: which unit hangs where, its kind, its tags, when it is proposed; renaming and merging."""

import streamlit as st

from zi_ui.access import lists, tree
from zi_ui.page import open_page

store = open_page("Pohon unit", "Unit mana berada di cabang mana, jenisnya apa, dan mana yang diusulkan tahun ini?")
lists.show_done()
tree.show(store)
st.subheader("Unggah daftar")
tree.ask_upload(store)
st.subheader("Tambah atau ubah satu simpul")
tree.ask_node(store)
with st.expander("Gabungkan unit", icon=":material/merge:"):
    tree.ask_merge(store)
