-- Sejak kapan sebuah tahap berjalan menurut register tahapan: baris tahun terakhir sampai tahun yang ditanyakan, dari
-- baris yang berlaku saja; dalam satu tahun yang ditulis terakhir.
WITH berlaku AS (
    SELECT baris_id, min(waktu) AS dibuat,
        arg_max({
            'unit_id': unit_id, 'tahun': tahun, 'tahap': tahap, 'mulai': mulai, 'selesai': selesai,
            'tanggal_dokumen': tanggal_dokumen, 'dibuang': dibuang
        }, versi) AS isi
    FROM tahapan
    GROUP BY baris_id
)
SELECT isi.unit_id, isi.mulai, isi.tanggal_dokumen, isi.selesai
FROM berlaku
WHERE NOT isi.dibuang AND isi.tahap = $tahap AND isi.tahun <= $tahun
    AND isi.unit_id IN (SELECT unnest(CAST($unit_ids AS VARCHAR[])))
QUALIFY row_number() OVER (
    PARTITION BY isi.unit_id ORDER BY {'tahun': isi.tahun, 'dibuat': dibuat, 'baris_id': baris_id} DESC
) = 1
