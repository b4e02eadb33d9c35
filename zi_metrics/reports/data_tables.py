"""The whole data for other tools (Power BI, Excel): which tables and columns, and their rows, a part at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Literal

import pandas as pd
import pyarrow as pa
from pydantic import BaseModel, ConfigDict, Field, RootModel, model_validator

from zi_metrics.instruments.library import Instrument
from zi_metrics.lke.chosen import instruments_of
from zi_metrics.lke.portfolio import gates_of
from zi_metrics.scoring.points import load_points
from zi_metrics.store import tables
from zi_metrics.store.connection import Store
from zi_metrics.store.whole_data import query_batches, register_batches
from zi_metrics.surveys.disclosure import FEWEST_SHOWN
from zi_metrics.yaml_data import read_model

_FILE = Path(__file__).with_suffix(".yaml")
# So many assessments' gates are computed at a time.
_ASSESSMENTS = 500
_NEEDS_BOUND = ("survei", "survei_hitung")
NOTE_COLUMNS = ("Tabel", "Kolom", "Arti", "Satuan", "Rentang")


class DataColumn(BaseModel):
    """One column. satuan: what a figure counts, '' = nothing; rentang: what it may hold."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    nama: str
    arti: str
    satuan: str = ""
    rentang: str


class DataTable(BaseModel):
    """One table; the head of data_tables.yaml explains the fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    nama: str
    dari: Literal["kueri", "register", "hitungan"]
    register_: str = Field(default="", alias="register")
    arti: str
    kolom: list[DataColumn] = Field(min_length=1)

    @model_validator(mode="after")
    def _named(self) -> "DataTable":
        if (self.dari == "register") != bool(self.register_):
            raise ValueError("register: only where the rows are a register's")
        return self

    @property
    def columns(self) -> list[str]:
        """The columns' names, in their order."""
        return [column.nama for column in self.kolom]


class _Tables(RootModel[list[DataTable]]):
    """The whole file."""


@lru_cache(maxsize=1)
def data_tables() -> tuple[DataTable, ...]:
    """All tables, in their order. Raises yaml_data.Unusable when the file is damaged."""
    return tuple(read_model(_FILE, _Tables).root)


def notes() -> pd.DataFrame:
    """What each column means: NOTE_COLUMNS; a table's own meaning stands in a row without a column."""
    rows = []
    for table in data_tables():
        rows.append((table.nama, "", table.arti, "", ""))
        rows += [(table.nama, column.nama, column.arti, column.satuan, column.rentang) for column in table.kolom]
    return pd.DataFrame(rows, columns=list(NOTE_COLUMNS))


@contextmanager
def batches(store: Store, table: DataTable) -> Iterator[pa.RecordBatchReader]:
    """The rows of a table that a store shows, in parts, with the declared columns in their order."""
    if table.dari == "register":
        with register_batches(store, table.register_, table.columns) as reader:
            yield reader
    elif table.dari == "kueri":
        with query_batches(store, table.nama, FEWEST_SHOWN if table.nama in _NEEDS_BOUND else None) as reader:
            yield reader
    else:
        yield _COMPUTED[table.nama](store)


def _reader(parts: Iterator[pd.DataFrame], schema: pa.Schema) -> pa.RecordBatchReader:
    made = (pa.RecordBatch.from_pandas(part[schema.names], schema, preserve_index=False) for part in parts)
    return pa.RecordBatchReader.from_batches(schema, made)


def _schema(**kinds: str) -> pa.Schema:
    return pa.schema([(name, pa.type_for_alias(kind)) for name, kind in kinds.items()])


def _used(store: Store) -> list[Instrument]:
    """The instruments that assessments in scope were judged by."""
    points = tables.points_in_time(store)
    return [] if points.empty else instruments_of(points)


def _tree(store: Store) -> pa.RecordBatchReader:
    schema = _schema(
        instrumen="string", instrumen_versi="int32", kode="string", nama="string", bobot="float64", induk="string",
        tingkat="int32", jenis="string", pokja="int32",
    )  # fmt: skip
    parts = (
        pd.DataFrame([vars(node) for node in load_points(one.kode, one.versi).nodes])
        .astype({"pokja": "Int32"})
        .assign(instrumen=one.kode, instrumen_versi=one.versi)
        for one in _used(store)
    )
    return _reader(parts, schema)


def _gates(store: Store) -> pa.RecordBatchReader:
    schema = _schema(
        instrumen="string", instrumen_versi="int32", predikat="string", kode="string", nama="string", minimum="float64"
    )
    parts = (
        pd.DataFrame(
            [
                (one.kode, one.versi, predikat, gate.kode, gate.nama, minimum)
                for predikat in one.predikat
                for gate in one.syarat
                if (minimum := one.gate_minimum(gate, predikat)) is not None
            ],
            columns=schema.names,
        )
        for one in _used(store)
    )
    return _reader(parts, schema)


def _verdicts(store: Store) -> pa.RecordBatchReader:
    schema = _schema(
        penilaian_id="string", predikat="string", kode="string", nilai="float64", minimum="float64", kurang="float64",
        terpenuhi="bool",
    )  # fmt: skip
    chosen = tables.assessments(store)
    parts = (
        gates_of(store, chosen.iloc[first : first + _ASSESSMENTS]) for first in range(0, len(chosen), _ASSESSMENTS)
    )
    return _reader(parts, schema)


_COMPUTED = {"instrumen_simpul": _tree, "instrumen_syarat": _gates, "syarat_nilai": _verdicts}
