"""The product without a screen: reads LKE workbooks, stores them, scores them. Never imports streamlit."""
