-- Unit kerja sebagai pohon: instansi > eselon I atau wilayah > unit. Simpul yang juga unit kerja memakai unit_id-nya.
CREATE TABLE simpul (
    simpul_id VARCHAR NOT NULL,
    versi INTEGER NOT NULL,            -- urutan untuk simpul yang sama; yang terbesar berlaku
    nama VARCHAR NOT NULL,
    induk_id VARCHAR,                  -- kosong: paling atas
    tingkat VARCHAR NOT NULL,          -- instansi, cabang, unit
    jenis VARCHAR NOT NULL,            -- 'Kantor Pelayanan', ...; boleh kosong
    tanda VARCHAR[] NOT NULL,
    diusulkan INTEGER[] NOT NULL,      -- tahun-tahun unit ini diusulkan
    dihapus BOOLEAN NOT NULL,          -- tidak lagi di pohon; penilaiannya tetap tersimpan
    oleh VARCHAR NOT NULL,
    waktu TIMESTAMP NOT NULL
);
CREATE VIEW simpul_berlaku AS
SELECT s.simpul_id, s.versi, s.nama, s.induk_id, s.tingkat, s.jenis, s.tanda, s.diusulkan
FROM (SELECT *, row_number() OVER (PARTITION BY simpul_id ORDER BY versi DESC) AS urutan FROM simpul) s
WHERE s.urutan = 1 AND NOT s.dihapus;
-- Semua nama yang pernah dipakai sebuah unit: nama lama tetap menemukannya.
CREATE TABLE nama_unit (
    kunci VARCHAR NOT NULL,            -- dari nama yang dinormalkan
    unit_id VARCHAR NOT NULL,
    nama VARCHAR NOT NULL,
    oleh VARCHAR NOT NULL,
    waktu TIMESTAMP NOT NULL
);
-- Unit yang digabung: riwayatnya tampil pada unit tujuan, untuk tahun dan penilai yang belum dipunyai unit tujuan.
CREATE TABLE gabungan (
    unit_id VARCHAR NOT NULL,          -- yang digabungkan
    versi INTEGER NOT NULL,
    ke_unit_id VARCHAR,                -- kosong: penggabungannya dibatalkan
    oleh VARCHAR NOT NULL,
    waktu TIMESTAMP NOT NULL
);
CREATE VIEW gabungan_berlaku AS
SELECT g.unit_id, g.ke_unit_id
FROM (SELECT *, row_number() OVER (PARTITION BY unit_id ORDER BY versi DESC) AS urutan FROM gabungan) g
WHERE g.urutan = 1 AND g.ke_unit_id IS NOT NULL;
CREATE UNIQUE INDEX simpul_satu ON simpul (simpul_id, versi);
CREATE UNIQUE INDEX nama_unit_satu ON nama_unit (kunci);
CREATE UNIQUE INDEX gabungan_satu ON gabungan (unit_id, versi);
CREATE OR REPLACE VIEW penilaian_berlaku AS
SELECT p.penilaian_id, p.impor_id, coalesce(g.ke_unit_id, p.unit_id) AS unit_id, p.tahun, p.penilai, p.instrumen,
       p.instrumen_versi, p.versi
FROM penilaian p
LEFT JOIN gabungan_berlaku g ON g.unit_id = p.unit_id
WHERE NOT EXISTS (SELECT 1 FROM pencabutan c WHERE c.impor_id = p.impor_id)
QUALIFY row_number() OVER (
    PARTITION BY coalesce(g.ke_unit_id, p.unit_id), p.tahun, p.penilai ORDER BY g.ke_unit_id IS NOT NULL, p.versi DESC
) = 1;
CREATE OR REPLACE VIEW survei_berlaku AS
SELECT s.survei_id, s.impor_id, coalesce(g.ke_unit_id, s.unit_id) AS unit_id, s.tahun, s.jenis, s.instrumen_versi,
       s.periode, s.versi, s.agregat, s.responden, s.populasi, s.indeks
FROM survei s
LEFT JOIN gabungan_berlaku g ON g.unit_id = s.unit_id
WHERE NOT EXISTS (SELECT 1 FROM pencabutan c WHERE c.impor_id = s.impor_id)
QUALIFY row_number() OVER (
    PARTITION BY coalesce(g.ke_unit_id, s.unit_id), s.tahun, s.jenis, s.periode
    ORDER BY g.ke_unit_id IS NOT NULL, s.versi DESC
) = 1;
