-- Prasyarat yang berlaku bagi satu unit dan tahun: catatan unit itu sendiri atau catatan untuk seluruh instansi,
-- mana yang terbaru.
SELECT kode, nilai, bukti, tautan, tanggal, oleh, waktu, unit_id IS NULL AS seluruh_instansi
FROM prasyarat
WHERE tahun = $tahun AND (unit_id IS NULL OR unit_id = $unit_id)
QUALIFY row_number() OVER (PARTITION BY kode ORDER BY {'waktu': waktu, 'versi': versi} DESC) = 1
ORDER BY kode
