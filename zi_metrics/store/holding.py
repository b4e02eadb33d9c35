"""What holds some words: units by name, rows of a register by their texts; few at a time, however much there is."""

from collections.abc import Sequence

import pandas as pd

from zi_metrics.store.connection import Store
from zi_metrics.store.registers import RegisterTable
from zi_metrics.store.tables import read


def units_holding(store: Store, words: Sequence[str], most: int) -> list[str]:
    """Names of units that hold all the words (in small letters), those that begin with the first one first."""
    every = " AND ".join(f"contains(lower(nama), $w{place})" for place in range(len(words)))
    query = (
        f"SELECT nama FROM unit_kerja WHERE {every} "
        "ORDER BY NOT starts_with(lower(nama), $w0), length(nama), nama LIMIT $most"
    )
    return read(store, query, _bound(words, most))["nama"].tolist()


def rows_holding(
    store: Store, table: RegisterTable, fields: Sequence[str], words: Sequence[str], most: int
) -> pd.DataFrame:
    """Rows of a register that count and whose fields together hold all the words (in small letters), newest year first.

    Columns: unit (name), tahun, and the fields.
    """
    texts = f"lower(concat_ws(' ', {', '.join(f'r.{name}' for name in fields)}))"
    every = " AND ".join(f"contains({texts}, $w{place})" for place in range(len(words)))
    query = (
        f"SELECT u.nama AS unit, r.tahun, {', '.join(f'r.{name}' for name in fields)} "
        f"FROM {table.tabel} r JOIN unit_kerja u USING (unit_id) "
        f"JOIN (SELECT baris_id, max(versi) AS versi FROM {table.tabel} GROUP BY baris_id) b USING (baris_id, versi) "
        f"WHERE NOT r.dibuang AND {every} ORDER BY r.tahun DESC, u.nama, r.baris_id LIMIT $most"
    )
    return read(store, query, _bound(words, most))


def _bound(words: Sequence[str], most: int) -> dict[str, object]:
    return {**{f"w{place}": word for place, word in enumerate(words)}, "most": most}
