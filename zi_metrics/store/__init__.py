"""DuckDB: where assessments live. Nothing above this package writes SQL."""
