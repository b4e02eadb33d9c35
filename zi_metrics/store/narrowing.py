"""What of each table a person sees: the one place where reading is narrowed.

A narrowed cursor has, before each table and view, a temporary view of the same name that holds only the rows in
scope. Whatever is asked through it is narrowed, a query that is written tomorrow too; and as nothing can be written
into a view, nobody writes past `Store.write`. A table that is not named here cannot be read through a narrowed cursor.

Making the views takes longer than most questions; so a cursor that nobody uses any more is given to the next scope
whose views are the same (`shape_of`), with that scope's units in its lists (`refill`).
"""

from collections.abc import Iterator

import duckdb

from zi_metrics.scope import ACT_WORDS, Act, Scope
from zi_metrics.store.register_tables import REGISTER_TABLES

_UNITS = "unit_id IN (SELECT unit_id FROM temp.lingkup)"
_ASSESSMENTS = f"penilaian_id IN (SELECT penilaian_id FROM {{db}}.penilaian WHERE {_UNITS})"
_SURVEYS = f"survei_id IN (SELECT survei_id FROM {{db}}.survei WHERE {_UNITS})"
_IMPORTS = (
    f"(impor_id IN (SELECT impor_id FROM {{db}}.penilaian WHERE {_UNITS}) "
    f"OR impor_id IN (SELECT impor_id FROM {{db}}.survei WHERE {_UNITS}))"
)
_ORIGINALS = (
    "sha256 IN (SELECT i.sha256 FROM {db}.impor i JOIN {db}.penilaian p USING (impor_id) "
    "WHERE p.unit_id IN (SELECT unit_id FROM temp.lingkup_asli) AND (i.sha256 NOT IN (SELECT sha256 FROM "
    "{db}.berkas_pribadi) OR p.unit_id IN (SELECT unit_id FROM temp.lingkup_pribadi)))"
)
_PERSONAL = (
    "sha256 IN (SELECT i.sha256 FROM {db}.impor i JOIN {db}.penilaian p USING (impor_id) "
    "WHERE p.unit_id IN (SELECT unit_id FROM temp.lingkup_pribadi))"
)
# Units in scope bring along those that were merged into them, whose history is shown there. By tables only: what a view
# names would be looked up among the narrowed ones. A part of every question that is asked: as little as can be, and who
# looks in it for a unit does not mind one that stands there twice.
_MERGED = """
CREATE TEMP VIEW {name} AS
SELECT unit_id FROM temp.{name}_sendiri
UNION ALL
SELECT unit_id FROM {db}.gabungan
GROUP BY unit_id
HAVING arg_max(coalesce(ke_unit_id, ''), versi) IN (SELECT unit_id FROM temp.{name}_sendiri)
"""
# Whose rows are seen, whose originals, and whose originals with personal data.
_LISTS = {"lingkup": Act.LIHAT, "lingkup_asli": Act.UNDUH_ASLI, "lingkup_pribadi": Act.UNDUH_PRIBADI}
_NODES = "simpul_id IN (SELECT unit_id FROM temp.lingkup UNION ALL SELECT simpul_id FROM temp.lingkup_atas)"
_AGENCY_OR_UNITS = f"unit_id IS NULL OR {_UNITS}"
_ALL, _NONE = "true", "false"
# The branches above all units in scope. By tables only, too.
_ABOVE = """
CREATE TEMP VIEW lingkup_atas AS
WITH RECURSIVE pohon AS (
    SELECT simpul_id, arg_max(induk_id, versi) AS induk_id
    FROM (SELECT simpul_id, versi, coalesce(induk_id, '') AS induk_id FROM {db}.simpul)
    GROUP BY simpul_id
),
atas AS (
    SELECT induk_id AS simpul_id FROM pohon WHERE simpul_id IN (SELECT unit_id FROM temp.lingkup)
    UNION
    SELECT pohon.induk_id FROM pohon JOIN atas USING (simpul_id)
)
SELECT simpul_id FROM atas WHERE simpul_id <> ''
"""

# Table or view -> the condition under which a row is seen; {db} is the database itself. An act instead of a condition:
# all rows for those who may do it, none for others.
RULES: dict[str, str | Act] = {
    "unit_kerja": _UNITS,
    "penilaian": _UNITS,
    "penilaian_berlaku": _UNITS,
    "penilaian_titik": _UNITS,
    "jawaban": _ASSESSMENTS,
    "masukan": _ASSESSMENTS,
    "temuan": _ASSESSMENTS,
    "nilai_simpul": _ASSESSMENTS,
    "pemulihan": _ASSESSMENTS,
    "impor": _IMPORTS,
    "pencabutan": _IMPORTS,
    "berkas": _ORIGINALS,
    "prasyarat": _AGENCY_OR_UNITS,
    "skenario": _UNITS,
    **dict.fromkeys(REGISTER_TABLES, _UNITS),
    "survei": _UNITS,
    "survei_berlaku": _UNITS,
    "survei_pertanyaan": _SURVEYS,
    "survei_taraf": _SURVEYS,
    "survei_jawaban": _SURVEYS,
    "survei_hitung": _SURVEYS,
    "survei_hitung_kelompok": _SURVEYS,
    "survei_responden": _SURVEYS,
    "survei_momen": _SURVEYS,
    "survei_nrr": _SURVEYS,
    "survei_temuan": _SURVEYS,
    "survei_dilayani": _SURVEYS,
    "komentar": _SURVEYS,
    # A year's dates, the same for everybody.
    "batas_pengusulan": _ALL,
    # How files of one shape are read: about columns, not about anybody's figures.
    "pemetaan": _ALL,
    "migrasi": _ALL,
    # What holds for the whole agency: which road its units take.
    "pengaturan": _ALL,
    # A branch is seen by whoever sees something below it; who that is, is decided with the scope.
    "simpul": _NODES,
    "simpul_berlaku": _NODES,
    "nama_unit": _UNITS,
    "gabungan": _UNITS,
    "gabungan_berlaku": _UNITS,
    "pengguna": Act.PENGGUNA,
    "peran": Act.PENGGUNA,
    "catatan_audit": Act.JEJAK,
    "penghapusan": Act.HAPUS_DATA,
    # Sheets' names and what kind of data they hold.
    "berkas_pribadi": _PERSONAL,
}


# What the conditions mean, for people (Indonesian).
_WORDS = {
    _UNITS: "unit dalam lingkup",
    _ASSESSMENTS: "penilaian unit dalam lingkup",
    _SURVEYS: "survei unit dalam lingkup",
    _IMPORTS: "impor yang memuat unit dalam lingkup",
    _ORIGINALS: "berkas LKE unit yang boleh diunduh aslinya; yang memuat data pribadi hanya oleh yang berhak khusus",
    _PERSONAL: "berkas LKE unit yang boleh diunduh aslinya meski memuat data pribadi",
    _NODES: "unit dalam lingkup dan cabang di atasnya",
    _AGENCY_OR_UNITS: "catatan seluruh instansi dan unit dalam lingkup",
    _ALL: "semua: tidak memuat angka siapa pun",
}


def rule_words(rule: str | Act) -> str:
    """What a rule lets be seen, in words (Indonesian)."""
    return f"yang berhak {ACT_WORDS[rule]}" if isinstance(rule, Act) else _WORDS[rule]


def shape_of(scope: Scope) -> tuple[bool, ...]:
    """What a narrowed cursor's views rest on: alike for scopes that differ in nothing but their units."""
    limited = (scope.units(act) is not None for act in _LISTS.values())
    return (*limited, *(scope.may(rule) for rule in RULES.values() if isinstance(rule, Act)))


def narrow(cursor: duckdb.DuckDBPyConnection, scope: Scope) -> None:
    """Let a fresh cursor see only what is in scope. It stands in no transaction before, and in none after."""
    (database,) = cursor.execute("SELECT current_database()").fetchone() or ("",)
    db = f'"{database}".main'
    cursor.begin()
    refill(cursor, scope)
    # In one go: asked one by one, half as much again.
    cursor.execute(";\n".join(_views(scope, db)))
    cursor.commit()


def refill(cursor: duckdb.DuckDBPyConnection, scope: Scope) -> None:
    """Let a cursor that was narrowed to a scope of the same shape see only what is in this one.

    The views stay: whatever is asked through them looks the units up in these lists anew.
    """
    for name, act in _LISTS.items():
        units = scope.units(act)
        if units is not None:
            query = f"CREATE OR REPLACE TEMP TABLE {name}_sendiri AS SELECT unnest(CAST($1 AS VARCHAR[])) AS unit_id"
            cursor.execute(query, [sorted(units)])


def _views(scope: Scope, db: str) -> Iterator[str]:
    """What makes the views of a cursor whose lists of units are filled. db: the database itself, as SQL names it"""
    for name, act in _LISTS.items():
        if scope.units(act) is None:
            # Units that are added later belong to a scope without limit.
            yield f"CREATE TEMP VIEW {name}_sendiri AS SELECT unit_id FROM {db}.unit_kerja"
        yield _MERGED.format(db=db, name=name)
    yield _ABOVE.format(db=db)
    everywhere = scope.units(Act.LIHAT) is None
    for table, rule in RULES.items():
        if isinstance(rule, Act):
            condition = _ALL if scope.may(rule) else _NONE
        else:
            # Looking for each row among all units would find it, only slower.
            condition = _ALL if everywhere and rule not in (_ORIGINALS, _PERSONAL) else rule.format(db=db)
        yield f"CREATE TEMP VIEW {table} AS SELECT * FROM {db}.{table} WHERE {condition}"
