"""Versions of a register's rows, as saving needs them."""

from collections.abc import Iterable, Sequence

import duckdb


def newest(
    cursor: duckdb.DuckDBPyConnection, tabel: str, bidang: Iterable[str], baris_ids: Sequence[str]
) -> dict[str, dict]:
    """The newest version of each of some rows, by id, of removed ones, too. Raises KeyError for none."""
    if not baris_ids:
        return {}
    query = (
        f"SELECT {_columns(bidang)} FROM {tabel} WHERE baris_id IN (SELECT unnest(CAST(? AS VARCHAR[]))) "
        "QUALIFY row_number() OVER (PARTITION BY baris_id ORDER BY versi DESC) = 1"
    )
    found = {row["baris_id"]: row for row in _dicts(cursor.execute(query, [list(baris_ids)]))}
    for one in baris_ids:
        if one not in found:
            raise KeyError(one)
    return found


def version(
    cursor: duckdb.DuckDBPyConnection, tabel: str, bidang: Iterable[str], baris_id: str, versi: int
) -> dict[str, object]:
    """One version of a row. Raises KeyError where there is none."""
    query = f"SELECT {_columns(bidang)} FROM {tabel} WHERE baris_id = ? AND versi = ?"
    found = _dicts(cursor.execute(query, [baris_id, versi]))
    if not found:
        raise KeyError(baris_id)
    return found[0]


def _columns(bidang: Iterable[str]) -> str:
    return ", ".join(("baris_id", "versi", "unit_id", "tahun", "pokja", *bidang, "dibuang", "oleh", "waktu"))


def _dicts(answer: duckdb.DuckDBPyConnection) -> list[dict]:
    names = [column[0] for column in answer.description or ()]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
