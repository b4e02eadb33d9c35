"""Pictures: Plotly figures and tables for bullet bars, from the tables of the rooms below."""
