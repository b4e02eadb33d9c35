-- Yang berlaku, dengan satu kunci urutan: hanya dengan satu kunci DuckDB memilih baris pertama tanpa mengurutkan semuanya.
-- Artinya sama seperti sebelumnya: milik sendiri lebih dahulu, lalu per tanggal terbaru, lalu versi terbesar.
CREATE OR REPLACE VIEW penilaian_berlaku AS
SELECT p.penilaian_id, p.impor_id, coalesce(g.ke_unit_id, p.unit_id) AS unit_id, p.tahun, p.penilai, p.instrumen,
       p.instrumen_versi, p.versi, p.per_tanggal, p.per_tanggal_dari, p.monev
FROM penilaian p
LEFT JOIN gabungan_berlaku g ON g.unit_id = p.unit_id
WHERE NOT EXISTS (SELECT 1 FROM pencabutan c WHERE c.impor_id = p.impor_id)
QUALIFY row_number() OVER (
    PARTITION BY coalesce(g.ke_unit_id, p.unit_id), p.tahun, p.penilai
    ORDER BY {
        'gabungan': g.ke_unit_id IS NOT NULL, 'mundur': DATE '9999-12-31' - p.per_tanggal, 'versi': -p.versi,
        'asal': p.unit_id
    }
) = 1;
CREATE OR REPLACE VIEW penilaian_titik AS
WITH tercatat AS (
    SELECT p.penilaian_id, p.impor_id, coalesce(g.ke_unit_id, p.unit_id) AS unit_id, p.tahun, p.penilai, p.instrumen,
           p.instrumen_versi, p.versi, p.per_tanggal, p.per_tanggal_dari, p.monev, p.unit_id AS asal,
           {
               'gabungan': g.ke_unit_id IS NOT NULL, 'mundur': DATE '9999-12-31' - p.per_tanggal, 'versi': -p.versi,
               'asal': p.unit_id
           } AS urutan
    FROM penilaian p
    LEFT JOIN gabungan_berlaku g ON g.unit_id = p.unit_id
    WHERE NOT EXISTS (SELECT 1 FROM pencabutan c WHERE c.impor_id = p.impor_id)
),
tampil AS (
    SELECT unit_id, tahun, penilai, arg_min(asal, urutan) AS asal FROM tercatat GROUP BY unit_id, tahun, penilai
)
SELECT t.penilaian_id, t.impor_id, t.unit_id, t.tahun, t.penilai, t.instrumen, t.instrumen_versi, t.versi, t.per_tanggal,
       t.per_tanggal_dari, t.monev
FROM tercatat t
JOIN tampil ON tampil.unit_id = t.unit_id AND tampil.tahun = t.tahun AND tampil.penilai = t.penilai
           AND tampil.asal = t.asal
QUALIFY row_number() OVER (PARTITION BY t.unit_id, t.tahun, t.penilai, t.per_tanggal ORDER BY t.versi DESC) = 1;
CREATE OR REPLACE VIEW survei_berlaku AS
SELECT s.survei_id, s.impor_id, coalesce(g.ke_unit_id, s.unit_id) AS unit_id, s.tahun, s.jenis, s.instrumen_versi,
       s.periode, s.versi, s.agregat, s.responden, s.populasi, s.indeks
FROM survei s
LEFT JOIN gabungan_berlaku g ON g.unit_id = s.unit_id
WHERE NOT EXISTS (SELECT 1 FROM pencabutan c WHERE c.impor_id = s.impor_id)
QUALIFY row_number() OVER (
    PARTITION BY coalesce(g.ke_unit_id, s.unit_id), s.tahun, s.jenis, s.periode
    ORDER BY {'gabungan': g.ke_unit_id IS NOT NULL, 'versi': -s.versi, 'asal': s.unit_id}
) = 1;
