-- Satu prasyarat yang berlaku bagi beberapa unit dalam satu tahun: catatan unit itu sendiri atau catatan untuk seluruh
-- instansi, mana yang terbaru.
WITH diminta AS (SELECT unnest(CAST($unit_ids AS VARCHAR[])) AS unit_id)
SELECT d.unit_id, p.kode, p.nilai, p.bukti, p.tautan, p.tanggal
FROM diminta d
JOIN prasyarat p ON p.unit_id IS NULL OR p.unit_id = d.unit_id
WHERE p.tahun = $tahun AND p.kode = $kode
QUALIFY row_number() OVER (PARTITION BY d.unit_id ORDER BY p.waktu DESC, p.versi DESC) = 1
ORDER BY d.unit_id
