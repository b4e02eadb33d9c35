"""The whole database for other tools, a part at a time: what is in scope, without what people wrote by hand.

What each column means is `reports/data_tables.yaml`; here are the queries (`queries/data_*.sql`).
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pyarrow as pa

from zi_metrics.store.connection import Store
from zi_metrics.store.register_tables import REGISTER_TABLES
from zi_metrics.store.tables import named_query

# So many rows are in memory at a time.
ROWS = 50_000
# Names of tables and columns are the program's own; a unit that was merged into another is found under that one.
_REGISTER = """
SELECT {columns}
FROM (
    SELECT t.* REPLACE (coalesce(g.ke_unit_id, t.unit_id) AS unit_id)
    FROM (FROM {table} QUALIFY row_number() OVER (PARTITION BY baris_id ORDER BY versi DESC) = 1) t
    LEFT JOIN gabungan_berlaku g ON g.unit_id = t.unit_id
    WHERE NOT t.dibuang
)
ORDER BY unit_id, tahun, baris_id
"""
# Codes of the LKE, and nothing else that somebody may have typed into their field.
_CODES = "CASE WHEN regexp_full_match(kode, '([A-Z](\\.[0-9A-Za-z]+)+(, )?)*') THEN nullif(kode, '') END AS kode"


@contextmanager
def query_batches(store: Store, nama: str, tersedikit: int | None = None) -> Iterator[pa.RecordBatchReader]:
    """The rows of one of the store's data queries, in parts. nama: 'unit' for queries/data_unit.sql; tersedikit: fewer
    people than that are not told of, where the query asks.
    """
    parameters = {} if tersedikit is None else {"tersedikit": tersedikit}
    with store.cursor() as cursor:
        yield cursor.execute(named_query(f"data_{nama}"), parameters).to_arrow_reader(ROWS)


@contextmanager
def register_batches(store: Store, tabel: str, columns: Sequence[str]) -> Iterator[pa.RecordBatchReader]:
    """The current rows of a register, in parts: only these of its columns. Raises KeyError for what is no register."""
    if tabel not in REGISTER_TABLES:
        raise KeyError(tabel)
    named = ", ".join(_CODES if name == "kode" else f'"{name}"' for name in columns)
    with store.cursor() as cursor:
        yield cursor.execute(_REGISTER.format(columns=named, table=tabel)).to_arrow_reader(ROWS)
