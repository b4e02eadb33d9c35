"""Stored scores of very many assessments, summed where they lie: what is asked goes in as tables, figures come back.

Assessments and nodes are told by numbers, their places among those asked for: their names would cost more than all
figures.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

import duckdb
import pandas as pd
import pyarrow as pa

from zi_metrics.store.connection import Store
from zi_metrics.store.tables import named_query
from zi_metrics.tolerance import SUM_TOLERANCE


class Asked(NamedTuple):
    """Assessments by one instrument, and the nodes that are wanted of them.

    penilaian_id: the assessments'; nomor: a number for each; nodes: kode, bobot, and nomor (a number for each: nodes of
    two instruments that are the same to who asks have the same one)
    """

    penilaian_id: pd.Series
    nomor: Sequence[int]
    nodes: pd.DataFrame


SCORE_COLUMNS = ("penilaian", "simpul", "nilai", "nilai_tertinggi", "nilai_rumus_lke", "terjawab", "pertanyaan")


def numbered_scores(store: Store, asked: Sequence[Asked]) -> pd.DataFrame:
    """The scores themselves: SCORE_COLUMNS, as `tables.node_scores`, with numbers in place of ids and codes."""
    return _read(store, "numbered_scores", asked)


SUM_COLUMNS = ("penilaian", "bobot", "nilai", "nilai_tertinggi", "terjawab", "pertanyaan")


def sums_of_assessments(store: Store, asked: Sequence[Asked]) -> pd.DataFrame:
    """For each assessment the sums over its nodes: SUM_COLUMNS. penilaian: its number; in the order of these."""
    return _read(store, "node_sums", asked)


MEAN_COLUMNS = ("simpul", "bagian", "kurang", "unit", "belum_penuh", "kosong", "pertama")


def means_of_nodes(store: Store, asked: Sequence[Asked]) -> pd.DataFrame:
    """For each node the means over the assessments: MEAN_COLUMNS.

    simpul: its number; bagian, kurang: mean share reached, mean points missing to full; unit: how many assessments;
    belum_penuh, kosong: how many of them lack points, have an open question; pertama: the lowest number of an
    assessment that has it
    """
    return _read(store, "node_means", asked, toleransi=SUM_TOLERANCE)


VALUE_COLUMNS = ("simpul", "kelompok", "bagian", "kurang_poin", "banyak", "kurang", "kosong", "pertama")


def values_of_nodes(store: Store, asked: Sequence[Asked], named: int) -> pd.DataFrame:
    """For each node and each value that it has somewhere: VALUE_COLUMNS, the lowest values first.

    simpul: its number; kelompok: place of the assessments' instrument among those asked for; bagian: the share reached,
    to nine decimals; kurang_poin: whether points are missing; banyak: how many assessments; kurang: the sum of their
    missing points; kosong: how many have it open; pertama: the lowest numbers of them, at most `named`
    """
    return _read(store, "node_values", asked, toleransi=SUM_TOLERANCE, named=named)


def _read(store: Store, query: str, asked: Sequence[Asked], **parameters: object) -> pd.DataFrame:
    with store.cursor() as cursor, _tables(cursor, asked):
        return cursor.execute(named_query(query), parameters).df()


@contextmanager
def _tables(cursor: duckdb.DuckDBPyConnection, asked: Sequence[Asked]) -> Iterator[None]:
    """What is asked as tables that a query reads: temp.diminta_penilaian, temp.diminta_simpul."""
    ids, nodes = [], []
    for place, one in enumerate(asked):
        ids.append(
            pa.table(
                {
                    "penilaian_id": pa.array(one.penilaian_id, pa.string()),
                    "nomor": pa.array(one.nomor, pa.int64()),
                    "kelompok": pa.array([place] * len(one.penilaian_id), pa.int32()),
                }
            )
        )
        nodes.append(
            pa.table(
                {
                    "kode": pa.array(one.nodes["kode"], pa.string()),
                    "simpul": pa.array(one.nodes["nomor"], pa.int64()),
                    "bobot": pa.array(one.nodes["bobot"], pa.float64()),
                    "kelompok": pa.array([place] * len(one.nodes), pa.int32()),
                }
            )
        )
    cursor.register("diminta_penilaian", pa.concat_tables(ids))
    try:
        cursor.register("diminta_simpul", pa.concat_tables(nodes))
        yield
    finally:
        # The cursor is kept for the next who asks.
        for name in ("diminta_penilaian", "diminta_simpul"):
            cursor.unregister(name)
