-- Semua prasyarat yang berlaku bagi beberapa unit dalam satu tahun: catatan unit itu sendiri atau catatan untuk seluruh
-- instansi, mana yang terbaru. Yang terbaru tiap pencatat dipilih dahulu, agar puluhan ribu unit tidak dikalikan dengan
-- semua versi catatan instansi.
WITH diminta AS (SELECT unnest(CAST($unit_ids AS VARCHAR[])) AS unit_id),
terbaru AS (
    SELECT unit_id, kode, nilai, waktu, versi FROM prasyarat WHERE tahun = $tahun
    QUALIFY row_number() OVER (PARTITION BY unit_id, kode ORDER BY {'waktu': waktu, 'versi': versi} DESC) = 1
),
keduanya AS (
    SELECT d.unit_id, t.kode, t.nilai, t.waktu, t.versi FROM diminta d JOIN terbaru t ON t.unit_id = d.unit_id
    UNION ALL
    SELECT d.unit_id, t.kode, t.nilai, t.waktu, t.versi FROM diminta d JOIN terbaru t ON t.unit_id IS NULL
)
SELECT unit_id, kode, nilai
FROM keduanya
QUALIFY row_number() OVER (PARTITION BY unit_id, kode ORDER BY {'waktu': waktu, 'versi': versi} DESC) = 1
ORDER BY unit_id, kode
