"""Help: the guide, a topic at a time."""

import streamlit as st

from zi_ui import filters, guide, whole_data
from zi_ui.page import open_page

store = open_page("Bantuan", "Bagaimana membaca layar ini, dan apa arti istilahnya?")
with filters.row():
    names = {code: topic.title for code, topic in guide.topics().items()}
    topic = guide.topics()[filters.choose_code("Topik", "topik", names, listed=True)]
st.subheader(topic.title)
st.markdown(topic.text)
whole_data.offer(store)
