"""A page with a title, one chart, one table and nothing else: what Streamlit itself costs, the limit of our pages."""

import pandas as pd
import streamlit as st

PLACES = list(range(24))
st.title("Halaman kosong")
st.plotly_chart({"data": [{"type": "bar", "x": PLACES, "y": PLACES}], "layout": {}}, width="stretch")
st.dataframe(pd.DataFrame({"Unit": PLACES, "Nilai": PLACES}))
