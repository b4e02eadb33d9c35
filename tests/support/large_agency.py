"""A database as large as a ministry's or the country's: copies of the samples, plainly marked as samples.

Each unit is one of the sample portfolio's under a name of its own: the LKE of two years by two judges, its answers and
scores, its surveys' indices, its registers of work and its prerequisites; and all hang in a tree of branches. Written
by SQL in one go, so that thirty thousand units take a minute or two; the same every time.
"""

import shutil

from zi_metrics.store.connection import Store
from zi_metrics.store.register_tables import REGISTER_TABLES

YEARS, JUDGES = (2025, 2026), ("unit", "tpi")
# So many units hang below one branch.
_EACH = 250

_UNITS = """
CREATE TEMP TABLE salinan AS
SELECT left(sha256(lower(nama)), 12) AS unit_baru, nama, i, pola.unit_id
FROM (SELECT range AS i, $name || ' ' || lpad((range + 1)::VARCHAR, 5, '0') AS nama FROM range($units))
JOIN (SELECT unit_id, row_number() OVER (ORDER BY nama) - 1 AS nomor FROM unit_kerja WHERE contoh) pola
  ON pola.nomor = i % (SELECT count(*) FROM unit_kerja WHERE contoh)
"""
# The current assessment of each year and judge, with the number of each copy.
_ASSESSMENTS = """
CREATE TEMP TABLE dinilai AS
SELECT b.penilaian_id, b.penilaian_id || '-' || s.i AS penilaian_baru, s.unit_baru
FROM penilaian_berlaku b JOIN salinan s USING (unit_id)
WHERE b.tahun IN (SELECT unnest($years)) AND b.penilai IN (SELECT unnest($judges))
"""
_SURVEYS = """
CREATE TEMP TABLE disurvei AS
SELECT v.survei_id, v.survei_id || '-' || s.i AS survei_baru, s.unit_baru
FROM survei_berlaku v JOIN salinan s USING (unit_id)
WHERE v.tahun IN (SELECT unnest($years)) AND v.agregat <> 'indeks'
"""
_COPIES = (
    "INSERT INTO unit_kerja SELECT unit_baru, nama, true, TIMESTAMP '2026-01-01' FROM salinan ORDER BY i",
    "INSERT INTO penilaian BY NAME SELECT p.* REPLACE (d.unit_baru AS unit_id, d.penilaian_baru AS penilaian_id, "
    "1 AS versi) FROM penilaian p JOIN dinilai d USING (penilaian_id)",
    *(
        f"INSERT INTO {table} BY NAME SELECT t.* REPLACE (d.penilaian_baru AS penilaian_id) FROM {table} t "
        "JOIN dinilai d USING (penilaian_id)"
        for table in ("jawaban", "masukan", "nilai_simpul")
    ),
    "INSERT INTO survei BY NAME SELECT v.* REPLACE (d.unit_baru AS unit_id, d.survei_baru AS survei_id, "
    "'unsur' AS agregat, 1 AS versi) FROM survei v JOIN disurvei d USING (survei_id)",
    "INSERT INTO survei_nrr BY NAME SELECT n.* REPLACE (d.survei_baru AS survei_id) FROM survei_nrr n "
    "JOIN disurvei d USING (survei_id)",
    *(
        f"INSERT INTO {table} BY NAME SELECT t.* REPLACE (s.unit_baru AS unit_id, t.baris_id || '-' || s.i AS "
        f"baris_id) FROM {table} t JOIN salinan s USING (unit_id)"
        for table in REGISTER_TABLES
    ),
    "INSERT INTO prasyarat BY NAME SELECT t.* REPLACE (s.unit_baru AS unit_id) FROM prasyarat t "
    "JOIN salinan s USING (unit_id)",
    "INSERT INTO simpul SELECT 'instansi', 1, 'Instansi Contoh', NULL, 'instansi', '', [], [], false, 'contoh', "
    "TIMESTAMP '2026-01-01'",
    "INSERT INTO simpul SELECT DISTINCT 'cabang-' || i // $each, 1, 'Wilayah ' || lpad((i // $each + 1)::VARCHAR, 3, "
    "'0'), 'instansi', 'cabang', '', [], [], false, 'contoh', TIMESTAMP '2026-01-01' FROM salinan",
    "INSERT INTO simpul SELECT unit_baru, 1, nama, 'cabang-' || i // $each, 'unit', ['Kantor Pelayanan', "
    "'Balai'][1 + i % 2], [], CASE WHEN i % 10 = 0 THEN [2026] ELSE [] END, false, 'contoh', TIMESTAMP '2026-01-01' "
    "FROM salinan",
)


def large_agency(samples, path, units, name="Kantor Contoh"):
    """A closed database of so many units beside the samples; gives its path.

    samples: a closed database with the sample portfolio, which stays as it is; a unit's name is `name` and its number
    """
    given = {"units": units, "name": name, "years": list(YEARS), "judges": list(JUDGES), "each": _EACH}
    store = Store(shutil.copy(samples, path))
    with store.transaction() as cursor:
        for statement in (_UNITS, _ASSESSMENTS, _SURVEYS, *_COPIES):
            cursor.execute(statement, {key: value for key, value in given.items() if f"${key}" in statement})
    store.close()
    return path
