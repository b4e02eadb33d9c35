"""DuckDB: the connection, migrations, and what is written and read; the only room that speaks SQL."""
