"""The product without a screen: reads LKE workbooks, stores them, scores them. Never imports streamlit."""

__version__ = "0.9.0"
NAME_AND_VERSION = f"Analisis Zona Integritas {__version__}"
