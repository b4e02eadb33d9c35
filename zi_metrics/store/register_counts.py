"""What is to be known of registers without reading their rows: how many, of which years, whether any was written."""

from zi_metrics.store import tables
from zi_metrics.store.connection import Store, only_row
from zi_metrics.store.register_tables import REGISTER_TABLES
from zi_metrics.store.registers import RegisterTable
from zi_metrics.store.table_marks import marks_of


def count_rows(store: Store, table: RegisterTable, tahun: int | None = None) -> int:
    """How many rows count (of a year), without reading them: `register_rows` of very many takes long."""
    query = (
        f"SELECT count(*) FROM (SELECT baris_id, arg_max(dibuang, versi) AS dibuang, arg_max(tahun, versi) AS tahun "
        f"FROM {table.tabel} GROUP BY baris_id) WHERE NOT dibuang AND (? IS NULL OR tahun = ?)"
    )
    with store.cursor() as cursor:
        return only_row(cursor, query, [tahun, tahun])[0]


def register_years(store: Store, table: RegisterTable) -> list[int]:
    """The years of which there were ever rows, the latest first."""
    found = tables.read(store, f"SELECT DISTINCT tahun FROM {table.tabel} ORDER BY tahun DESC")
    return [int(year) for year in found["tahun"]]


def registers_version(store: Store) -> str:
    """Changes whenever a row of a register is written, by anybody; until then, what was read of them may be kept."""
    return store.until_written(_version_of_all)


def _version_of_all(store: Store) -> str:
    return " ".join(marks_of(store, *REGISTER_TABLES))
