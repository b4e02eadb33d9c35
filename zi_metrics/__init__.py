"""The product without a screen: reads LKE workbooks, stores them, scores them. Never imports streamlit."""

import os

# No matrix here is large enough for several threads, which wait for each other by spinning: what takes a tenth of a
# second then takes a whole one of the processors. Only before numpy is loaded, in whatever process this is.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

__version__ = "0.9.0"
NAME_AND_VERSION = f"Analisis Zona Integritas {__version__}"
