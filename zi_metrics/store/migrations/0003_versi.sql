-- Impor dapat dicabut dan versi lama dipulihkan; keduanya dicatat sebagai baris baru, tidak ada yang diubah atau dihapus.
CREATE TABLE pencabutan (
    impor_id VARCHAR NOT NULL,         -- semua penilaian dari impor ini tidak berlaku lagi
    waktu TIMESTAMP NOT NULL,
    oleh VARCHAR NOT NULL,
    alasan VARCHAR NOT NULL
);
CREATE TABLE pemulihan (
    penilaian_id VARCHAR NOT NULL,     -- versi baru
    dari_penilaian_id VARCHAR NOT NULL -- versi yang disalinnya
);
CREATE TABLE pemetaan (
    sidik VARCHAR NOT NULL,            -- sidik bentuk berkas: berkas yang sebentuk dibaca dengan pemetaan yang sama
    versi INTEGER NOT NULL,            -- urutan untuk sidik yang sama; yang terbesar berlaku
    isi VARCHAR NOT NULL,              -- JSON
    waktu TIMESTAMP NOT NULL,
    oleh VARCHAR NOT NULL
);
-- Kolom disebut satu per satu: '*' di dalam view diikat saat view dibuat, bukan saat dibaca.
CREATE OR REPLACE VIEW penilaian_berlaku AS
SELECT p.penilaian_id, p.impor_id, p.unit_id, p.tahun, p.penilai, p.instrumen, p.instrumen_versi, p.versi
FROM penilaian p
WHERE NOT EXISTS (SELECT 1 FROM pencabutan c WHERE c.impor_id = p.impor_id)
QUALIFY row_number() OVER (PARTITION BY p.unit_id, p.tahun, p.penilai ORDER BY p.versi DESC) = 1;
