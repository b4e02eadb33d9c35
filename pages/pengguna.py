"""Who may use this, as what, where and until when."""

import streamlit as st

from zi_ui.access import lists, people
from zi_ui.page import open_page

store = open_page("Pengguna", "Siapa boleh masuk, sebagai apa, di unit atau cabang mana, dan sampai kapan?")
lists.show_done()
people.show(store)
st.subheader("Tambah pengguna atau peran")
people.ask_person(store)
st.subheader("Unggah daftar")
people.ask_upload(store)
with st.expander("Cabut peran atau nonaktifkan", icon=":material/person_off:"):
    people.ask_end(store)
