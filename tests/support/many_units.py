"""A database with very many units, written by SQL in one go: copies of the samples under names of their own."""

import shutil

from zi_metrics.store.connection import Store

# So many units that limits made small are passed, and four times as many.
FEW, MANY = 150, 600

# Of the samples: each unit's last judge in the last year that it was judged in, and its surveys then.
_PATTERNS = """
CREATE TEMP TABLE pola AS
SELECT unit_id, penilaian_id, row_number() OVER (ORDER BY unit_id) - 1 AS nomor
FROM (
    SELECT b.*, row_number() OVER (PARTITION BY unit_id ORDER BY (penilai = 'tpi') DESC, penilai) AS urut
    FROM penilaian_berlaku b WHERE tahun = $tahun
)
WHERE urut = 1;
"""
_WIDER = """
CREATE TEMP TABLE salinan AS
SELECT left(sha256(lower(r.nama)), 12) AS unit_baru, r.nama, 'p-' || i AS penilaian_baru, i, p.*
FROM (SELECT range AS i, $name || ' ' || lpad((range + 1)::VARCHAR, 5, '0') AS nama FROM range($units)) r
JOIN pola p ON p.nomor = r.i % (SELECT count(*) FROM pola)
"""
_COPIES = (
    "INSERT INTO unit_kerja SELECT unit_baru, nama, FALSE, now()::TIMESTAMP FROM salinan",
    "INSERT INTO penilaian BY NAME SELECT p.* REPLACE (s.unit_baru AS unit_id, s.penilaian_baru AS penilaian_id, "
    "1 AS versi) FROM penilaian p JOIN salinan s USING (penilaian_id)",
    *(
        f"INSERT INTO {table} BY NAME SELECT t.* REPLACE (s.penilaian_baru AS penilaian_id) FROM {table} t "
        "JOIN salinan s USING (penilaian_id)"
        for table in ("jawaban", "masukan", "nilai_simpul")
    ),
    "INSERT INTO survei BY NAME SELECT v.* REPLACE (s.unit_baru AS unit_id, v.survei_id || '-' || s.i AS survei_id, "
    "'unsur' AS agregat, 1 AS versi) FROM survei v JOIN salinan s USING (unit_id) WHERE v.tahun = $tahun "
    "AND v.agregat <> 'indeks'",
    "INSERT INTO survei_nrr BY NAME SELECT n.* REPLACE (n.survei_id || '-' || s.i AS survei_id) FROM survei_nrr n "
    "JOIN survei v USING (survei_id) JOIN salinan s USING (unit_id) WHERE v.tahun = $tahun AND v.agregat <> 'indeks'",
)


def many_units(samples, path, units, year=2026, name="Kantor Banyak"):
    """A closed database of so many units, each with one assessment and half of them with surveys, beside the samples.

    samples: a closed database with the sample portfolio; a unit's name is `name` and its number.
    """
    store = Store(shutil.copy(samples, path))
    with store.transaction() as cursor:
        cursor.execute(_PATTERNS, {"tahun": year})
        cursor.execute(_WIDER, {"units": units, "name": name})
        for statement in _COPIES:
            cursor.execute(statement, {"tahun": year} if "$tahun" in statement else {})
    store.close()
    return path
