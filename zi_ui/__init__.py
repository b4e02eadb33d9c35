"""Streamlit pieces that the pages share: frame, filters in the URL, tables, charts, cached answers."""
