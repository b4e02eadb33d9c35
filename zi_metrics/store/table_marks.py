"""Whether anything was written to a table: a mark of each, all found by one question.

An answer that rests on some tables alone holds until one of their marks is another: an LKE that comes in leaves what
was read of the registers as it is.
"""

from zi_metrics.store.connection import Store
from zi_metrics.store.register_tables import REGISTER_TABLES

# Rows are added, or taken away by an erasure; what is written later has a later time.
_BY_TIME = (
    *("impor", "pencabutan", "prasyarat", "simpul", "nama_unit", "gabungan", "batas_pengusulan", "pengaturan"),
    *("pengguna", "peran", "pemetaan", *REGISTER_TABLES),
)
# What marks tables without times; and prerequisites of the whole agency, which are everybody's.
_OTHERWISE = (
    "SELECT 'survei', (sum(hash(survei_id)) % 2305843009213693951)::BIGINT, NULL FROM survei",
    "SELECT 'unit_kerja', (sum(hash(unit_id, nama)) % 2305843009213693951)::BIGINT, NULL FROM unit_kerja",
    "SELECT 'prasyarat_instansi', count(*), max(waktu) FROM prasyarat WHERE unit_id IS NULL",
)
# As rows: of so many scalar subqueries in one row DuckDB looks for the best order, which takes most of the time.
_MARKS = " UNION ALL ".join((*(f"SELECT '{name}', count(*), max(waktu) FROM {name}" for name in _BY_TIME), *_OTHERWISE))


def marks_of(store: Store, *tables: str) -> tuple[str, ...]:
    """The marks of some tables (`prasyarat_instansi`: of prerequisites only those of the whole agency), as all of them
    were at one moment. Raises KeyError for a table that has none.
    """
    found = store.until_written(_marks)
    return tuple([found[table] for table in tables])


def _marks(store: Store) -> dict[str, str]:
    if (told := store.changes()) is not None:
        begun, changed = told
        at = {name: f"{begun} {changed.get(name)}" for name in (*_BY_TIME, "survei", "unit_kerja")}
        return at | {"prasyarat_instansi": at["prasyarat"]}
    with store.cursor() as cursor:
        return {name: f"{number} {time}" for name, number, time in cursor.execute(_MARKS).fetchall()}
