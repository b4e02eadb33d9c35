-- Nilai dalam waktu: setiap penilaian menyebut keadaan per tanggal berapa, dan bila ada, untuk monev yang mana.
ALTER TABLE penilaian ADD COLUMN per_tanggal DATE;
ALTER TABLE penilaian ADD COLUMN per_tanggal_dari VARCHAR;  -- berkas: tertulis di sana; disebut: oleh orang; perkiraan
ALTER TABLE penilaian ADD COLUMN monev VARCHAR;             -- 'Triwulan II', 'Juni', ...; kosong: tidak untuk monev
-- Yang sudah tersimpan: tanggal impornya, paling lambat akhir tahun yang dinilai. Tidak mundur dari versi ke versi, juga
-- bila jam komputer pernah mundur, supaya yang berlaku tetap sama.
UPDATE penilaian SET per_tanggal = lama.tanggal, per_tanggal_dari = 'perkiraan', monev = ''
FROM (
    SELECT p.penilaian_id, max(coalesce(
        least(CAST(i.waktu AS DATE), make_date(p.tahun, 12, 31)), make_date(p.tahun, 12, 31)
    )) OVER (PARTITION BY p.unit_id, p.tahun, p.penilai ORDER BY p.versi) AS tanggal
    FROM penilaian p
    LEFT JOIN impor i ON i.impor_id = p.impor_id
) AS lama
WHERE lama.penilaian_id = penilaian.penilaian_id;
-- Yang berlaku: per tanggal terbaru, di antaranya versi terbesar. Yang tanggalnya lebih lama tetap titik waktunya sendiri.
CREATE OR REPLACE VIEW penilaian_berlaku AS
SELECT p.penilaian_id, p.impor_id, coalesce(g.ke_unit_id, p.unit_id) AS unit_id, p.tahun, p.penilai, p.instrumen,
       p.instrumen_versi, p.versi, p.per_tanggal, p.per_tanggal_dari, p.monev
FROM penilaian p
LEFT JOIN gabungan_berlaku g ON g.unit_id = p.unit_id
WHERE NOT EXISTS (SELECT 1 FROM pencabutan c WHERE c.impor_id = p.impor_id)
QUALIFY row_number() OVER (
    PARTITION BY coalesce(g.ke_unit_id, p.unit_id), p.tahun, p.penilai
    ORDER BY g.ke_unit_id IS NOT NULL, p.per_tanggal DESC, p.versi DESC, p.unit_id
) = 1;
-- Titik waktu: per tanggal versi terbesar yang tidak dicabut. Dari unit yang digabung hanya yang riwayatnya tampil.
CREATE VIEW penilaian_titik AS
SELECT t.penilaian_id, t.impor_id, t.unit_id, t.tahun, t.penilai, t.instrumen, t.instrumen_versi, t.versi, t.per_tanggal,
       t.per_tanggal_dari, t.monev
FROM (
    SELECT p.penilaian_id, p.impor_id, coalesce(g.ke_unit_id, p.unit_id) AS unit_id, p.tahun, p.penilai, p.instrumen,
           p.instrumen_versi, p.versi, p.per_tanggal, p.per_tanggal_dari, p.monev, p.unit_id AS asal,
           first_value(p.unit_id) OVER (
               PARTITION BY coalesce(g.ke_unit_id, p.unit_id), p.tahun, p.penilai
               ORDER BY g.ke_unit_id IS NOT NULL, p.per_tanggal DESC, p.versi DESC, p.unit_id
           ) AS tampil
    FROM penilaian p
    LEFT JOIN gabungan_berlaku g ON g.unit_id = p.unit_id
    WHERE NOT EXISTS (SELECT 1 FROM pencabutan c WHERE c.impor_id = p.impor_id)
) t
WHERE t.asal = t.tampil
QUALIFY row_number() OVER (PARTITION BY t.unit_id, t.tahun, t.penilai, t.per_tanggal ORDER BY t.versi DESC) = 1;
-- Sampai kapan unit dapat diusulkan, per tahun; versi terbesar yang berlaku, tanpa baris: 31 Mei.
CREATE TABLE batas_pengusulan (
    tahun INTEGER NOT NULL,
    versi INTEGER NOT NULL,
    tanggal DATE NOT NULL,
    oleh VARCHAR NOT NULL,
    waktu TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX batas_pengusulan_satu ON batas_pengusulan (tahun, versi);
