"""Care for the data: backups, whether everything is whole, and erasing on request."""

import streamlit as st

from zi_ui import first_run
from zi_ui.access import care, lists, periodic
from zi_ui.page import open_page

store = open_page(
    "Perawatan", "Kapan terakhir dicadangkan, utuhkah semuanya, dan apa yang harus dihapus atas permintaan?"
)
lists.show_done()
care.show_backups(store)
care.show_agency(store)
periodic.show_periodic(store)
st.subheader("Periksa keutuhan")
care.show_verification(store)
with st.expander("Hapus impor atas permintaan", icon=":material/delete_forever:"):
    care.ask_erase(store)
first_run.offer_removal(store)
