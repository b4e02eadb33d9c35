-- Sejak kapan sebuah tahap berjalan menurut register tahapan: baris tahun terakhir sampai tahun yang ditanyakan, dari
-- baris yang berlaku saja; dalam satu tahun yang ditulis terakhir.
WITH berlaku AS (
    SELECT baris_id, unit_id, tahun, tahap, mulai, selesai, tanggal_dokumen, dibuang,
        min(waktu) OVER (PARTITION BY baris_id) AS dibuat
    FROM tahapan
    QUALIFY row_number() OVER (PARTITION BY baris_id ORDER BY versi DESC) = 1
)
SELECT unit_id, mulai, tanggal_dokumen, selesai
FROM berlaku
WHERE NOT dibuang AND tahap = $tahap AND tahun <= $tahun
    AND unit_id IN (SELECT unnest(CAST($unit_ids AS VARCHAR[])))
QUALIFY row_number() OVER (PARTITION BY unit_id ORDER BY tahun DESC, dibuat DESC, baris_id DESC) = 1
